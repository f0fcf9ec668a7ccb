//! Finding and reading.

use std::fs;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change, rel};
use crate::model::{ClientId, Lang};
use crate::store::{Head, StoreError, StoreKind, Workspace};
use crate::words;

fn id(text: &str) -> ClientId {
    text.parse().expect("an id")
}

#[test]
fn a_workspace_is_found_upward_and_nowhere_else() {
    let desk = Desk::new();
    let found = Workspace::find(&desk.root.join("clients"), desk.surroundings()).expect("a workspace");
    assert_eq!(found.root(), desk.root);
    let fault = Workspace::find(&desk.root.join(".."), desk.surroundings()).expect_err("nothing there");
    assert_eq!(fault.kind(), StoreKind::Config);
}

#[test]
fn clients_are_found_in_folders_and_faults_do_not_hide_the_others() {
    let desk = Desk::new();
    desk.write("clients/west/zebra.yaml", "");
    desk.write("clients/west/acme.yaml", "");
    desk.write("clients/Bad.yaml", "");
    desk.write("clients/short.yml", "");
    desk.write("clients/README.md", "");
    desk.write("clients/.acme.yaml.swp", "");
    desk.write("clients/.hidden/x.yaml", "");
    let inventory = desk.workspace().inventory().expect("a list");
    let found: Vec<_> = inventory.clients.iter().map(|(id, path)| format!("{id} {path}")).collect();
    assert_eq!(found, ["acme clients/acme.yaml", "other clients/other.yaml", "zebra clients/west/zebra.yaml"]);
    let mut faults: Vec<_> = inventory.faults.iter().map(|it| it.to_string()).collect();
    faults.sort();
    assert_eq!(
        faults,
        [
            "`clients/short.yml` does not end in `.yaml`",
            "the name of `clients/Bad.yaml` is not a client id: it must start with a lowercase letter",
            "two files claim the client `acme`: `clients/acme.yaml` and `clients/west/acme.yaml`",
        ]
    );
    assert!(desk.workspace().clients().is_err());
}

#[test]
fn a_workspace_without_clients_has_none() {
    let desk = Desk::bare();
    desk.write("onboard.yaml", "");
    assert!(desk.workspace().clients().expect("a list").is_empty());
}

#[test]
fn one_client_is_found_without_looking_at_the_others() {
    let desk = Desk::new();
    // A list of these would be a fault.
    desk.write("clients/Bad.yaml", "");
    desk.write("clients/east/acme.yaml", "");
    assert_eq!(desk.workspace().client_path(&id("acme")).expect("a path"), rel(ACME));
    desk.write("clients/east/far/zebra.yaml", "");
    assert_eq!(desk.workspace().client_path(&id("zebra")).expect("a path"), rel("clients/east/far/zebra.yaml"));
    desk.write("clients/west/zebra.yaml", "");
    let fault = desk.workspace().client_path(&id("zebra")).expect_err("two of them");
    assert!(matches!(fault, StoreError::Duplicate { .. }), "{fault}");
}

#[test]
fn a_client_that_is_not_there_has_near_names() {
    let desk = Desk::new();
    desk.write("clients/northern-trails.yaml", "");
    let near = |typed: &str| match desk.workspace().client_path(&id(typed)) {
        Err(fault @ StoreError::NoClient { .. }) => {
            assert_eq!(fault.kind(), StoreKind::Missing);
            fault.help().iter().map(|it| words::say(it, Lang::En)).collect::<Vec<_>>()
        }
        other => panic!("{typed}: {other:?}"),
    };
    let list = "run `onboard list` to see all clients";
    assert_eq!(near("acmee"), ["did you mean `acme`?", list]);
    assert_eq!(near("northen-trials"), ["did you mean `northern-trails`?", list]);
    assert_eq!(near("north"), ["did you mean `northern-trails`?", list]);
    assert_eq!(near("zzz"), [list]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_huge_files_are_refused_at_once() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("acme.yaml", desk.root.join("clients/link.yaml")).expect("a link");
    std::os::unix::fs::symlink("..", desk.root.join("clients/loop")).expect("a link");
    desk.command("mkfifo", &desk.root).arg("clients/pipe.yaml").status().expect("mkfifo runs");
    fs::create_dir(desk.root.join("clients/folder.yaml")).expect("a folder");
    fs::File::create(desk.root.join("clients/huge.yaml")).and_then(|it| it.set_len(1 << 40)).expect("a hole");
    let workspace = desk.workspace();
    let kind = |path: &str| workspace.read(&rel(path)).expect_err("refused").kind();
    for path in [
        "clients/link.yaml",
        "clients/loop/onboard.yaml",
        "clients/pipe.yaml",
        "clients/folder.yaml",
        "clients/huge.yaml",
    ] {
        assert_eq!(kind(path), StoreKind::Unreadable, "{path}");
    }
    assert_eq!(kind("clients/none.yaml"), StoreKind::Missing);
    let inventory = workspace.inventory().expect("a list");
    assert_eq!(inventory.faults.len(), 3, "{:?}", inventory.faults);
    assert!(matches!(workspace.client_path(&id("link")), Err(StoreError::Symlink { .. })));
}

#[test]
fn a_history_is_read_newest_first_whatever_is_in_it() {
    let desk = Desk::new();
    desk.advance().expect("a commit");
    desk.git("config log.showSignature true");
    desk.git("config log.follow true");
    desk.git("config color.ui always");
    desk.write(ACME, "x\n");
    fs::write(desk.top.join("../message"), b"caf\xe9 \x1b[31m\n\nnot: a trailer\nbut prose\n").expect("written");
    desk.git("commit -q -a -F ../message");
    let log = desk.workspace().log(&rel(ACME)).expect("a history");
    let [newest, ours, first] = log.as_slice() else { panic!("{log:?}") };
    assert!(newest.subject.starts_with("caf"), "{newest:?}");
    assert!(newest.trailers.is_empty());
    assert_eq!(ours.subject, "acme: engagement -> agreement");
    assert_eq!(ours.body, "because it is time");
    assert_eq!(ours.trailers, [("Onboard-Client".to_owned(), "acme".to_owned())]);
    assert_eq!((ours.author.as_str(), ours.email.as_str()), ("Ada Lovelace", "ada@example.ca"));
    assert!(ours.time.contains('T'), "{ours:?}");
    assert_eq!(first.subject, "first");
    assert_eq!(desk.workspace().log_of(&[&rel("clients"), &rel("onboard.yaml")]).expect("a history").len(), 3);
}

#[test]
fn a_path_is_taken_as_it_is_written() {
    let desk = Desk::new();
    desk.write("clients/*.yaml", "x\n");
    assert!(!desk.workspace().dirty(&rel("clients/a*.yaml")).expect("an answer"));
    assert!(desk.workspace().dirty(&rel("clients/*.yaml")).expect("an answer"));
    assert!(desk.workspace().log(&rel("clients/*.yaml")).expect("a history").is_empty());
}

#[test]
fn before_the_first_commit_there_is_no_history_but_a_branch() {
    let desk = Desk::bare();
    desk.git("init -q -b main");
    desk.write("onboard.yaml", "");
    let workspace = desk.workspace();
    assert!(workspace.log(&rel(ACME)).expect("no history").is_empty());
    assert_eq!(workspace.head().expect("a head"), Head { branch: Some("main".to_owned()), commit: None });
}

#[test]
fn without_a_repository_files_can_be_read_and_history_cannot() {
    let desk = Desk::bare();
    desk.write("onboard.yaml", "");
    desk.write(ACME, BEFORE);
    let workspace = desk.workspace();
    assert_eq!(workspace.read(&rel(ACME)).expect("bytes"), BEFORE.as_bytes());
    assert!(matches!(workspace.log(&rel(ACME)), Err(StoreError::NoRepository { .. })));
    let fault = workspace.change(change(ACME, Some(BEFORE), Some(AFTER))).expect_err("no repository");
    assert!(matches!(fault, StoreError::NoRepository { .. }), "{fault}");
}

#[test]
fn a_file_is_dirty_when_staged_edited_or_not_tracked() {
    let desk = Desk::new();
    let workspace = desk.workspace();
    let dirty = |path: &str| workspace.dirty(&rel(path)).expect("an answer");
    assert!(!dirty(ACME));
    desk.write(ACME, AFTER);
    assert!(dirty(ACME));
    desk.git("add -A");
    assert!(dirty(ACME));
    desk.write("clients/new.yaml", "");
    assert!(dirty("clients/new.yaml"));
    assert!(!dirty("clients/other.yaml"));
}
