//! The figures of a portfolio, from small clients.

use super::*;
use crate::client::tests::minimal;
use crate::model::Date;
use crate::report::names_for_tests;

const TODAY: Date = Date::constant(2026, 6, 30);

fn of(clients: &[(&str, &str)]) -> Portfolio {
    let names = names_for_tests();
    let briefs = clients.iter().map(|(id, yaml)| {
        let mut client = minimal(yaml);
        client.id = id.parse().expect("an id");
        if let Some(last) = client.history.iter().rev().find_map(|it| it.to.clone()) {
            client.phase = last;
        }
        if let Some(last) = client.history.iter().rev().find_map(|it| it.to_status) {
            client.status = last;
        }
        brief(&client, &[], &[], 0, (&names, TODAY))
    });
    portfolio(&briefs.collect::<Vec<_>>(), &[], &names, TODAY, "0.1.0")
}

#[test]
fn the_median_is_that_of_those_who_left_the_phase_without_their_holds() {
    let left = |days: &str| {
        format!(
            "history:\n  - {{date: 2026-01-01, change: init, to: engagement, status: active}}\n  \
             - {{date: {days}, change: advance, from: engagement, to: agreement}}\n"
        )
    };
    let held = "history:\n  - {date: 2026-01-01, change: init, to: engagement, status: active}\n  \
         - {date: 2026-01-11, change: hold, from_status: active, to_status: on_hold}\n  \
         - {date: 2026-01-31, change: resume, from_status: on_hold, to_status: active}\n  \
         - {date: 2026-02-10, change: advance, from: engagement, to: agreement}\n";
    let still = "history:\n  - {date: 2026-06-20, change: init, to: engagement, status: active}\n";
    let report = of(&[
        ("a", &left("2026-01-11")),
        ("b", &left("2026-01-31")),
        ("c", held),
        ("d", still),
        ("e", &left("2026-02-10")),
    ]);
    let pace = &report.phases.first().expect("a phase").pace;
    // 10, 20 (40 less 20 on hold), 30 and 40 days.
    assert_eq!((pace.finished, pace.shortest, pace.median, pace.longest), (4, Some(10), Some(25), Some(40)));
    assert_eq!((pace.lower, pace.upper), (Some(15), Some(35)));
    assert_eq!(pace.current, [10]);
    let row = report.clients.iter().find(|it| it.id.as_str() == "d").expect("a row");
    assert_eq!((row.days, row.median), (Some(10), Some(25)));
    assert_eq!(report.phases.iter().map(|it| it.clients.len()).sum::<usize>(), 5);
}

#[test]
fn who_withdrew_did_not_finish_the_phase_and_is_in_none() {
    let withdrawn = "withdrawn: {date: 2026-02-01, reason: {en: No budget, fr: Pas de budget}}\n\
        history:\n  - {date: 2026-01-01, change: init, to: engagement, status: active}\n  \
        - {date: 2026-02-01, change: withdraw, from_status: active, to_status: withdrawn}\n";
    let report = of(&[("gone", withdrawn)]);
    assert_eq!(report.phases.first().expect("a phase").pace.finished, 0);
    assert!(report.clients.is_empty() && report.lanes.is_empty());
    let left = report.left.first().expect("a row");
    assert_eq!(left.days, Some(31));
    assert_eq!(left.left_on, Some(Date::constant(2026, 2, 1)));
}

#[test]
fn the_costs_of_all_clients_add_up_exactly_in_both_directions() {
    let cost = |amount: &str, year: &str, state: &str| {
        format!("agreement: {{costs: [{{id: c, fiscal_year: {year}, amount_cad: \"{amount}\", state: {state}}}]}}\n")
    };
    let report = of(&[
        ("a", &cost("0.10", "2026-2027", "paid")),
        ("b", &cost("0.20", "2026-2027", "planned")),
        ("c", &cost("99999999999.99", "2025-2026", "paid")),
    ]);
    let costs = &report.costs;
    let years: Vec<String> =
        costs.years.iter().map(|it| format!("{} {} {}", it.fiscal_year, it.clients, it.total)).collect();
    assert_eq!(years, ["2025-2026 1 99999999999.99", "2026-2027 2 0.30"]);
    assert_eq!(costs.by_state.iter().sum::<rust_decimal::Decimal>(), costs.total);
    assert_eq!(costs.total.to_string(), "100000000000.29");
}

#[test]
fn a_target_counts_as_a_go_live_until_steps_are_planned() {
    let report = of(&[
        ("aims", "schedule: {target_go_live: 2026-12}\n"),
        (
            "plans",
            "schedule: {target_go_live: 2026-12}\ngo_live: [{id: g, date: 2026-09-01, decision: planned, audience: {percent: 10}}]\n",
        ),
        ("past", "schedule: {target_go_live: 2026-01}\n"),
    ]);
    let rows: Vec<String> = report.go_lives.iter().map(|it| format!("{} {}", it.id, it.date)).collect();
    assert_eq!(rows, ["plans 2026-09-01", "aims 2026-12"]);
}
