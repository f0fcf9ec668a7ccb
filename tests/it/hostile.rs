//! Every file is hostile until read: no panic, no hang, no write outside, and a finding with its place.

use std::fs;

use crate::sandbox::Sandbox;

const GOOD: &str = "schema: 1
id: acme
process: sign-in-canada@1
organization: {name: {en: Acme, fr: Acme}}
language: en
status: active
phase: engagement
history: [{date: 2026-11-02, change: init, to: engagement, status: active}]
";

fn desk(text: &[u8]) -> Sandbox {
    let desk = Sandbox::with_clients(&[("acme", GOOD)]);
    fs::write(desk.path("clients/acme.yaml"), text).unwrap();
    desk.commit_all("as it came");
    desk
}

/// Validates a file with this text, and expects the code of a finding, its place, and the exit code.
#[track_caller]
fn check(text: &str, expected: &[(&str, u64)], exit: i32) {
    let desk = desk(text.as_bytes());
    let run = desk.run("validate --format json");
    assert_eq!(run.code, exit, "{run}");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"));
    let found: Vec<(String, u64)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["code"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap()))
        .collect();
    for (code, line) in expected {
        assert!(found.iter().any(|(it, at)| it == code && at == line), "{code} at {line} is not in {found:?}\n{run}");
    }
    let people = desk.run("validate");
    assert_eq!(people.code, exit, "{people}");
    assert!(!people.stdout.contains('\u{1b}'), "an escape came through: {people}");
    if exit == 65 {
        let change = desk.run("set acme language=fr");
        assert_eq!(change.code, 65, "{change}");
    }
    desk.assert_clean();
}

#[test]
fn a_duplicate_key_is_found_at_its_second_place() {
    check(&format!("{GOOD}language: fr\n"), &[("yaml/duplicate-key", 9)], 65);
}

#[test]
fn anchors_aliases_tags_and_merge_keys_are_found() {
    check(&format!("{GOOD}custom: &a {{x: 1}}\nplatform: *a\n"), &[("yaml/anchor", 9), ("yaml/alias", 10)], 65);
    check(&format!("{GOOD}custom: !!str x\n"), &[("yaml/tag", 9)], 65);
    check(&format!("{GOOD}custom:\n  <<: {{x: 1}}\n"), &[("yaml/merge-key", 10)], 65);
}

#[test]
fn merge_conflict_markers_are_called_by_their_name() {
    let text = GOOD.replace("language: en\n", "<<<<<<< HEAD\nlanguage: en\n=======\nlanguage: fr\n>>>>>>> other\n");
    check(&text, &[("yaml/conflict-marker", 5)], 65);
}

#[test]
fn a_second_document_and_a_directive_are_found() {
    check(&format!("{GOOD}---\nid: other\n"), &[("yaml/second-document", 9)], 65);
    check(&format!("%YAML 1.1\n---\n{GOOD}"), &[("yaml/directive", 1)], 65);
}

#[test]
fn tabs_deep_nesting_and_syntax_errors_have_their_place() {
    check(&format!("{GOOD}custom:\n\tx: 1\n"), &[("yaml/tab", 10)], 65);
    check(&format!("{GOOD}custom: {}1{}\n", "[".repeat(200), "]".repeat(200)), &[("yaml/too-deep", 9)], 65);
    check(&format!("{GOOD}custom: {{x: [1\n"), &[("yaml/syntax", 9)], 65);
}

#[test]
fn a_bomb_of_aliases_is_refused_at_once() {
    let mut text = format!("{GOOD}custom:\n  a0: &a0 [x, x]\n");
    for n in 1..40 {
        text.push_str(&format!("  a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1));
    }
    check(&text, &[("yaml/anchor", 10)], 65);
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size() {
    check(&format!("{GOOD}custom: {{x: '{}'}}\n", "a".repeat(1_100_000)), &[("yaml/too-large", 1)], 65);
}

#[test]
fn control_characters_are_found_and_never_printed() {
    check(&GOOD.replace("en: Acme", "en: \"Ac\\e[31mme\""), &[("yaml/control-character", 4)], 65);
    check(&GOOD.replace("en: Acme", "en: Ac\u{1b}[31mme"), &[("yaml/control-character", 4)], 65);
}

#[test]
fn text_that_is_not_utf8_is_found_at_its_byte() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend(b"custom: {x: \xff}\n");
    let desk = desk(&bytes);
    let run = desk.run("validate");
    assert_eq!(run.code, 65, "{run}");
    assert!(run.stdout.contains("clients/acme.yaml:9:13"), "{run}");
}

#[test]
fn a_byte_order_mark_is_found() {
    check(&format!("\u{feff}{GOOD}"), &[("yaml/byte-order-mark", 1)], 65);
}

#[test]
fn an_empty_file_and_a_file_that_is_no_map_are_found() {
    check("", &[("yaml/empty", 1)], 65);
    check("- a\n- b\n", &[("yaml/root-not-map", 1)], 65);
}

#[test]
fn an_id_that_is_not_the_name_of_the_file_is_found() {
    check(&GOOD.replace("id: acme", "id: ../acme"), &[("schema/pattern", 2)], 1);
    check(&GOOD.replace("id: acme", "id: other"), &[("workspace/id-is-not-the-file-name", 2)], 1);
}

#[test]
fn a_symbolic_link_is_neither_read_nor_written_through() {
    let desk = Sandbox::with_clients(&[("acme", GOOD)]);
    fs::write(desk.home().join("secret"), GOOD.replace("id: acme", "id: linked")).unwrap();
    std::os::unix::fs::symlink(desk.home().join("secret"), desk.path("clients/linked.yaml")).unwrap();
    desk.commit_all("a link");
    let run = desk.run("validate");
    assert_ne!(run.code, 0, "{run}");
    assert!(run.stdout.contains("linked.yaml") || run.stderr.contains("linked.yaml"), "{run}");
    assert_ne!(desk.run("set linked language=fr").code, 0);
    assert!(fs::read_to_string(desk.home().join("secret")).unwrap().contains("language: en"));
}

#[test]
fn a_file_that_cannot_be_read_is_the_loudest_finding_and_the_others_are_still_judged() {
    let desk = Sandbox::with_clients(&[
        ("acme", GOOD),
        ("beta", &GOOD.replace("id: acme", "id: beta").replace("language: en", "language: de")),
        ("gamma", "a: [\n"),
    ]);
    let json_run = desk.run("validate --format json");
    assert_eq!(json_run.code, 65, "{json_run}");
    let json: serde_json::Value = serde_json::from_str(&json_run.stdout).unwrap();
    assert_eq!(json["files"], 3);
    assert!(json["errors"].as_u64().unwrap() >= 2, "{json}");
    let run = desk.run("validate");
    assert!(run.stdout.contains("2 of 3"), "{run}");
    let list = desk.run("list");
    assert!(list.stdout.contains("acme") && list.stdout.contains("gamma"), "a broken file vanished: {list}");
    assert_ne!(list.code, 0, "{list}");
}

#[test]
fn the_same_id_in_two_folders_is_found() {
    let desk = Sandbox::with_clients(&[("a/acme", GOOD), ("b/acme", GOOD)]);
    let run = desk.run("validate");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("workspace/id-not-unique"), "{run}");
    assert_ne!(desk.run("set acme language=fr").code, 0);
}

#[test]
fn markup_in_names_stays_text_in_the_report() {
    let desk =
        Sandbox::with_clients(&[("acme", &GOOD.replace("en: Acme", "en: '<script>alert(1)</script> | **x** [y](z)'"))]);
    let report = desk.ok("report acme");
    assert!(!report.contains("<script>"), "{report}");
    assert!(!report.contains("[y](z)"), "{report}");
}

#[test]
fn bad_dates_of_the_environment_are_usage() {
    let desk = Sandbox::with_clients(&[("acme", GOOD)]).on("20261123");
    let run = desk.run("status acme");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("ONBOARD_TODAY"), "{run}");
}

#[test]
fn what_a_person_types_cannot_take_over_the_terminal_either() {
    let desk = Sandbox::with_clients(&[("acme", GOOD)]);
    let bad = "x\u{1b}]0;T\u{7}\u{202e}\u{200b}";
    let field = format!("{bad}=1");
    for args in [
        vec!["status", bad],
        vec![bad],
        vec!["list", "--sort", bad],
        vec!["set", "acme", &field],
        vec!["validate", bad],
    ] {
        let run = desk.run_args(&args.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_ne!(run.code, 0, "{run}");
        assert!(!run.stderr.is_empty(), "{args:?}");
        for hidden in ['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}'] {
            assert!(!run.stderr.contains(hidden), "{hidden:?} came through: {:?}", run.stderr);
        }
    }
}
