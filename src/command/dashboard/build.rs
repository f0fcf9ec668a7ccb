//! Makes the site: one pass over all clients, in parallel, each with its own files, and then the pages about all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use rayon::prelude::*;

use super::bug;
use super::client::Desks;
use super::shelf::{Shelf, Shelved};
use crate::command::office::{OWN_PROCESS, Office, SETTINGS};
use crate::command::{Desk, portfolio, report, views};
use crate::error::{Failure, Outcome};
use crate::model::ClientId;
use crate::render::site::{About, Repository, Site, Whole};
use crate::report::due::{self, DueRow};
use crate::report::site::{SiteRow, overview};
use crate::store::{OutputFolder, RelPath, Written};

/// How far the calendars reach, in years.
const YEARS: i32 = 2;

/// What came of it.
#[derive(Debug)]
#[must_use = "files that could not be read change how the command ends"]
pub(super) struct Built {
    pub(super) files: usize,
    /// New and changed ones.
    pub(super) written: usize,
    pub(super) removed: usize,
    pub(super) ends: Result<Outcome, Failure>,
}

pub(super) fn build(
    desk: &Desk,
    office: &Office,
    folder: &mut OutputFolder,
    base: Option<&str>,
) -> Result<Built, Failure> {
    let process = office.process()?;
    let names = views::names(process);
    let view = views::process(process);
    let repository = office.settings.repository_url.as_deref().and_then(Repository::at);
    let closure = report::own_template(office, "closure")?;
    let about = About {
        names: &names,
        process: &view,
        today: office.today,
        base: base.map(str::to_owned),
        repository,
        closure: closure.as_ref().map(report::Own::template),
    };
    let site = Site::new(about).map_err(|it| bug(*it))?;
    let clients = office.ws.inventory()?.clients;
    announce(folder, &clients)?;
    let desks = Desks {
        office,
        process,
        names: &names,
        view: &view,
        site: &site,
        ground: office.ground()?,
        logs: office.ws.logs()?,
        uncommitted: office.ws.uncommitted()?,
        changed: changed(office, &clients)?,
        closure: closure.as_ref(),
        until: office.today.saturating_add(Span::new().years(YEARS)),
    };
    let shelf = Shelf::open(&desks, folder, base)?;
    let mut found = portfolio::recalling(desk, office, shelf.memory(), |client| shelf.client(client))?;
    let shelved: Vec<Shelved> = std::mem::take(&mut found.read).into_iter().collect::<Result<_, Failure>>()?;
    let mut written: BTreeMap<RelPath, Written> = BTreeMap::new();
    let (mut rows, mut briefs, mut list, mut dates) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Shelved { kept: it, written: own } in shelved {
        written.extend(own);
        rows.push(it.row);
        briefs.push(it.brief);
        list.push(it.list);
        dates.extend(it.due);
    }
    let program = env!("CARGO_PKG_VERSION");
    let all = crate::report::portfolio::portfolio(&briefs, &found.unreadable, &names, office.today, program);
    let overview = overview(&rows, &all, office.today);
    by_phase(&mut rows);
    let horizon = office.today.saturating_add(Span::new().years(1));
    let dates: Vec<DueRow> = dates.into_iter().filter(|it| it.deadline.due.last_day() <= horizon).collect();
    let own = report::own_template(office, "portfolio")?;
    let whole = Whole {
        overview: &overview,
        rows: &rows,
        list: &list,
        report: &all,
        due: &due::view(dates, &names, office.today, horizon),
        changed: &desks.changed,
        template: own.as_ref().map(report::Own::template),
    };
    let files = site.whole(whole).map_err(|it| report::template_failure(*it, own.as_ref()))?;
    let about_all: Result<Vec<(RelPath, Written)>, Failure> = files
        .into_par_iter()
        .map(|(path, bytes)| {
            let path = RelPath::new(&path)?;
            let written = folder.write(&path, &bytes)?;
            Ok((path, written))
        })
        .collect();
    written.extend(about_all?);
    let made: BTreeSet<RelPath> = written.keys().cloned().collect();
    Ok(Built {
        files: made.len(),
        written: written.values().filter(|it| **it != Written::Same).count(),
        removed: folder.keep_only(&made)?,
        ends: found.ends(Outcome::Done),
    })
}

/// Every file that may be made is known as ours before the first one is.
fn announce(folder: &mut OutputFolder, clients: &[(ClientId, RelPath)]) -> Result<(), Failure> {
    let names = clients.iter().flat_map(|(id, _)| Site::paths_of(id));
    let all: Result<BTreeSet<RelPath>, _> = names.map(|it| RelPath::new(&it)).collect();
    Ok(folder.announce(&all?)?)
}

/// When the client files were last changed, for the calendars.
fn changed(office: &Office, clients: &[(ClientId, RelPath)]) -> Result<BTreeMap<String, i64>, Failure> {
    let files: BTreeSet<RelPath> = clients.iter().map(|(_, path)| path.clone()).collect();
    let common = [RelPath::new(SETTINGS)?, RelPath::new(OWN_PROCESS)?];
    let changed = office.ws.changed_at(&files, &common)?;
    Ok(changed.into_iter().map(|(path, second)| (path.as_str().to_owned(), second)).collect())
}

/// In the order of the process; within a phase by id, as they came.
fn by_phase(rows: &mut [SiteRow]) {
    rows.sort_by_key(|it| it.place.unwrap_or(usize::MAX));
}
