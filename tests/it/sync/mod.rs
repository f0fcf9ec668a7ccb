//! `onboard sync`: copies of one repository come together, whatever happens between them.

mod everyday;
mod login;
mod meaning;
mod odd;
mod team;
