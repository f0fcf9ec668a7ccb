//! The catalogs: every sentence of the program, in both languages, side by side in one YAML file per room.
//! A catalog is read when its first sentence is said. Knows only `model`.

mod catalog;
mod format;

pub(crate) use catalog::{say, sentence};
pub(crate) use format::{date, money, month, number, percent};
