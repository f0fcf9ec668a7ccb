//! Every kind of tampering is found, and the first error names the commit that did it.

mod acts;
mod dates;
mod files;
mod hand;
mod merges;
mod past;
mod record;
mod trailers;

use super::history::{audited, commit_of, errors, head, sound};
use crate::sandbox::Sandbox;

/// A way to tamper with a sound history. `tamper` gives the guilty commit.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) tamper: fn(&Sandbox) -> String,
}

/// Applies each to a copy of its own, and wants it found, and nothing of the sound history blamed.
pub(super) fn all_are_found(kinds: &[Kind]) {
    let mut missed = Vec::new();
    for kind in kinds {
        let desk = sound();
        let (innocent, tip) = (desk.git("rev-list HEAD"), head(&desk));
        let guilty = (kind.tamper)(&desk);
        // What both histories begin with was audited once; only the rest is judged for each kind.
        let base = desk.shell(&format!("git merge-base {tip} HEAD")).stdout;
        let since = if base.trim().is_empty() { String::new() } else { format!(" --since {}", base.trim()) };
        let (json, code) = audited(&desk, &format!("audit{since}"));
        let found = errors(&json);
        if code != 1 || !found.iter().any(|(code, commit)| *code == kind.code && *commit == guilty) {
            missed.push(format!("{}: no `{}` in {guilty}: exit {code}, {found:?}", kind.name, kind.code));
        }
        for it in found.iter().filter(|it| innocent.contains(&it.1)) {
            missed.push(format!("{}: {it:?} is blamed", kind.name));
        }
        missed.extend(said_alone(&desk, &json, &since).map(|it| format!("{}: {it}", kind.name)));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Asked for alone, a client is told what it is told among all: only that is looked at of the others which says something of it.
fn said_alone(desk: &Sandbox, all: &serde_json::Value, since: &str) -> Option<String> {
    let of = |json: &serde_json::Value, client: &str| -> Vec<serde_json::Value> {
        let findings = json["findings"].as_array().unwrap();
        findings.iter().filter(|it| it["client"] == client).cloned().collect()
    };
    let client = all["findings"].as_array().unwrap().iter().find_map(|it| it["client"].as_str())?;
    let (alone, _) = audited(desk, &format!("audit {client}{since}"));
    let (said, among) = (of(&alone, client), of(all, client));
    (said != among).then(|| format!("of `{client}` alone\n{said:#?}\nand among all\n{among:#?}"))
}

pub(super) const ACME: &str = "clients/acme.yaml";
pub(super) const KITE: &str = "clients/kite-registry.yaml";
pub(super) const SEED: &str = "clients/seed-vault.yaml";

/// An edit by hand, committed by plain git.
pub(super) fn by_hand(desk: &Sandbox, file: &str, from: &str, to: &str) -> String {
    by_hand_saying(desk, file, from, to, "by hand")
}

pub(super) fn by_hand_saying(desk: &Sandbox, file: &str, from: &str, to: &str, message: &str) -> String {
    let text = desk.read(file);
    assert!(text.contains(from), "`{from}` is not in\n{text}");
    desk.write(file, &text.replacen(from, to, 1));
    desk.write("../message", message);
    desk.git("add -A");
    desk.git("commit -q -F ../message");
    head(desk)
}

/// The last commit is the move of `acme` into its second phase.
pub(super) fn at_the_move(desk: &Sandbox) {
    let at = commit_of(desk, "acme: engagement -> agreement");
    desk.git(&format!("reset -q --hard {at}"));
}
