//! What was signed, renewed, corrected and renamed, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Date, Text};
use crate::process::{Renamed, Renewal, Sealed};

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

/// A renewal that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Renewed<'a> {
    pub(crate) client: &'a ClientId,
    pub(crate) what: &'a str,
    pub(crate) fiscal_year: &'a str,
    pub(crate) reference: &'a str,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) renewal: &'a Renewal,
}

pub(crate) fn renewed(renewed: &Renewed<'_>) -> String {
    #[derive(Serialize)]
    struct RenewedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        refused: bool,
        commit: Option<&'a str>,
        what: &'a str,
        fiscal_year: &'a str,
        reference: &'a str,
        starts_on: Date,
        ends_on: Date,
    }
    pretty(&RenewedV1 {
        version: VERSION,
        client: renewed.client.as_str(),
        change: "renew",
        refused: false,
        commit: renewed.commit,
        what: renewed.what,
        fiscal_year: renewed.fiscal_year,
        reference: renewed.reference,
        starts_on: renewed.renewal.starts_on(),
        ends_on: renewed.renewal.ends_on(),
    })
}

/// A correction that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Correction<'a> {
    pub(crate) client: &'a ClientId,
    /// From 1.
    pub(crate) entry: usize,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) was: Date,
    /// None: only words were corrected.
    pub(crate) now: Option<Date>,
}

pub(crate) fn corrected(correction: &Correction<'_>) -> String {
    #[derive(Serialize)]
    struct CorrectedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        refused: bool,
        commit: Option<&'a str>,
        entry: usize,
        was: Date,
        date: Date,
    }
    pretty(&CorrectedV1 {
        version: VERSION,
        client: correction.client.as_str(),
        change: "correct",
        refused: false,
        commit: correction.commit,
        entry: correction.entry,
        was: correction.was,
        date: correction.now.unwrap_or(correction.was),
    })
}

/// A new name that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rename<'a> {
    pub(crate) client: &'a ClientId,
    /// None: the organization.
    pub(crate) service: Option<&'a str>,
    /// None: nothing was committed.
    pub(crate) commit: Option<&'a str>,
    pub(crate) renamed: &'a Renamed,
}

pub(crate) fn renamed(rename: &Rename<'_>) -> String {
    #[derive(Serialize)]
    struct RenamedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        refused: bool,
        commit: Option<&'a str>,
        service: Option<&'a str>,
        was: &'a Text,
        name: &'a Text,
        /// Where the old name still stands.
        elsewhere: &'a [String],
    }
    pretty(&RenamedV1 {
        version: VERSION,
        client: rename.client.as_str(),
        change: "rename",
        refused: false,
        commit: rename.commit,
        service: rename.service,
        was: rename.renamed.was(),
        name: rename.renamed.now(),
        elsewhere: rename.renamed.elsewhere(),
    })
}
