//! "No" is an answer: said with its reasons and the way out, for people and for programs. Nothing was written.

use super::{Desk, failure};
use crate::cli::Format;
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Message};
use crate::render;
use crate::report::status::GateView;
use crate::ui::Ui;
use crate::words::say;

/// Why an act is refused.
#[derive(Debug, Clone, Default)]
pub(super) struct No {
    pub(super) reason: Option<Message>,
    /// What stands behind it, one thing each.
    pub(super) details: Vec<Message>,
    /// Gates that do not hold.
    pub(super) gates: Vec<GateView>,
    pub(super) help: Vec<Message>,
}

impl No {
    pub(super) fn because(reason: Message) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }

    pub(super) fn help(mut self, help: Message) -> Self {
        self.help.push(help);
        self
    }

    /// Says it. `act` is the name of the command.
    pub(super) fn said(&self, desk: &Desk, client: &ClientId, act: &str, format: Format) -> Result<Outcome, Failure> {
        let lang = desk.ui.lang;
        let text = match format {
            Format::Json => render::json::declined(&render::json::Declined {
                client,
                act,
                reason: self.reason.as_ref(),
                details: &self.details,
                gates: &self.gates,
                help: &self.help,
                lang,
            }),
            Format::Table => {
                let reason = self.reason.iter().map(|it| say(it, lang));
                let mut lines: Vec<String> = reason.collect();
                lines.extend(self.details.iter().map(|it| format!("  {}", say(it, lang))));
                let lines: Vec<String> = lines.iter().map(|it| render::plain(it).into_owned()).collect();
                let mut text = lines.join("\n");
                if !self.gates.is_empty() {
                    text.push_str("\n\n");
                    text.push_str(&render::table::gates(&self.gates, failure::style(desk.ui)));
                }
                text
            }
        };
        Ui::out(&text).map_err(failure::output)?;
        if format == Format::Table {
            for it in &self.help {
                desk.ui.note(it);
            }
        }
        Ok(Outcome::Refused)
    }
}
