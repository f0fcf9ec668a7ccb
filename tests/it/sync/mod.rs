//! `onboard sync`: copies of one repository come together, whatever happens between them.

mod everyday;
mod odd;
mod team;
