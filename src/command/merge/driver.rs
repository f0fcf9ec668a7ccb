//! `onboard merge-driver`: what git asks for a file of which both sides have another version. The result takes the place of ours.

use std::path::Path;

use super::{Sides, Way, client};
use crate::cli::MergeDriverArgs;
use crate::command::Desk;
use crate::command::office::{self, Office};
use crate::error::{Failure, Outcome};
use crate::merge::{self, About, Manner, Marks, Merged, Rules, Unread};
use crate::model::{ClientId, Lang, Message};
use crate::schema::{FileKind, Schema};
use crate::store::{self, Workspace};
use crate::words::say;

pub(crate) fn run(desk: &Desk, args: &MergeDriverArgs) -> Result<Outcome, Failure> {
    let read = |path: &Path| store::read_any(&desk.start.join(path));
    let (base, ours, theirs) = (read(&args.base)?, read(&args.ours)?, read(&args.theirs)?);
    // Where there is no base, git gives an empty file.
    let sides = Sides { base: Some(base.as_slice()).filter(|it| !it.is_empty()), ours: &ours, theirs: &theirs };
    let named = args.path.clone().unwrap_or_else(|| args.ours.display().to_string());
    let around = Workspace::around(&desk.start.join(&named), office::surroundings(desk));
    let place = around.as_ref().ok().and_then(|it| {
        let file = named.strip_prefix(&it.prefix()).unwrap_or(&named).to_owned();
        Some((id_of(&file)?, file))
    });
    let case = Case { desk, args, sides, place, named };
    let is_rebasing = around.as_ref().is_ok_and(Workspace::is_rebasing);
    let way = if case.is_replay() || is_rebasing { Way::Replay } else { Way::Join };
    let merged = match around {
        Ok(ws) => case.in_workspace(ws, way)?,
        Err(_) => case.alone(&case.marks(None), &Message::new("merging.no-workspace")),
    };
    if merged.text != ours {
        store::write_any(&desk.start.join(&args.ours), &merged.text)?;
    }
    Ok(case.tell(&merged, way))
}

/// The client whose file this is.
fn id_of(file: &str) -> Option<ClientId> {
    file.strip_prefix("clients/")?.rsplit('/').next()?.strip_suffix(".yaml")?.parse().ok()
}

struct Case<'c> {
    desk: &'c Desk<'c>,
    args: &'c MergeDriverArgs,
    sides: Sides<'c>,
    /// The client, and its file in the workspace.
    place: Option<(ClientId, String)>,
    /// The file in the repository.
    named: String,
}

impl Case<'_> {
    fn in_workspace(&self, ws: Workspace, way: Way) -> Result<Merged, Failure> {
        let style = ws.setting("merge.conflictStyle").ok().flatten();
        let shows_base = style.is_some_and(|it| matches!(it.as_str(), "diff3" | "zdiff3"));
        let office = Office::at(self.desk, ws);
        let merge = |marks: &Marks| match (&office, &self.place) {
            (Ok(office), Some((id, file))) => client(office, (id, file), self.sides, way, marks)
                .or_else(|failure| Ok(self.alone(marks, &unjudged(&failure)))),
            (Err(failure), _) => Ok(self.alone(marks, &unjudged(failure))),
            (Ok(_), None) => Ok(self.alone(marks, &Message::new("merging.no-client"))),
        };
        let base = Some(label(self.args.base_label.as_deref(), "base", self.desk.ui.lang)).filter(|_| shows_base);
        merge(&self.marks(base))
    }

    /// By the shape that comes with the program, and without a judge.
    fn alone(&self, marks: &Marks, why: &Message) -> Merged {
        let note = Message::new("merging.not-judged").with("file", self.named.as_str()).with("why", why.clone());
        self.desk.ui.note(&note);
        let rules = Rules { shape: Schema::embedded(FileKind::Client).shape(), marks, judge: None };
        merge::merge(self.sides.base, self.sides.ours, self.sides.theirs, &rules)
    }

    fn marks(&self, base: Option<String>) -> Marks {
        let lang = self.desk.ui.lang;
        Marks {
            size: usize::from(self.args.marker_size),
            ours: label(self.args.ours_label.as_deref(), "ours", lang),
            theirs: label(self.args.theirs_label.as_deref(), "theirs", lang),
            base,
        }
    }

    /// Whether git makes a change once more: rebase, cherry-pick, revert, stash. It says so in what it calls the versions.
    fn is_replay(&self) -> bool {
        let labels = [&self.args.base_label, &self.args.ours_label, &self.args.theirs_label];
        labels.into_iter().flatten().any(|it| it.starts_with("parent of ") || it == "Stashed changes")
    }

    fn tell(&self, merged: &Merged, way: Way) -> Outcome {
        let ui = self.desk.ui;
        let with = |key| Message::new(key).with("file", self.named.as_str());
        if let Manner::Lines(unread) = merged.manner {
            let side = Message::new(match unread {
                Unread::Base => "merging.side-base",
                Unread::Ours => "merging.side-ours",
                Unread::Theirs => "merging.side-theirs",
                Unread::Result => "merging.side-result",
            });
            ui.warn(&with("merging.by-lines").with("side", side));
        }
        if merged.conflicts.is_empty() {
            return Outcome::Done;
        }
        let details: Vec<String> = merged
            .conflicts
            .iter()
            .map(|it| format!("{}:{}: {}", self.named, it.place.spot.line, say(&it.message, ui.lang)))
            .collect();
        let lines: std::collections::BTreeSet<u32> = merged.conflicts.iter().map(|it| it.place.spot.line).collect();
        let message = with("merging.conflicts").with("n", lines.len());
        let mut help = vec![with("merging.conflicts-help")];
        if merged.conflicts.iter().any(|it| it.about == About::Record) {
            help = vec![with(match way {
                Way::Join => "merging.record-help-join",
                Way::Replay => "merging.record-help-replay",
            })];
        }
        ui.fault(&say(&message, ui.lang), &details, &help);
        Outcome::Refused
    }
}

/// What git calls a version; where it does not say, what it is.
fn label(given: Option<&str>, side: &str, lang: Lang) -> String {
    let said = given.map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('%'));
    let own = match side {
        "ours" => "merging.label-ours",
        "theirs" => "merging.label-theirs",
        _ => "merging.label-base",
    };
    said.map_or_else(|| say(&Message::new(own), lang), str::to_owned)
}

fn unjudged(failure: &Failure) -> Message {
    failure.message.as_ref().clone()
}
