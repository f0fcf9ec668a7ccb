//! Who may do what: the roles that a process demands for changes of a file. Who holds them, the settings say.

use serde::Deserialize;
use serde_json::Value;

use super::Process;
use super::subject::Subject;
use crate::document::Path;
use crate::model::Place;

/// A role, and what is kept for those who hold it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authority {
    pub(crate) role: String,
    /// Changes that the history names: `close`, `reopen`.
    #[serde(default)]
    pub(crate) changes: Vec<String>,
    /// Sections of a client file.
    #[serde(default)]
    pub(crate) sections: Vec<String>,
    /// Files and folders of the workspace.
    #[serde(default)]
    pub(crate) files: Vec<String>,
}

/// A role that a step demands, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Demand {
    pub(crate) role: String,
    pub(crate) what: String,
    pub(crate) place: Option<Place>,
}

/// The roles that a step between two versions demands. `before` are all versions it may have come from.
pub(crate) fn demands(process: &Process, before: &[Subject<'_>], after: &Subject<'_>) -> Vec<Demand> {
    let mut demands = Vec::new();
    for authority in process.authority() {
        let mut demand = |what: &str, path: &Path| {
            demands.push(Demand {
                role: authority.role.clone(),
                what: what.to_owned(),
                place: Some(after.key_place(path)),
            });
        };
        for section in &authority.sections {
            let value = |it: &Subject<'_>| it.client().get(section.as_str()).cloned().unwrap_or(Value::Null);
            let now = value(after);
            let is_new = if before.is_empty() { says_anything(&now) } else { before.iter().all(|it| value(it) != now) };
            if is_new {
                demand(section, &Path::root().key(section));
            }
        }
        for (path, entry) in after.items("history") {
            let change = entry.get("change").and_then(Value::as_str).unwrap_or_default();
            let is_known = before.iter().any(|it| it.items("history").any(|(_, one)| one == entry));
            if !is_known && authority.changes.iter().any(|it| it == change) {
                demand(change, &path);
            }
        }
    }
    demands
}

/// The roles that a change of a file of the workspace demands.
pub(crate) fn file_demands(process: &Process, path: &str) -> Vec<Demand> {
    let is_below = |kept: &str| path == kept || path.strip_prefix(kept).is_some_and(|it| it.starts_with('/'));
    let kept = process.authority().iter().filter(|it| it.files.iter().any(|it| is_below(it)));
    kept.map(|it| Demand { role: it.role.clone(), what: path.to_owned(), place: None }).collect()
}

fn says_anything(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => map.values().any(says_anything),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}
