//! `set`, `add`, `remove`: only the bytes that the change needs.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

const HAND: &str = "\
# yaml-language-server: $schema=../.onboard/client.schema.json
schema: 1
id: acme
process: sign-in-canada@1
organization:
    name: {en: \"Acme Agency\", fr: 'Agence Acme'}   # legal title differs
language: en
status: active   # moved by commands only
phase: engagement

agreement:
    # approved by the director, see the minutes
    milestones:
    - {id: m1, name: {en: Kick-off, fr: Lancement}, due: 2026-12-01}
    - id: m2
      due: 2027-01-15      # moved twice
      name: {en: Launch, fr: Mise en service}
custom: {team: blue}
history:
    - {date: 2026-11-02, change: init, to: engagement, status: active}
";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("acme", HAND)])
}

#[test]
fn set_changes_only_its_own_bytes() {
    let desk = desk();
    let commits = desk.commits();
    assert_snapshot!(desk.diff("clients/acme.yaml", "set acme agreement.milestones.m2.due=2027-02-01"), @"
    -      due: 2027-01-15      # moved twice
    +      due: 2027-02-01      # moved twice
    ");
    assert_eq!(desk.commits(), commits + 1);
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: set agreement.milestones.m2.due");
    desk.assert_clean();
}

#[test]
fn several_fields_are_one_commit() {
    let desk = desk();
    let commits = desk.commits();
    desk.ok("set acme agreement.approved_on=2026-11-20 agreement.signed_on=2026-11-21 schedule.target_go_live=2027-03");
    assert_eq!(desk.commits(), commits + 1);
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("approved_on: 2026-11-20") && text.contains("target_go_live: 2027-03"), "{text}");
    assert!(text.contains("# approved by the director, see the minutes"), "{text}");
}

#[test]
fn add_imitates_the_items_that_are_there() {
    let desk = desk();
    desk.ok("add acme agreement.milestones id=m3 due=2027-03-01 name.en=Closing name.fr='Clôture'");
    let text = desk.read("clients/acme.yaml");
    let list = text.split("milestones:").nth(1).unwrap();
    assert!(list.contains("m3") && list.contains("Clôture"), "{text}");
    desk.ok("validate");
}

#[test]
fn a_second_item_with_the_same_id_is_refused() {
    let desk = desk();
    let commits = desk.commits();
    let run = desk.run("add acme agreement.milestones id=m2 due=2027-03-01 name.en=A name.fr=B");
    assert_eq!(run.code, 73, "{run}");
    assert_eq!(desk.commits(), commits);
}

#[test]
fn remove_takes_an_item_and_nothing_else() {
    let desk = desk();
    assert_snapshot!(desk.diff("clients/acme.yaml", "remove acme agreement.milestones.m1"), @"
    -    - {id: m1, name: {en: Kick-off, fr: Lancement}, due: 2026-12-01}
    ");
}

#[test]
fn an_item_without_a_state_is_at_its_beginning_and_may_go() {
    let desk = desk();
    desk.ok("add acme services id=typo name.en=Typo name.fr=Faute");
    desk.ok("remove acme services.typo");
    assert!(!desk.read("clients/acme.yaml").contains("typo"));
    desk.ok("audit acme");
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    let desk = desk();
    assert_eq!(desk.run("remove acme agreement.milestones.m9").code, 2);
    assert_eq!(desk.run("remove acme agreement.signed_on").code, 66);
}

#[test]
fn wrong_values_and_paths_are_named_and_nothing_is_written() {
    let desk = desk();
    let before = (desk.read("clients/acme.yaml"), desk.commits());
    for (words, said) in [
        ("set acme agreement.signed_on=2026-13-45", "2026-13-45"),
        ("set acme agreement.sined_on=2026-11-20", "signed_on"),
        ("set acme technical.integration=oidcc", "oidc"),
        ("set acme agreement.milestones.m7.due=2026-12-01", "m7"),
        ("set acme agreement.ceiling_cad=1e3", "1e3"),
        ("set acme phase=agreement", "advance"),
        ("set acme status=closed", "status"),
        ("set acme agreement.signed_on", "="),
        ("add acme agreement x=1", "agreement"),
        ("add acme agreement.milestones id=m4 dew=2027-01-01", "due"),
    ] {
        let run = desk.run(words);
        assert_eq!(run.code, 2, "{words}: {run}");
        assert!(run.stderr.contains(said), "{words}: {run}");
    }
    assert_eq!((desk.read("clients/acme.yaml"), desk.commits()), before);
    desk.assert_clean();
}

#[test]
fn setting_what_is_there_already_makes_no_commit() {
    let desk = desk();
    let commits = desk.commits();
    let run = desk.run("set acme language=en");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("nothing to change"), "{run}");
    assert_eq!(desk.commits(), commits);
}

#[test]
fn an_empty_value_clears_a_field() {
    let desk = desk();
    desk.ok("set acme agreement.signed_on=2026-11-21");
    desk.ok("set acme agreement.signed_on=");
    assert!(!desk.read("clients/acme.yaml").contains("signed_on"));
}

#[test]
fn windows_line_endings_stay() {
    let desk = Sandbox::with_clients(&[("acme", &HAND.replace('\n', "\r\n"))]);
    desk.ok("set acme language=fr");
    let text = desk.read("clients/acme.yaml");
    assert_eq!(text, HAND.replace("language: en", "language: fr").replace('\n', "\r\n"));
}

#[test]
fn a_dry_run_shows_the_diff_and_the_message_and_writes_nothing() {
    let desk = desk();
    let before = (desk.read("clients/acme.yaml"), desk.commits());
    let run = desk.run("set acme language=fr --dry-run -m 'They asked for French'");
    assert!(run.stdout.contains("-language: en\n+language: fr"), "{run}");
    assert!(run.stdout.contains("acme: set language") && run.stdout.contains("They asked for French"), "{run}");
    assert_eq!((desk.read("clients/acme.yaml"), desk.commits()), before);
}

#[test]
fn a_file_with_edits_of_its_own_is_not_changed_but_can_be_read() {
    let desk = desk();
    desk.write("clients/acme.yaml", &format!("{HAND}# a hand was here\n"));
    let commits = desk.commits();
    let run = desk.run("set acme language=fr");
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("clients/acme.yaml"), "{run}");
    assert_eq!(desk.commits(), commits);
    assert!(desk.read("clients/acme.yaml").ends_with("# a hand was here\n"));
    for words in ["status acme", "show acme", "validate", "report acme"] {
        desk.ok(words);
    }
}

#[test]
fn a_mixed_up_client_name_suggests_the_right_one() {
    let desk = desk();
    let run = desk.run("set acmee language=fr");
    assert_eq!(run.code, 66, "{run}");
    assert!(run.stderr.contains("`acme`"), "{run}");
}

#[test]
fn the_answer_in_json_names_the_commit() {
    let desk = desk();
    let json = desk.json("set acme language=fr");
    assert_eq!(json["version"], 1);
    assert_eq!(json["client"], "acme");
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
}
