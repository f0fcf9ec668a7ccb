//! Renewals, corrections, new names: the record goes on, and nothing that was written is rewritten.

use crate::howto::play;
use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const LIGHTHOUSE: &str = include_str!("../../examples/clients/lighthouse-agency.yaml");

#[track_caller]
fn refused(desk: &Sandbox, file: &str, words: &str, said: &str) {
    let before = (desk.read(file), desk.commits());
    let run = desk.run(words);
    assert_eq!(run.code, 1, "{words}\n{run}");
    assert!(run.stdout.contains(said) || run.stderr.contains(said), "`{said}` is not in\n{run}");
    let json = desk.json(words);
    assert_eq!(json["refused"], true, "{json}");
    let french = desk.run(&format!("{words} --lang fr"));
    assert_eq!(french.code, 1, "{french}");
    assert_ne!(french.stdout, run.stdout);
    assert_eq!((desk.read(file), desk.commits()), before, "{words}: a refusal writes nothing");
}

/// The codes that `validate` finds in one file.
fn codes(desk: &Sandbox, id: &str) -> Vec<String> {
    let json = desk.json(&format!("validate clients/{id}.yaml"));
    json["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_signed_changes_by_an_amendment() {
    let desk = play("What was signed changes");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("reference: CA-2026-014-1") && text.contains("\"9500.00\""), "{text}");
    assert!(text.contains("signed_on: 2026-11-23"), "{text}");
    assert!(codes(&desk, "northern-trails").iter().all(|it| !it.starts_with("signature/")));
    assert!(desk.git("log -1 --format=%B").contains("Onboard-Signature: agreement amendment 1"));
    desk.assert_clean();
}

#[test]
fn the_agreement_of_a_client_that_is_live_is_renewed() {
    let desk = play("The agreement ends while the client is live");
    let text = desk.read("clients/kite-registry.yaml");
    assert!(text.contains("fiscal_year: 2027-2028, reference: CA-2027-003"), "{text}");
    assert!(text.contains("starts_on: 2027-04-01, ends_on: 2028-03-31"), "{text}");
    assert!(!codes(&desk, "kite-registry").contains(&"rule/agreement-ends-soon".to_owned()));
    assert!(desk.ok("show kite-registry").contains("agreement ends: March 31, 2028"));
    assert!(desk.ok("report kite-registry").contains("| Renewal for 2027-2028 | CA-2027-003"));
    assert!(desk.git("log -1 --format=%B").contains("Onboard-Renewal: agreement 2027-2028"));
    desk.assert_clean();
}

#[test]
fn an_agreement_that_ends_is_warned_of_and_one_that_has_ended_is_an_error() {
    let mut desk = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    let ends = |desk: &Sandbox, code: &str| codes(desk, "northern-trails").contains(&code.to_owned());
    assert!(!ends(&desk, "rule/agreement-ends-soon"));
    desk.set_today("2027-01-15");
    assert!(ends(&desk, "rule/agreement-ends-soon"));
    desk.set_today("2027-04-01");
    assert!(ends(&desk, "rule/agreement-has-not-ended"));
    let json = desk.json("renew northern-trails --fiscal-year 2027-2028 --reference CA-2027-020");
    assert_eq!((&json["starts_on"], &json["ends_on"]), (&"2027-04-01".into(), &"2028-03-31".into()), "{json}");
    assert!(!ends(&desk, "rule/agreement-has-not-ended") && !ends(&desk, "rule/agreement-ends-soon"));
    // One that is written with a gap is worth a look.
    desk.ok("set northern-trails agreement.renewals.2027-2028.starts_on=2027-05-01");
    assert!(ends(&desk, "rule/renewal-follows-without-a-gap"));
}

#[test]
fn a_renewal_that_may_not_be_is_refused() {
    let desk = Sandbox::with_clients(&[("northern-trails", TRAILS), ("lighthouse-agency", LIGHTHOUSE)]);
    let file = "clients/northern-trails.yaml";
    let renew = "renew northern-trails --reference CA-1 --fiscal-year";
    refused(&desk, file, &format!("{renew} 2026-2027"), "2027-03-31");
    refused(&desk, file, &format!("{renew} 2027-2028 --ends 2028-04-30"), "2028-03-31");
    refused(&desk, file, &format!("{renew} 2027-2028 --date 2026-07-01"), "2026-07-14");
    refused(&desk, file, "renew lighthouse-agency --reference CA-1 --fiscal-year 2027-2028", "Client");
    desk.ok(&format!("{renew} 2027-2028"));
    refused(&desk, file, &format!("{renew} 2027-2028"), "CA-1");
    for words in ["2027", "2027-2029", "27-28"] {
        let run = desk.run(&format!("{renew} {words}"));
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains(words), "{run}");
    }
    assert_eq!(desk.run("renew northern-trails --fiscal-year 2028-2029").code, 2);
    assert_eq!(desk.run("renew northern-trails --reference ' ' --fiscal-year 2028-2029").code, 2);
}

#[test]
fn a_correction_leaves_what_was_written_and_counts_everywhere() {
    let desk = play("A mistake is corrected");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("- date: 2026-07-14\n    change: advance"), "the entry stays: {text}");
    let json = desk.json("log northern-trails --history");
    let entries = json["history"].as_array().unwrap();
    assert_eq!(entries[2]["date"], "2026-07-16", "{json}");
    assert_eq!(entries[2]["written"], "2026-07-14");
    assert_eq!(entries[2]["corrected"], true);
    let last = entries.last().unwrap();
    assert_eq!((&last["change"], &last["corrects"]), (&"correct".into(), &3.into()));
    assert_eq!(last["reason"]["fr"], "Signature deux jours plus tard");
    let show = desk.json("show northern-trails");
    let stays = show["timeline"]["stays"].as_array().unwrap();
    assert!(stays.iter().any(|it| it["entered"] == "2026-07-16"), "{show}");
    let report = desk.ok("report northern-trails");
    assert!(report.contains("corrected to July 16, 2026") && report.contains("corrects no. 3"), "{report}");
    let table = desk.ok("log northern-trails --history --lang fr");
    assert!(table.contains("corrige le nº 3"), "{table}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_correction_that_may_not_be_is_refused() {
    let desk = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    let file = "clients/northern-trails.yaml";
    let why = "--why-en Slip --why-fr Erreur";
    for (rest, said) in [
        ("0 --date 2026-07-15", "northern-trails"),
        ("17 --date 2026-07-15", "onboard log northern-trails --history"),
        ("3 --date 2026-05-01", "2026-05-26"),
        ("3 --date 2026-08-19", "2026-08-18"),
        ("4 --date 2026-11-24", "2026-11-24"),
        ("3 --date 2026-07-14", "3"),
    ] {
        refused(&desk, file, &format!("correct northern-trails {rest} {why}"), said);
    }
    for words in [
        "correct northern-trails 3 --date 2026-07-15".to_owned(),
        format!("correct northern-trails 3 {why}"),
        format!("correct northern-trails three --date 2026-07-15 {why}"),
        format!("correct northern-trails 3 --date 15-07-2026 {why}"),
        "correct northern-trails 3 --date 2026-07-15 --why-en Slip".to_owned(),
    ] {
        assert_eq!(desk.run(&words).code, 2, "{words}");
    }
    let json = desk.json(&format!("correct northern-trails 3 --date 2026-07-15 {why}"));
    assert_eq!((&json["was"], &json["date"]), (&"2026-07-14".into(), &"2026-07-15".into()), "{json}");
    let entries = desk.json("log northern-trails --history")["history"].as_array().unwrap().len();
    refused(&desk, file, &format!("correct northern-trails {entries} --date 2026-11-20 {why}"), "correct entry 3");
}

#[test]
fn a_former_name_finds_the_client_and_its_id_stays() {
    let desk = play("A client is renamed, merged, split or abolished");
    let text = desk.read("clients/lighthouse-agency.yaml");
    assert!(text.contains("en: Coastal Signals Canada, fr: Signaux côtiers Canada"), "{text}");
    assert!(text.contains("en: Lighthouse and Beacons Agency, fr: Agence des phares et balises"), "{text}");
    assert!(text.contains("change: rename") && text.contains("id: lighthouse-agency"), "{text}");
    for name in ["Lighthouse and Beacons", "phares", "AGENCE DES PHARES", "Notices to Mariners Subscription", "lba"] {
        let json = desk.json(&format!("list --name '{name}'"));
        let clients = json["clients"].as_array().unwrap();
        assert_eq!(clients.len(), 1, "{name}: {json}");
        assert_eq!(clients[0]["id"], "lighthouse-agency");
        assert!(clients[0]["formerly"]["fr"].is_string(), "{name}: {json}");
    }
    assert_eq!(desk.json("list --name coastal")["clients"][0]["formerly"], serde_json::Value::Null);
    let run = desk.run("show 'agence des phares et balises'");
    assert!(run.stdout.contains("formerly Lighthouse and Beacons Agency, until November 20, 2026"), "{run}");
    assert!(run.stderr.contains("lighthouse-agency"), "{run}");
    let merged = desk.json("list --name tidal")["clients"].as_array().unwrap().len();
    assert_eq!(merged, 2, "the one that was merged, and the one that took over");
    assert!(desk.read("clients/buoy-office.yaml").contains("split_from: lighthouse-agency"));
    assert!(desk.read("clients/tidal-board.yaml").contains("status: withdrawn"));
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_new_name_that_may_not_be_is_refused() {
    let desk = Sandbox::with_clients(&[("lighthouse-agency", LIGHTHOUSE), ("northern-trails", TRAILS)]);
    let file = "clients/lighthouse-agency.yaml";
    refused(&desk, file, "rename lighthouse-agency --name-en 'Lighthouse and Beacons Agency'", "lighthouse-agency");
    desk.ok("rename lighthouse-agency --name-en Signals --name-fr Signaux");
    refused(&desk, file, "rename lighthouse-agency --name-en Beacons --until 2026-01-01", "2026-11-23");
    for (words, code) in [
        ("rename lighthouse-agency", 2),
        ("rename lighthouse-agency --name-en ' '", 2),
        ("rename lighthouse-agency --service mariner-notices --abbreviation-en MN", 2),
        ("rename lighthouse-agency --name-en Beacons --until 2027-01-01", 2),
        ("rename lighthouse-agency --service mariner-notice --name-en Notices", 66),
        ("show 'no such name'", 66),
        ("show 'a n'", 66),
        ("show seed", 66),
        ("show lighthouse-agenc", 66),
    ] {
        let before = desk.commits();
        let run = desk.run(words);
        assert_eq!(run.code, code, "{words}\n{run}");
        assert_eq!(desk.commits(), before);
    }
    assert!(
        desk.run("rename lighthouse-agency --service mariner-notice --name-en N").stderr.contains("mariner-notices")
    );
}

#[test]
fn a_service_of_two_departments_has_one_file() {
    let desk = play("Two departments share a service");
    assert!(desk.read("clients/lighthouse-agency.yaml").contains("shared_with: [northern-trails]"));
    assert_eq!(desk.json("show lighthouse-agency")["data"]["organization"]["shared_with"][0], "northern-trails");
    // Whoever takes the other file away is told by the next check, and a client does not share with itself.
    desk.git("rm -q clients/northern-trails.yaml");
    assert!(codes(&desk, "lighthouse-agency").contains(&"rule/shared-with-clients-that-exist".to_owned()));
    desk.git("reset -q --hard");
    let run = desk.run("set lighthouse-agency organization.shared_with=lighthouse-agency --lang fr");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("il n’y a pas d’autre client `lighthouse-agency`"), "{run}");
    desk.assert_clean();
}

#[test]
fn costs_are_added_up_by_kind_and_fiscal_year_against_the_ceiling() {
    let desk = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    let costs = desk.json("show northern-trails")["costs"].clone();
    assert_eq!(costs["above_ceiling"], false, "{costs}");
    let sum = |list: &serde_json::Value| -> f64 {
        list.as_array().unwrap().iter().map(|it| it["total"].as_str().unwrap().parse::<f64>().unwrap()).sum()
    };
    let total: f64 = costs["total"].as_str().unwrap().parse().unwrap();
    assert!((sum(&costs["years"]) - total).abs() < 0.001 && (sum(&costs["kinds"]) - total).abs() < 0.001, "{costs}");
    for (lang, words) in [("en", ["Onboarding", "left"]), ("fr", ["Intégration", "reste"])] {
        let screen = desk.ok(&format!("show northern-trails --lang {lang}"));
        let report = desk.ok(&format!("report northern-trails --lang {lang}"));
        assert!(words.iter().all(|it| screen.contains(it)), "{screen}");
        assert!(report.contains(words[0]), "{report}");
    }
}
