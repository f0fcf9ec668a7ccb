//! Rules as people meet them: between files, in notes, over days.

use crate::howto::play;
use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const BOGS: &str = include_str!("../../examples/clients/tourbieres.yaml");

fn two() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("tourbieres", BOGS)])
}

/// The client ID of the test environment of the one is that of the other.
fn clashing() -> Sandbox {
    let bogs = BOGS.replace("77aa0c11-otc-essai", "9b77e1a0-nta-test");
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("tourbieres", &bogs)])
}

fn place(text: &str, part: &str) -> String {
    let line = text.lines().position(|it| it.contains(part)).unwrap();
    let column = text.lines().nth(line).unwrap().find(part).unwrap();
    format!("{}:{}", line + 1, column + 1)
}

#[test]
fn an_identifier_of_another_client_is_refused_before_it_is_written() {
    let desk = two();
    let before = desk.commits();
    for words in [
        "set northern-trails environments.test.client_id=77aa0c11-otc-essai",
        "add northern-trails environments id=second kind=non_production platform_environment=cate client_id=77aa0c11-otc-essai",
        "set northern-trails agreement.reference=CA-2026-003",
    ] {
        let run = desk.run(words);
        assert_eq!(run.code, 1, "{words}\n{run}");
        assert!(run.stderr.contains("-one-client]") && run.stderr.contains("clients/tourbieres.yaml:"), "{run}");
    }
    let french = desk.run("set northern-trails environments.test.client_id=77aa0c11-otc-essai --lang fr");
    assert!(french.stderr.contains("figure aussi à clients/tourbieres.yaml"), "{french}");
    assert_eq!(desk.commits(), before, "a refusal writes nothing");
    // Production is another circle, and an identifier of its own belongs to nobody else.
    desk.ok("set northern-trails environments.test.client_id=9b77e1a0-nta-new");
    desk.assert_clean();
}

#[test]
fn a_new_client_brings_no_identifier_of_another() {
    let desk = Sandbox::with_clients(&[("tourbieres", BOGS)]);
    let copy = BOGS.replace("\nid: tourbieres\n", "\nid: copy\n");
    desk.write("copy.yaml", &copy);
    let run = desk.run("init copy --from copy.yaml");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("client-id-belongs-to-one-client"), "{run}");
    assert!(!desk.path("clients/copy.yaml").exists());
}

#[test]
fn validate_tells_both_files_of_the_identifier_they_share() {
    let desk = clashing();
    let json = desk.json("validate");
    let found: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["code"] == "rule/client-id-belongs-to-one-client")
        .map(|it| {
            format!(
                "{}:{}:{} {}",
                it["file"].as_str().unwrap(),
                it["line"],
                it["column"],
                it["severity"].as_str().unwrap()
            )
        })
        .collect();
    let trails = place(TRAILS, "9b77e1a0-nta-test");
    let bogs = place(BOGS, "77aa0c11-otc-essai");
    assert_eq!(
        found,
        [format!("clients/northern-trails.yaml:{trails} error"), format!("clients/tourbieres.yaml:{bogs} error")]
    );
    // The same, where only one of the two is asked about.
    let one = desk.run("validate tourbieres");
    assert_eq!(one.code, 1, "{one}");
    assert!(one.stdout.contains(&format!("also stands at clients/northern-trails.yaml:{trails}")), "{one}");
    assert!(!one.stdout.contains("--> clients/northern-trails.yaml"), "{one}");
    // What validate refuses, no move lets through.
    for words in ["status northern-trails", "advance northern-trails"] {
        let run = desk.run(words);
        assert_eq!(run.code, 1, "{words}\n{run}");
        assert!(run.stderr.contains("client-id-belongs-to-one-client"), "{words}\n{run}");
    }
    // What was wrong before stops no other change, and can be mended.
    desk.ok("set tourbieres schedule.target_go_live=2027-06");
    desk.ok("set tourbieres environments.essai.client_id=77aa0c11-otc-essai");
    assert_eq!(desk.run("validate").code, 0);
}

#[test]
fn the_peaks_of_the_whole_portfolio_are_summed() {
    let trails = TRAILS.replace("peak_sign_ins_per_second: \"1.5\"", "peak_sign_ins_per_second: \"11.5\"");
    let bogs = BOGS
        .replace("    content_id: otc_permis\n", "    content_id: otc_permis\n    peak_sign_ins_per_second: \"0.6\"\n");
    let desk = Sandbox::with_clients(&[("northern-trails", &trails), ("tourbieres", &bogs)]);
    let run = desk.run("validate");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("12.1 in all, where 12 is the most"), "{run}");
    assert!(run.stdout.contains(&format!("clients/northern-trails.yaml:{}", place(&trails, "\"11.5\""))), "{run}");
    assert!(!desk.ok("validate northern-trails").contains("in all"), "one file is not the portfolio");
}

/// The codes that `validate` finds in a file, each with its line.
fn found(desk: &Sandbox) -> Vec<String> {
    let json = desk.json("validate");
    let all = json["findings"].as_array().unwrap();
    all.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_month_counts_as_its_last_day() {
    let mut desk = play("The day is not known, or only the month");
    assert!(desk.read("clients/northern-trails.yaml").contains("target_go_live: 2027-04-13}"));
    desk.git("checkout -q HEAD~1");
    let passed = "rule/target-go-live-has-passed".to_owned();
    desk.set_today("2027-03-31");
    assert!(!found(&desk).contains(&passed));
    desk.set_today("2027-04-01");
    assert!(found(&desk).contains(&passed));
}

#[test]
fn lead_times_are_working_days_and_fiscal_years_turn_in_april() {
    let mut desk = play("Weekends, holidays and the turn of the fiscal year");
    let short = "rule/production-request-has-lead-time".to_owned();
    assert!(found(&desk).contains(&short), "9 working days, without three holidays");
    desk.ok("set northern-trails environments.prod.requests.CR-0140.requested_for=2027-01-06");
    assert!(!found(&desk).contains(&short), "10 working days");
    let run = desk.run(
        "add northern-trails agreement.costs id=c3 fiscal_year=2026-2028 amount_cad=1.00 kind=usage state=planned",
    );
    assert!(run.stderr.contains("rule/fiscal-years-are-real") && run.stderr.contains("2026-2027"), "{run}");
    desk.set_today("2027-04-01");
    let run = desk.run(
        "add northern-trails agreement.costs id=c3 fiscal_year=2026-2028 amount_cad=1.00 kind=usage state=planned",
    );
    assert!(run.stderr.contains("2027-2028"), "{run}");
}

#[test]
fn marks_of_a_merge_are_said_with_their_place() {
    let desk = play("Two people edit the same file");
    assert!(desk.read("clients/northern-trails.yaml").contains("target_go_live: 2027-04"));
    desk.assert_clean();
    let text = desk.read("clients/northern-trails.yaml");
    let at = text.lines().position(|it| it.starts_with("schedule:")).unwrap() + 1;
    let marked = text.replace("schedule:", "<<<<<<< HEAD\nschedule:");
    desk.write("clients/northern-trails.yaml", &marked);
    for (lang, words) in [("en", "merge conflict"), ("fr", "conflit de fusion")] {
        let run = desk.run(&format!("validate --lang {lang}"));
        assert_eq!(run.code, 65, "{run}");
        assert!(
            run.stdout.contains(&format!("clients/northern-trails.yaml:{at}:1")) && run.stdout.contains(words),
            "{run}"
        );
    }
}

#[test]
fn personal_data_never_reaches_a_commit() {
    let desk = play("Personal data was pasted in a note");
    let all = desk.git("log -p --format=%B -- clients");
    for it in ["someone@", "555-0123", "046 454"] {
        assert!(!all.contains(it), "{it} is in git");
    }
    let run = desk.run("set northern-trails notes.n1.text='Write to someone@trails.example' --lang fr");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("une adresse électronique figure ici"), "{run}");
    // Numbers that anyone may call, and numbers of documents, are no personal data.
    desk.ok("set northern-trails notes.n1.text='1-800-555-0100 and GCdocs 123 456 789 are for everyone'");
    desk.assert_clean();
}

#[test]
fn a_vacant_role_is_told_until_it_is_filled() {
    let desk = play("A contact leaves");
    assert!(!found(&desk).iter().any(|it| it.contains("roles-are-filled") || it.contains("technical-lead")));
    desk.git("checkout -q HEAD~1");
    let left = found(&desk);
    for it in ["rule/roles-are-filled", "rule/technical-lead-can-be-reached"] {
        assert!(left.contains(&it.to_owned()), "{it} is not in {left:?}");
    }
}

#[test]
fn a_report_is_written_in_the_language_of_the_client() {
    let desk = play("The client works in the other language");
    let (fr, en, both) = (desk.read("rapport.md"), desk.read("report.md"), desk.read("both.md"));
    assert!(fr.contains("Critères de réussite") && !fr.contains("Success criteria"), "{fr}");
    assert!(en.contains("Success criteria") && !en.contains("Critères de réussite"), "{en}");
    assert!(both.contains("Success criteria") && both.contains("Critères de réussite"), "{both}");
    let english = Sandbox::with_clients(&[("northern-trails", TRAILS)]).in_french();
    assert!(english.ok("report northern-trails").contains("Success criteria"), "the client's, not the writer's");
}

#[test]
fn a_logo_is_an_address_or_a_file_that_is_there() {
    let desk = two();
    let path = "services.backcountry-permits.content.logo";
    desk.ok(&format!("set northern-trails {path}=https://trails.example/logo.svg"));
    for lang in ["en", "fr"] {
        let run = desk.run(&format!("set northern-trails {path}=logos/nta.svg --lang {lang}"));
        assert_eq!(run.code, 1, "{run}");
        assert!(run.stderr.contains("workspace/no-such-file") && run.stderr.contains("`logos/nta.svg`"), "{run}");
    }
    assert_eq!(desk.run(&format!("set northern-trails {path}=../nta.svg")).code, 1);
    desk.write("logos/nta.svg", "<svg/>");
    desk.ok(&format!("set northern-trails {path}=logos/nta.svg"));
    std::fs::remove_file(desk.path("logos/nta.svg")).unwrap();
    let run = desk.run("validate northern-trails");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(run.stdout.contains(&format!("clients/northern-trails.yaml:{}", place(&text, "\"logos/nta.svg"))), "{run}");
}

/// What the schema refuses of the peers' rules: known keys and languages, addresses with scheme and host, slugs.
#[test]
fn what_the_shape_forbids_is_refused_at_its_place_and_in_both_languages() {
    let cases = [
        (
            "    content_id: nta_permits",
            "    content_id: nta_permits\n    content: {helpp: {en: A., fr: B.}}",
            "helpp",
            "schema/unknown-key",
        ),
        (
            "    content_id: nta_permits",
            "    content_id: nta_permits\n    content: {help: {en: A., fr: B., de: C.}}",
            "de: C.",
            "schema/unknown-key",
        ),
        ("    content_id: nta_permits", "    content_id: nta,permits", "nta,permits", "schema/pattern"),
        ("  - id: test\n", "  - id: te st\n", "te st", "schema/pattern"),
        ("client_uri: https://test.", "client_uri: test.", "test.permits", "schema/"),
        ("integration: oidc", "integration: ldap", "ldap", "schema/enum"),
        ("{en: Northern Trails Authority, fr: ", "{fr: ", "{fr: ", "schema/missing"),
    ];
    for (old, new, part, code) in cases {
        assert!(TRAILS.contains(old), "{old}");
        let text = TRAILS.replacen(old, new, 1);
        let desk = Sandbox::with_clients(&[("northern-trails", &text)]);
        let begin = text.find(new).unwrap();
        let at = begin + text[begin..].find(part).unwrap_or_default();
        let line = text[..at].matches('\n').count() + 1;
        for lang in ["en", "fr"] {
            let run = desk.run(&format!("validate --lang {lang}"));
            assert_eq!(run.code, 1, "{new}\n{run}");
            assert!(
                run.stdout.contains(&format!("[{code}")) && run.stdout.contains(&format!(".yaml:{line}:")),
                "{new}\n{run}"
            );
        }
    }
}
