//! Renewals: what was signed stays in force for another fiscal year.

use serde_json::json;

use super::record::Record;
use crate::document::Edit;
use crate::model::{Date, Text};
use crate::process::Process;
use crate::process::cel::day_of;
use crate::process::definition::{Renewed, Signature};
use crate::process::subject::Subject;

/// A fiscal year, from 1 April to 31 March.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FiscalYear {
    text: String,
    first: Date,
    last: Date,
}

/// An allowed renewal. Only [`plan_renew`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Renewal {
    edit: Edit,
    starts_on: Date,
    ends_on: Date,
}

/// What is about to be renewed.
#[derive(Debug, Clone)]
pub(crate) struct Renewing<'a> {
    pub(crate) year: &'a FiscalYear,
    pub(crate) reference: &'a str,
    /// None: the end of the fiscal year.
    pub(crate) ends: Option<Date>,
    /// The day it was signed.
    pub(crate) on: Date,
}

/// Why it is not renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotRenewed {
    /// Nothing says how long it is in force, or that it may be renewed.
    NeverEnds,
    /// What is not signed by all is not renewed.
    Unsigned { missing: Text },
    /// It is renewed for this fiscal year already.
    Taken { reference: String },
    /// It is in force for the whole of this fiscal year already.
    InForce { until: Date },
    /// The last day lies outside the fiscal year, or before the first.
    Outside { first: Date, last: Date },
    /// The renewal is dated before the signature of what it renews.
    Early { after: Date },
}

impl FiscalYear {
    /// Reads `2027-2028`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to): (i16, i16) = (from.parse().ok()?, to.parse().ok()?);
        let first = Date::new(from, 4, 1).ok()?;
        let last = Date::new(to, 3, 31).ok()?;
        (text.len() == 9 && to == from + 1).then(|| Self { text: text.to_owned(), first, last })
    }
}

/// Whether what was signed may be renewed for this fiscal year.
pub(crate) fn plan_renew(
    process: &Process,
    subject: &Subject<'_>,
    signature: &Signature,
    renewing: &Renewing<'_>,
) -> Result<Renewal, NotRenewed> {
    let renewed = signature.renewed.as_ref().ok_or(NotRenewed::NeverEnds)?;
    let record = Record::of(subject, signature);
    let Some(signed) = record.signed_on().and_then(day_of) else {
        let missing = record.missing();
        return Err(NotRenewed::Unsigned { missing: record.parties(process, missing) });
    };
    if renewing.on < signed {
        return Err(NotRenewed::Early { after: signed });
    }
    let year = renewing.year;
    let renewals = renewed.list.find(subject.client());
    let text = |it: &serde_json::Value, key: &str| it.get(key).and_then(|it| it.as_str()).map(str::to_owned);
    if let Some((_, taken)) = renewals.iter().find(|(_, it)| text(it, "fiscal_year").as_deref() == Some(&*year.text)) {
        return Err(NotRenewed::Taken { reference: text(taken, "reference").unwrap_or_default() });
    }
    let until = last_day(subject, renewed).ok_or(NotRenewed::NeverEnds)?;
    if until >= year.last {
        return Err(NotRenewed::InForce { until });
    }
    let starts_on = until.tomorrow().map_or(year.first, |it| it.max(year.first));
    let ends_on = renewing.ends.unwrap_or(year.last);
    if ends_on < starts_on || ends_on > year.last {
        return Err(NotRenewed::Outside { first: starts_on, last: year.last });
    }
    let value = json!({
        "fiscal_year": year.text,
        "reference": renewing.reference,
        "signed_on": renewing.on.to_string(),
        "starts_on": starts_on.to_string(),
        "ends_on": ends_on.to_string(),
    });
    Ok(Renewal { edit: Edit::Insert { list: renewed.list.path(), value }, starts_on, ends_on })
}

/// The last day it is in force, with its renewals.
fn last_day(subject: &Subject<'_>, renewed: &Renewed) -> Option<Date> {
    let first = renewed.until.find(subject.client());
    let ends = first.first().and_then(|(_, it)| it.as_str().and_then(day_of))?;
    let renewals = renewed.list.find(subject.client());
    let renewals = renewals.iter().filter_map(|(_, it)| it.get("ends_on")?.as_str().and_then(day_of));
    renewals.chain([ends]).max()
}

impl Renewal {
    pub(crate) fn edit(&self) -> &Edit {
        &self.edit
    }

    pub(crate) fn starts_on(&self) -> Date {
        self.starts_on
    }

    pub(crate) fn ends_on(&self) -> Date {
        self.ends_on
    }
}
