//! A process as its file has it: phases, gates, life cycles, rules and their words. Only data: nothing here judges.

use std::collections::BTreeMap;

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::authority::Authority;
use super::due_kind::DueKind;
pub(crate) use super::lifecycle::Lifecycle;
use super::narrow::Services;
use super::ordered::{Labels, Ordered};
use super::secret::Secrets;
use super::select::Selector;
use super::source::{Sentence, Source, Template};
use crate::model::{GateId, PhaseId, Severity, Status, Text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Definition {
    /// The name, without the version.
    pub(crate) process: String,
    pub(crate) version: u32,
    pub(crate) name: Text,
    pub(crate) about: Option<Text>,
    #[serde(default)]
    pub(crate) parties: Vec<Party>,
    #[serde(default)]
    pub(crate) headings: Vec<Heading>,
    #[serde(default = "no_limits")]
    pub(crate) limits: Value,
    #[serde(default)]
    pub(crate) labels: Labels,
    #[serde(default)]
    pub(crate) sections: Ordered<Text>,
    pub(crate) statuses: Vec<StatusWords>,
    /// The parts of a client with a standing of their own; nothing when a client is one whole.
    pub(crate) services: Option<Services>,
    /// Who may do what.
    #[serde(default)]
    pub(crate) authority: Vec<Authority>,
    pub(crate) first: PhaseId,
    pub(crate) phases: Vec<Phase>,
    #[serde(default)]
    pub(crate) references: Vec<ReferenceRule>,
    pub(crate) names: Option<Names>,
    #[serde(default)]
    pub(crate) signatures: Vec<Signature>,
    #[serde(default)]
    pub(crate) lifecycles: Ordered<Lifecycle>,
    #[serde(default)]
    pub(crate) secrets: Arc<Secrets>,
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
    #[serde(default)]
    pub(crate) due: Vec<DueKind>,
    #[serde(default)]
    pub(crate) across: Vec<AcrossRule>,
}

fn no_limits() -> Value {
    Value::Object(serde_json::Map::new())
}

/// Who leads phases and takes part in them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) name: Text,
}

/// A group of phases, for display.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Heading {
    pub(crate) id: String,
    pub(crate) name: Text,
    #[expect(dead_code, reason = "a process may number its headings; nothing shows it yet")]
    pub(crate) number: Option<String>,
}

/// A status, and the changes that lead out of it, by the name that history gives them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusWords {
    pub(crate) id: Status,
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) moves: BTreeMap<String, Status>,
    /// The parts of the file that may still change with this status; everything may where none are named.
    pub(crate) open: Option<Vec<Selector>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phase {
    pub(crate) id: PhaseId,
    pub(crate) name: Text,
    /// For tables and lists, where there is a shorter official name.
    pub(crate) short: Option<Text>,
    pub(crate) heading: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) lead: Option<String>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    pub(crate) about: Option<Text>,
    /// The phase is passed over when this is false …
    pub(crate) applies: Option<Source>,
    /// … and when this field says why.
    pub(crate) because: Option<Selector>,
    /// Sections that are approved by leaving the phase.
    #[serde(default)]
    pub(crate) approves: Vec<Approval>,
    /// Gates to enter the phase, judged when the one before is left.
    #[serde(default)]
    pub(crate) enter: Vec<Gate>,
    /// Gates to leave it.
    #[serde(default)]
    pub(crate) gates: Vec<Gate>,
}

/// A section of the client file that is approved. What the client schema marks `x-fingerprint: false` is not covered:
/// results are filled in later.
#[derive(Debug, Deserialize)]
#[serde(from = "RawApproval")]
pub(crate) struct Approval {
    pub(crate) section: String,
    /// The dates of the amendments that allow the section to differ from what was approved.
    pub(crate) amended: Option<Selector>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawApproval {
    Section(String),
    Full(FullApproval),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullApproval {
    section: String,
    amended: Option<Selector>,
}

impl From<RawApproval> for Approval {
    fn from(raw: RawApproval) -> Self {
        match raw {
            RawApproval::Section(section) => Self { section, amended: None },
            RawApproval::Full(FullApproval { section, amended }) => Self { section, amended },
        }
    }
}

/// What has a name that may change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) client: Selector,
    /// The list of services.
    pub(crate) service: Selector,
}

/// What is signed: a section, by whom, and where that is recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    pub(crate) id: String,
    pub(crate) section: String,
    /// All of them must sign.
    pub(crate) parties: Vec<String>,
    /// The list of signatures.
    pub(crate) list: Selector,
    /// The day that is set when every party has signed …
    pub(crate) signed_on: Selector,
    /// … and the role of the last signature.
    pub(crate) signed_by: Option<Selector>,
    /// The list of amendments, where there may be any.
    pub(crate) amended: Option<Selector>,
    /// Where it says how long it is in force, and what renews it.
    pub(crate) renewed: Option<Renewed>,
    /// It holds when the section is signed as it stands.
    pub(crate) gate: GateId,
}

/// How long something that was signed is in force.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Renewed {
    /// The list of renewals.
    pub(crate) list: Selector,
    /// The last day before the first of them.
    pub(crate) until: Selector,
}

impl Signature {
    pub(crate) fn is_renewed(&self) -> bool {
        self.renewed.is_some()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gate {
    pub(crate) id: GateId,
    /// What must hold, as a statement.
    pub(crate) text: Text,
    pub(crate) rule: Option<Source>,
    /// Only a person can settle it.
    #[serde(default)]
    pub(crate) criterion: bool,
    pub(crate) at: Option<Selector>,
    /// The gate does not apply when this is false.
    pub(crate) when: Option<Source>,
    pub(crate) each: Option<Selector>,
    pub(crate) at_least_one: Option<Sentence>,
    pub(crate) reason: Option<Sentence>,
    pub(crate) fix: Option<Template>,
    #[serde(default)]
    pub(crate) waivable: bool,
    pub(crate) source: Option<String>,
}

/// A rule that is always on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) severity: Severity,
    /// Only from this phase on.
    pub(crate) from: Option<PhaseId>,
    pub(crate) each: Option<Selector>,
    /// What is left out of `each`, with all below it.
    pub(crate) except: Option<Selector>,
    #[serde(rename = "rule")]
    pub(crate) condition: Source,
    pub(crate) at: Option<Selector>,
    pub(crate) text: Text,
    pub(crate) reason: Option<Sentence>,
    pub(crate) fix: Option<Template>,
    pub(crate) source: Option<String>,
}

/// A rule about several client files: an identifier that only one of them may have, or a sum.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcrossRule {
    pub(crate) id: String,
    pub(crate) severity: Severity,
    pub(crate) each: Option<Selector>,
    /// What does not count is left out.
    pub(crate) when: Option<Source>,
    /// The identifier.
    pub(crate) key: Option<Source>,
    /// The circle in which it must be the only one.
    pub(crate) within: Option<Source>,
    /// What is summed …
    pub(crate) amount: Option<Source>,
    /// … and what the sum must not exceed.
    pub(crate) most: Option<Source>,
    pub(crate) at: Option<Selector>,
    pub(crate) text: Text,
    pub(crate) source: Option<String>,
}

/// Where ids of other clients stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceRule {
    pub(crate) id: String,
    pub(crate) severity: Severity,
    pub(crate) each: Selector,
    pub(crate) text: Text,
    pub(crate) source: Option<String>,
}
