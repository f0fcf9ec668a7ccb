//! Acts recorded by hand that do not say all that the act says, or lead where it does not lead.

use super::{ACME, KITE, Kind, all_are_found};
use crate::audit::history::head;
use crate::sandbox::Sandbox;

const KINDS: &[Kind] = &[
    Kind {
        name: "a return does not name what must be confirmed again",
        code: "step/not-to-confirm",
        tamper: |it| {
            it.ok("return acme --to engagement --reason-en Again --reason-fr Encore --no-commit");
            without_part(it, ACME, "to_confirm: [", ']')
        },
    },
    Kind {
        name: "a return names all gates that held but one",
        code: "step/not-to-confirm",
        tamper: |it| {
            it.ok("return acme --to engagement --reason-en Again --reason-fr Encore --no-commit");
            let text = it.read(ACME);
            let at = text.rfind("to_confirm: [engagement.meeting-held, ").unwrap();
            let rest = &text[at + "to_confirm: [engagement.meeting-held, ".len()..];
            saved(it, ACME, &format!("{}to_confirm: [{rest}", &text[..at]))
        },
    },
    Kind {
        name: "a client is closed without the fingerprints of what that protects",
        code: "step/seal-missing",
        tamper: |it| {
            it.ok("reopen kite-registry --reason-en Again --reason-fr Encore");
            it.ok("close kite-registry --no-commit");
            without_part(it, KITE, "sealed: {", '}')
        },
    },
    Kind {
        name: "a move is recorded while the client is on hold",
        code: "history/contradicts-status",
        tamper: |it| {
            it.ok("hold acme --reason-en Stop --reason-fr Halte --review-on 2026-12-15");
            let entry = "{date: 2026-11-23, change: advance, from: agreement, to: technical, met: [agreement.signed]}";
            with_entry(it, entry, ("phase: agreement", "phase: technical"))
        },
    },
    Kind {
        name: "a change leads to a status that it does not lead to",
        code: "history/contradicts-status",
        tamper: |it| {
            it.ok("hold acme --reason-en Stop --reason-fr Halte --review-on 2026-12-15");
            let entry = "{date: 2026-11-23, change: resume, from_status: on_hold, to_status: withdrawn}";
            with_entry(it, entry, ("status: on_hold", "status: withdrawn"))
        },
    },
    Kind {
        name: "the trailers of a return leave out what must be confirmed again",
        code: "trailer/gate",
        tamper: |it| {
            it.ok("return acme --to engagement --reason-en Again --reason-fr Encore");
            let message = it.git("log -1 --format=%B");
            let line = "Onboard-Gate: engagement.meeting-held to confirm\n";
            assert!(message.contains(line), "{message}");
            it.write("../message", &message.replacen(line, "", 1));
            it.git("commit -q --amend -F ../message");
            head(it)
        },
    },
];

#[test]
fn acts_that_do_not_say_what_they_do_are_found() {
    all_are_found(KINDS);
}

fn saved(desk: &Sandbox, file: &str, text: &str) -> String {
    desk.write(file, text);
    desk.commit_all_and_head("by hand")
}

/// Takes a part of the last entry out, from its key to its end, and commits the file by plain git.
fn without_part(desk: &Sandbox, file: &str, from: &str, end: char) -> String {
    let text = desk.read(file);
    let at = text.rfind(from).unwrap_or_else(|| panic!("no `{from}` in\n{text}"));
    let before = text[..at].trim_end().trim_end_matches(',');
    let rest = &text[at + text[at..].find(end).unwrap() + 1..];
    saved(desk, file, &format!("{before}{rest}"))
}

/// Puts an entry under the last one, and changes where the client stands.
fn with_entry(desk: &Sandbox, entry: &str, (was, is): (&str, &str)) -> String {
    let text = desk.read(ACME).replacen(was, is, 1);
    saved(desk, ACME, &format!("{}\n  - {entry}\n", text.trim_end()))
}
