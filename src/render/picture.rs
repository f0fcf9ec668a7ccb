//! Drawings as SVG: models in, shapes out. Each has a title and a description for those who do not see it, tells its kinds
//! of things apart by shape and pattern and not by colour alone, and takes its colours from the stylesheet of the house.

mod axis;
mod canvas;
mod client;
mod pace;
mod portfolio;
mod process;

pub(super) use canvas::Picture;
pub(super) use client::client;
pub(super) use pace::pace;
pub(super) use portfolio::portfolio;
pub(super) use process::process;
