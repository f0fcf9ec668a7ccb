//! A model of lives: random acts, each one legal by the same judge that commands ask; no audit may object to any of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};

use super::{Became, Case, Change, Commit, Law, Plan, Reading, Versions, assemble, judge};
use rayon::prelude::*;

use crate::document::{Document, Order, apply};
use crate::model::{ClientId, Date, Finding, Severity};
use crate::process::{self, Ground, Process, Shapes, Subject};
use crate::schema::{FileKind, Schema};

mod acts;

use acts::act;

/// A new client, as `init` writes one.
const NEW: &str = "schema: 1\nid: acme\nprocess: sign-in-canada@1\norganization:\n  name: {en: Acme, fr: Acmé}\n\
                   language: en\nstatus: active\nphase: engagement\n\
                   history:\n  - {date: 2026-11-23, change: init, to: engagement, status: active}\n";

/// Where lives begin: with the new client, and with the examples, each at another point of its way.
const BEGINNINGS: [(&str, &str); 7] = [
    ("acme", NEW),
    ("northern-trails", include_str!("../../../examples/clients/northern-trails.yaml")),
    ("seed-vault", include_str!("../../../examples/clients/seed-vault.yaml")),
    ("tidal-board", include_str!("../../../examples/clients/tidal-board.yaml")),
    ("tourbieres", include_str!("../../../examples/clients/tourbieres.yaml")),
    ("salmon-council", include_str!("../../../examples/clients/salmon-council.yaml")),
    ("amber-archives", include_str!("../../../examples/clients/amber-archives.yaml")),
];

/// One life: whose it is, and its versions with their days.
#[derive(Debug)]
struct Life {
    id: ClientId,
    versions: Vec<(Date, Document)>,
}

impl Life {
    fn file(&self) -> String {
        format!("clients/{}.yaml", self.id)
    }
}

/// A client that has nearly come to the end: what it has recorded, lives take over bit by bit.
fn grown() -> &'static Value {
    static GROWN: OnceLock<Value> = OnceLock::new();
    GROWN.get_or_init(|| {
        let text = include_str!("../../../examples/clients/amber-archives.yaml");
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
        version: |law, id, subject| {
            known((subject.today(), subject.document().text().to_owned()), || {
                crate::command::of_version((law.schema, law.process), id, subject)
            })
        },
    }
}

/// What is wrong with a version on a day is asked by the one who acts and by the audit, and worked out once: here it is
/// steps that are tried, and every law is the same.
fn known(version: (Date, String), judge: impl FnOnce() -> Vec<Finding>) -> Vec<Finding> {
    static KNOWN: Mutex<BTreeMap<(Date, String), Vec<Finding>>> = Mutex::new(BTreeMap::new());
    let found = KNOWN.lock().expect("no test died in it").get(&version).cloned();
    found.unwrap_or_else(|| {
        let found = judge();
        KNOWN.lock().expect("no test died in it").insert(version, found.clone());
        found
    })
}

fn ground<'l>(law: &Law<'l>, day: Date) -> Ground<'l> {
    let shapes = Shapes { client: law.schema.shape(), settings: Schema::embedded(FileKind::Settings).shape() };
    Ground::new(shapes, law.settings, day)
}

/// What commands ask before they write: the errors that are new, and what is wrong with the step.
fn refused(law: &Law<'_>, ground: &Ground<'_>, life: &Life, before: &Document, after: &Document) -> Vec<Finding> {
    let file = life.file();
    let errors = |it: &Subject<'_>| {
        let mut found = (law.version)(law, &life.id, it);
        found.retain(|it| it.severity == Severity::Error);
        found
    };
    let (old, now) = (Subject::new(ground, before, &file), Subject::new(ground, after, &file));
    let mut new = errors(&now);
    let known = if new.is_empty() { Vec::new() } else { errors(&old) };
    new.retain(|it| {
        !known.iter().any(|one| one.code == it.code && one.place.path == it.place.path && one.message == it.message)
    });
    new.extend(process::step(law.process, Some(&old), &now));
    new
}

/// Lives one life from a beginning on, by acts that commands would let pass.
fn live(seed: u64, (id, text): (&str, &str), acts: usize) -> Life {
    let settings = json!({"schema": 1, "process": "sign-in-canada@1"});
    let law = law(&settings);
    let mut chance = Chance(seed);
    let mut day = Date::constant(2026, 11, 23);
    let versions = vec![(day, Document::strict(text).expect("it is sound"))];
    let mut life = Life { id: id.parse().expect("an id"), versions };
    for _ in 0..acts {
        if chance.below(3) == 0 {
            day =
                day.checked_add(jiff::Span::new().days(i64::try_from(chance.below(9)).expect("small"))).expect("a day");
        }
        let Some((_, before)) = life.versions.last() else { break };
        let ground = ground(&law, day);
        let file = life.file();
        let subject = Subject::new(&ground, before, &file);
        let Some((edits, is_planned)) = act(&mut chance, law.process, &subject, day) else { continue };
        let Ok(after) = apply(before, &edits, Order::by(&|path| crate::schema::order(law.schema.shape(), path))) else {
            continue;
        };
        if after.text() == before.text() {
            continue;
        }
        let objections = refused(&law, &ground, &life, before, &after);
        if objections.is_empty() {
            life.versions.push((day, after));
        } else {
            let of_step = objections.iter().find(|it| it.code.starts_with("step/"));
            assert!(!is_planned || of_step.is_none(), "seed {seed}: a plan that the step refuses: {of_step:?}");
        }
    }
    life
}

/// The errors that an audit of these versions finds, some of them put into one commit.
fn audited(life: &Life, squash: impl Fn(usize) -> bool) -> Vec<String> {
    let versions = &life.versions;
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
        let change = Change { path: life.file(), before: vec![before], after: Became::Text(format!("v{number}")) };
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
    // A new file is small, and quickly judged; those that have come a long way do what it does not come to.
    let one = |seed: u64| {
        let [new, others @ ..] = BEGINNINGS;
        match usize::try_from(seed).expect("small") {
            0..52 => live(seed, new, 110),
            seed => live(seed as u64, others[seed % others.len()], 50),
        }
    };
    let lives: Vec<Life> = (0..78u64).into_par_iter().map(one).collect();
    let found: Vec<Vec<String>> = lives.par_iter().map(|it| audited(it, |_| false)).collect();
    for (seed, errors) in found.into_iter().enumerate() {
        assert_eq!(errors, Vec::<String>::new(), "seed {seed}");
    }
    let (mut acts, mut changes) = (0, BTreeMap::new());
    for life in &lives {
        acts += life.versions.len();
        let history = |it: &Document| it.value()["history"].as_array().expect("a history").clone();
        let (first, last) = (life.versions.first().expect("it began"), life.versions.last().expect("it began"));
        for entry in history(&last.1).iter().skip(history(&first.1).len()) {
            *changes.entry(entry["change"].as_str().expect("a change").to_owned()).or_insert(0) += 1;
        }
    }
    for kind in ["advance", "hold", "resume", "withdraw", "reopen", "return", "correct"] {
        assert!(changes.get(kind).is_some_and(|it| *it >= 3), "`{kind}` is seldom among {changes:?}");
    }
    assert!(acts > 2000, "{acts} acts, {changes:?}: the lives are too dull");
}
