//! What both sides may do is brought together, whatever git is about; what cannot be told is marked, and settled by a person.

use super::{ACME, apart, desk, git, holds, settled};

#[test]
fn neighbouring_fields_and_items_come_together_in_a_merge() {
    let desk = desk();
    apart(
        &desk,
        &["set acme language=fr", "add acme notes id=n1 date=2026-11-20 text.en=One text.fr=Un"],
        &["set acme organization.kind=agency", "add acme notes id=n2 date=2026-11-21 text.en=Two text.fr=Deux"],
    );
    assert_eq!(git(&desk, "merge -q --no-edit side").code, 0);
    let text = desk.read(ACME);
    for it in ["language: fr", "kind: agency", "id: n1", "id: n2"] {
        assert_eq!(text.matches(it).count(), 1, "{it}\n{text}");
    }
    holds(&desk);
}

#[test]
fn the_histories_of_both_sides_are_joined() {
    let desk = desk();
    apart(
        &desk,
        &["hold acme --reason-en Wait --reason-fr Attendre"],
        &["rename acme --name-en 'Acme Canada' --name-fr 'Acmé Canada'"],
    );
    assert_eq!(git(&desk, "merge -q --no-edit side").code, 0);
    let log = desk.ok("log acme --history");
    assert!(log.contains("Wait") && log.contains("Acme"), "{log}");
    holds(&desk);
}

#[test]
fn a_rebase_a_cherry_pick_and_a_stash_use_it_too() {
    let desk = desk();
    apart(&desk, &["set acme language=fr"], &["set acme organization.kind=agency"]);
    desk.git("checkout -q side");
    assert_eq!(git(&desk, "rebase -q main").code, 0);
    assert!(desk.read(ACME).contains("language: fr") && desk.read(ACME).contains("kind: agency"));
    holds(&desk);

    desk.git("checkout -q main");
    desk.ok("set acme schedule.target_go_live=2027-06");
    assert_eq!(git(&desk, "cherry-pick side").code, 0);
    assert!(desk.read(ACME).contains("kind: agency") && desk.read(ACME).contains("2027-06"));
    holds(&desk);

    desk.write(ACME, &desk.read(ACME).replace("language: fr", "language: en"));
    desk.git("stash -q");
    desk.ok("set acme organization.kind=department");
    assert_eq!(git(&desk, "stash pop -q").code, 0);
    assert!(desk.read(ACME).contains("language: en") && desk.read(ACME).contains("kind: department"));
}

#[test]
fn two_values_are_a_conflict_that_a_person_settles() {
    let desk = desk();
    apart(
        &desk,
        &["set acme schedule.target_go_live=2027-06 language=fr"],
        &["set acme schedule.target_go_live=2027-07 organization.kind=agency"],
    );
    let run = git(&desk, "merge --no-edit side");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("`schedule.target_go_live` says one thing in HEAD and another in side"), "{run}");
    let text = desk.read(ACME);
    assert_eq!(text.matches("<<<<<<< HEAD").count(), 1, "{text}");
    assert!(text.contains("language: fr") && text.contains("kind: agency"), "{text}");
    let line = text.lines().position(|it| it.starts_with("<<<<<<<")).unwrap() + 1;
    assert!(run.stderr.contains(&format!("{ACME}:{line}: ")), "{run}");

    let refused = desk.run("validate");
    assert_eq!(refused.code, 65, "{refused}");
    assert!(refused.stdout.contains("yaml/conflict-marker") && refused.stdout.contains(&format!("{ACME}:{line}:1")));

    desk.write(ACME, &settled(&text, false));
    desk.commit_all("merged");
    assert!(desk.read(ACME).contains("2027-07"));
    holds(&desk);
}

#[test]
fn conflicts_are_said_in_french_and_show_the_base_where_git_is_told_to() {
    let desk = desk().in_french();
    desk.git("config merge.conflictStyle diff3");
    desk.ok("set acme schedule.target_go_live=2027-05");
    apart(&desk, &["set acme schedule.target_go_live=2027-06"], &["set acme schedule.target_go_live=2027-07"]);
    let run = git(&desk, "merge --no-edit side");
    assert!(run.stderr.contains("un endroit n’a pas pu être réuni"), "{run}");
    let text = desk.read(ACME);
    assert!(text.contains("|||||||") && text.contains("2027-05"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_is_merged_by_lines_and_that_is_said() {
    let desk = desk();
    let text = desk.read(ACME);
    desk.git("checkout -q -b side");
    desk.write(ACME, &format!("{text}bad: [\n"));
    desk.commit_all("broken");
    desk.git("checkout -q main");
    desk.ok("set acme language=fr");
    let run = git(&desk, "merge --no-edit side");
    assert!(run.stderr.contains("merged line by line, not by meaning, because their version cannot be read"), "{run}");
    let text = desk.read(ACME);
    assert!(text.contains("language: fr") && text.contains("bad: ["), "{text}");
}

#[test]
fn without_the_program_git_merges_lines() {
    let desk = desk();
    let config = desk.read(".git/config");
    desk.write(".git/config", &config.replace(env!("CARGO_BIN_EXE_onboard"), "/nowhere/onboard"));
    apart(&desk, &["set acme language=fr"], &["set acme schedule.target_go_live=2027-07"]);
    let run = git(&desk, "merge --no-edit side");
    let text = desk.read(ACME);
    assert!(text.contains("language: fr") && text.contains("2027-07"), "{run}\n{text}");
}

#[test]
fn two_merge_bases_with_a_conflict_between_them_are_no_trouble() {
    let desk = desk();
    apart(&desk, &["set acme schedule.target_go_live=2027-06"], &["set acme schedule.target_go_live=2027-07"]);
    // Each side merges the other, and settles the conflict in the same way.
    for (here, there) in [("main", "side"), ("side", "main^1")] {
        desk.git(&format!("checkout -q {here}"));
        let target = if there == "main^1" { "side-of-main" } else { there };
        if there == "main^1" {
            desk.git("branch side-of-main main^1");
        }
        assert_eq!(git(&desk, &format!("merge --no-edit {target}")).code, 1);
        desk.write(ACME, &settled(&desk.read(ACME), here == "main"));
        desk.commit_all("merged");
    }
    desk.git("checkout -q main");
    desk.ok("set acme language=fr");
    desk.git("checkout -q side");
    desk.ok("set acme organization.kind=agency");
    let run = git(&desk, "merge --no-edit main");
    assert_eq!(run.code, 0, "{run}");
    let text = desk.read(ACME);
    assert!(text.contains("language: fr") && text.contains("kind: agency") && text.contains("2027-06"), "{text}");
}
