//! The texts of the hooks. What goes into a shell from outside is quoted here.

use super::own;
use crate::model::{Lang, Message};
use crate::words::say;

/// Finds the program: the one that wrote the hook, or else the one on the `PATH`. Without it, a hook says no.
const FIND: &str = include_str!("../files/hook-find.sh");

/// A hook of git that this program can put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hook {
    PreCommit,
    CommitMsg,
    PreReceive,
}

impl Hook {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PreCommit => "pre-commit",
            Self::CommitMsg => "commit-msg",
            Self::PreReceive => "pre-receive",
        }
    }

    fn template(self) -> &'static str {
        match self {
            Self::PreCommit => include_str!("../files/hook-pre-commit.sh"),
            Self::CommitMsg => include_str!("../files/hook-commit-msg.sh"),
            Self::PreReceive => include_str!("../files/hook-pre-receive.sh"),
        }
    }

    /// The whole script, for a workspace in the folder `prefix` of its repository.
    pub(super) fn script(self, program: &str, prefix: &str, lang: Lang) -> String {
        let note = say(&Message::new("setup.hook-note"), lang);
        let missing = say(&Message::new("setup.hook-no-program").with("hook", self.name()), lang);
        let text = self.template().replace("@FIND@\n", FIND);
        let text = text.replace("@NOTE-FIRST@", &note).replace("@MISSING@", &quoted(&missing));
        let text =
            text.replace("@SETTINGS@", &quoted(&format!("{prefix}onboard.yaml"))).replace("@IN@", &within(prefix));
        own::marked("hooks", &text.replace("@PROGRAM@", &quoted(program)))
    }
}

/// The option that leads into the workspace.
pub(super) fn within(prefix: &str) -> String {
    let inside = prefix.trim_end_matches('/');
    if inside.is_empty() { String::new() } else { format!(" -C {}", quoted(inside)) }
}

/// A text as a shell reads it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
