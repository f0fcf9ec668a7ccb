//! An entry of a history as the verdict tells of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One entry, with what it rested on in the version that brought it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) date: String,
    pub(crate) change: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) from_status: Option<String>,
    pub(crate) to_status: Option<String>,
    /// Each gate, and the evidence that a person recorded for it.
    pub(crate) met: Vec<(String, Option<String>)>,
    /// Each gate, and the waiver that let it pass.
    pub(crate) waived: Vec<(String, Option<String>)>,
    pub(crate) skipped: Vec<String>,
    /// Each gate that held, and must be confirmed again.
    pub(crate) to_confirm: Vec<String>,
    /// The entry itself, to know it again.
    pub(crate) text: String,
}

impl Entry {
    /// Every entry of a file.
    pub(crate) fn all(file: &Value) -> Vec<Self> {
        let entries = file.get("history").and_then(Value::as_array).into_iter().flatten();
        entries.map(|it| Self::of(it, file)).collect()
    }

    /// Reads an entry of this version of a file.
    pub(super) fn of(entry: &Value, file: &Value) -> Self {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let list = |key: &str| entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        Self {
            date: text("date").unwrap_or_default(),
            change: text("change").unwrap_or_default(),
            from: text("from"),
            to: text("to"),
            from_status: text("from_status"),
            to_status: text("to_status").or_else(|| text("status")),
            met: list("met").map(|gate| (gate.to_owned(), evidence(file, gate))).collect(),
            waived: list("waived").map(|gate| (gate.to_owned(), waiver(file, gate))).collect(),
            skipped: list("skipped").map(str::to_owned).collect(),
            to_confirm: list("to_confirm").map(str::to_owned).collect(),
            text: entry.to_string(),
        }
    }
}

fn evidence(file: &Value, gate: &str) -> Option<String> {
    let recorded = file.get("criteria")?.get(gate)?;
    recorded.get("evidence")?.as_str().map(str::to_owned)
}

fn waiver(file: &Value, gate: &str) -> Option<String> {
    let waivers = file.get("waivers")?.as_array()?;
    let of_gate = waivers.iter().rev().find(|it| it.get("gate").and_then(Value::as_str) == Some(gate))?;
    of_gate.get("id")?.as_str().map(str::to_owned)
}
