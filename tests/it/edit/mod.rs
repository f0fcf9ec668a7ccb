//! `onboard edit`: with editors that are scripts, without and at a real terminal.

mod terminal;

use crate::sandbox::Sandbox;

const ACME: &str = "\
schema: 1
id: acme
process: sign-in-canada@1
organization:
  name: {en: Acme Agency, fr: Agence Acme}   # legal name
language: en
status: active
phase: engagement
agreement:
  milestones:
    - {id: m1, name: {en: Scope agreed, fr: Portée convenue}, due: 2026-12-11}
history:
  - {date: 2026-11-02, change: init, to: engagement, status: active}
";

/// A workspace with a client, and an editor that does this to the file `$1`.
fn desk(script: &str) -> Sandbox {
    let desk = Sandbox::with_clients(&[("acme", ACME)]).env("EDITOR", "sh \"$HOME/my editor.sh\" --wait");
    editor(&desk, script);
    desk
}

/// The editor is called with an argument of its own before the file, and lies under a name with a blank.
fn editor(desk: &Sandbox, script: &str) {
    std::fs::write(desk.home().join("my editor.sh"), format!("[ \"$1\" = --wait ] || exit 9\nshift\n{script}\n"))
        .unwrap();
}

fn draft(desk: &Sandbox) -> Option<String> {
    std::fs::read_to_string(desk.path(".git/onboard-drafts/clients/acme.yaml")).ok()
}

/// No trace of a draft in the work tree, whatever happened.
#[track_caller]
fn nothing_beside_the_file(desk: &Sandbox) {
    assert_eq!(desk.git("status --porcelain"), "");
}

const BREAKS: &str = "sed -i 's/^language: en/language: klingon/; s/due: 2026-12-11/due: 2026-13-11/' \"$1\"";
const MENDS: &str = "sed -i 's/^language: klingon/language: fr/; s/due: 2026-13-11/due: 2026-12-18/' \"$1\"";

#[test]
fn a_sound_edit_is_one_commit_that_names_the_fields_and_keeps_every_other_byte() {
    let desk = desk("sed -i 's/2026-12-11/2026-12-18/; s/^language: en/language: fr/' \"$1\"");
    let commits = desk.commits();
    let run = desk.run("edit acme -m 'Asked for by telephone'");
    assert_eq!(run.code, 0, "{run}");
    let expected = ACME.replace("2026-12-11", "2026-12-18").replace("language: en", "language: fr");
    assert_eq!(desk.read("clients/acme.yaml"), expected);
    assert_eq!(desk.commits(), commits + 1);
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: edit language, agreement.milestones.m1.due");
    assert!(desk.git("log -1 --format=%b").contains("Asked for by telephone"));
    assert!(desk.git("log -1 --format=%(trailers:only)").contains("Onboard-Change: edit"));
    assert_eq!(draft(&desk), None, "the draft is gone");
    desk.assert_clean();
}

#[test]
fn without_a_terminal_a_wrong_draft_is_kept_and_the_answer_is_no_with_the_findings_and_its_place() {
    let desk = desk(BREAKS);
    let commits = desk.commits();
    let run = desk.run("edit acme");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("klingon") && run.stderr.contains("2026-13-11"), "every finding: {run}");
    assert!(run.stderr.contains("/.git/onboard-drafts/clients/acme.yaml`; `onboard edit acme` goes on"), "{run}");
    assert_eq!((desk.read("clients/acme.yaml").as_str(), desk.commits()), (ACME, commits));
    let kept = draft(&desk).unwrap();
    assert!(kept.contains("language: klingon") && !kept.contains("# onboard:"), "{kept}");
    nothing_beside_the_file(&desk);
    assert!(desk.in_french().run("edit acme").stderr.contains("l’ébauche contient 2\u{a0}erreurs"));
}

#[test]
fn a_kept_draft_is_taken_up_again_with_its_findings_as_comments_that_go_out_on_save() {
    let desk = desk(BREAKS);
    assert_eq!(desk.run("edit acme").code, 1);
    editor(&desk, &format!("cp \"$1\" \"$HOME/seen\"\n{MENDS}"));
    let run = desk.run("edit acme");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("going on with the draft"), "{run}");
    let seen = std::fs::read_to_string(desk.home().join("seen")).unwrap();
    let lines: Vec<&str> = seen.lines().collect();
    let above = |what: &str| {
        let at = lines.iter().position(|it| it.contains(what)).unwrap();
        lines[..at]
            .iter()
            .rev()
            .take_while(|it| it.trim_start().starts_with("# onboard: "))
            .copied()
            .collect::<Vec<_>>()
    };
    assert!(above("language: klingon").iter().any(|it| it.starts_with("# onboard: error: ")), "{seen}");
    assert!(
        above("due: 2026-13-11").iter().any(|it| it.starts_with("    # onboard: error: ")),
        "set in like the line: {seen}"
    );
    let expected = ACME.replace("2026-12-11", "2026-12-18").replace("language: en", "language: fr");
    assert_eq!(desk.read("clients/acme.yaml"), expected);
    desk.assert_clean();
}

#[test]
fn fresh_throws_a_kept_draft_away() {
    let desk = desk(BREAKS);
    assert_eq!(desk.run("edit acme").code, 1);
    editor(&desk, "echo '# seen' >> \"$1\"");
    desk.ok("edit acme --fresh");
    assert_eq!(desk.read("clients/acme.yaml"), format!("{ACME}# seen\n"));
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: edit text");
}

#[test]
fn an_editor_that_changes_nothing_makes_no_commit_and_leaves_no_draft() {
    let desk = desk("true");
    let commits = desk.commits();
    let run = desk.run("edit acme");
    assert_eq!((run.code, desk.commits()), (0, commits), "{run}");
    assert!(run.stderr.contains("nothing was changed"), "{run}");
    assert_eq!(draft(&desk), None);
    editor(&desk, "rm \"$1\"");
    assert_eq!(desk.run("edit acme").code, 0, "a draft that was deleted is none");
    assert_eq!(desk.read("clients/acme.yaml"), ACME);
}

#[test]
fn an_editor_that_crashes_keeps_what_it_saved() {
    let desk = desk("echo '# typed' >> \"$1\"; kill -9 $$");
    let run = desk.run("edit acme");
    assert_eq!(run.code, 74, "{run}");
    assert!(run.stderr.contains("did not end well") && run.stderr.contains("is kept in"), "{run}");
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n"));
    assert_eq!(desk.read("clients/acme.yaml"), ACME);
    // The next time goes on with it.
    editor(&desk, "true");
    desk.ok("edit acme");
    assert_eq!(desk.read("clients/acme.yaml"), format!("{ACME}# typed\n"));

    editor(&desk, "exit 3");
    let run = desk.run("edit acme");
    assert!(run.code == 74 && run.stderr.contains("nothing had been changed yet"), "{run}");
    assert_eq!(draft(&desk), None);
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten_and_the_next_edit_brings_both_together() {
    let other = "cd \"$DESK\" && onboard set acme schedule.target_go_live=2027-09 >/dev/null 2>&1";
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_onboard")).parent().unwrap().display().to_string();
    let desk = desk(&format!(
        "PATH=\"{program}:$PATH\"; (unset EDITOR; {other}) || exit 8\nsed -i 's/2026-12-11/2026-12-18/' \"$1\""
    ));
    let here = desk.path("").display().to_string();
    let desk = desk.env("DESK", &here);
    let run = desk.run("edit acme");
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("brings that into it"), "{run}");
    assert!(desk.read("clients/acme.yaml").contains("2027-09"), "what the other did stands");
    assert!(draft(&desk).unwrap().contains("2026-12-18"), "and so does what was typed");

    editor(&desk, "true");
    let run = desk.run("edit acme");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("was changed by others meanwhile"), "{run}");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("2026-12-18") && text.contains("2027-09"), "{text}");
    assert_eq!(desk.git("log -1 --format=%s").trim(), "acme: edit agreement.milestones.m1.due");
    desk.assert_clean();
}

#[test]
fn changes_of_the_same_line_are_left_to_the_person() {
    let desk = desk(BREAKS);
    assert_eq!(desk.run("edit acme").code, 1);
    desk.ok("set acme language=fr");
    editor(&desk, "cp \"$1\" \"$HOME/seen\"");
    let run = desk.run("edit acme");
    assert_eq!(run.code, 1, "{run}");
    let seen = std::fs::read_to_string(desk.home().join("seen")).unwrap();
    for line in ["<<<<<<< your draft", "language: klingon", "=======", "language: fr", ">>>>>>> the file now"] {
        assert!(seen.lines().any(|it| it == line), "{line}: {seen}");
    }
    assert_eq!(seen.matches("# onboard: error: ").count(), 3, "{seen}");
    assert!(desk.read("clients/acme.yaml").contains("language: fr"));
    let chosen = "sed -i '/^<<<<<<< /d; /^language: klingon/d; /^|||||||/,/^=======/d; /^=======/d; /^>>>>>>> /d; s/2026-13-11/2026-12-18/' \"$1\"";
    editor(&desk, chosen);
    desk.ok("edit acme");
    assert_eq!(
        desk.read("clients/acme.yaml"),
        ACME.replace("2026-12-11", "2026-12-18").replace("language: en", "language: fr")
    );
}

#[test]
fn what_only_acts_may_change_is_judged_like_any_edit_by_hand() {
    for (script, code) in [
        ("s/^phase: engagement/phase: closing/", "history/"),
        ("s/^status: active/status: closed/", "history/"),
        ("s/change: init/change: advance/", "history/"),
        ("s/^id: acme/id: other/", "workspace/id-is-not-the-file-name"),
    ] {
        let desk = desk(&format!("sed -i '{script}' \"$1\""));
        let run = desk.run("edit acme");
        assert_eq!(run.code, 1, "{script}: {run}");
        assert!(run.stderr.contains(code), "{script}: {run}");
        assert_eq!(desk.read("clients/acme.yaml"), ACME);
    }
}

#[test]
fn a_file_that_cannot_be_read_can_be_mended() {
    let broken = ACME.replace("language: en\n", "<<<<<<< HEAD\nlanguage: en\n=======\nlanguage: fr\n>>>>>>> other\n");
    let desk = Sandbox::with_clients(&[("acme", &broken)])
        .env("VISUAL", "sh \"$HOME/my editor.sh\" --wait")
        .env("EDITOR", "false");
    editor(&desk, "sed -i '/^<<<<<<<\\|^=======\\|^>>>>>>>\\|^language: fr/d' \"$1\"");
    let run = desk.run("edit acme");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(desk.read("clients/acme.yaml"), ACME);
    desk.assert_clean();
}

#[test]
fn an_error_that_was_there_before_stands_in_nobodys_way() {
    let old = ACME.replace(
        "phase: engagement\nagreement",
        "phase: engagement\nclosing: {closed_on: 2027-01-01}\ncustom: {a: b}\nagreement",
    );
    let desk = Sandbox::with_clients(&[("acme", &old)]).env("EDITOR", "sh \"$HOME/my editor.sh\" --wait");
    editor(&desk, "sed -i 's/2026-12-11/2026-12-18/' \"$1\"");
    let run = desk.run("edit acme");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_dry_run_shows_the_change_and_keeps_the_draft() {
    let desk = desk("sed -i 's/2026-12-11/2026-12-18/' \"$1\"");
    let run = desk.run("edit acme --dry-run");
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stdout.contains("+    - {id: m1, name: {en: Scope agreed, fr: Portée convenue}, due: 2026-12-18}"),
        "{run}"
    );
    assert!(run.stdout.contains("Onboard-Change: edit") && run.stderr.contains("is kept in"), "{run}");
    assert_eq!(desk.read("clients/acme.yaml"), ACME);
    nothing_beside_the_file(&desk);
    editor(&desk, "true");
    desk.ok("edit acme --no-commit");
    assert!(desk.read("clients/acme.yaml").contains("2026-12-18"));
    assert!(desk.git("status --porcelain").contains(" M clients/acme.yaml"));
}

#[test]
fn edits_that_no_commit_holds_are_in_nobodys_way_before_the_work_begins() {
    let desk = desk("echo '# typed' >> \"$1\"");
    desk.write("clients/acme.yaml", &format!("{ACME}# by hand\n"));
    let run = desk.run("edit acme");
    assert_eq!(run.code, 75, "{run}");
    assert_eq!(draft(&desk), None, "the editor was not even opened");
    desk.ok("edit acme --no-commit");
    assert_eq!(desk.read("clients/acme.yaml"), format!("{ACME}# by hand\n# typed\n"));
}

#[test]
fn a_hook_that_refuses_the_commit_leaves_the_draft() {
    let desk = desk("echo '# typed' >> \"$1\"");
    let hook = desk
        .shell("printf '#!/bin/sh\\necho no >&2; exit 1\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit");
    assert_eq!(hook.code, 0, "{hook}");
    let run = desk.run("edit acme");
    assert!(run.code == 74 && run.stderr.contains("is kept in"), "{run}");
    assert_eq!(desk.read("clients/acme.yaml"), ACME);
    assert_eq!(draft(&desk).unwrap(), format!("{ACME}# typed\n"));
}

#[test]
fn programs_get_json() {
    let desk = desk(BREAKS);
    let refused = desk.json("edit acme");
    assert_eq!((refused["refused"].as_bool(), refused["version"].as_u64()), (Some(true), Some(1)));
    assert_eq!(refused["findings"].as_array().unwrap().len(), 2, "{refused}");
    assert!(refused["draft"].as_str().unwrap().ends_with("/onboard-drafts/clients/acme.yaml"));
    editor(&desk, MENDS);
    let made = desk.json("edit acme");
    assert_eq!((&made["change"], made["commit"].as_str().map(str::len)), (&"edit".into(), Some(40)));
    editor(&desk, "true");
    assert!(desk.json("edit acme")["commit"].is_null());
}

#[test]
fn without_an_editor_of_ones_own_it_is_that_of_git() {
    let desk = Sandbox::with_clients(&[("acme", ACME)]);
    std::fs::write(desk.home().join("ed.sh"), "echo '# by git' >> \"$1\"\n").unwrap();
    desk.git("config core.editor 'sh \"$HOME/ed.sh\"'");
    desk.ok("edit acme");
    assert!(desk.read("clients/acme.yaml").ends_with("# by git\n"));
    desk.git("config --unset core.editor");
    // Without any, and without a terminal that could show one.
    let run = desk.env("TERM", "dumb").run("edit acme");
    assert!(run.code == 78 && run.stderr.contains("EDITOR"), "{run}");
    assert_eq!(Sandbox::with_clients(&[("acme", ACME)]).env("EDITOR", "true").run("edit nobody").code, 66);
}

#[test]
fn nobody_else_edits_the_same_file_meanwhile() {
    let program = env!("CARGO_BIN_EXE_onboard");
    let desk = desk(&format!(
        "cd \"$DESK\" && EDITOR=true '{program}' edit acme; echo $? > \"$HOME/code\"; echo '# typed' >> \"$1\""
    ));
    let here = desk.path("").display().to_string();
    let desk = desk.env("DESK", &here);
    desk.ok("edit acme");
    assert_eq!(std::fs::read_to_string(desk.home().join("code")).unwrap().trim(), "75");
    assert!(desk.read("clients/acme.yaml").ends_with("# typed\n"));
}

#[test]
fn an_editor_that_saves_after_it_has_gone_loses_nothing() {
    let desk = desk("true");
    assert_eq!(desk.run("edit acme").code, 0, "it came back at once, and nothing was changed");
    std::fs::write(desk.path(".git/onboard-drafts/clients/acme.yaml"), format!("{ACME}# typed\n")).unwrap();
    desk.ok("set acme schedule.target_go_live=2027-09");
    desk.ok("edit acme");
    let text = desk.read("clients/acme.yaml");
    assert!(text.ends_with("# typed\n") && text.contains("2027-09"), "{text}");
}

#[test]
fn the_draft_finds_the_schema_that_its_first_line_names() {
    let header = "# yaml-language-server: $schema=../.onboard/client.schema.json\n";
    let desk = Sandbox::with_clients(&[("acme", &format!("{header}{ACME}"))]);
    let desk = desk.env("EDITOR", "sh \"$HOME/my editor.sh\" --wait");
    editor(
        &desk,
        "cd \"$(dirname \"$1\")\" && cmp ../.onboard/client.schema.json \"$DESK/.onboard/client.schema.json\" && echo '# seen' >> acme.yaml",
    );
    let here = desk.path("").display().to_string();
    desk.env("DESK", &here).ok("edit acme");
}

#[test]
fn a_client_in_a_folder_and_in_a_workspace_below_the_repository_has_a_draft_of_its_own() {
    let desk = desk("echo '# typed' >> \"$1\"; echo \"$1\" >> \"$HOME/drafts\"");
    desk.git("mv clients/acme.yaml clients/west-acme.yaml");
    let moved = desk.shell("mkdir -p team clients/west && git mv clients/west-acme.yaml clients/west/acme.yaml && git mv onboard.yaml clients .onboard team/");
    assert_eq!(moved.code, 0, "{moved}");
    desk.commit_all("moved");
    desk.ok("-C team edit acme");
    assert!(desk.read("team/clients/west/acme.yaml").ends_with("# typed\n"));
    let drafts = std::fs::read_to_string(desk.home().join("drafts")).unwrap();
    assert!(drafts.trim().ends_with("/.git/onboard-drafts/team/clients/west/acme.yaml"), "{drafts}");
    desk.assert_clean();
}
