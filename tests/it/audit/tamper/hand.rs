//! Edits by hand that no command would make.

use super::{ACME, KITE, Kind, SEED, all_are_found, by_hand};
use crate::sandbox::Sandbox;

const KINDS: &[Kind] = &[
    Kind {
        name: "the phase is changed and nothing else",
        code: "history/contradicts-phase",
        tamper: |it| by_hand(it, ACME, "phase: agreement", "phase: technical"),
    },
    Kind {
        name: "the status is changed and nothing else",
        code: "step/no-entry",
        tamper: |it| by_hand(it, ACME, "status: active", "status: closed"),
    },
    Kind {
        name: "a move is recorded whose gates do not hold",
        code: "step/gate-not-met",
        tamper: |it| {
            let text = it.read(ACME).replace("phase: agreement", "phase: technical");
            it.write(ACME, &text);
            let last = it.read(ACME).lines().rfind(|it| it.contains("change: advance")).unwrap().to_owned();
            let move_on =
                "  - {date: 2026-11-23, change: advance, from: agreement, to: technical, met: [agreement.signed]}";
            by_hand(it, ACME, &last, &format!("{last}\n{move_on}"))
        },
    },
    Kind {
        name: "a phase is left out",
        code: "step/wrong-way",
        tamper: |it| {
            let text = it.read(ACME).replace("phase: agreement", "phase: cate");
            it.write(ACME, &text);
            let last = it.read(ACME).lines().rfind(|it| it.contains("change: advance")).unwrap().to_owned();
            let move_on = "  - {date: 2026-11-23, change: advance, from: agreement, to: cate, skipped: [technical]}";
            by_hand(it, ACME, &last, &format!("{last}\n{move_on}"))
        },
    },
    Kind {
        name: "an entry of the history is given another date",
        code: "step/history-changed",
        tamper: |it| by_hand(it, KITE, "{date: 2025-09-30, change: advance", "{date: 2025-09-29, change: advance"),
    },
    Kind {
        name: "an entry says that another gate was met",
        code: "step/history-changed",
        tamper: |it| by_hand(it, KITE, "met: [technical.discussed, ", "met: ["),
    },
    Kind {
        name: "a fingerprint in the history is changed",
        code: "step/history-changed",
        tamper: |it| {
            let text = it.read(SEED);
            let at = text.rfind("agreement: sha256:").unwrap() + "agreement: sha256:".len();
            let changed = format!("{}00000000{}", &text[..at], &text[at + 8..]);
            by_hand(it, SEED, &text, &changed)
        },
    },
    Kind {
        name: "the last entry is removed",
        code: "step/history-removed",
        tamper: |it| without_line(it, KITE, "change: close"),
    },
    Kind {
        name: "an entry in the middle is removed",
        code: "step/history-removed",
        tamper: |it| without_line(it, KITE, "from: technical"),
    },
    Kind {
        name: "two entries change places",
        code: "step/history-reordered",
        tamper: |it| {
            let text = it.read(KITE);
            let line = |word: &str| text.lines().find(|it| it.contains(word)).unwrap().to_owned();
            let (one, two) = (line("from: technical,"), line("from: cate,"));
            by_hand(it, KITE, &format!("{one}\n{two}"), &format!("{two}\n{one}"))
        },
    },
    Kind {
        name: "an entry is slipped in between",
        code: "step/history-inserted",
        tamper: |it| {
            let first = "  - {date: 2025-07-02, change: init, to: engagement, status: active}\n";
            by_hand(it, KITE, first, &format!("{first}  - {{date: 2025-07-02, change: rename}}\n"))
        },
    },
    Kind {
        name: "a new entry is dated ahead",
        code: "history/future",
        tamper: |it| by_hand(it, KITE, "retention:", "  - {date: 2027-01-01, change: rename}\nretention:"),
    },
    Kind {
        name: "a new entry is dated before the one above it",
        code: "history/order",
        tamper: |it| by_hand(it, KITE, "retention:", "  - {date: 2026-01-01, change: rename}\nretention:"),
    },
];

#[test]
fn edits_by_hand_that_no_command_would_make_are_found() {
    all_are_found(KINDS);
}

fn without_line(desk: &Sandbox, file: &str, word: &str) -> String {
    let line = desk.read(file).lines().rfind(|it| it.contains(word)).unwrap().to_owned();
    by_hand(desk, file, &format!("{line}\n"), "")
}
