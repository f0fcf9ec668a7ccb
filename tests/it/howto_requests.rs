//! The cases of the how-to about configuration requests, certificates and secrets.

use crate::howto::play;

#[test]
fn a_production_request_is_rejected_and_made_again() {
    let desk = play("A production request is rejected and made again");
    let json = desk.json("request list seed-vault --to prod-deposits");
    let seen: Vec<String> = json["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", it["id"], it["state"], it["replaces"]).replace('"', ""))
        .collect();
    assert_eq!(seen, ["CR-0115 live null", "CR-0130 rejected null", "CR-0131 live CR-0130"]);
    let text = desk.read("clients/seed-vault.yaml");
    assert!(text.contains("decided_on: 2026-11-26, reason: {en: The redirect URI is missing a path, fr: Il manque un chemin à l’URI de redirection}"), "{text}");
    assert!(text.contains("submitted_on: 2026-11-26, decided_on: 2026-12-01, done_on: 2026-12-01"), "{text}");
    desk.assert_clean();
}

#[test]
fn several_environments_before_production() {
    let desk = play("Several environments before production");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("phase: support"), "{text}");
    assert!(text.contains("state: withdrawn"), "{text}");
    desk.assert_clean();
}

#[test]
fn a_certificate_is_near_its_end() {
    let desk = play("A certificate is near its end");
    let text = desk.read("clients/tidal-board.yaml");
    assert!(!text.contains("a90d4b7c1e2f3041") && text.contains("not_after: 2028-12-31"), "{text}");
    let json = desk.json("validate tidal-board");
    let codes: Vec<&str> = json["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert!(codes.iter().all(|it| !it.contains("certificate")), "{codes:?}");
}

#[test]
fn a_secret_was_pasted() {
    let desk = play("A secret was pasted");
    assert!(!desk.read("clients/pasted.yaml").contains("pasted-by-mistake"));
    let log = desk.run("log pasted");
    assert_eq!(log.code, 0, "{log}");
    assert_eq!(desk.json("validate pasted")["errors"], 0);
    desk.assert_clean();
}
