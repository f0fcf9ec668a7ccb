//! Trailers that do not tell the truth about the commit.

use super::{ACME, Kind, all_are_found, at_the_move, by_hand_saying};
use crate::audit::history::head;
use crate::sandbox::Sandbox;

const KINDS: &[Kind] = &[
    Kind {
        name: "an edit calls itself a move",
        code: "trailer/change",
        tamper: |it| {
            let message = "acme: agreement -> technical\n\nOnboard-Client: acme\nOnboard-Change: advance\n";
            by_hand_saying(it, ACME, "language: en", "language: fr", message)
        },
    },
    Kind {
        name: "a move calls itself an edit",
        code: "trailer/change",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "Onboard-Change: advance", "Onboard-Change: set")
        },
    },
    Kind {
        name: "the trailers name another client",
        code: "trailer/client",
        tamper: |it| with_trailers(it, "Onboard-Client: acme", "Onboard-Client: tidal-board"),
    },
    Kind {
        name: "a second client is changed on the sly",
        code: "trailer/client",
        tamper: |it| {
            let text = it.read("clients/tidal-board.yaml");
            it.write("clients/tidal-board.yaml", &format!("{text}# a remark\n"));
            it.git("commit -q -a --amend --no-edit");
            head(it)
        },
    },
    Kind {
        name: "the phase that was entered is another one",
        code: "trailer/from-to",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "Onboard-To: agreement", "Onboard-To: technical")
        },
    },
    Kind {
        name: "the phase that was left is another one",
        code: "trailer/from-to",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "Onboard-From: engagement", "Onboard-From: technical")
        },
    },
    Kind {
        name: "a gate too many",
        code: "trailer/gate",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "Onboard-Gate:", "Onboard-Gate: agreement.signed met\nOnboard-Gate:")
        },
    },
    Kind {
        name: "a gate that was met is said to be waived",
        code: "trailer/gate",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "engagement.meeting-held met", "engagement.meeting-held waived")
        },
    },
    Kind {
        name: "a gate too few",
        code: "trailer/gate",
        tamper: |it| {
            at_the_move(it);
            with_trailers(it, "Onboard-Gate: engagement.meeting-held met\n", "")
        },
    },
    Kind {
        name: "another process",
        code: "trailer/process",
        tamper: |it| with_trailers(it, "Onboard-Process: sign-in-canada@1", "Onboard-Process: sign-in-canada@2"),
    },
];

#[test]
fn trailers_that_do_not_tell_the_truth_are_found() {
    all_are_found(KINDS);
}

/// The message of the last move of `acme`, changed, on a new commit with this edit.
fn with_trailers(desk: &Sandbox, from: &str, to: &str) -> String {
    let message = desk.git("log -1 --format=%B");
    assert!(message.contains(from), "`{from}` is not in\n{message}");
    desk.write("../message", &message.replacen(from, to, 1));
    desk.git("commit -q --amend -F ../message");
    head(desk)
}
