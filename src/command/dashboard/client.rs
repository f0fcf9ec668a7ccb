//! One client of the site: judged and told; of it stays what the pages about all need.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bug;
use crate::client::Client;
use crate::command::check::Around;
use crate::command::memory::Print;
use crate::command::office::Office;
use crate::command::portfolio::Seen;
use crate::command::{check, report, secrets, views};
use crate::document::Document;
use crate::error::Failure;
use crate::model::{Date, Finding, Severity};
use crate::process::{Ground, Process, Subject};
use crate::render::site::{ClientFiles, Site, SiteFile};
use crate::report::dossier::{Dossier, dossier};
use crate::report::due::{self, DueRow};
use crate::report::list::{self, ListRow};
use crate::report::portfolio::{Brief, brief};
use crate::report::process::ProcessView;
use crate::report::show;
use crate::report::site::{SiteRow, row};
use crate::report::status::GateStanding;
use crate::report::{Commit, Input, Judged, ProcessNames, Report, closure};
use crate::store::{CommitFacts, RelPath};
use crate::ui::Ui;

/// What every client is judged, told and written by.
pub(super) struct Desks<'a> {
    pub(super) office: &'a Office,
    pub(super) process: &'a Process,
    pub(super) names: &'a ProcessNames,
    pub(super) view: &'a ProcessView,
    pub(super) site: &'a Site<'a>,
    pub(super) ground: Ground<'a>,
    pub(super) logs: BTreeMap<RelPath, Vec<CommitFacts>>,
    pub(super) uncommitted: BTreeSet<RelPath>,
    pub(super) changed: BTreeMap<String, i64>,
    /// The closure template of the workspace.
    pub(super) closure: Option<&'a report::Own>,
    /// The last day of the calendars.
    pub(super) until: Date,
}

/// What stays of a client.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) row: SiteRow,
    pub(super) brief: Brief,
    pub(super) list: ListRow,
    pub(super) due: Vec<DueRow>,
}

/// A client as the site tells of it.
pub(super) struct Told {
    pub(super) kept: Kept,
    pub(super) files: Vec<SiteFile>,
    /// What its file says of the workspace around it, and whether that was so.
    pub(super) around: Vec<(Around, bool)>,
}

impl Desks<'_> {
    /// Makes the files of a client.
    pub(super) fn client(&self, seen: &Seen, subject: &Subject<'_>) -> Result<Told, Failure> {
        let path = subject.place(&crate::document::Path::root()).file;
        let document = subject.document();
        let mut around = Vec::new();
        let findings = check::of_subject(self.office, &seen.client.id, subject, &mut around)?;
        let errors = findings.iter().filter(|it| it.severity == Severity::Error).count();
        // What must not be shown is covered before anything is told of it.
        let (kept, files) = match covered(document, &findings) {
            None => self.told(&seen.client, subject, &path, errors)?,
            Some(document) => {
                let client = Client::from_value(document.value()).unwrap_or_else(|_| seen.client.clone());
                self.told(&client, &Subject::new(&self.ground, &document, &path), &path, errors)?
            }
        };
        Ok(Told { kept, files, around })
    }

    /// The fingerprint of what the site tells of a client that is not in its file: who changed it when, and what the calendar
    /// says of that.
    pub(super) fn history_print(&self, path: &RelPath) -> String {
        let commits = self.logs.get(path).map(Vec::as_slice).unwrap_or_default();
        let now = format!("{} {:?}", self.uncommitted.contains(path), self.changed.get(path.as_str()));
        Print::of(commits.iter().map(|it| it.id.as_str()).chain([now.as_str()]))
    }

    fn told(
        &self,
        client: &Client,
        subject: &Subject<'_>,
        path: &str,
        errors: usize,
    ) -> Result<(Kept, Vec<SiteFile>), Failure> {
        let Self { office, process, names, .. } = *self;
        let today = office.today;
        let file = RelPath::new(path)?;
        let log = self.logs.get(&file).map(Vec::as_slice).unwrap_or_default();
        let commits: Vec<Commit> = log.iter().map(|it| shown(views::commit(it.clone()))).collect();
        let judged = report::judged(process, subject, client, names);
        let passed_over = views::passed_over(process, subject.document());
        let input = Input {
            client,
            names,
            commits: &commits,
            made_by: &[],
            errors,
            uncommitted: !commits.is_empty() && self.uncommitted.contains(&file),
            passed_over: &passed_over,
            program: env!("CARGO_PKG_VERSION"),
            today,
            judged: &judged,
        };
        let dossier = dossier(input, self.view, path);
        let unmet = judged.gates.iter().filter(|it| matches!(it.standing, GateStanding::Unmet(_))).count();
        let due = due::rows(client, judged.due.clone(), names, self.until);
        let files = self.files(&dossier, input, due.clone())?;
        let kept = Kept {
            row: row(client, &judged.due, &judged.inapplicable, (unmet, errors), (names, today)),
            brief: brief(client, &judged.due, &judged.inapplicable, unmet, (names, today)),
            list: ListRow {
                progress: list::progress(client, names, &judged.inapplicable),
                ..list::row(client, &judged.due, names, today)
            },
            due,
        };
        Ok((kept, files))
    }

    fn files(&self, dossier: &Dossier, input: Input<'_>, due: Vec<DueRow>) -> Result<Vec<SiteFile>, Failure> {
        let Input { client, names, today, .. } = input;
        let Judged { services, inapplicable, due: dates, .. } = input.judged;
        let show = show::view(client, dates, names, today, &dossier.file, input.commits.first().cloned());
        let made_by: Vec<Option<String>> = dossier.history.iter().rev().map(|it| it.commit.clone()).collect();
        let report = dossier
            .has_closure
            .then(|| Report::Closure(Box::new(closure::closure(Input { made_by: &made_by, ..input }))));
        let files = self.site.client(ClientFiles {
            dossier,
            show: &show.judged(services.clone(), inapplicable),
            due: &due::view(due, names, today, self.until),
            changed: &self.changed,
            closure: report.as_ref(),
        });
        files.map_err(|it| match self.closure {
            Some(own) => report::template_failure(*it, Some(own)),
            None => bug(*it),
        })
    }
}

/// The file with its secrets covered, where it has any; one that cannot be read so has none of its texts.
fn covered(document: &Document, findings: &[Finding]) -> Option<Document> {
    if !findings.iter().any(|it| it.code.starts_with("secret/")) {
        return None;
    }
    let text = secrets::covered(document.text(), findings);
    Document::read(text.as_bytes()).document
}

/// A commit as it may be shown.
fn shown(commit: Commit) -> Commit {
    Commit { summary: Ui::covered(&commit.summary), ..commit }
}
