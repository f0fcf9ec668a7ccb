//! Acts that a process offers as a fix: `confirm`, `waive`, `return` and the others name gates and phases that exist, and
//! flags that the act has.

use super::Check;
use super::command::Word;
use crate::document::Path;
use crate::model::Message;
use crate::process::cel::Flaw;
use crate::process::near;
use crate::process::source::Template;

/// An act: its flags that take a value, and those that do not.
struct Act {
    verb: &'static str,
    valued: &'static [&'static str],
    plain: &'static [&'static str],
}

const WHY: &[&str] = &["reason", "reason-en", "reason-fr", "role", "role-en", "role-fr", "date"];

const ACTS: &[Act] = &[
    Act { verb: "advance", valued: &[], plain: &[] },
    Act { verb: "close", valued: &[], plain: &[] },
    Act { verb: "confirm", valued: &["evidence", "note"], plain: &["again", "not-met", "not-applicable"] },
    Act { verb: "hold", valued: &["review-on", "requested-by"], plain: &[] },
    Act { verb: "reopen", valued: &[], plain: &[] },
    Act { verb: "resume", valued: &[], plain: &[] },
    Act { verb: "return", valued: &["to"], plain: &[] },
    Act { verb: "waive", valued: &["expires"], plain: &[] },
    Act { verb: "withdraw", valued: &["requested-by"], plain: &[] },
];

impl Check<'_> {
    /// Checks the words of a command after the client, where it is an act.
    pub(super) fn act(&mut self, at: &Path, fix: &Template, verb: &str, words: &[Word]) {
        let Some(act) = ACTS.iter().find(|it| it.verb == verb) else { return };
        let mut named = Vec::new();
        let mut flags = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let text = word.text();
            let Some(flag) = text.strip_prefix("--") else {
                named.push(word);
                continue;
            };
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            let valued = act.valued.contains(&name) || WHY.contains(&name);
            if !valued && !act.plain.contains(&name) {
                let message = Message::new("process.fix-unknown-flag").with("verb", verb).with("flag", text.as_str());
                self.wrong(at, word, message);
            }
            let value = value.map(str::to_owned).or_else(|| if valued { words.next().map(Word::text) } else { None });
            if name == "to" {
                self.phase_of_act(at, word, value.as_deref().unwrap_or_default());
            }
            flags.push(name.to_owned());
        }
        let has = |flag: &str| flags.iter().any(|it| it.starts_with(flag));
        let is_complete = match verb {
            "confirm" => !named.is_empty() || has("again"),
            "waive" => named.len() == 1 && has("reason") && has("role"),
            "return" => named.is_empty() && has("to") && has("reason"),
            "hold" | "withdraw" | "reopen" => named.is_empty() && has("reason"),
            _ => named.is_empty(),
        };
        if !is_complete {
            let flaw = Flaw::new("process/fix", 0..fix.text().len(), Message::new("process.fix-incomplete"));
            self.find_in(at, 0, flaw);
        }
        for word in named.into_iter().filter(|_| matches!(verb, "confirm" | "waive")) {
            self.gate_of_act(at, word, verb);
        }
    }

    fn gate_of_act(&mut self, at: &Path, word: &Word, verb: &str) {
        let name = word.text();
        if word.is_prompt() {
            return;
        }
        let mut gates = self.definition.phases.iter().flat_map(|it| it.enter.iter().chain(&it.gates));
        match gates.find(|it| it.id.as_str() == name) {
            None => {
                let known: Vec<&str> = self.gate_names().collect();
                let help = near::help(&name, known);
                let message = Message::new("process.unknown-gate").with("gate", name.as_str());
                self.find_in(at, 0, Flaw::new("process/fix", word.start..word.end, message).help(help));
            }
            Some(gate) if verb == "confirm" && !gate.criterion => {
                self.wrong(at, word, Message::new("process.fix-not-a-criterion").with("gate", name));
            }
            Some(gate) if verb == "waive" && !gate.waivable => {
                self.wrong(at, word, Message::new("process.waiver-not-allowed").with("gate", name));
            }
            Some(_) => {}
        }
    }

    fn phase_of_act(&mut self, at: &Path, word: &Word, name: &str) {
        let phases = || self.definition.phases.iter().map(|it| it.id.as_str());
        if super::command::is_prompt(name) || phases().any(|it| it == name) {
            return;
        }
        let help = near::help(name, phases());
        let message = Message::new("process.unknown-phase").with("phase", name);
        self.find_in(at, 0, Flaw::new("process/fix", word.start..word.end, message).help(help));
    }
}
