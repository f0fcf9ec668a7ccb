//! The Collaboration Agreement as a document to sign: who agrees, on which services, the six items, and a place for each
//! signature.

use serde::Serialize;

use super::closure::{Costs, MilestoneRow, costs, milestones};
use super::{Input, ProcessNames, Produced};
use crate::client::{Client, Service};
use crate::model::{Date, Text};

/// The data of an agreement, as a template gets it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AgreementDocument {
    pub(crate) standing: Standing,
    /// The client file itself.
    pub(crate) client: Client,
    /// The services that it covers: those it names, or all.
    pub(crate) services: Vec<Covered>,
    pub(crate) milestones: Vec<MilestoneRow>,
    pub(crate) costs: Costs,
    /// Who signed, or has to.
    pub(crate) signatures: Vec<SignatureLine>,
    pub(crate) produced: Produced,
    #[serde(skip)]
    pub(crate) names: ProcessNames,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    pub(crate) signed: bool,
    /// The last day it is in force, with its renewals.
    pub(crate) last_day: Option<Date>,
    /// How many of the items are not written yet.
    pub(crate) missing: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Covered {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) description: Option<Text>,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SignatureLine {
    pub(crate) party: String,
    pub(crate) role: Option<Text>,
    /// None: still to be signed.
    pub(crate) date: Option<Date>,
}

/// Makes the document of a client.
pub(crate) fn agreement(input: Input<'_>) -> AgreementDocument {
    let Input { client, names, today, .. } = input;
    AgreementDocument {
        standing: standing(client),
        services: covered(client),
        milestones: milestones(client, today),
        costs: costs(client),
        signatures: signatures(client, &input.judged.parties),
        produced: input.produced(),
        client: client.clone(),
        names: names.clone(),
    }
}

fn standing(client: &Client) -> Standing {
    let agreement = &client.agreement;
    let items = [
        agreement.scope.is_none(),
        agreement.milestones.is_empty(),
        agreement.costs.is_empty(),
        agreement.success_criteria.is_empty(),
        agreement.problem_resolution.is_none(),
        agreement.resource_availability.is_none(),
    ];
    Standing {
        signed: agreement.signed_on.is_some(),
        last_day: agreement.last_day(),
        missing: items.into_iter().filter(|it| *it).count(),
    }
}

fn covered(client: &Client) -> Vec<Covered> {
    let named = &client.agreement.services;
    let row = |it: &Service| Covered { id: it.id.clone(), name: it.name.clone(), description: it.description.clone() };
    client.services.iter().filter(|it| named.is_empty() || named.contains(&it.id)).map(row).collect()
}

/// The signatures of the file, then a line for each party that has not signed.
fn signatures(client: &Client, parties: &[String]) -> Vec<SignatureLine> {
    let signed = client.agreement.signatures.iter().map(|it| SignatureLine {
        party: it.party.clone().unwrap_or_default(),
        role: it.role.clone(),
        date: it.date,
    });
    let mut lines: Vec<SignatureLine> = signed.collect();
    for party in parties {
        if lines.iter().all(|it| it.party != *party) {
            lines.push(SignatureLine { party: party.clone(), role: None, date: None });
        }
    }
    lines
}
