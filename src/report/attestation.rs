//! The federation compliance attestation form, filled in from the file: what is attested, and what each statement rests on.

use serde::Serialize;

use super::{Input, ProcessNames, Produced};
use crate::client::{Assessment, Authority, Client, Risk};
use crate::model::{Date, Text};

/// The data of the form, as a template gets it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AttestationForm {
    pub(crate) standing: Standing,
    /// The client file itself.
    pub(crate) client: Client,
    pub(crate) services: Vec<ServiceAuthority>,
    pub(crate) security_assessment: Assessment,
    pub(crate) privacy_assessment: Assessment,
    pub(crate) risks: RiskCount,
    pub(crate) produced: Produced,
    #[serde(skip)]
    pub(crate) names: ProcessNames,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    pub(crate) signed: bool,
    /// How many of the statements are attested, and how many there are.
    pub(crate) attested: usize,
    pub(crate) statements: usize,
}

/// A service, and the authority to operate it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ServiceAuthority {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) authority: Option<Authority>,
    /// Whether that authority is in force on the day of the report.
    pub(crate) in_force: bool,
}

/// The residual risks: how many there are, and how many of them are addressed or have a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct RiskCount {
    pub(crate) total: usize,
    pub(crate) addressed: usize,
    pub(crate) treated: usize,
}

/// Makes the form of a client.
pub(crate) fn attestation(input: Input<'_>) -> AttestationForm {
    let Input { client, names, today, .. } = input;
    AttestationForm {
        standing: standing(client),
        services: services(client, today),
        security_assessment: client.security_privacy.security_assessment.clone(),
        privacy_assessment: client.security_privacy.privacy_assessment.clone(),
        risks: risks(&client.security_privacy.residual_risks),
        produced: input.produced(),
        client: client.clone(),
        names: names.clone(),
    }
}

fn standing(client: &Client) -> Standing {
    let it = &client.attestation;
    let said = [it.security_assessment_done, it.privacy_assessment_done, it.risks_addressed, it.ato_obtained];
    Standing {
        signed: it.signed_on.is_some(),
        attested: said.iter().filter(|it| **it == Some(true)).count(),
        statements: said.len(),
    }
}

/// Every service with the authority that was granted last for it.
fn services(client: &Client, today: Date) -> Vec<ServiceAuthority> {
    let rows = client.services.iter().map(|service| {
        let of_service = |it: &&Authority| it.services.is_empty() || it.services.contains(&service.id);
        let authority = client.authority_to_operate.iter().filter(of_service).max_by_key(|it| it.granted_on).cloned();
        let in_force = authority.as_ref().is_some_and(|it| {
            it.granted_on.is_some_and(|day| day <= today) && it.expires_on.is_none_or(|day| day >= today)
        });
        ServiceAuthority { id: service.id.clone(), name: service.name.clone(), authority, in_force }
    });
    rows.collect()
}

fn risks(risks: &[Risk]) -> RiskCount {
    let open = |it: &&Risk| it.addressed_on.is_none();
    RiskCount {
        total: risks.len(),
        addressed: risks.iter().filter(|it| it.addressed_on.is_some()).count(),
        treated: risks.iter().filter(open).filter(|it| it.treatment.is_some()).count(),
    }
}
