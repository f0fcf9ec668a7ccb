//! Rules, gates, moves and life cycles: what a process demands of a client and what a client may do next.
//! Pure: no disk, no clock, no environment, no printing; and no phase, gate or service of the domain by name.

mod across;
mod acts;
mod advance;
mod again;
mod approval;
mod authority;
mod cel;
mod correction;
mod criterion;
mod definition;
mod due;
mod due_kind;
mod finding;
mod gate;
mod history;
mod judge;
pub(crate) mod lifecycle;
mod load;
mod narrow;
mod near;
mod ordered;
mod passed;
mod prints;
mod reference;
mod rename;
mod screen;
mod seal;
mod secret;
mod select;
mod service;
mod signature;
mod sound;
mod source;
mod step;
mod subject;
mod texts;
#[cfg(any(test, fuzzing))]
mod try_rule;
mod waiver;

pub(crate) use across::{Brought, between, brought, changes_with_the_day, introduced};
pub(crate) use acts::{
    Confirmed, Decided, NoAct, NoWaiver, NoWord, Permission, Planned, Said, Word, first, plan_confirm, plan_hold,
    plan_reopen, plan_resume, plan_return, plan_waive, plan_withdraw, to_confirm,
};
pub(crate) use advance::{Move, Refusal, plan_advance, plan_close};
pub(crate) use authority::{Demand, demands, file_demands};
pub(crate) use correction::{Corrected, Correcting, NotCorrected, plan_correct};
pub(crate) use definition::{Gate, Phase, Signature};
pub(crate) use due::due;
pub(crate) use finding::findings;
pub(crate) use gate::{GateState, Unmet, Verdict, gates, inapplicable, next};
pub(crate) use load::Process;
pub(crate) use ordered::Ordered;
pub(crate) use reference::references;
pub(crate) use rename::{NotRenamed, Renamed, Renaming, plan_rename};
pub(crate) use seal::protected;
pub(crate) use secret::cover;
pub(crate) use service::{Reach, ServiceStanding, of_service, standings};
pub(crate) use signature::{
    Amending, FiscalYear, NotRenewed, NotSigned, Renewal, Renewing, Sealed, Signing, is_about, plan_amend, plan_renew,
    plan_sign,
};
pub(crate) use step::{merge_itself, merged, step};
pub(crate) use subject::{Ground, Shapes, Subject};
#[cfg(any(test, fuzzing))]
pub(crate) use try_rule::try_rule;

#[cfg(test)]
mod tests;
