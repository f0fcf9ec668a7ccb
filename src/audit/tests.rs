//! A model of lives: random acts, each one legal by the same judge that commands ask; no audit may object to any of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{Became, Case, Change, Commit, Law, Plan, Reading, Versions, assemble, judge};
use crate::document::{Document, Edit, Order, Path, apply};
use crate::model::{ClientId, Date, Finding, Severity, Text};
use crate::process::{self, Ground, Process, Said, Shapes, Subject};
use crate::schema::{FileKind, Schema};

const FILE: &str = "clients/acme.yaml";

/// A new client, as `init` writes one.
const NEW: &str = "schema: 1\nid: acme\nprocess: sign-in-canada@1\norganization:\n  name: {en: Acme, fr: Acmé}\n\
                   language: en\nstatus: active\nphase: engagement\n\
                   history:\n  - {date: 2026-11-23, change: init, to: engagement, status: active}\n";

/// A client that has nearly come to the end: what it has recorded, lives take over bit by bit.
fn grown() -> &'static Value {
    static GROWN: OnceLock<Value> = OnceLock::new();
    GROWN.get_or_init(|| {
        let text = include_str!("../../examples/clients/amber-archives.yaml");
        Document::strict(text).expect("an example is sound").value().clone()
    })
}

/// Numbers that are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

fn law(settings: &Value) -> Law<'_> {
    Law {
        process: Process::embedded().expect("the process that comes with the program"),
        schema: Schema::embedded(FileKind::Client),
        settings,
        zone: None,
        version: |law, ground, id, document, file| {
            crate::command::of_version((law.schema, law.process), ground, id, document, file)
        },
    }
}

fn ground<'l>(law: &Law<'l>, day: Date) -> Ground<'l> {
    let shapes = Shapes { client: law.schema.shape(), settings: Schema::embedded(FileKind::Settings).shape() };
    Ground::new(shapes, law.settings, day)
}

/// The act as edits; nothing where the process does not allow it now.
fn act(chance: &mut Chance, process: &Process, subject: &Subject<'_>, day: Date) -> Option<(Vec<Edit>, bool)> {
    let said = Said {
        on: day,
        reason: Some(Text::new("A reason", "Une raison")),
        by_role: None,
        requested_by: None,
        review_on: day.checked_add(jiff::Span::new().days(30)).ok(),
    };
    match chance.below(24) {
        0..=3 => process::plan_advance(process, subject).ok().map(|it| (it.edits(), true)),
        4 => process::plan_hold(process, subject, &said).ok().map(|it| (it.edits().to_vec(), true)),
        5..=7 => process::plan_resume(process, subject, &said).ok().map(|it| (it.edits().to_vec(), true)),
        8 if chance.below(4) == 0 => {
            process::plan_withdraw(process, subject, &said).ok().map(|it| (it.edits().to_vec(), true))
        }
        8..=10 => process::plan_reopen(process, subject, &said).ok().map(|it| (it.edits().to_vec(), true)),
        11 => {
            let path = Path::root().key("custom").key(&format!("k{}", chance.below(5)));
            Some((vec![Edit::Set { path, value: json!(chance.below(1000)) }], false))
        }
        _ => take_over(chance).map(|it| (vec![it], false)),
    }
}

/// Takes a part of the grown client over: a section, or a field of one.
fn take_over(chance: &mut Chance) -> Option<Edit> {
    let kept = ["schema", "id", "process", "status", "phase", "history", "hold", "withdrawn", "waivers"];
    let all: Vec<(&String, &Value)> = grown().as_object()?.iter().filter(|it| !kept.contains(&it.0.as_str())).collect();
    let (key, value) = *all.get(chance.below(all.len()))?;
    let path = Path::root().key(key);
    match value.as_object().filter(|_| chance.below(2) == 0) {
        Some(map) => {
            let (inner, value) = map.iter().nth(chance.below(map.len()))?;
            Some(Edit::Set { path: path.key(inner), value: value.clone() })
        }
        None => Some(Edit::Set { path, value: value.clone() }),
    }
}

/// What commands ask before they write: the errors that are new, and what is wrong with the step.
fn refused(law: &Law<'_>, ground: &Ground<'_>, before: &Document, after: &Document) -> Vec<Finding> {
    let id: ClientId = "acme".parse().expect("an id");
    let errors = |it: &Document| {
        let mut found = (law.version)(law, ground, &id, it, FILE);
        found.retain(|it| it.severity == Severity::Error);
        found
    };
    let old = errors(before);
    let mut new = errors(after);
    new.retain(|it| {
        !old.iter().any(|one| one.code == it.code && one.place.path == it.place.path && one.message == it.message)
    });
    let (old, now) = (Subject::new(ground, before, FILE), Subject::new(ground, after, FILE));
    new.extend(process::step(law.process, Some(&old), &now));
    new
}

/// One life: its versions with their days.
fn life(seed: u64, acts: usize) -> Vec<(Date, Document)> {
    let settings = json!({"schema": 1, "process": "sign-in-canada@1"});
    let law = law(&settings);
    let mut chance = Chance(seed);
    let mut day = Date::constant(2026, 11, 23);
    let mut versions = vec![(day, Document::strict(NEW).expect("a new client is sound"))];
    for _ in 0..acts {
        if chance.below(3) == 0 {
            day =
                day.checked_add(jiff::Span::new().days(i64::try_from(chance.below(9)).expect("small"))).expect("a day");
        }
        let Some((_, before)) = versions.last() else { break };
        let ground = ground(&law, day);
        let subject = Subject::new(&ground, before, FILE);
        let Some((edits, is_planned)) = act(&mut chance, law.process, &subject, day) else { continue };
        let Ok(after) = apply(before, &edits, Order::by(&|path| crate::schema::order(law.schema.shape(), path))) else {
            continue;
        };
        if after.text() == before.text() {
            continue;
        }
        let objections = refused(&law, &ground, before, &after);
        if objections.is_empty() {
            versions.push((day, after));
        } else {
            let of_step = objections.iter().find(|it| it.code.starts_with("step/"));
            assert!(!is_planned || of_step.is_none(), "seed {seed}: a plan that the step refuses: {of_step:?}");
        }
    }
    versions
}

/// The errors that an audit of these versions finds, some of them put into one commit.
fn audited(versions: &[(Date, Document)], squash: impl Fn(usize) -> bool) -> Vec<String> {
    let settings = json!({"schema": 1, "process": "sign-in-canada@1"});
    let kept: Vec<(usize, &(Date, Document))> =
        versions.iter().enumerate().filter(|(number, _)| *number + 1 == versions.len() || !squash(*number)).collect();
    let mut plan = Plan::default();
    let mut commits = Vec::new();
    let mut contents = Versions::new();
    for (at, (number, (day, document))) in kept.iter().enumerate() {
        let time = format!("{day}T12:00:00-05:00");
        let parents = at.checked_sub(1).and_then(|it| kept.get(it)).map(|(number, _)| format!("c{number}"));
        let commit = Commit {
            id: format!("c{number}"),
            parents: parents.into_iter().collect(),
            authored: time.clone(),
            committed: time,
            ..Commit::default()
        };
        let before = at.checked_sub(1).and_then(|it| kept.get(it)).map(|(number, _)| format!("v{number}"));
        let change = Change { path: FILE.to_owned(), before: vec![before], after: Became::Text(format!("v{number}")) };
        plan.add(at, &commit, &[change]);
        commits.push(commit);
        contents.insert(format!("v{number}"), Reading { document: Some(document.clone()), flaws: Vec::new() });
    }
    let laws = vec![law(&settings); commits.len()];
    let now = versions.last().map_or(Date::MIN, |it| it.0);
    let case = Case { commits: &commits, laws: &laws, rights: &laws, outside: &BTreeMap::new(), now, is_whole: true };
    let steps = plan.steps.into_iter().map(|step| {
        let judged = judge(&laws[step.commit], &laws[step.commit], &commits[step.commit], &step, &contents);
        (step, judged)
    });
    let verdict = assemble(&case, steps.collect());
    let errors = verdict.faults.iter().filter(|it| it.finding.severity == Severity::Error);
    errors.map(|it| format!("{:?} {:?}", it.commit, it.finding)).collect()
}

#[test]
fn thousands_of_legal_acts_are_accepted() {
    let mut acts = 0;
    let mut moves = 0;
    for seed in 0..30 {
        let versions = life(seed, 160);
        acts += versions.len();
        let (_, last) = versions.last().expect("it began");
        moves += last.value()["history"].as_array().expect("a history").len();
        assert_eq!(audited(&versions, |_| false), Vec::<String>::new(), "seed {seed}");
    }
    assert!(acts > 1000 && moves > 100, "{acts} acts, {moves} entries: the lives are too dull");
}
