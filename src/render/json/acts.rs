//! What an act came to, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, GateId, Lang, Message, PhaseId, Status};
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
    pub(crate) reason: &'a Message,
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
        reason: String,
        help: Vec<String>,
        commit: Option<&'a str>,
    }
    pretty(&NoActV1 {
        version: VERSION,
        client: no.client.as_str(),
        change: no.change,
        refused: true,
        reason: words::say(no.reason, lang),
        help: no.help.iter().map(|it| words::say(it, lang)).collect(),
        commit: None,
    })
}
