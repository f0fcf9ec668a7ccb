//! What was signed, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Date};
use crate::process::Sealed;

/// A signature that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) client: &'a ClientId,
    /// As the process names it.
    pub(crate) what: &'a str,
    /// None: an amendment was signed.
    pub(crate) party: Option<&'a str>,
    pub(crate) on: Date,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) sealed: &'a Sealed,
}

pub(crate) fn signed(signed: &Signed<'_>) -> String {
    #[derive(Serialize)]
    struct SignedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        refused: bool,
        commit: Option<&'a str>,
        what: &'a str,
        party: Option<&'a str>,
        signature: Option<&'a str>,
        amendment: Option<u64>,
        date: Date,
        /// Whether it was recorded already, and only says from now on what it covers.
        sealed: bool,
        /// How many parts of the section it covers.
        covers: usize,
        /// The day all parties had signed. None: some have not.
        signed_on: Option<Date>,
        missing: &'a [String],
    }
    let name = signed.sealed.name();
    pretty(&SignedV1 {
        version: VERSION,
        client: signed.client.as_str(),
        change: "sign",
        refused: false,
        commit: signed.commit,
        what: signed.what,
        party: signed.party,
        signature: signed.party.map(|_| name),
        amendment: if signed.party.is_none() { name.parse().ok() } else { None },
        date: signed.on,
        sealed: signed.sealed.completes(),
        covers: signed.sealed.covered(),
        signed_on: signed.sealed.signed_on(),
        missing: signed.sealed.missing_parties(),
    })
}
