//! At a real terminal: questions, answers and interruptions.

use super::*;
use crate::howto::play;
use crate::sandbox::Run;
use crate::terminal::{DOWN, ENTER, ESCAPE, INTERRUPT, at_terminal};

#[track_caller]
fn ended(run: &Run, code: i32) {
    assert_eq!(run.code, code, "{run}");
}

#[test]
fn at_a_terminal_a_person_goes_back_sees_the_findings_and_commits() {
    let desk = desk(&format!(
        "echo x >> \"$HOME/rounds\"\nif grep -q klingon \"$1\"; then cp \"$1\" \"$HOME/seen\"; {MENDS}; else {BREAKS}; fi"
    ));
    let steps = [
        ("The draft has 2 errors. What now?", ENTER),
        ("(edit language, agreement.milestones.m1.due). What now?", ENTER),
    ];
    let Some(run) = at_terminal(&desk, "edit acme", &steps) else { return };
    ended(&run, 0);
    assert!(std::fs::read_to_string(desk.home().join("seen")).unwrap().contains("# onboard: error: "), "{run}");
    let expected = ACME.replace("2026-12-11", "2026-12-18").replace("language: en", "language: fr");
    assert_eq!(desk.read("clients/acme.yaml"), expected);
    assert_eq!(draft(&desk), None);
    desk.assert_clean();
}

#[test]
fn at_a_terminal_a_person_keeps_the_draft_and_takes_it_up_or_throws_it_away_later() {
    let desk = desk("echo '# typed' >> \"$1\"");
    let keep = format!("{DOWN}{DOWN}{ENTER}");
    let Some(run) = at_terminal(&desk, "edit acme", &[("What now?", &keep)]) else { return };
    ended(&run, 0);
    assert!(run.stdout.contains("is kept in"), "{run}");
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n"));

    // Left for now: the editor is not opened.
    let leave = format!("{DOWN}{DOWN}{ENTER}");
    let run = at_terminal(&desk, "edit acme", &[("from an earlier time", &leave)]).unwrap();
    ended(&run, 0);
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n"));

    // Taken up, and the question is walked away from: still kept.
    let run = at_terminal(&desk, "edit acme", &[("from an earlier time", ENTER), ("Saved (", ESCAPE)]).unwrap();
    ended(&run, 0);
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n# typed\n"));

    // Taken up, and thrown away.
    let discard = format!("{DOWN}{DOWN}{DOWN}{ENTER}");
    let run = at_terminal(&desk, "edit acme", &[("from an earlier time", ENTER), ("Saved (", &discard)]).unwrap();
    ended(&run, 0);
    assert_eq!((draft(&desk), desk.read("clients/acme.yaml").as_str()), (None, ACME));
    nothing_beside_the_file(&desk);
}

#[test]
fn an_interruption_while_the_editor_runs_does_not_lose_what_was_saved() {
    let desk = desk("echo '# typed' >> \"$1\"; echo READY; sleep 30");
    let Some(run) = at_terminal(&desk, "edit acme", &[("READY", INTERRUPT)]) else { return };
    ended(&run, 74);
    assert!(run.stdout.contains("is kept in"), "{run}");
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n"));
    nothing_beside_the_file(&desk);
}

#[test]
fn the_questions_are_asked_in_french_too() {
    let desk = desk("echo '# typed' >> \"$1\"").in_french();
    let Some(run) = at_terminal(&desk, "edit acme", &[("Que faire?", ENTER)]) else { return };
    ended(&run, 0);
    assert!(run.stdout.contains("Enregistrer dans git") && run.stdout.contains("Jeter l’ébauche"), "{run}");
    assert!(desk.read("clients/acme.yaml").ends_with("# typed\n"));
}

#[test]
fn edit_a_file_without_fear() {
    let desk = play("Edit a file without fear");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("language: fr") && !text.contains("# onboard:"), "{text}");
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: edit language");
    assert_eq!(draft(&desk), None);
    desk.assert_clean();
}
