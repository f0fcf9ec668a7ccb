use std::fmt::Write as _;

use super::*;
use crate::client::tests::client;
use crate::document::Document;
use crate::model::{Date, Deadline, Lang, Message, Place, Spot, Status, Text};
use crate::process::{self, Ground, Process, Shapes, Subject};
use crate::render::{Colour, Style};
use crate::report::due::{DueView, rows as due_rows, view as due_model};
use crate::report::list::{ListRow, row};
use crate::report::log::log as log_model;
use crate::report::show::{ShowView, view};
use crate::report::status::{GateStanding, GateView, NextPhase, StatusView, Unmet};
use crate::report::{Commit, names_for_tests};
use crate::schema::{FileKind, Schema};

const TODAY: Date = Date::constant(2026, 11, 23);

const KITES: &str = include_str!("../../../tests/data/clients/kite-registry.yaml");
const SEEDS: &str = include_str!("../../../tests/data/clients/seed-vault.yaml");

const HELD: &str = "
schema: 1
id: tidal-board
process: sign-in-canada@1
organization: {name: {en: Tidal Energy Board, fr: Office de l’énergie marémotrice}}
language: fr
status: on_hold
phase: testing
hold: {since: 2026-10-01, reason: {en: Budget review, fr: Examen du budget}, review_on: 2026-11-13}
agreement: {milestones: [{id: m1, name: {en: Tests done, fr: Essais terminés}, due: 2026-10-15}]}
history:
  - {date: 2026-08-03, change: init, to: testing, status: active}
  - {date: 2026-10-01, change: hold, from_status: active, to_status: on_hold}
";

pub(in crate::render) fn rows() -> Vec<ListRow> {
    let names = names_for_tests();
    [KITES, SEEDS, HELD].iter().map(|yaml| row(&client(yaml), &deadlines(yaml), &names, TODAY)).collect()
}

/// What falls due, by the process of the program.
pub(in crate::render) fn deadlines(yaml: &str) -> Vec<Deadline> {
    let shapes = Shapes {
        client: Schema::embedded(FileKind::Client).shape(),
        settings: Schema::embedded(FileKind::Settings).shape(),
    };
    let document = Document::strict(yaml).expect("YAML");
    let ground = Ground::new(shapes, &serde_json::json!({}), TODAY);
    let id = client(yaml).id;
    let file = format!("clients/{id}.yaml");
    process::due(Process::embedded().expect("it reads"), &Subject::new(&ground, &document, &file))
}

/// Everything that falls due in the samples up to a day.
pub(in crate::render) fn due_view() -> DueView {
    let names = names_for_tests();
    let until = Date::constant(2027, 2, 21);
    let rows = [KITES, SEEDS, HELD].iter().flat_map(|it| due_rows(&client(it), deadlines(it), &names, until)).collect();
    due_model(rows, &names, TODAY, until)
}

pub(in crate::render) fn commits() -> Vec<Commit> {
    let commit =
        |id: &str, day: &str, change: Option<&str>, phases: (Option<&str>, Option<&str>), summary: &str| Commit {
            id: id.repeat(8),
            time: format!("{day}T09:30:00-04:00"),
            author: "Onboarding Lead".to_owned(),
            summary: summary.to_owned(),
            change: change.map(ToOwned::to_owned),
            from: phases.0.map(ToOwned::to_owned),
            to: phases.1.map(ToOwned::to_owned),
        };
    vec![
        commit("c0ffee1", "2026-11-20", Some("hold"), (Some("active"), Some("on_hold")), "seed-vault: on hold"),
        commit("badcab1", "2026-11-03", None, (None, None), "by hand: \u{1b}[31mred\u{1b}[0m dates"),
        commit(
            "deface1",
            "2026-10-16",
            Some("advance"),
            (Some("production-config"), Some("go-live")),
            "seed-vault: production-config -> go-live",
        ),
        commit("facade1", "2026-02-02", Some("init"), (None, Some("engagement")), "seed-vault: opened"),
    ]
}

pub(in crate::render) fn shown(yaml: &str) -> ShowView {
    let client = client(yaml);
    let file = format!("clients/{}.yaml", client.id);
    view(&client, &deadlines(yaml), &names_for_tests(), TODAY, &file, commits().into_iter().next())
}

pub(in crate::render) fn gates() -> StatusView {
    let gate = |id: &str, en: &str, fr: &str, waivable, standing| GateView {
        id: id.parse().expect("a gate"),
        phase: "cate".parse().expect("a phase"),
        text: Text::new(en, fr),
        waivable,
        standing,
    };
    let unmet = |line, reason: Text, fix: &str| Unmet {
        reason: Message::Text(reason),
        place: Place {
            file: "clients/northern-trails.yaml".to_owned(),
            spot: Spot { line, column: 7, start: 0, end: 0 },
            path: "environments.staging.requests".to_owned(),
        },
        fix: Some(fix.to_owned()),
    };
    let both = vec![
        unmet(
            71,
            Text::new("staging: request CR-0120 is “submitted”", "staging : la demande CR-0120 est « soumise »"),
            "onboard request northern-trails CR-0120 accept",
        ),
        unmet(
            84,
            Text::new("training: no request is live", "training : aucune demande n’est en service"),
            "onboard request northern-trails CR-0121 accept",
        ),
    ];
    StatusView {
        client: "northern-trails".parse().expect("a client"),
        phase: "cate".parse().expect("a phase"),
        phase_name: Text::new("CATE Technical Configuration", "Configuration technique de l’EEAC"),
        status: Status::Active,
        status_name: Text::new("Active", "Actif"),
        next: Some(NextPhase {
            id: "support".parse().expect("a phase"),
            name: Text::new("End-User Support Processes", "Processus de soutien aux utilisateurs finaux"),
        }),
        service: None,
        services: Vec::new(),
        gates: vec![
            gate("cate.sign-in-works", "Sign-in works", "L’ouverture de session fonctionne", true, GateStanding::Met),
            gate(
                "cate.all-environments-configured",
                "Every non-production environment is configured",
                "Chaque environnement de non-production est configuré",
                true,
                GateStanding::Unmet(both),
            ),
            gate("cate.b2c", "The tenant is known", "Le locataire est connu", false, GateStanding::NotApplicable),
            gate(
                "cate.certificates",
                "Certificates last",
                "Les certificats durent",
                true,
                GateStanding::Waived { waiver: "W1".to_owned() },
            ),
        ],
    }
}

fn style(width: usize, lang: Lang) -> Style {
    Style { width, colour: Colour::Off, lang }
}

/// The screen in both languages at three widths, with no-break spaces shown. No line may be wider than asked, but for
/// those in `unbroken`.
fn screens(of: &dyn Fn(Style) -> String, unbroken: &str) -> String {
    let mut out = String::new();
    for width in [120, 80, 60, 50] {
        for lang in Lang::BOTH {
            let text = of(style(width, lang));
            for line in text.lines().filter(|it| unbroken.is_empty() || !it.contains(unbroken)) {
                let columns = crate::render::plain::width(line);
                assert!(columns <= width, "{columns} columns in {width}: {line}");
            }
            let _ = writeln!(out, "== {width} {}\n{}", lang.as_str(), text.replace('\u{a0}', "⍽"));
        }
    }
    out
}

#[test]
fn the_portfolio_fits_every_width_in_both_languages() {
    let rows = rows();
    insta::assert_snapshot!("list", screens(&|style| list(&rows, &[], style), ""));
}

#[test]
fn the_gates_fit_every_width_in_both_languages() {
    let gates = gates();
    insta::assert_snapshot!("status", screens(&|style| status(&gates, style), "onboard "));
}

#[test]
fn a_client_fits_every_width_in_both_languages() {
    let seeds = shown(SEEDS);
    insta::assert_snapshot!("show", screens(&|style| show(&seeds, style), ""));
}

#[test]
fn the_log_fits_every_width_in_both_languages() {
    let log = log_model("seed-vault".parse().expect("a client"), commits(), &names_for_tests());
    insta::assert_snapshot!("log", screens(&|style| super::log(&log, style), ""));
}

#[test]
fn what_falls_due_fits_every_width_in_both_languages() {
    let view = due_view();
    insta::assert_snapshot!("due", screens(&|style| due(&view, &[], style), ""));
}

#[test]
fn a_client_on_hold_and_a_closed_one_say_so() {
    let both = format!("{}\n\n{}", show(&shown(HELD), style(80, Lang::Fr)), show(&shown(KITES), style(80, Lang::En)));
    insta::assert_snapshot!("show-held-and-closed", both.replace('\u{a0}', "⍽"));
}

#[test]
fn colour_adds_escape_sequences_and_changes_no_word() {
    let coloured = |text: String| -> (bool, String) {
        let bare = anstream::adapter::strip_str(&text).to_string();
        (text != bare, bare)
    };
    let on = |width| Style { width, colour: Colour::On, lang: Lang::En };
    let off = |width| style(width, Lang::En);
    for width in [120, 60] {
        assert_eq!(coloured(list(&rows(), &[], on(width))), (true, list(&rows(), &[], off(width))));
        assert_eq!(coloured(status(&gates(), on(width))), (true, status(&gates(), off(width))));
        assert_eq!(coloured(show(&shown(SEEDS), on(width))), (true, show(&shown(SEEDS), off(width))));
    }
}

#[test]
fn nothing_from_a_file_reaches_the_terminal_as_a_command() {
    let hostile = "A\u{1b}]0;title\u{7}\u{9b}2J\u{202e}B\u{e0041}\nC";
    let mut row = rows().remove(1);
    row.name = Text::new(hostile, hostile);
    row.phase_name = Text::new(hostile, hostile);
    let mut view = shown(SEEDS);
    view.client.organization.name = Text::new(hostile, hostile);
    view.client.services[0].name = Text::new(hostile, hostile);
    view.row = row.clone();
    for text in [list(&[row], &[], style(120, Lang::En)), show(&view, style(80, Lang::En))] {
        let bad = |it: char| (it.is_control() && it != '\n') || matches!(it, '\u{202e}' | '\u{e0041}');
        assert!(!text.contains(bad), "{text:?}");
        assert!(text.contains("A\u{fffd}]0;title"), "{text}");
    }
}

#[test]
fn an_empty_portfolio_and_an_empty_log_say_so() {
    assert_eq!(list(&[], &[], style(80, Lang::Fr)), "aucun client");
    let log = log_model("acme".parse().expect("a client"), Vec::new(), &names_for_tests());
    assert_eq!(super::log(&log, style(80, Lang::En)), "acme has no changes in git");
}
