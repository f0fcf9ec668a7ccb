//! What is clean as text and breaks the process is a conflict with its reason.

use super::{ACME, apart, git, holds, ready, settled};
use crate::sandbox::Sandbox;

/// Both sides did what cannot both have happened: a conflict about the history, with these words. Whichever side is taken, the file is sound;
/// the history is so when one branch is put onto the other.
#[track_caller]
fn excludes(desk: &Sandbox, said: &str) {
    let run = git(desk, "merge --no-edit side");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains(said) && run.stderr.contains("`history`"), "{run}");
    assert!(run.stderr.contains("no merge can hold both histories"), "{run}");
    let text = desk.read(ACME);
    assert!(text.contains("<<<<<<< HEAD"), "{text}");
    assert_eq!(desk.run("validate").code, 65);
    for takes_ours in [false, true] {
        desk.write(ACME, &settled(&text, takes_ours));
        desk.ok("validate");
    }
    desk.git("merge --abort");
    desk.git("checkout -q side");
    let run = git(desk, "rebase main");
    assert!(run.code == 1 && run.stderr.contains("keep the side of HEAD"), "{run}");
    desk.write(ACME, &settled(&desk.read(ACME), true));
    desk.git("add -A");
    let run = git(desk, "-c core.editor=true rebase --continue");
    assert_eq!(run.code, 0, "{run}");
    holds(desk);
}

#[test]
fn both_advanced_on_two_days() {
    let mut desk = ready();
    desk.git("checkout -q -b side");
    desk.ok("advance acme");
    desk.git("checkout -q main");
    desk.set_today("2026-11-24");
    desk.ok("advance acme");
    excludes(&desk, "the entry leaves `engagement`, but the client was in `agreement`");
}

#[test]
fn both_advanced_on_one_day_is_one_move() {
    let desk = ready();
    apart(&desk, &["advance acme", "set acme language=fr"], &["advance acme"]);
    assert_eq!(git(&desk, "merge --no-edit side").code, 0);
    assert_eq!(desk.read(ACME).matches("change: advance").count(), 1);
    holds(&desk);
}

#[test]
fn one_advanced_and_one_put_it_on_hold() {
    let desk = ready();
    apart(&desk, &["advance acme"], &["hold acme --reason-en Wait --reason-fr Attendre"]);
    let run = git(&desk, "merge --no-edit side");
    let text = desk.read(ACME);
    // Of one day, ours comes first: it advanced, and then it was put on hold.
    assert_eq!(run.code, 0, "{run}\n{text}");
    holds(&desk);
}

#[test]
fn one_advanced_what_the_other_had_withdrawn() {
    let desk = ready();
    apart(&desk, &["withdraw acme --reason-en Gone --reason-fr Parti"], &["advance acme"]);
    excludes(&desk, "cannot both stand");
}

#[test]
fn one_advanced_what_the_other_led_back() {
    const TRAILS: &str = include_str!("../../../examples/clients/northern-trails.yaml");
    let desk = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    desk.ok("setup merge");
    desk.ok("request accept northern-trails CR-0120");
    desk.ok("request live northern-trails CR-0120");
    desk.ok("set northern-trails environments.staging.connected_on=2026-11-23");
    let back = "return northern-trails --to technical --reason-en Redo --reason-fr Refaire";
    apart(&desk, &[back], &["advance northern-trails"]);
    let run = git(&desk, "merge --no-edit side");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("`phase` says one thing in HEAD and another in side"), "{run}");
    assert!(run.stderr.contains("`history`: HEAD and side cannot both stand"), "{run}");
}

#[test]
fn one_advanced_and_the_other_changed_an_unrelated_field() {
    let desk = ready();
    apart(&desk, &["advance acme"], &["set acme organization.kind=agency"]);
    assert_eq!(git(&desk, "merge --no-edit side").code, 0);
    assert!(desk.read(ACME).contains("kind: agency") && desk.read(ACME).contains("phase: agreement"));
    holds(&desk);
}

#[test]
fn a_replayed_move_of_an_earlier_day_may_not_slip_into_the_history() {
    let mut desk = ready();
    desk.git("checkout -q -b side");
    desk.ok("rename acme --name-en 'Acme Canada' --name-fr 'Acmé Canada'");
    desk.git("checkout -q main");
    desk.set_today("2026-11-24");
    desk.ok("advance acme");
    desk.git("checkout -q side");
    let run = git(&desk, "rebase main");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("`history`"), "{run}");
    desk.git("rebase --abort");
    // A merge puts each where its day is.
    assert_eq!(git(&desk, "merge --no-edit main").code, 0);
    holds(&desk);
}

#[test]
fn two_dates_that_are_right_alone_and_wrong_together() {
    let desk = ready();
    desk.ok("set acme agreement.starts_on=2026-12-01 agreement.ends_on=2027-03-31");
    apart(&desk, &["set acme agreement.starts_on=2027-02-01"], &["set acme agreement.ends_on=2027-01-15"]);
    let run = git(&desk, "merge --no-edit side");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("`agreement.ends_on`: HEAD and side cannot both stand"), "{run}");
    let text = desk.read(ACME);
    assert!(text.contains("<<<<<<< HEAD\n  ends_on: 2027-03-31\n=======\n  ends_on: 2027-01-15\n"), "{text}");
    desk.write(ACME, &settled(&text, true));
    desk.commit_all("merged");
    holds(&desk);
}
