//! A waiver: the recorded permission to pass a gate that does not hold.

use serde_json::{Map, Value, json};

use super::both;
use crate::document::{Edit, Path};
use crate::model::{Date, GateId, Message, Text};
use crate::process::gate::{self, Verdict};
use crate::process::{Process, Subject, near};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) gate: GateId,
    pub(crate) on: Date,
    pub(crate) expires: Option<Date>,
    pub(crate) reason: Text,
    pub(crate) role: Text,
}

/// A waiver that may be recorded. Only [`plan_waive`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Waiver {
    id: String,
    edit: Edit,
}

/// Why a gate is not waived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoWaiver {
    /// The process has no such gate.
    Unknown { named: String, near: Option<Message> },
    /// The process does not let this gate be waived.
    NotWaivable(Text),
    /// It holds: there is nothing to waive.
    Holds(Text),
    /// It is not asked of this client.
    NotApplicable(Text),
    /// This waiver lets it pass already.
    Waived { waiver: String, text: Text },
    /// It would let nothing pass: its last day is over.
    Over { expires: Date },
}

impl Waiver {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn edits(&self) -> &[Edit] {
        std::slice::from_ref(&self.edit)
    }
}

/// Whether the gate may be waived, and what that adds to the file.
pub(crate) fn plan_waive(process: &Process, subject: &Subject<'_>, asked: &Permission) -> Result<Waiver, NoWaiver> {
    let phases = process.phases().iter();
    let all = phases.flat_map(|it| it.enter.iter().chain(&it.gates).map(move |gate| (it, gate)));
    let Some((phase, found)) = all.into_iter().find(|it| it.1.id == asked.gate) else {
        let waivable = process.gates().filter(|it| it.waivable).map(|it| it.id.as_str());
        return Err(NoWaiver::Unknown {
            named: asked.gate.to_string(),
            near: near::help(asked.gate.as_str(), waivable),
        });
    };
    let text = || found.text.clone();
    if !found.waivable {
        return Err(NoWaiver::NotWaivable(text()));
    }
    match gate::alone(process, subject, phase, found).verdict {
        Verdict::Met => return Err(NoWaiver::Holds(text())),
        Verdict::NotApplicable => return Err(NoWaiver::NotApplicable(text())),
        Verdict::Waived { waiver } => return Err(NoWaiver::Waived { waiver, text: text() }),
        Verdict::Unmet(_) => {}
    }
    if let Some(expires) = asked.expires.filter(|it| *it < subject.today()) {
        return Err(NoWaiver::Over { expires });
    }
    let id = next_id(subject);
    let edit = Edit::Insert { list: Path::root().key("waivers"), value: Value::Object(item(&id, asked)) };
    Ok(Waiver { id, edit })
}

/// `w1`, `w2`, …: the number after the highest one there is.
fn next_id(subject: &Subject<'_>) -> String {
    let number = |id: &str| id.strip_prefix(['w', 'W'])?.parse::<u32>().ok();
    let numbers = subject.items("waivers").filter_map(|(_, it)| number(it.get("id")?.as_str()?));
    format!("w{}", numbers.max().unwrap_or(0).saturating_add(1))
}

fn item(id: &str, asked: &Permission) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(id));
    item.insert("gate".to_owned(), json!(asked.gate.as_str()));
    item.insert("reason".to_owned(), both(&asked.reason));
    item.insert("approved_by_role".to_owned(), both(&asked.role));
    item.insert("approved_on".to_owned(), json!(asked.on.to_string()));
    item.extend(asked.expires.map(|it| ("expires_on".to_owned(), json!(it.to_string()))));
    item
}
