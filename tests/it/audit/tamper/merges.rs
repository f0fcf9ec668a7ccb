//! Merges that lose or add.

use super::{ACME, Kind, all_are_found, by_hand, by_hand_saying};
use crate::audit::history::{Draft, follow_fixes, head};
use crate::sandbox::Sandbox;

const KINDS: &[Kind] = &[
    Kind {
        name: "a merge keeps one side, and loses the history of the other",
        code: "step/merge-lost-history",
        tamper: |it| {
            side_with_a_move(it);
            it.git("merge -q --no-edit -s ours side");
            head(it)
        },
    },
    Kind {
        name: "a merge with its parents swapped loses the other side",
        code: "step/merge-lost-history",
        tamper: |it| {
            side_with_a_move(it);
            let (main, side) = (head(it), it.git("rev-parse side").trim().to_owned());
            let mut draft = Draft::of(it, "HEAD");
            draft.parents = vec![side, main];
            "Merge branch 'main' into side".clone_into(&mut draft.message);
            let made = draft.make(it);
            it.git(&format!("reset -q --hard {made}"));
            made
        },
    },
    Kind {
        name: "a merge loses a client that one side made",
        code: "file/lost-in-merge",
        tamper: |it| {
            it.git("checkout -q -b side");
            it.ok("init gamma --name-en G --name-fr G --language en");
            it.git("checkout -q main");
            it.ok("set acme schedule.target_go_live=2027-08");
            it.git("merge -q --no-edit -s ours side");
            head(it)
        },
    },
    Kind {
        name: "a merge moves a client",
        code: "step/gate-not-met",
        tamper: |it| {
            it.git("checkout -q -b side");
            it.ok("set tidal-board language=en");
            it.git("checkout -q main");
            it.ok("set acme schedule.target_go_live=2027-08");
            it.git("merge -q --no-edit --no-commit side");
            let text = it.read(ACME).replace("phase: agreement", "phase: technical");
            it.write(ACME, &text);
            let last = it.read(ACME).lines().rfind(|it| it.contains("change: advance")).unwrap().to_owned();
            let move_on =
                "  - {date: 2026-11-23, change: advance, from: agreement, to: technical, met: [agreement.signed]}";
            by_hand_saying(it, ACME, &last, &format!("{last}\n{move_on}"), "Merge branch 'side'")
        },
    },
    Kind {
        name: "a merge puts a request back",
        code: "lifecycle/illegal-move",
        tamper: |it| {
            it.git("checkout -q -b side");
            it.ok("set tidal-board language=en");
            it.git("checkout -q main");
            it.ok("set acme schedule.target_go_live=2027-08");
            it.git("merge -q --no-edit --no-commit side");
            let text = it.read("clients/northern-trails.yaml");
            let at = text.find("CR-0107").unwrap();
            let state = at + text[at..].find("state: rejected").unwrap();
            let changed = format!("{}state: accepted{}", &text[..state], &text[state + "state: rejected".len()..]);
            by_hand_saying(it, "clients/northern-trails.yaml", &text, &changed, "Merge branch 'side'")
        },
    },
    Kind {
        name: "a side branch that does not hold, merged",
        code: "step/no-entry",
        tamper: |it| {
            it.git("checkout -q -b side");
            let guilty = by_hand(it, ACME, "status: active", "status: withdrawn");
            it.git("checkout -q main");
            it.ok("set tidal-board language=en");
            it.git("merge -q --no-edit side");
            guilty
        },
    },
];

#[test]
fn merges_that_lose_or_add_are_found() {
    all_are_found(KINDS);
}

/// Branch `side` moves a new client on; the main branch goes on with another one.
fn side_with_a_move(desk: &Sandbox) {
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    follow_fixes(desk, "beta");
    desk.git("checkout -q -b side");
    desk.ok("advance beta");
    desk.git("checkout -q main");
    desk.ok("set acme schedule.target_go_live=2027-08");
}
