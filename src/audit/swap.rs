//! Two clients that took each other's name in one commit.

use serde_json::Value;

use super::about;
use crate::model::{ClientId, Finding, Message};

/// What a client was called before a step and after it: the texts of its organization's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) client: ClientId,
    pub(crate) path: String,
    pub(crate) was: Option<Value>,
    pub(crate) is: Option<Value>,
}

/// The name of the organization in a file.
pub(super) fn name(file: &Value) -> Option<Value> {
    file.get("organization")?.get("name").cloned()
}

pub(super) fn judge(named: &[Named]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, one) in named.iter().enumerate() {
        for other in named.iter().skip(index + 1) {
            let crossed = one.was.is_some() && one.was == other.is && other.was.is_some() && other.was == one.is;
            if crossed && one.was != one.is {
                let message = Message::new("audit.swapped");
                let message = message.with("one", one.client.as_str()).with("other", other.client.as_str());
                findings.push(about("file/swapped", &one.path, message.clone()));
                findings.push(about("file/swapped", &other.path, message));
            }
        }
    }
    findings
}
