//! `status` and `advance` for other programs.

use serde::Serialize;

use super::service::{ServiceV1, service};
use super::{VERSION, pretty};
use crate::model::{ClientId, Lang, Message, PhaseId, Place, Text};
use crate::report::status::{GateStanding, GateView, StatusView, Unmet};
use crate::words;

#[derive(Serialize)]
struct StatusV1<'a> {
    version: u8,
    client: &'a str,
    phase: &'a str,
    status: &'a str,
    next: Option<&'a str>,
    gates: Vec<GateV1<'a>>,
    /// The service that the gates are asked of, where it is not the client as a whole.
    service: Option<&'a str>,
    services: Vec<ServiceV1<'a>>,
}

#[expect(clippy::struct_excessive_bools, reason = "a format for programs, each with a meaning of its own")]
#[derive(Serialize)]
struct GateV1<'a> {
    id: &'a str,
    phase: &'a str,
    met: bool,
    waived: bool,
    waivable: bool,
    applicable: bool,
    waiver: Option<&'a str>,
    text: &'a Text,
    /// Of the first place where the gate does not hold; `unmet` has them all.
    reason: Option<String>,
    place: Option<PlaceV1<'a>>,
    fix: Option<&'a str>,
    unmet: Vec<UnmetV1<'a>>,
}

#[derive(Serialize)]
struct UnmetV1<'a> {
    reason: String,
    place: PlaceV1<'a>,
    fix: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceV1<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    path: &'a str,
}

/// The gates of a client.
pub(crate) fn status(view: &StatusView, lang: Lang) -> String {
    pretty(&StatusV1 {
        version: VERSION,
        client: view.client.as_str(),
        phase: view.phase.as_str(),
        status: view.status.as_str(),
        next: view.next.as_ref().map(|it| it.id.as_str()),
        gates: view.gates.iter().map(|it| gate(it, lang)).collect(),
        service: view.service.as_deref(),
        services: view.services.iter().map(service).collect(),
    })
}

fn gate(view: &GateView, lang: Lang) -> GateV1<'_> {
    let (met, permission, all): (bool, Option<&str>, &[Unmet]) = match &view.standing {
        GateStanding::Met | GateStanding::NotApplicable => (true, None, &[]),
        GateStanding::Waived { waiver } => (false, Some(waiver), &[]),
        GateStanding::Unmet(all) => (false, None, all),
    };
    let first = all.first();
    GateV1 {
        id: view.id.as_str(),
        phase: view.phase.as_str(),
        met,
        waived: permission.is_some(),
        waivable: view.waivable,
        applicable: view.standing != GateStanding::NotApplicable,
        waiver: permission,
        text: &view.text,
        reason: first.map(|it| words::say(&it.reason, lang)),
        place: first.map(|it| place(&it.place)),
        fix: first.and_then(|it| it.fix.as_deref()),
        unmet: all.iter().map(|it| unmet(it, lang)).collect(),
    }
}

fn unmet(unmet: &Unmet, lang: Lang) -> UnmetV1<'_> {
    UnmetV1 { reason: words::say(&unmet.reason, lang), place: place(&unmet.place), fix: unmet.fix.as_deref() }
}

fn place(place: &Place) -> PlaceV1<'_> {
    PlaceV1 { file: &place.file, line: place.spot.line, column: place.spot.column, path: &place.path }
}

/// A move that was made, or would be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Advance<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) from: &'a PhaseId,
    /// None: the client was closed.
    pub(crate) to: Option<&'a PhaseId>,
    pub(crate) skipped: &'a [PhaseId],
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
}

/// The outcome of `advance`.
pub(crate) fn advance(moved: Advance<'_>) -> String {
    #[derive(Serialize)]
    struct AdvanceV1<'a> {
        version: u8,
        client: &'a str,
        refused: bool,
        from: &'a str,
        to: Option<&'a str>,
        skipped: Vec<&'a str>,
        commit: Option<&'a str>,
    }
    pretty(&AdvanceV1 {
        version: VERSION,
        client: moved.client.as_str(),
        refused: false,
        from: moved.from.as_str(),
        to: moved.to.map(PhaseId::as_str),
        skipped: moved.skipped.iter().map(PhaseId::as_str).collect(),
        commit: moved.commit,
    })
}

/// Why a move was refused, where no gate is the reason.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused<'a> {
    pub(crate) view: &'a StatusView,
    pub(crate) reason: Option<&'a Message>,
    pub(crate) help: &'a [Message],
}

/// A move that was refused, with the gates that hold the client back and those that do not.
pub(crate) fn refused(refused: Refused<'_>, lang: Lang) -> String {
    #[derive(Serialize)]
    struct RefusedV1<'a> {
        version: u8,
        client: &'a str,
        refused: bool,
        from: &'a str,
        to: Option<&'a str>,
        commit: Option<&'a str>,
        reason: Option<String>,
        help: Vec<String>,
        gates: Vec<GateV1<'a>>,
        services: Vec<ServiceV1<'a>>,
    }
    let view = refused.view;
    pretty(&RefusedV1 {
        version: VERSION,
        client: view.client.as_str(),
        refused: true,
        from: view.phase.as_str(),
        to: view.next.as_ref().map(|it| it.id.as_str()),
        commit: None,
        reason: refused.reason.map(|it| words::say(it, lang)),
        help: refused.help.iter().map(|it| words::say(it, lang)).collect(),
        gates: view.gates.iter().map(|it| gate(it, lang)).collect(),
        services: view.services.iter().map(service).collect(),
    })
}

/// Why an act was refused that is no move.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declined<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) act: &'a str,
    pub(crate) reason: Option<&'a Message>,
    pub(crate) details: &'a [Message],
    pub(crate) gates: &'a [GateView],
    pub(crate) help: &'a [Message],
    pub(crate) lang: Lang,
}

/// An act that was refused: nothing was written.
pub(crate) fn declined(declined: &Declined<'_>) -> String {
    #[derive(Serialize)]
    struct DeclinedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        refused: bool,
        commit: Option<&'a str>,
        reason: Option<String>,
        details: Vec<String>,
        gates: Vec<GateV1<'a>>,
        help: Vec<String>,
    }
    let said = |it: &Message| words::say(it, declined.lang);
    pretty(&DeclinedV1 {
        version: VERSION,
        client: declined.client.as_str(),
        change: declined.act,
        refused: true,
        commit: None,
        reason: declined.reason.map(said),
        details: declined.details.iter().map(said).collect(),
        gates: declined.gates.iter().map(|it| gate(it, declined.lang)).collect(),
        help: declined.help.iter().map(said).collect(),
    })
}
