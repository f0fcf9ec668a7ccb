//! Dates that cannot be true.

use super::{Kind, all_are_found, at_the_move};
use crate::audit::history::{commit_of, head, rewrite, sh};

const KINDS: &[Kind] = &[
    Kind {
        name: "a move is dated back before its evidence",
        code: "history/future",
        tamper: |it| {
            at_the_move(it);
            it.git("commit -q --amend --no-edit --date 2026-11-01T12:00:00-05:00");
            head(it)
        },
    },
    Kind {
        name: "a commit from the future",
        code: "commit/future",
        tamper: |it| {
            sh(
                it,
                "GIT_COMMITTER_DATE=2026-12-24T12:00:00-05:00 git commit -q --amend --no-edit --date 2026-12-24T12:00:00-05:00",
            );
            head(it)
        },
    },
    Kind {
        name: "written after it was made",
        code: "commit/authored-late",
        tamper: |it| {
            sh(
                it,
                "GIT_COMMITTER_DATE=2026-11-20T12:00:00-05:00 git commit -q --amend --no-edit --date 2026-11-23T12:00:00-05:00",
            );
            head(it)
        },
    },
    Kind {
        name: "made before its parent",
        code: "commit/before-parent",
        tamper: |it| {
            sh(
                it,
                "GIT_COMMITTER_DATE=2026-01-20T12:00:00-05:00 git commit -q --amend --no-edit --date 2026-01-20T12:00:00-05:00",
            );
            head(it)
        },
    },
    Kind {
        name: "a move in the middle is dated back",
        code: "history/future",
        tamper: |it| {
            let at = commit_of(it, "kite-registry: closing -> closed");
            let made = rewrite(it, &at, |_, number, draft| {
                if number == 0 {
                    "2026-09-01T12:00:00-04:00".clone_into(&mut draft.author_date);
                }
                true
            });
            made[0].clone()
        },
    },
];

#[test]
fn dates_that_cannot_be_true_are_found() {
    all_are_found(KINDS);
}
