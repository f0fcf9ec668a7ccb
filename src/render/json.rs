//! What other programs read. Structs of their own, with a version: the models of this program may change, these may only
//! grow. Texts of the domain come in both languages, sentences in the language of the run.

mod acts;
mod audit;
mod change;
mod doctor;
mod due;
mod findings;
mod history;
mod portfolio;
mod process;
mod request;
mod service;
mod sign;
mod status;
mod sync;

use serde::Serialize;

pub(crate) use acts::{Acted, Confirmed, NoAct, Waived, acted, confirmed, refused_act, waived};
pub(crate) use audit::{audit, faults};
pub(crate) use change::{changed, dry_run, set_up};
pub(crate) use doctor::doctor;
pub(crate) use due::due;
pub(super) use due::state;
pub(crate) use findings::{edit_refused, validate};
pub(crate) use history::history;
pub(crate) use portfolio::{list, log, show};
pub(crate) use process::process;
pub(crate) use request::{Moved, NotMoved, moved, not_moved, requests};
pub(crate) use sign::{Correction, Rename, Renewed, Signed, corrected, renamed, renewed, signed};
pub(crate) use status::{Advance, Declined, Refused, advance, declined, refused, status};
pub(crate) use sync::{SyncRefusal, SyncStretch, Synced, synced};

use crate::report::Report;

/// The version of all formats here.
const VERSION: u8 = 1;

/// The data of a report, exactly as a template gets it.
pub(crate) fn report(report: &Report) -> String {
    #[derive(Serialize)]
    struct ReportV1<'a> {
        version: u8,
        report: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        client: Option<&'a str>,
        data: &'a Report,
    }
    let client = report.client().map(|it| it.id.as_str());
    pretty(&ReportV1 { version: VERSION, report: report.kind(), client, data: report })
}

pub(super) fn pretty(value: &impl Serialize) -> String {
    // Structs with text keys cannot fail to be written; an empty answer would be seen at once.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
