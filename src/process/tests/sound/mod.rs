//! What is found wrong with a process before a client is judged by it, and where.

mod commands;
mod states;

use super::*;

fn found(part: &str, by: &str) -> String {
    assert!(SMALL.contains(part), "{part} is not there");
    match load(&SMALL.replacen(part, by, 1)) {
        Ok(_) => String::new(),
        Err(findings) => said(&findings).trim_end().to_owned(),
    }
}

/// Replaces a part of the small process; the findings must be these.
#[track_caller]
fn check(part: &str, by: &str, expected: &str) {
    assert_eq!(found(part, by), expected, "{by}");
}

/// Puts another rule where `move.done` has its own. The numbers are columns of the rule.
#[track_caller]
fn check_rule(rule: &str, expected: &str) {
    let found = found("rule: has(client.migration.done_on)", &format!("rule: {rule:?}"));
    let mut short = Vec::new();
    for line in found.lines() {
        // In double quotes, its first sign stands in column 16 of line 51.
        let place = line
            .strip_prefix("51:")
            .and_then(|it| it.split_once(" phases.move.gates['move.done'].rule error process/"));
        let column = place.and_then(|it| it.0.parse::<u32>().ok());
        match (column, place) {
            (Some(column), Some((_, rest))) => short.push(format!("{} {rest}", column - 15)),
            _ => short.push(line.to_owned()),
        }
    }
    assert_eq!(short.join("\n"), expected, "{rule}");
}

/// Puts another command where `sign.signed` has its own.
#[track_caller]
fn check_fix(fix: &str, expected: &str) {
    check("fix: onboard set {client.id} agreement.signed_on={today}", &format!("fix: {fix}"), expected);
}

#[test]
fn the_small_process_is_sound() {
    check("Small", "Small", "");
}

#[test]
fn names_in_rules_must_exist() {
    check_rule(
        "has(client.migration.don_on)",
        "22 unknown-field: there is no field `don_on` here (did you mean `done_on`?)",
    );
    check_rule(
        "has(cleint.migration.done_on)",
        "5 unknown-variable: there is no variable `cleint` (did you mean `client`?)",
    );
    check_rule(
        "has(migration.done_on)",
        "5 unknown-variable: there is no variable `migration` (did you mean `client.migration`?)",
    );
    check_rule(
        "dats(client.migration.done_on) == today",
        "1 unknown-function: there is no function `dats` (did you mean `date`?)",
    );
    check_rule("limits.mots == 2", "8 unknown-field: there is no field `mots` here (did you mean `most`?)");
    check_rule(
        "'x' in settings.hosts.alowed",
        "23 unknown-field: there is no field `alowed` here (did you mean `allowed`?)",
    );
    check_rule(
        "client.environments.all(e, e.requests.exists(r, r.sate == 'live'))",
        "51 unknown-field: there is no field `sate` here (did you mean `state`?)",
    );
    check_rule(
        "client.environments.filter(e, has(e.oidc)).map(e, e.idd) == []",
        "53 unknown-field: there is no field `idd` here (did you mean `id`?)",
    );
    check_rule("self.x == 1", "1 unknown-variable: `self` is there only with `each`");
    check_rule("client.environments.all(e, f == 1)", "28 unknown-variable: there is no variable `f`");
    // What a map holds under free keys, and what is not looked into, may be anything.
    check_rule("client.criteria['a.b'].state == 'met' && client.custom.a.b == client.platform.c", "");
    check_rule(
        "client.criteria['a.b'].stat == 'met'",
        "24 unknown-field: there is no field `stat` here (did you mean `state`?)",
    );
}

#[test]
fn values_must_be_possible() {
    check_rule(
        "client.environments.all(e, e.kind == 'produktion')",
        "38 unknown-value: it is never `produktion` (did you mean `production`?)",
    );
    check_rule(
        "client.environments.all(e, e.kind != 'test')",
        "38 unknown-value: it is never `test` (it is one of `non_production`, `production`)",
    );
    check_rule(
        "client.environments.all(e, e.kind in ['production', 'prod'])",
        "53 unknown-value: it is never `prod` (did you mean `production`?)",
    );
    check_rule(
        "client.services.all(s, 'gcky' in s.current_sign_in)",
        "24 unknown-value: it is never `gcky` (did you mean `gckey`?)",
    );
    check_rule("'production' == client.environments[0].kind", "");
    check_rule(
        "client.status == 'live'",
        "18 unknown-value: it is never `live` (it is one of `prospect`, `active`, `on_hold`, `withdrawn`, `closed`)",
    );
    check_rule(
        "client.agreement.signed_on == '2026-1-1'",
        "31 unknown-value: `2026-1-1` is not a date: write `YYYY-MM-DD` or `YYYY-MM`",
    );
}

#[test]
fn types_must_agree() {
    check_rule("client.id == 3", "11 type: a value of type text is never one of type number");
    check_rule("client.migration.required == 'yes'", "27 type: a value of type bool is never one of type text");
    check_rule("size(client.services) > '1'", "23 type: a value of type number is never one of type text");
    check_rule(
        "client.services > 1",
        "8 type: values of type list have no order\n\
         17 type: a value of type list is never one of type number",
    );
    check_rule(
        "client.agreement.ceiling_cad < '100.00'",
        "18 type: texts are ordered letter by letter: use `date(…)`, `money(…)` or `decimal(…)`",
    );
    check_rule("money(client.agreement.ceiling_cad) < 10000", "");
    check_rule("client.agreement.signed_on <= today", "");
    check_rule("client.id.length > 1", "11 unknown-field: `length` is read of a text, which has no fields");
    check_rule(
        "client.services.state == 'live'",
        "17 unknown-field: `state` is read of a list, which has no fields: use `.all(it, …)`, `.exists(it, …)` or `[0]`",
    );
    check_rule("client.id.all(x, true)", "11 type: `all` goes through a list, and this is of type text");
    check_rule("client.id", "8 type: a value of type bool is needed here, not text");
    check_rule("client.services.map(s, s.id) != [] && 1", "39 type: a value of type bool is needed here, not number");
    check_rule("client.services.all(s, s.id)", "26 type: a value of type bool is needed here, not text");
    check_rule("!client.id", "9 type: a value of type bool is needed here, not text");
    check_rule(
        "days(client.services, today) > 1",
        "13 type: `days` does not take a value of type list: `days(from, to)`",
    );
    check_rule("days(today) > 1", "1 argument-count: `days` takes 2 arguments, not 1 (it is written `days(from, to)`)");
    check_rule("client.id + 1 == 'x'", "11 type: `+` does not work on text, number");
    check_rule("client.id in 'abc'", "14 type: it is not a list: text");
    check_rule(
        "client.agreement.signed_on == null",
        "28 type: nothing is ever null here: what has no value is not there, so use `has(…)`",
    );
    check_rule("client.services.exists(self, true)", "24 hidden-variable: `self` would hide the variable of that name");
    check_rule("(client.migration.required ? 'a' : 1) == 'a'", "");
}

#[test]
fn what_always_holds_is_no_gate() {
    check_rule(
        "has(client.agreement.milestones)",
        "22 always-true: `milestones` is a list and always there, so this always holds: ask for its size",
    );
    check_rule(
        "has(client.agreement)",
        "12 always-true: `agreement` is a map and always there, so this always holds: ask for one of its fields",
    );
    // Their presence means something.
    check_rule("has(client.agreement.scope) && client.environments.all(e, has(e.oidc))", "");
}

#[test]
fn what_cannot_be_read_is_shown_inside_the_rule() {
    check_rule(
        "has(client.migration.done_on) and true",
        "31 syntax: `and` is not expected here (`and` is written `&&`)",
    );
    check_rule("client.id = 'a'", "11 syntax: `=` is not expected here (`=` is written `==`)");
    check_rule("has(client.id", "4 syntax: `(` is not closed");
    let part = "rule: has(client.migration.done_on)";
    check(
        part,
        "rule: >-\n          has(client.migration.done_on) &&\n          has(client.migration.don_on)",
        "53:32 phases.move.gates['move.done'].rule error process/unknown-field: there is no field `don_on` here (did you mean `done_on`?)",
    );
}

#[test]
fn paths_must_lead_somewhere() {
    check(
        "at: migration.done_on",
        "at: migration.don_on",
        "52:23 phases.move.gates['move.done'].at error process/unknown-path: the client file has no `don_on` there (did you mean `done_on`?)",
    );
    check(
        "at: redirect_uris",
        "at: oidc",
        "90:9 rules.https.at error process/unknown-path: the client file has no `oidc` there",
    );
    check(
        "each: environments[kind=production]",
        "each: environments[kind=prod]",
        "59:28 phases.run.gates['run.configured'].each error process/unknown-value: it is never `prod` (did you mean `production`?)",
    );
    check(
        "each: environments.oidc",
        "each: environment.oidc",
        "88:11 rules.https.each error process/unknown-path: the client file has no `environment` there (did you mean `environments`?)",
    );
    check(
        "because: migration.reason",
        "because: migration.why",
        "47:24 phases.move.because error process/unknown-path: the client file has no `why` there",
    );
    check(
        "section: agreement,",
        "section: agrement,",
        "25:26 phases.sign.approves[0].section error process/unknown-name: there is no `agrement` (did you mean `agreement`?)",
    );
    check(
        "of: environments.requests",
        "of: environments.request",
        "66:22 lifecycles.request.of error process/unknown-path: the client file has no `request` there (did you mean `requests`?)",
    );
}

#[test]
fn ids_are_unique_and_what_is_named_exists() {
    check(
        "id: sign.signed",
        "id: sign.scope",
        "32:13 phases.sign.gates['sign.scope'].id error process/duplicate-id: `sign.scope` is there twice",
    );
    check(
        "id: sign.signed",
        "id: talk.signed",
        "32:13 phases.sign.gates['talk.signed'].id error process/gate-prefix: `talk.signed` belongs to the phase `sign` and must begin with its name",
    );
    check(
        "id: move.done",
        "id: move.passed-over",
        "49:13 phases.move.gates['move.passed-over'].id error process/reserved: `move.passed-over` is a gate of the program itself",
    );
    check(
        "first: talk",
        "first: tlak",
        "13:8 first error process/unknown-name: there is no `tlak` (did you mean `talk`?)",
    );
    check(
        "first: talk",
        "first: sign",
        "15:9 phases.talk.id error process/unreachable: the phase cannot be reached: clients start in `sign`, which comes later",
    );
    check("lead: us", "lead: them", "17:11 phases.talk.lead error process/unknown-name: there is no `them`");
    check(
        "from: sign",
        "from: sing",
        "87:11 rules.https.from error process/unknown-name: there is no `sing` (did you mean `sign`?)",
    );
    check(
        "id: https",
        "id: few-environments",
        "85:9 rules[1].id error schema/duplicate-id: two items of `rules` have the id `few-environments` (the first is on line 80; each needs an id of its own)",
    );
}
