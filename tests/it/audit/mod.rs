//! The audit, on histories made by real commands: it finds nothing in those that are sound, and every kind of tampering.

mod cache;
pub(crate) mod history;
mod rights;
mod signers;
mod since;
mod sound;
mod tamper;
