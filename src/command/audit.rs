//! `onboard audit`: whether the history of the repository holds.

mod law;
mod memory;
mod read;
mod seal;
mod show;
mod unsaved;

pub(crate) use unsaved::{Staged, unsaved};

use std::collections::BTreeMap;

use self::law::Laws;
use self::memory::Earlier;
use self::read::StandIn;
use self::seal::Seals;
use super::office::{self, Office};
use super::validate;
use super::{Desk, failure};
use crate::audit::{self, Before, Case, Commit, Law, Plan, SignatureWanted, Verdict, assemble};
use crate::cli::{AuditArgs, AuditFormat};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Message};
use crate::render;
use crate::report::audit::AuditView;
use crate::store::{Keys, RelPath, Trail};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &AuditArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let Some(tip) = office.ws.commit("HEAD")? else { return nothing_yet(desk, &office, args) };
    let mut seals = if args.since.is_some() { Seals::default() } else { Seals::read(&office, &tip)? };
    let base = match &args.since {
        Some(named) => Some(office.ws.commit(named)?.ok_or_else(|| no_such_revision(named))?),
        None if args.full || args.seal => None,
        None => seals.base.as_ref().map(|it| it.commit.clone()),
    };
    // A seal is held against all that was read, so all of it is.
    let remembers = !args.no_cache && args.since.is_none() && args.ids.is_empty();
    let recalls = remembers && !args.seal && (base.is_some() || !seals.are_compared());
    let earlier = if recalls { memory::recall(&office, &tip, base.as_deref())? } else { None };
    let bases: Vec<&str> = earlier.as_ref().map(|it| it.tip.as_str()).or(base.as_deref()).into_iter().collect();
    let mut range = Range::read(&office, &tip, &bases)?;
    let (mut verdict, kept) = range.go_on(&office, &args.ids, earlier)?;
    if let Some((before, stand_in)) = kept.filter(|_| remembers && range.is_settled()) {
        let told = std::mem::take(&mut range.commits);
        let known = Earlier { tip: tip.clone(), told, verdict, before, stand_in };
        memory::keep(&office, base.as_deref(), &known);
        (range.commits, verdict) = (known.told, known.verdict);
    }
    if base.is_none() && range.trail.cut.is_empty() {
        seals.compare(&range.trail);
    }
    verdict.add(seals.faults.clone());
    verdict.unknown.extend(unknown(&range.trail, args, &seals, (base.is_some(), verdict.taken_over)));
    read::add_unchanged(&office, &tip, &args.ids, &mut verdict)?;
    show(desk, &office, &range, &verdict, args)?;
    if !verdict.holds() {
        if args.seal {
            desk.ui.note(&Message::new("audit.not-sealed"));
        }
        return Ok(Outcome::Refused);
    }
    if args.seal {
        seal::make(desk, &office, &tip, &range.trail, &verdict)?;
    }
    Ok(Outcome::Done)
}

fn no_such_revision(named: &str) -> Failure {
    failure::usage(Message::new("audit.no-such-revision").with("revision", named))
}

fn nothing_yet(desk: &Desk, office: &Office, args: &AuditArgs) -> Result<Outcome, Failure> {
    let range = Range {
        trail: Trail::default(),
        commits: Vec::new(),
        laws: Laws::read(office, &Trail::default())?,
        known: Vec::new(),
        asks_machine: false,
    };
    show(desk, office, &range, &Verdict::default(), args)?;
    Ok(Outcome::Done)
}

/// What cannot be known from this copy, or was not looked at again.
fn unknown(trail: &Trail, args: &AuditArgs, seals: &Seals, (has_base, taken_over): (bool, usize)) -> Vec<Message> {
    let mut unknown = seals.unknown.clone();
    if taken_over > 0 {
        unknown.push(Message::new("audit.taken-over").with("n", taken_over));
    }
    if !trail.cut.is_empty() {
        unknown.push(Message::new("audit.shallow").with("n", trail.cut.len()));
    }
    match (&args.since, &seals.base) {
        (Some(since), _) => unknown.push(Message::new("audit.since").with("revision", since.as_str())),
        (None, Some(seal)) if has_base => {
            unknown.push(Message::new("audit.since-seal").with("tag", seal.name.as_str()));
        }
        (None, _) => {}
    }
    unknown
}

fn show(desk: &Desk, office: &Office, range: &Range, verdict: &Verdict, args: &AuditArgs) -> Result<(), Failure> {
    let view: AuditView = show::view(range.laws.last(), verdict, &range.commits);
    let text = match args.format {
        AuditFormat::Table => render::table::audit(&view, failure::style(desk.ui)),
        AuditFormat::Json => render::json::audit(&view, desk.ui.lang),
        AuditFormat::Sarif => validate::sarif(desk, office, range.laws.last(), &show::findings(&view)),
    };
    Ui::out(&text).map_err(failure::output)
}

/// A stretch of history with what was in force in it.
#[derive(Debug)]
pub(crate) struct Range {
    pub(crate) trail: Trail,
    pub(crate) commits: Vec<Commit>,
    laws: Laws,
    /// The client files of the commits that are taken as they stand.
    known: Vec<String>,
    /// Whether the settings leave it to this machine whose signatures are good: it may say otherwise tomorrow.
    asks_machine: bool,
}

impl Range {
    /// What was found, in the words of the process.
    pub(crate) fn view(&self, verdict: &Verdict) -> AuditView {
        show::view(self.laws.last(), verdict, &self.commits)
    }

    /// The process in force at its end.
    pub(crate) fn process(&self) -> &crate::process::Process {
        self.laws.last()
    }

    /// The commits that `tip` has and none of `bases` has.
    pub(crate) fn read(office: &Office, tip: &str, bases: &[&str]) -> Result<Self, Failure> {
        let clients = RelPath::new("clients")?;
        let process = RelPath::new("process")?;
        let watched =
            [RelPath::new(office::SETTINGS)?, RelPath::new(office::OWN_PROCESS)?, RelPath::new(office::OWN_SCHEMA)?];
        let trail = office.ws.trail(tip, bases, &[&clients, &process], &watched.each_ref())?;
        let laws = Laws::read(office, &trail)?;
        let mut commits: Vec<Commit> = trail.commits.iter().map(read::commit).collect();
        let rights = laws.rights();
        let asks_machine = rights.iter().any(|it| audit::want_signature(it.settings) == SignatureWanted::Any);
        let mut signatures = BTreeMap::new();
        for (wanted, keys) in [(SignatureWanted::Named, Keys::Any), (SignatureWanted::Any, Keys::OfMachine)] {
            let of = trail.commits.iter().zip(&rights).filter(|(it, _)| !it.changes.is_empty() && !it.is_cut);
            let ids = of.filter(|(_, law)| audit::want_signature(law.settings) == wanted).map(|(it, _)| it.id.as_str());
            signatures.extend(office.ws.signatures(&ids.collect::<Vec<_>>(), keys)?);
        }
        for commit in &mut commits {
            commit.signed = signatures.remove(&commit.id).map(|it| read::signed(&it));
        }
        let mut known = Vec::new();
        for base in bases {
            known.extend(office.ws.paths_at(base, &clients)?);
        }
        Ok(Self { trail, commits, laws, known, asks_machine })
    }

    /// Judges every step, or those of the commits that touched some clients.
    pub(crate) fn judge(&self, office: &Office, ids: &[ClientId]) -> Result<Verdict, Failure> {
        let mut plan = Plan::default();
        for path in &self.known {
            plan.know(path);
        }
        Ok(self.judged(office, plan, (ids, &mut StandIn::new()))?.0)
    }

    /// The same behind what is known already. Gives what a later audit must know, where anything was added.
    fn go_on(&mut self, office: &Office, ids: &[ClientId], earlier: Option<Earlier>) -> Result<Judged, Failure> {
        let Some(mut earlier) = earlier else {
            let mut plan = Plan::default();
            for path in &self.known {
                plan.know(path);
            }
            let mut stand_in = StandIn::new();
            let (verdict, before) = self.judged(office, plan, (ids, &mut stand_in))?;
            return Ok((verdict, Some((before, stand_in))));
        };
        let plan = Plan::following(std::mem::take(&mut earlier.before));
        let (verdict, before) = self.judged(office, plan, (ids, &mut earlier.stand_in))?;
        let has_more = !self.commits.is_empty();
        let number = earlier.told.len();
        let verdict = verdict.after(earlier.verdict, number);
        self.commits = earlier.told.into_iter().chain(std::mem::take(&mut self.commits)).collect();
        Ok((verdict, has_more.then_some((before, earlier.stand_in))))
    }

    fn judged(
        &self,
        office: &Office,
        mut plan: Plan,
        (ids, stand_in): (&[ClientId], &mut StandIn),
    ) -> Result<(Verdict, Before), Failure> {
        for (number, (facts, commit)) in self.trail.commits.iter().zip(&self.commits).enumerate() {
            let changes: Vec<_> = facts.changes.iter().map(read::change).collect();
            plan.add(number, commit, &changes);
        }
        let before = plan.known();
        let (laws, rights): (Vec<Law<'_>>, Vec<Law<'_>>) = (self.laws.of_commits(), self.laws.rights());
        let case = Case {
            commits: &self.commits,
            laws: &laws,
            rights: &rights,
            outside: &self.trail.outside,
            now: office.today,
            is_whole: ids.is_empty(),
        };
        let judged = read::judge(office, &case, plan.steps, ids, (BTreeMap::new(), stand_in))?;
        let mut verdict = assemble(&case, judged);
        verdict.add(self.laws.faults());
        if !ids.is_empty() {
            verdict.only(ids);
        }
        Ok((verdict, before))
    }

    /// Whether a later audit may begin behind this range: it ends under a law of its own, and nothing before it is missing.
    fn is_settled(&self) -> bool {
        self.trail.cut.is_empty() && !self.asks_machine && self.laws.is_sound_at_the_end()
    }
}

/// A verdict, and what a later audit must know.
type Judged = (Verdict, Option<(Before, StandIn)>);
