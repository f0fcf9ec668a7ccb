//! What was decided about a client, in the order of the days: moves, approvals and signatures, waivers, words of persons on
//! gates, decisions on requests and go-lives, authorities. Only what has a day can be told since a day.

use serde::Serialize;

use super::closure::{HistoryRow, history};
use super::{Input, ProcessNames};
use crate::client::Client;
use crate::model::{Date, Text};

/// One decision. What it was about depends on its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Decision {
    pub(crate) date: Date,
    pub(crate) kind: DecisionKind,
    /// What was decided on: a gate, a request, a service, an amendment.
    pub(crate) subject: Option<Text>,
    /// The state that it came to, as the file writes it.
    pub(crate) state: Option<String>,
    pub(crate) reason: Option<Text>,
    pub(crate) reference: Option<String>,
    pub(crate) by_role: Option<Text>,
    /// Of a move: the entry of the history.
    pub(crate) entry: Option<HistoryRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DecisionKind {
    Move,
    AgreementApproved,
    AgreementSigned,
    Amendment,
    Renewal,
    Confirmation,
    Waiver,
    Request,
    Authority,
    Attestation,
    GoLive,
    Exception,
}

/// The decisions since a day, that day included; all of them where no day is given.
pub(super) fn decisions(input: &Input<'_>, since: Option<Date>) -> Vec<Decision> {
    let Input { client, names, .. } = *input;
    let mut found: Vec<Decision> = moves(input).collect();
    found.extend(agreement(client));
    found.extend(gates(client, names));
    found.extend(requests(client));
    found.extend(security(client));
    found.extend(go_lives(client));
    found.retain(|it| it.date <= input.today && since.is_none_or(|since| it.date >= since));
    // What falls on one day keeps this order.
    found.sort_by_key(|it| it.date);
    found
}

fn of(date: Date, kind: DecisionKind) -> Decision {
    Decision { date, kind, subject: None, state: None, reason: None, reference: None, by_role: None, entry: None }
}

fn moves<'a>(input: &Input<'a>) -> impl Iterator<Item = Decision> + use<'a> {
    let rows = history(input.client, input.made_by).into_iter();
    rows.map(|it| Decision {
        entry: Some(it.clone()),
        ..of(it.corrected_to.unwrap_or(it.entry.date), DecisionKind::Move)
    })
}

fn agreement(client: &Client) -> Vec<Decision> {
    let agreement = &client.agreement;
    let mut found = Vec::new();
    found.extend(agreement.approved_on.map(|date| Decision {
        by_role: agreement.approved_by_role.clone(),
        reference: agreement.reference.clone(),
        ..of(date, DecisionKind::AgreementApproved)
    }));
    found.extend(
        agreement
            .signed_on
            .map(|date| Decision { reference: agreement.reference.clone(), ..of(date, DecisionKind::AgreementSigned) }),
    );
    found.extend(agreement.amendments.iter().filter_map(|it| {
        let subject = it.number.to_string();
        let signed = of(it.signed_on?, DecisionKind::Amendment);
        Some(Decision { subject: Some(Text::new(&*subject, &*subject)), reason: it.summary.clone(), ..signed })
    }));
    found.extend(agreement.renewals.iter().filter_map(|it| {
        let subject = Text::new(&*it.fiscal_year, &*it.fiscal_year);
        let signed = of(it.signed_on?, DecisionKind::Renewal);
        Some(Decision { subject: Some(subject), reference: it.reference.clone(), ..signed })
    }));
    found.extend(agreement.success_criteria.iter().filter_map(|it| {
        let accepted = it.accepted.as_ref()?;
        let accepted_on = of(accepted.date?, DecisionKind::Exception);
        Some(Decision {
            subject: Some(it.text.clone()),
            reason: accepted.reason.clone(),
            by_role: accepted.by_role.clone(),
            ..accepted_on
        })
    }));
    found
}

fn gates(client: &Client, names: &ProcessNames) -> Vec<Decision> {
    let confirmed = client.criteria.iter().filter_map(|(gate, it)| {
        let said = of(it.date?, DecisionKind::Confirmation);
        Some(Decision {
            subject: Some(names.gate(gate)),
            state: it.state.clone(),
            reason: it.reason.clone(),
            reference: it.evidence.clone(),
            ..said
        })
    });
    let waived = client.waivers.iter().filter_map(|it| {
        let given = of(it.approved_on?, DecisionKind::Waiver);
        Some(Decision {
            subject: Some(names.gate(&it.gate)),
            reason: it.reason.clone(),
            reference: Some(it.id.clone()),
            by_role: it.approved_by_role.clone(),
            ..given
        })
    });
    confirmed.chain(waived).collect()
}

fn requests(client: &Client) -> Vec<Decision> {
    let all = client.environments.iter().flat_map(|it| it.requests.iter().map(move |request| (it, request)));
    let decided = all.filter_map(|(environment, it)| {
        let decided = of(it.decided_on?, DecisionKind::Request);
        Some(Decision {
            subject: Some(Text::new(&*environment.id, &*environment.id)),
            state: Some(it.state.clone()),
            reason: it.reason.clone(),
            reference: Some(it.id.clone()),
            ..decided
        })
    });
    decided.collect()
}

fn security(client: &Client) -> Vec<Decision> {
    let granted = client.authority_to_operate.iter().filter_map(|it| {
        let granted = of(it.granted_on?, DecisionKind::Authority);
        Some(Decision {
            state: it.kind.clone(),
            reference: it.reference.clone(),
            by_role: it.granted_by_role.clone(),
            ..granted
        })
    });
    let attested = client.attestation.signed_on.map(|date| Decision {
        reference: client.attestation.reference.clone(),
        by_role: client.attestation.signed_by_role.clone(),
        ..of(date, DecisionKind::Attestation)
    });
    granted.chain(attested).collect()
}

fn go_lives(client: &Client) -> Vec<Decision> {
    let service = |id: &str| client.services.iter().find(|it| it.id == id).map(|it| it.name.clone());
    let steps = client.go_live.iter().filter_map(|it| {
        // A step is decided on its day, and rolled back on another. One known to a month only is a plan.
        let crate::model::Due::Day(day) = it.date? else { return None };
        Some(Decision {
            subject: it.service.as_deref().and_then(service),
            state: it.decision.clone(),
            reason: it.reason.clone(),
            ..of(it.rolled_back_on.unwrap_or(day), DecisionKind::GoLive)
        })
    });
    steps.collect()
}
