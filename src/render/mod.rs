//! The forms of what the program says: Markdown from templates, tables and screens for a terminal, findings with the line
//! they are on, JSON for other programs. Models in, text out: nothing here reads, decides or prints.

mod calendar;
pub(crate) mod ci;
mod csv;
pub(crate) mod diagram;
mod excerpt;
mod findings;
pub(crate) mod json;
mod markdown;
mod page;
mod picture;
mod plain;
mod report;
mod sheet;
pub(crate) mod site;
mod style;
pub(crate) mod table;
mod template;

pub(crate) use calendar::calendar;
pub(crate) use csv::{due as csv, portfolio as clients_csv};
pub(crate) use excerpt::Excerpts;
pub(crate) use findings::{Reading, finding, findings, findings_beside, findings_summary, sorted};
pub(crate) use page::Paper;
pub(crate) use plain::plain;
pub(crate) use report::{Languages, html, markdown};
pub(crate) use sheet::workbook;
pub(crate) use style::{Colour, Style};
pub(crate) use template::{TEMPLATES, Template};
