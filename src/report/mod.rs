//! Report models: what a report or a table says, before it has a language or a form. Pure: a client, the words of the
//! process, the commits of its file and a date in; a model out. No disk, no clock, no sentences.

pub(crate) mod agreement;
pub(crate) mod attestation;
pub(crate) mod audit;
pub(crate) mod closure;
pub(crate) mod dates;
mod decisions;
pub(crate) mod doctor;
pub(crate) mod dossier;
pub(crate) mod due;
pub(crate) mod history;
mod input;
pub(crate) mod list;
pub(crate) mod log;
mod names;
pub(crate) mod portfolio;
pub(crate) mod process;
pub(crate) mod progress;
pub(crate) mod requests;
pub(crate) mod service;
pub(crate) mod show;
pub(crate) mod site;
pub(crate) mod status;
pub(crate) mod timeline;

use serde::Serialize;

use crate::client::Client;
use crate::model::Date;

pub(crate) use input::{Input, Judged, Produced};
pub(crate) use log::Commit;
#[cfg(test)]
pub(crate) use names::tests::names as names_for_tests;
pub(crate) use names::{PhaseName, ProcessNames};
pub(crate) use service::{Progress, ServiceReach, ServiceRow};

/// A report of any kind. As data it is what its template gets.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Report {
    Closure(Box<closure::Closure>),
    Progress(Box<progress::Progress>),
    Agreement(Box<agreement::AgreementDocument>),
    Attestation(Box<attestation::AttestationForm>),
    Portfolio(Box<portfolio::Portfolio>),
}

impl Report {
    /// The file of its template.
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Self::Closure(_) => "closure.md",
            Self::Progress(_) => "progress.md",
            Self::Agreement(_) => "agreement.md",
            Self::Attestation(_) => "attestation.md",
            Self::Portfolio(_) => "portfolio.md",
        }
    }

    /// The kind, as command lines and files name it.
    pub(crate) fn kind(&self) -> &'static str {
        self.template().trim_end_matches(".md")
    }

    pub(crate) fn names(&self) -> &ProcessNames {
        match self {
            Self::Closure(it) => &it.names,
            Self::Progress(it) => &it.names,
            Self::Agreement(it) => &it.names,
            Self::Attestation(it) => &it.names,
            Self::Portfolio(it) => &it.names,
        }
    }

    /// Whom it is about; none: all clients.
    pub(crate) fn client(&self) -> Option<&Client> {
        match self {
            Self::Closure(it) => Some(&it.client),
            Self::Progress(it) => Some(&it.client),
            Self::Agreement(it) => Some(&it.client),
            Self::Attestation(it) => Some(&it.client),
            Self::Portfolio(_) => None,
        }
    }

    /// The day it was made.
    pub(crate) fn day(&self) -> Date {
        match self {
            Self::Closure(it) => it.produced.on,
            Self::Progress(it) => it.produced.on,
            Self::Agreement(it) => it.produced.on,
            Self::Attestation(it) => it.produced.on,
            Self::Portfolio(it) => it.produced.on,
        }
    }
}
