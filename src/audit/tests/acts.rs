//! The acts of the lives: every one that the library can plan, and edits of the kind that a person makes.

use serde_json::{Value, json};

use super::{Chance, grown};
use crate::document::{Edit, Path};
use crate::model::{Date, GateId, Text};
use crate::process::lifecycle::{self, Wish};
use crate::process::{self, Correcting, Decided, Permission, Phase, Process, Said, Signing, Subject, Word};

/// The act as edits, and whether the library planned it; nothing where the process does not allow it now.
pub(super) fn act(
    chance: &mut Chance,
    process: &Process,
    subject: &Subject<'_>,
    day: Date,
) -> Option<(Vec<Edit>, bool)> {
    let said = Said {
        on: day,
        reason: Some(Text::new("A reason", "Une raison")),
        by_role: None,
        requested_by: None,
        review_on: day.checked_add(jiff::Span::new().days(30)).ok(),
    };
    let planned = |edits: &[Edit]| Some((edits.to_vec(), true));
    match chance.below(36) {
        0..=3 => process::plan_advance(process, subject).ok().map(|it| (it.edits(), true)),
        4 => planned(process::plan_hold(process, subject, &said).ok()?.edits()),
        5..=7 => planned(process::plan_resume(process, subject, &said).ok()?.edits()),
        8 if chance.below(4) == 0 => planned(process::plan_withdraw(process, subject, &said).ok()?.edits()),
        8..=10 => planned(process::plan_reopen(process, subject, &said).ok()?.edits()),
        11..=12 => {
            let to = &process.phases().get(chance.below(process.phases().len()))?.id;
            planned(process::plan_return(process, subject, &said, to).ok()?.edits())
        }
        13..=16 => confirm(chance, process, subject, day),
        17 => waive(chance, process, subject, day),
        18 => sign(chance, process, subject, day),
        19..=20 => correct(chance, subject, day),
        21..=24 => move_an_item(chance, process, subject, day),
        25..=28 => Some((vec![remark(chance)], false)),
        _ => take_over(chance).map(|it| (vec![it], false)),
    }
}

/// A field of the client's own.
fn remark(chance: &mut Chance) -> Edit {
    let path = Path::root().key("custom").key(&format!("k{}", chance.below(5)));
    Edit::Set { path, value: json!(chance.below(1000)) }
}

fn phase_of<'p>(process: &'p Process, subject: &Subject<'_>) -> Option<&'p Phase> {
    process.phase(&subject.document().value().get("phase")?.as_str()?.parse().ok()?)
}

/// What waits since a return, or one criterion of the phase.
fn confirm(chance: &mut Chance, process: &Process, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let mut gates = process::to_confirm(process, subject);
    if gates.is_empty() || chance.below(3) == 0 {
        let criteria: Vec<&GateId> =
            phase_of(process, subject)?.gates.iter().filter(|it| it.criterion).map(|it| &it.id).collect();
        gates = vec![(*criteria.get(chance.below(criteria.len()))?).clone()];
    }
    let word = Word {
        service: None,
        on: day,
        state: if chance.below(5) == 0 { Decided::NotMet } else { Decided::Met },
        evidence: Some("GCdocs 4000099".to_owned()),
        note: None,
        reason: None,
    };
    let confirmed = process::plan_confirm(process, subject, &gates, &word).ok()?;
    Some((confirmed.edits().to_vec(), true))
}

fn waive(chance: &mut Chance, process: &Process, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let waivable: Vec<&GateId> =
        phase_of(process, subject)?.gates.iter().filter(|it| it.waivable).map(|it| &it.id).collect();
    let asked = Permission {
        gate: (*waivable.get(chance.below(waivable.len()))?).clone(),
        on: day,
        expires: day.checked_add(jiff::Span::new().days(20)).ok(),
        reason: Text::new("It can wait", "Cela peut attendre"),
        role: Text::new("Director", "Directrice"),
    };
    let waiver = process::plan_waive(process, subject, &asked).ok()?;
    Some((waiver.edits().to_vec(), true))
}

fn sign(chance: &mut Chance, process: &Process, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let all = process.signatures();
    let signature = all.get(chance.below(all.len()))?;
    let party = signature.parties.get(chance.below(signature.parties.len()))?;
    let role = Text::new("Director General", "Directeur général ou directrice générale");
    let signing = Signing { party, role: Some(&role), on: day };
    let sealed = process::plan_sign(process, subject, signature, &signing).ok()?;
    Some((sealed.edits().to_vec(), true))
}

fn correct(chance: &mut Chance, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let date = day.checked_sub(jiff::Span::new().days(i64::try_from(chance.below(4)).ok()?)).ok()?;
    let why = Text::new("A slip", "Une erreur");
    let correcting = Correcting { entry: 1 + chance.below(12), date: Some(date), reason: None, why: &why };
    let corrected = process::plan_correct(subject, &correcting).ok()?;
    Some((vec![corrected.edit().clone()], true))
}

/// One item on in its life cycle, by a verb of the process.
fn move_an_item(chance: &mut Chance, process: &Process, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let cycles: Vec<_> = process.lifecycles().iter().map(|it| it.1).collect();
    let cycle = cycles.get(chance.below(cycles.len()))?;
    let items = lifecycle::items(cycle, subject);
    let item = items.get(chance.below(items.len()))?;
    let verbs = cycle.verbs_from(&item.state);
    let reason = Text::new("A reason", "Une raison");
    let wish = Wish { verb: verbs.get(chance.below(verbs.len()))?, on: day, reason: None };
    let step = lifecycle::plan(cycle, subject, item, wish);
    let step = step.or_else(|_| lifecycle::plan(cycle, subject, item, Wish { reason: Some(&reason), ..wish })).ok()?;
    Some((step.edits(&item.path), true))
}

/// Takes a part of the grown client over: a section, or a field of one.
fn take_over(chance: &mut Chance) -> Option<Edit> {
    let kept = ["schema", "id", "process", "status", "phase", "history", "hold", "withdrawn", "waivers"];
    let all: Vec<(&String, &Value)> = grown().as_object()?.iter().filter(|it| !kept.contains(&it.0.as_str())).collect();
    let (key, value) = *all.get(chance.below(all.len()))?;
    let path = Path::root().key(key);
    match value.as_object().filter(|_| chance.below(2) == 0) {
        Some(map) => {
            let (inner, value) = map.iter().nth(chance.below(map.len()))?;
            Some(Edit::Set { path: path.key(inner), value: value.clone() })
        }
        None => Some(Edit::Set { path, value: value.clone() }),
    }
}
