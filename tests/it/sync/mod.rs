//! `onboard sync`: copies of one repository come together, whatever happens between them.

mod dice;
mod everyday;
mod login;
mod meaning;
mod odd;
mod proof;
mod servers;
mod team;
mod waiting;
