//! What an act came to, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Date, GateId, Lang, Message, PhaseId, Status};
use crate::words;

/// An act that was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acted<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) change: &'a str,
    pub(crate) status: (Status, Status),
    /// From where to where, where the phase changes.
    pub(crate) phases: Option<&'a (PhaseId, PhaseId)>,
    pub(crate) to_confirm: &'a [GateId],
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) file: &'a str,
}

/// The outcome of an act.
pub(crate) fn acted(act: &Acted<'_>) -> String {
    #[derive(Serialize)]
    struct ActedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        refused: bool,
        from: Option<&'a str>,
        to: Option<&'a str>,
        from_status: &'a str,
        to_status: &'a str,
        to_confirm: Vec<&'a str>,
        commit: Option<&'a str>,
        file: &'a str,
    }
    let (before, after) = act.status;
    pretty(&ActedV1 {
        version: VERSION,
        client: act.client.as_str(),
        change: act.change,
        refused: false,
        from: act.phases.map(|it| it.0.as_str()),
        to: act.phases.map(|it| it.1.as_str()),
        from_status: before.as_str(),
        to_status: after.as_str(),
        to_confirm: act.to_confirm.iter().map(GateId::as_str).collect(),
        commit: act.commit,
        file: act.file,
    })
}

/// An act that was refused: why, and the ways out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoAct<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) change: &'a str,
    pub(crate) reasons: &'a [Message],
    pub(crate) help: &'a [Message],
}

/// The refusal of an act.
pub(crate) fn refused_act(no: &NoAct<'_>, lang: Lang) -> String {
    #[derive(Serialize)]
    struct NoActV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        refused: bool,
        /// The first; `reasons` has them all.
        reason: Option<String>,
        reasons: Vec<String>,
        help: Vec<String>,
        commit: Option<&'a str>,
    }
    pretty(&NoActV1 {
        version: VERSION,
        client: no.client.as_str(),
        change: no.change,
        refused: true,
        reason: no.reasons.first().map(|it| words::say(it, lang)),
        reasons: no.reasons.iter().map(|it| words::say(it, lang)).collect(),
        help: no.help.iter().map(|it| words::say(it, lang)).collect(),
        commit: None,
    })
}

/// Gates that a person has spoken of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Confirmed<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) gates: &'a [GateId],
    pub(crate) state: &'a str,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) file: &'a str,
}

/// The outcome of `confirm`.
pub(crate) fn confirmed(it: &Confirmed<'_>) -> String {
    #[derive(Serialize)]
    struct ConfirmedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        refused: bool,
        gates: Vec<&'a str>,
        state: &'a str,
        commit: Option<&'a str>,
        file: &'a str,
    }
    pretty(&ConfirmedV1 {
        version: VERSION,
        client: it.client.as_str(),
        change: "confirm",
        refused: false,
        gates: it.gates.iter().map(GateId::as_str).collect(),
        state: it.state,
        commit: it.commit,
        file: it.file,
    })
}

/// A waiver that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waived<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) gate: &'a GateId,
    pub(crate) waiver: &'a str,
    pub(crate) expires_on: Option<Date>,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) file: &'a str,
}

/// The outcome of `waive`.
pub(crate) fn waived(it: &Waived<'_>) -> String {
    #[derive(Serialize)]
    struct WaivedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        refused: bool,
        gate: &'a str,
        waiver: &'a str,
        expires_on: Option<Date>,
        commit: Option<&'a str>,
        file: &'a str,
    }
    pretty(&WaivedV1 {
        version: VERSION,
        client: it.client.as_str(),
        change: "waive",
        refused: false,
        gate: it.gate.as_str(),
        waiver: it.waiver,
        expires_on: it.expires_on,
        commit: it.commit,
        file: it.file,
    })
}
