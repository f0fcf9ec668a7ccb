//! What was looked at in a copy of a workspace, and what is wrong there.

use crate::model::{Message, Severity};

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Examined {
    pub(crate) name: &'static str,
    /// How bad it is; `None` where nothing is wrong.
    pub(crate) severity: Option<Severity>,
    pub(crate) message: Message,
    /// What would mend it, step by step. Empty where nothing is wrong, or a person must do it.
    pub(crate) steps: Vec<String>,
    /// What a person must do.
    pub(crate) help: Option<Message>,
}
