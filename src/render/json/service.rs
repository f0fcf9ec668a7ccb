//! The services of a client, and its progress, for other programs.

use serde::Serialize;

use crate::model::{GateId, Text};
use crate::report::{Progress, ServiceRow};

#[derive(Serialize)]
pub(super) struct ServiceV1<'a> {
    id: &'a str,
    name: &'a Text,
    state: Option<&'a str>,
    /// False: it counts no more.
    active: bool,
    /// The phase that it is as far as.
    phase: Option<&'a str>,
    behind: bool,
    unmet: Vec<&'a str>,
}

pub(super) fn service(row: &ServiceRow) -> ServiceV1<'_> {
    let at = row.at.as_ref();
    ServiceV1 {
        id: &row.id,
        name: &row.name,
        state: row.state.as_deref(),
        active: at.is_some(),
        phase: at.map(|it| it.phase.as_str()),
        behind: at.is_some_and(|it| it.behind),
        unmet: at.into_iter().flat_map(|it| &it.unmet).map(GateId::as_str).collect(),
    }
}

/// Of the phases that apply.
#[derive(Serialize)]
pub(super) struct ProgressV1 {
    at: usize,
    of: usize,
}

pub(super) fn progress(it: Progress) -> ProgressV1 {
    ProgressV1 { at: it.at, of: it.of }
}
