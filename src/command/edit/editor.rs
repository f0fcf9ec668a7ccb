//! Starts the person's editor, and waits for it.

use std::path::Path;
use std::process::Command;

use crate::command::failure;
use crate::command::office::Office;
use crate::env::Env;
use crate::error::{Failure, FailureKind};
use crate::model::Message;

/// The editor: `$VISUAL`, then `$EDITOR`, then the one of git. A command of the shell, as git takes it: with arguments,
/// blanks and quotes.
pub(super) fn find(office: &Office) -> Result<String, Failure> {
    let own = ["VISUAL", "EDITOR"].into_iter().find_map(Env::variable);
    let none =
        || Failure::new(FailureKind::Config, Message::new("edit.no-editor")).help(Message::new("edit.no-editor-help"));
    match own {
        Some(editor) => Ok(editor),
        None => office.ws.editor_of_git()?.ok_or_else(none),
    }
}

/// How the editor ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Well,
    /// It crashed, was interrupted, said no, or could not even be started.
    Badly(String),
}

/// Opens a file in the editor. While it runs, an interruption is the editor's to answer, not ours.
pub(super) fn open(editor: &str, file: &Path) -> Result<Ended, Failure> {
    let patient = interruptions::Patient::begin().map_err(failure::input)?;
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file).status();
    patient.end();
    Ok(match status {
        Ok(status) if status.success() => Ended::Well,
        Ok(status) => Ended::Badly(status.to_string()),
        Err(error) => Ended::Badly(error.to_string()),
    })
}

#[cfg(unix)]
mod interruptions {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use signal_hook::consts::{SIGINT, SIGQUIT};
    use signal_hook::flag;

    /// Keys such as Ctrl-C reach every program at the terminal, and the editor knows what to do with them.
    pub(super) struct Patient(Arc<AtomicBool>);

    impl Patient {
        pub(super) fn begin() -> io::Result<Self> {
            let over = Arc::new(AtomicBool::new(false));
            for signal in [SIGINT, SIGQUIT] {
                // Once it is over, they end the program again as they always do.
                flag::register_conditional_default(signal, Arc::clone(&over))?;
            }
            Ok(Self(over))
        }

        pub(super) fn end(self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(not(unix))]
mod interruptions {
    /// Keys such as Ctrl-C are handled by the editor.
    pub(super) struct Patient;

    impl Patient {
        #[expect(clippy::unnecessary_wraps, reason = "it can fail where there are signals")]
        pub(super) fn begin() -> std::io::Result<Self> {
            Ok(Self)
        }

        pub(super) fn end(self) {}
    }
}
