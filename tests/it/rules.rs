//! Rules as people meet them: between files, in notes, over days.

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
