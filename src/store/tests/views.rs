//! What a view of the whole workspace asks: all histories at once, and whether anything has changed.

use super::sandbox::{ACME, AFTER, Desk};
use crate::store::RelPath;

#[test]
fn all_histories_at_once_are_those_of_each_file() {
    let desk = Desk::new();
    desk.write(ACME, AFTER);
    desk.git("commit -q -a -m second");
    desk.write("clients/west/new.yaml", "id: new\n");
    desk.write("elsewhere.txt", "x");
    desk.git("add -A");
    desk.git("commit -q -m third");
    let workspace = desk.workspace();
    let logs = workspace.logs().expect("the histories");
    let names: Vec<&str> = logs.keys().map(RelPath::as_str).collect();
    assert_eq!(names, [ACME, "clients/other.yaml", "clients/west/new.yaml"]);
    for (path, log) in &logs {
        assert_eq!(*log, workspace.log(path).expect("its history"), "{path}");
    }
    assert_eq!(logs.get(&RelPath::new(ACME).expect("a path")).map(Vec::len), Some(2));
}

#[test]
fn before_the_first_commit_there_is_no_history() {
    let desk = Desk::bare();
    desk.git_all(&["init", "-q", "-b", "main"]);
    desk.write("onboard.yaml", "schema: 1\n");
    desk.write(ACME, AFTER);
    assert!(desk.workspace().logs().expect("an answer").is_empty());
}

#[test]
fn what_a_view_is_made_of_is_felt_and_nothing_else() {
    let desk = Desk::new();
    let workspace = desk.workspace();
    let pulse = || workspace.pulse();
    let first = pulse();
    desk.write("notes.txt", "x");
    assert_eq!(pulse(), first, "a file of somebody else");
    desk.write("clients/west/new.yaml", "id: new\n");
    let second = pulse();
    assert_ne!(second, first, "a new client");
    desk.git("add -A");
    desk.git("commit -q -m new");
    assert_ne!(pulse(), second, "a commit");
}
