//! Configuration requests for other programs: the list, a move that was made, and one that was not.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Date, Lang, Message, Text};
use crate::report::requests::RequestRow;
use crate::words::say;

/// A request that was made or moved.
#[derive(Debug)]
pub(crate) struct Moved<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) request: &'a str,
    pub(crate) environment: &'a str,
    pub(crate) verb: &'a str,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
    /// The request that made way: its id, and its state before and after.
    pub(crate) replaced: Option<(&'a str, &'a str, &'a str)>,
    pub(crate) commit: Option<&'a str>,
    pub(crate) file: &'a str,
}

pub(crate) fn moved(it: &Moved<'_>) -> String {
    #[derive(Serialize)]
    struct ReplacedV1<'a> {
        request: &'a str,
        from: &'a str,
        to: &'a str,
    }
    #[derive(Serialize)]
    struct MovedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        request: &'a str,
        environment: &'a str,
        r#move: &'a str,
        from: Option<&'a str>,
        to: Option<&'a str>,
        replaced: Option<ReplacedV1<'a>>,
        commit: Option<&'a str>,
        file: &'a str,
    }
    pretty(&MovedV1 {
        version: VERSION,
        client: it.client.as_str(),
        change: "request",
        request: it.request,
        environment: it.environment,
        r#move: it.verb,
        from: it.from,
        to: it.to,
        replaced: it.replaced.map(|(request, from, to)| ReplacedV1 { request, from, to }),
        commit: it.commit,
        file: it.file,
    })
}

/// A request that does not move so.
#[derive(Debug)]
pub(crate) struct NotMoved<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) request: &'a str,
    pub(crate) environment: &'a str,
    pub(crate) verb: &'a str,
    pub(crate) state: &'a str,
    /// The verbs that lead on from there.
    pub(crate) allowed: &'a [String],
    pub(crate) reason: &'a Message,
}

pub(crate) fn not_moved(it: &NotMoved<'_>, lang: Lang) -> String {
    #[derive(Serialize)]
    struct NotMovedV1<'a> {
        version: u8,
        client: &'a str,
        refused: bool,
        request: &'a str,
        environment: &'a str,
        r#move: &'a str,
        state: &'a str,
        allowed: &'a [String],
        reason: String,
    }
    pretty(&NotMovedV1 {
        version: VERSION,
        client: it.client.as_str(),
        refused: true,
        request: it.request,
        environment: it.environment,
        r#move: it.verb,
        state: it.state,
        allowed: it.allowed,
        reason: say(it.reason, lang),
    })
}

#[derive(Serialize)]
struct RequestV1<'a> {
    client: &'a str,
    environment: &'a str,
    id: &'a str,
    kind: Option<&'a str>,
    state: &'a str,
    submitted_on: Option<Date>,
    requested_for: Option<Date>,
    decided_on: Option<Date>,
    done_on: Option<Date>,
    reason: Option<&'a Text>,
    replaces: Option<&'a str>,
    tested_as: Option<&'a str>,
    waiting_days: Option<i64>,
}

impl<'a> From<&'a RequestRow> for RequestV1<'a> {
    fn from(it: &'a RequestRow) -> Self {
        Self {
            client: it.client.as_str(),
            environment: &it.environment,
            id: &it.id,
            kind: it.kind.as_deref(),
            state: &it.state,
            submitted_on: it.submitted_on,
            requested_for: it.requested_for,
            decided_on: it.decided_on,
            done_on: it.done_on,
            reason: it.reason.as_ref(),
            replaces: it.replaces.as_deref(),
            tested_as: it.tested_as.as_deref(),
            waiting_days: it.waiting_days,
        }
    }
}

/// The requests, in the order given, and the clients whose files cannot be read.
pub(crate) fn requests(rows: &[RequestRow], unreadable: &[ClientId]) -> String {
    #[derive(Serialize)]
    struct RequestsV1<'a> {
        version: u8,
        requests: Vec<RequestV1<'a>>,
        unreadable: Vec<&'a str>,
    }
    let unreadable = unreadable.iter().map(ClientId::as_str).collect();
    pretty(&RequestsV1 { version: VERSION, requests: rows.iter().map(RequestV1::from).collect(), unreadable })
}
