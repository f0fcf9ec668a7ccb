//! The audit, on histories made by real commands: it finds nothing in those that are sound, and every kind of tampering.

mod history;
mod sound;
mod tamper;
