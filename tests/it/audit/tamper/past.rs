//! A past that was made anew.

use super::{ACME, KITE, Kind, SEED, all_are_found};
use crate::audit::history::{Draft, commit_of, head, rewrite};

const KINDS: &[Kind] = &[
    Kind {
        name: "the commit with the evidence is left out",
        code: "step/gate-not-met",
        tamper: |it| {
            let at = commit_of(it, "kite-registry: confirm go-live.support-ready");
            let moved = commit_of(it, "kite-registry: go-live -> closing");
            // Later versions keep the evidence out as well, as a filter over the history would.
            let mut guilty = 0;
            let made = rewrite(it, &at, |desk, number, draft| {
                let text = draft.file(desk, KITE);
                draft.put(desk, KITE, &without_criterion(&text, "go-live.support-ready"));
                if draft.message.starts_with("kite-registry: go-live -> closing") {
                    guilty = number - 1;
                }
                number > 0
            });
            assert!(!moved.is_empty());
            made[guilty].clone()
        },
    },
    Kind {
        name: "evidence is dated after the move",
        code: "step/gate-not-met",
        tamper: |it| {
            let at = commit_of(it, "kite-registry: confirm go-live.support-ready");
            let mut guilty = 0;
            let made = rewrite(it, &at, |desk, number, draft| {
                if draft.message.starts_with("kite-registry: go-live -> closing") {
                    guilty = number;
                }
                let text = draft.file(desk, KITE);
                let from = text.find("go-live.support-ready:").unwrap();
                let date = from + text[from..].find("date: ").unwrap() + 6;
                let text = format!("{}2026-05-30{}", &text[..date], &text[date + 10..]);
                draft.put(desk, KITE, &text);
                true
            });
            made[guilty].clone()
        },
    },
    Kind {
        name: "a file begins in a later phase than its history says",
        code: "history/contradicts-phase",
        tamper: |it| {
            let at = commit_of(it, "acme: new client in engagement");
            let made = rewrite(it, &at, |desk, number, draft| {
                if number == 0 {
                    draft.edit(desk, ACME, "phase: engagement", "phase: closing");
                }
                true
            });
            made[0].clone()
        },
    },
    Kind {
        name: "the move comes before its evidence",
        code: "step/gate-not-met",
        tamper: |it| {
            // The last two commits of the first phase change places: first the move, then what it rests on.
            let moved = commit_of(it, "acme: engagement -> agreement");
            it.git(&format!("reset -q --hard {moved}"));
            let evidence = Draft::of(it, "HEAD^");
            let last = Draft::of(it, "HEAD");
            let before = Draft::of(it, "HEAD^^");
            let text = last.file(it, ACME);
            let (old, new) = (before.file(it, ACME), evidence.file(it, ACME));
            let added: Vec<&str> = new.lines().filter(|line| !old.lines().any(|it| it == *line)).collect();
            let without: String = text.lines().filter(|it| !added.contains(it)).map(|it| format!("{it}\n")).collect();
            let mut first = last.clone();
            first.parents.clone_from(&evidence.parents);
            first.put(it, ACME, &without);
            let guilty = first.make(it);
            let mut second = evidence.clone();
            second.tree = last.tree;
            second.parents = vec![guilty.clone()];
            let tip = second.make(it);
            it.git(&format!("reset -q --hard {tip}"));
            guilty
        },
    },
    Kind {
        name: "a waiver is dated back over the whole history",
        code: "step/no-waiver",
        tamper: |it| {
            let at = commit_of(it, "seed-vault: new client in go-live");
            let made = rewrite(it, &at, |desk, _, draft| {
                draft.edit(desk, SEED, "approved_on: 2026-09-28", "approved_on: 2026-10-02");
                true
            });
            made[0].clone()
        },
    },
    Kind {
        name: "a gate that was waived is said to have been met, over the whole history",
        code: "step/waiver-hidden",
        tamper: |it| {
            let at = commit_of(it, "seed-vault: new client in go-live");
            let made = rewrite(it, &at, |desk, _, draft| {
                draft.edit(desk, SEED, "    waived:", "    # waived:");
                let text = draft.file(desk, SEED);
                let at = text.find("# waived:").unwrap();
                let rest = text[at..].split_once('\n').unwrap().1;
                let text = format!("{}{rest}", text[..at].trim_end_matches(' '));
                draft.put(desk, SEED, &text);
                true
            });
            made[0].clone()
        },
    },
    Kind {
        name: "everything is squashed, without evidence that was there",
        code: "step/gate-not-met",
        tamper: |it| {
            let text = it.read(ACME);
            it.write(ACME, &without_criterion(&text, "engagement.overview-presented"));
            it.git("checkout -q --orphan flat");
            it.git("add -A");
            it.git("commit -q -m squashed");
            head(it)
        },
    },
    Kind {
        name: "the fingerprint of an approval is forged with the move itself",
        code: "history/approved-changed",
        tamper: |it| {
            let at = commit_of(it, "kite-registry: agreement -> technical");
            let made = rewrite(it, &at, |desk, _, draft| {
                let text = draft.file(desk, KITE);
                let from = text.find("agreement: \"sha256:").unwrap() + "agreement: \"sha256:".len();
                let text = format!("{}00000000{}", &text[..from], &text[from + 8..]);
                draft.put(desk, KITE, &text);
                true
            });
            made[0].clone()
        },
    },
    Kind {
        name: "the fingerprint of an approval is left out",
        code: "step/approval-missing",
        tamper: |it| {
            let at = commit_of(it, "kite-registry: agreement -> technical");
            let made = rewrite(it, &at, |desk, _, draft| {
                let text = draft.file(desk, KITE);
                let from = text.find(", approved: {agreement").unwrap();
                let to = from + text[from..].find('}').unwrap() + 1;
                draft.put(desk, KITE, &format!("{}{}", &text[..from], &text[to..]));
                true
            });
            made[0].clone()
        },
    },
];

#[test]
fn a_past_that_was_rewritten_is_found() {
    all_are_found(KINDS);
}

fn without_criterion(text: &str, gate: &str) -> String {
    let start = text.find(&format!("  {gate}:")).unwrap_or_else(|| panic!("no {gate} in\n{text}"));
    let rest = &text[start + 2..];
    // To the next line that is not deeper.
    let mut end = start + 2;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        if index > 0 && !line.starts_with("    ") {
            break;
        }
        end += line.len();
    }
    let left = format!("{}{}", &text[..start], &text[end..]);
    left.replace("criteria:\nhistory", "history").replace("criteria:\n\nhistory", "history")
}
