//! `onboard init`: a client from nothing.

use crate::sandbox::Sandbox;

const ACME: &str = "init acme --name-en 'Acme Agency' --name-fr 'Agence Acme' --language en";

#[test]
fn init_in_an_empty_folder_makes_a_repository_a_workspace_and_a_client_in_one_commit() {
    let desk = Sandbox::new();
    desk.ok(ACME);
    assert_eq!(desk.commits(), 1);
    desk.assert_clean();
    let files = desk.git("ls-tree -r --name-only HEAD");
    for file in ["onboard.yaml", "clients/acme.yaml", ".onboard/client.schema.json"] {
        assert!(files.lines().any(|it| it == file), "{file} is not in {files}");
    }
    assert_eq!(desk.git("branch --show-current").trim(), "main");
    let text = desk.read("clients/acme.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../.onboard/client.schema.json\n"), "{text}");
    desk.ok("validate");
}

#[test]
fn the_commit_of_a_new_client_says_what_happened_for_people_and_for_programs() {
    let desk = Sandbox::new();
    desk.ok(&format!("{ACME} -m 'Asked for by e-mail'"));
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: new client in engagement");
    assert!(desk.git("log -1 --format=%b").contains("Asked for by e-mail"));
    let trailers = desk.git("log -1 --format=%(trailers:only,unfold)");
    for it in
        ["Onboard-Client: acme", "Onboard-Change: init", "Onboard-To: engagement", "Onboard-Process: sign-in-canada@1"]
    {
        assert!(trailers.lines().any(|line| line == it), "{it} is not in\n{trailers}");
    }
}

#[test]
fn without_a_terminal_init_names_every_flag_that_is_missing() {
    let desk = Sandbox::new();
    let run = desk.run("init acme --name-en Acme");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("--name-fr --language"), "{run}");
    assert!(!desk.path(".git").exists() && !desk.path("onboard.yaml").exists(), "something was written");
}

#[test]
fn a_second_init_of_the_same_client_changes_nothing() {
    let desk = Sandbox::new();
    desk.ok(ACME);
    let before = desk.read("clients/acme.yaml");
    let run = desk.run("init acme --name-en Other --name-fr Autre --language fr");
    assert_eq!(run.code, 73, "{run}");
    assert_eq!(desk.read("clients/acme.yaml"), before);
    assert_eq!(desk.commits(), 1);
}

#[test]
fn an_id_that_would_leave_the_folder_is_refused_as_usage() {
    let desk = Sandbox::new();
    for id in ["../x", "Acme", "a/b", "--", "é"] {
        let run = desk.run(&format!("init '{id}' --name-en A --name-fr B --language en"));
        assert_eq!(run.code, 2, "{id}: {run}");
    }
    assert!(!desk.path("onboard.yaml").exists());
}

#[test]
fn init_from_a_file_keeps_its_comments_and_completes_the_rest() {
    let desk = Sandbox::new();
    desk.write("acme-draft.yaml", "# from the intake meeting\norganization:\n  name: {en: Acme Agency, fr: Agence Acme}  # legal name\nlanguage: fr\n");
    desk.ok("init acme --from acme-draft.yaml");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("# from the intake meeting") && text.contains("# legal name"), "{text}");
    assert!(text.contains("phase: engagement") && text.contains("id: acme"), "{text}");
    desk.ok("validate");
}

#[test]
fn init_from_a_file_that_is_wrong_shows_the_faults_and_writes_nothing() {
    let desk = Sandbox::new();
    desk.write("draft.yaml", "organization:\n  nam: {en: Acme, fr: Acme}\nlanguage: fr\n");
    let run = desk.run("init acme --from draft.yaml --name-en A --name-fr B");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("nam"), "{run}");
    assert!(!desk.path("onboard.yaml").exists());
}

#[test]
fn init_takes_fields_of_the_new_file() {
    let desk = Sandbox::new();
    desk.ok(&format!("{ACME} --set schedule.target_go_live=2027-03 --abbreviation-en AA --abbreviation-fr AA"));
    assert!(desk.read("clients/acme.yaml").contains("target_go_live: 2027-03"));
    desk.ok("validate");
}

#[test]
fn a_dry_run_of_init_shows_the_files_and_writes_none() {
    let desk = Sandbox::new();
    let run = desk.run(&format!("{ACME} --dry-run"));
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("+id: acme") && run.stdout.contains("Onboard-Client: acme"), "{run}");
    assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 0, "something was written");
}

#[test]
fn init_without_commit_leaves_the_files_in_the_work_tree() {
    let desk = Sandbox::new();
    desk.ok(&format!("{ACME} --no-commit"));
    assert!(desk.path("clients/acme.yaml").exists());
    assert!(desk.git("status --porcelain").contains("clients/"));
}

#[test]
fn init_in_french_speaks_french() {
    let desk = Sandbox::new().in_french();
    let run = desk.run(ACME);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("ensuite\u{a0}: `onboard status acme`"), "{run}");
}
