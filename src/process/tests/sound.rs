//! What is found wrong with a process before a client is judged by it, and where.

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

#[test]
fn every_state_can_be_reached() {
    check(
        "moves: [submitted, withdrawn]",
        "moves: [submitted]",
        "78:25 lifecycles.request.states.withdrawn.name error process/unreachable: no move leads from `draft` to `withdrawn`",
    );
    check(
        "moves: [in_review]",
        "moves: [in_reveiw]",
        "71:63 lifecycles.request.states.submitted.moves[0] error process/unknown-name: there is no `in_reveiw` (did you mean `in_review`?)\n\
         72:25 lifecycles.request.states.in_review.name error process/unreachable: no move leads from `draft` to `in_review`\n\
         73:24 lifecycles.request.states.rejected.name error process/unreachable: no move leads from `draft` to `rejected`\n\
         74:24 lifecycles.request.states.accepted.name error process/unreachable: no move leads from `draft` to `accepted`\n\
         75:20 lifecycles.request.states.live.name error process/unreachable: no move leads from `draft` to `live`\n\
         76:22 lifecycles.request.states.failed.name error process/unreachable: no move leads from `draft` to `failed`\n\
         77:26 lifecycles.request.states.superseded.name error process/unreachable: no move leads from `draft` to `superseded`",
    );
    check(
        "initial: draft",
        "initial: daft",
        "68:14 lifecycles.request.initial error process/unknown-name: there is no `daft` (did you mean `draft`?)",
    );
    check(
        "requires: [submitted_on]",
        "requires: [sent_on]",
        "71:86 lifecycles.request.states.submitted.requires[0] error process/unknown-name: there is no `sent_on`",
    );
    check(
        "      failed: {name: {en: Failed, fr: Échouée}}\n",
        "",
        "70:7 lifecycles.request.states error process/missing-state: the state `failed` of the schema is not there\n\
         74:68 lifecycles.request.states.accepted.moves[1] error process/unknown-name: there is no `failed`",
    );
}

#[test]
fn verbs_lead_to_states_and_are_no_words_of_the_command_line() {
    check("initial: draft", "initial: draft\n    verbs: {submit: submitted}", "");
    check(
        "initial: draft",
        "initial: draft\n    verbs: {submit: submited}",
        "69:21 lifecycles.request.verbs.submit error process/unknown-name: there is no `submited` (did you mean `submitted`?)",
    );
    check(
        "initial: draft",
        "initial: draft\n    verbs: {list: submitted}",
        "69:19 lifecycles.request.verbs.list error process/reserved: `list` is a word of the command line itself",
    );
}

#[test]
fn reasons_replacements_and_dates_are_fields_of_their_kind() {
    check("initial: draft", "initial: draft\n    reason: reason\n    replaces: replaces", "");
    check(
        "initial: draft",
        "initial: draft\n    reason: kind",
        "69:13 lifecycles.request.reason error process/type: `kind` is not a text in both languages",
    );
    check(
        "initial: draft",
        "initial: draft\n    replaces: reason",
        "69:15 lifecycles.request.replaces error process/type: `reason` is not a text",
    );
    check("requires: [submitted_on]}", "requires: [submitted_on], sets: {submitted_on: always}}", "");
    check(
        "requires: [submitted_on]}",
        "requires: [submitted_on], sets: {kind: always, submited_on: if_absent}}",
        "71:114 lifecycles.request.states.submitted.sets.kind error process/type: `kind` is not a day\n\
         71:135 lifecycles.request.states.submitted.sets.submited_on error process/unknown-name: there is no `submited_on` (did you mean `submitted_on`?)",
    );
    check(
        "requires: [submitted_on]}",
        "requires: [submitted_on], clears: [submitted_on]}",
        "71:110 lifecycles.request.states.submitted.clears[0] error process/pointless: `submitted_on` is taken away by the move into this state, which requires it",
    );
}

#[test]
fn a_step_that_a_machine_makes_has_a_twin_that_asks_why() {
    let live = "moves: [superseded], requires: [done_on]}";
    let with = |more: &str| live.replace('}', more);
    check(
        live,
        &with(", machine: true}"),
        "75:99 lifecycles.request.states.live.machine error process/failed-twin: `live` is a step that a machine makes and that may fail: `failed` must name the state that it comes to then",
    );
    check(
        live,
        &with(", machine: true, failed: failed}"),
        "75:113 lifecycles.request.states.live.failed error process/failed-twin: `failed` is what `live` comes to when it fails, and does not require the reason",
    );
    check(
        live,
        &with(", failed: failled}"),
        "75:98 lifecycles.request.states.live.failed error process/pointless: `failed` says something only for a step that a machine makes (`machine: true`)\n\
         75:98 lifecycles.request.states.live.failed error process/unknown-name: there is no `failled` (did you mean `failed`?)",
    );
    let text = SMALL
        .replace("initial: draft", "initial: draft\n    reason: reason")
        .replace(live, &with(", machine: true, failed: failed}"))
        .replace("fr: Échouée}}", "fr: Échouée}, requires: [reason]}");
    assert_eq!(load(&text).err().map(|it| said(&it)), None);
    let stuck = text
        .replace("moves: [live, failed]", "moves: [live]")
        .replace("moves: [accepted, rejected]", "moves: [accepted, rejected, failed]");
    assert_eq!(
        load(&stuck).err().map(|it| said(&it)).as_deref(),
        Some(
            "76:113 lifecycles.request.states.live.failed error process/failed-twin: `accepted` may become `live`, but not `failed`: a failure there could not be recorded\n"
        )
    );
}

#[test]
fn what_is_frozen_or_replaced_fits_the_rest() {
    check(
        "moves: [superseded], requires: [done_on]}",
        "moves: [superseded], requires: [done_on], frozen: true}",
        "75:98 lifecycles.request.states.live.frozen error process/pointless: what is frozen does not move: this state has moves",
    );
    check(
        "moves: [superseded], requires: [done_on]}",
        "moves: [superseded], requires: [done_on], replaced: superseeded}",
        "75:100 lifecycles.request.states.live.replaced error process/pointless: `replaced` says something only where the life cycle has `replaces`\n\
         75:100 lifecycles.request.states.live.replaced error process/unknown-name: there is no `superseeded` (did you mean `superseded`?)",
    );
}

#[test]
fn both_languages_say_the_same() {
    check("fr: Parler", "fr: \" \"", "16:26 phases.talk.name.fr error process/empty-text: the text is empty");
    check(
        "fr: \"`{self.id}` a {size(self.requests)} demandes",
        "fr: \"`{self.id}` a des demandes",
        "62:87 phases.run.gates['run.configured'].reason.fr error process/gaps-differ: `requests` is read in the other language only",
    );
    check(
        "{en: \"`{self.id}` has",
        "{en: \"`{self.idd}` has",
        "62:22 phases.run.gates['run.configured'].reason.en error process/gaps-differ: `id` is read in the other language only\n\
         62:30 phases.run.gates['run.configured'].reason.en error process/unknown-field: there is no field `idd` here (did you mean `id`?)\n\
         62:88 phases.run.gates['run.configured'].reason.fr error process/gaps-differ: `idd` is read in the other language only",
    );
    check(
        "en: there is no milestone",
        "en: \"there is no {milestone\"",
        "42:41 phases.sign.gates['sign.milestones'].at_least_one.en error process/syntax: this brace has no partner (a brace that is a brace is written twice)",
    );
    check(
        "{en: \"`{self.id}` has",
        "{en: \"`{self.requests}` has",
        "62:22 phases.run.gates['run.configured'].reason.en error process/gaps-differ: `id` is read in the other language only\n\
         62:30 phases.run.gates['run.configured'].reason.en error process/type: a value of type list cannot be written in a sentence",
    );
}

#[test]
fn labels_stand_in_sentences_and_have_words_for_what_may_come() {
    let check_gap = |gap: &str, expected: &str| {
        let found = found("{en: \"`{self.id}` has", &format!("{{en: \"{{self.id}} {{{gap}}} has"));
        let line = found.lines().find(|it| it.contains("process/label")).unwrap_or_default().to_owned();
        assert_eq!(line.split_once(" error ").map_or("", |it| it.1), expected, "{gap}");
    };
    check_gap("label('environments.kind', self.kind)", "");
    check_gap("label('environments.kind', 'production')", "");
    check_gap(
        "label('environments.kid', self.kind)",
        "process/label: there are no words for the values of `environments.kid` (did you mean `environments.kind`?)",
    );
    check_gap(
        "label('environments.kind', 'producton')",
        "process/label: there are no words for `producton` (did you mean `production`?)",
    );
    check_gap("label('environments.kind', self.platform_environment)", "process/label: there are no words for `cate`");
    check_gap("label(self.id, self.kind)", "process/label: the field must be written out here");
    check_rule(
        "label('environments.kind', 'production') == 'x'",
        "1 label: `label` gives the words of one language: it belongs into a sentence",
    );
    check_fix(
        "onboard set {client.id} agreement.reference={label('environments.kind', 'production')}",
        "36:59 phases.sign.gates['sign.signed'].fix error process/label: `label` gives the words of one language: it belongs into a sentence",
    );
}

#[test]
fn a_rule_may_ask_about_several_paths_and_about_every_text() {
    let each = |it: &str, rule: &str| {
        let by = format!("each: {it}\n    rule: {rule}\n");
        found("each: environments.oidc\n    rule: self.redirect_uris.all(u, scheme(u) == 'https')\n    at: redirect_uris\n", &by)
            .lines()
            .filter(|it| !it.contains(".reason."))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(each("\"**\"", "self.trim() != ''"), "");
    assert_eq!(each("[\"environments.**\", agreement.reference]", "self.trim() != ''"), "");
    assert_eq!(each("[\"**\"]\n    except: [contacts.mailbox, contacts]", "self != ''"), "");
    assert_eq!(
        each("[environments, agreement.reference]", "has(client.agreement.signed_on)"),
        "88:26 rules.https.each[1] error process/type: all paths of one `each` must lead to items of one kind"
    );
    assert_eq!(
        each("[agreement.reference, agreement.referense]", "has(client.agreement.signed_on)"),
        "88:43 rules.https.each[1] error process/unknown-path: the client file has no `referense` there (did you mean `reference`?)"
    );
    assert_eq!(
        each("\"**\"\n    except: contacts.mailbx", "has(client.agreement.signed_on)"),
        "89:22 rules.https.except error process/unknown-path: the client file has no `mailbx` there (did you mean `mailbox`?)"
    );
    assert_eq!(
        found("at: environments\n    text: {en: there", "except: environments\n    text: {en: there"),
        "83:13 rules.few-environments.except error process/pointless: `except` says something only with `each`"
    );
}

#[test]
fn commands_name_paths_and_values_that_exist() {
    check_fix(
        "onboard set {client.id} agreement.singed_on={today}",
        "36:38 phases.sign.gates['sign.signed'].fix error process/unknown-path: the client file has no `singed_on` there (did you mean `signed_on`?)",
    );
    check_fix("onboard set {client.id} agreement.milestones.{today}.due={today}", "");
    check_fix(
        "onboard set {client.id} agreement.milestones.m1.dew={today}",
        "36:38 phases.sign.gates['sign.signed'].fix error process/unknown-path: the client file has no `dew` there",
    );
    check_fix(
        "onboard set {client.id} criteria.talk.agreed.state=met criteria.talk.agreed.date={today} 'criteria.talk.agreed.evidence=a b'",
        "",
    );
    check_fix(
        "onboard set {client.id} criteria.talk.agreed.state=maybe",
        "36:38 phases.sign.gates['sign.signed'].fix error process/fix: `criteria.talk.agreed.state` cannot be set so: `maybe` is not a value of the value (allowed: `open`, `met`, `not_met`, `not_applicable`)",
    );
    check_fix(
        "onboard set {client.id} environments.test.kind=prod",
        "36:38 phases.sign.gates['sign.signed'].fix error process/fix: `environments.test.kind` cannot be set so: `prod` is not a value of the value (did you mean `production`? allowed: `non_production`, `production`)",
    );
    check_fix("onboard set {client.id} environments.test.kind=KIND agreement.scope.en='…'", "");
    check_fix(
        "onboard set {client.id} phase=run",
        "36:38 phases.sign.gates['sign.signed'].fix error process/fix: `phase` is not set by hand but by `onboard advance`",
    );
    check_fix(
        "onboard set {client.id} agreement.signed_on",
        "36:38 phases.sign.gates['sign.signed'].fix error process/fix: `agreement.signed_on` is not of the form `path=value`",
    );
    check_fix(
        "onboard set {client.id}",
        "36:14 phases.sign.gates['sign.signed'].fix error process/fix: the command is not complete",
    );
    check_fix("onboard add {client.id} testing.demonstrations id=d1 date={today} audience=internal", "");
    check_fix(
        "onboard add {client.id} testing.demonstrations id=d1 audience=nobody",
        "36:67 phases.sign.gates['sign.signed'].fix error process/fix: `audience` cannot be set so: `nobody` is not a value of the value (allowed: `internal`, `external`, `executive`)",
    );
    check_fix(
        "onboard add {client.id} agreement.reference x=y",
        "36:38 phases.sign.gates['sign.signed'].fix error process/fix: `agreement.reference` is not a list: nothing can be added to it",
    );
    let fix = |words: &str| format!("onboard request {words}");
    let with_verbs = |fix: &str| {
        let text = SMALL.replace("initial: draft", "initial: draft\n    verbs: {submit: submitted}");
        let text = text.replace("fix: onboard set {client.id} agreement.signed_on={today}", &format!("fix: {fix}"));
        load(&text).err().map(|it| said(&it)).unwrap_or_default()
    };
    assert_eq!(with_verbs(&fix("submit {client.id} REQUEST --to test requested_for={today} tested_as=REQUEST")), "");
    assert_eq!(with_verbs(&fix("add {client.id} REQUEST --to test kind=update")), "");
    assert_eq!(
        with_verbs(&fix("sbumit {client.id} REQUEST --to test requested_four={today}")),
        "36:30 phases.sign.gates['sign.signed'].fix error process/fix: no life cycle has the verb `sbumit` (did you mean `submit`?)\n36:67 phases.sign.gates['sign.signed'].fix error process/unknown-path: the client file has no `requested_four` there (did you mean `requested_for`?)\n"
    );
    assert_eq!(
        with_verbs(&fix("submit {client.id}")),
        "36:14 phases.sign.gates['sign.signed'].fix error process/fix: the command is not complete\n"
    );
    check_fix("onboard remove {client.id} agreement.milestones.{today}", "");
    check_fix(
        "onboard set {client.idd} agreement.signed_on={today}",
        "36:34 phases.sign.gates['sign.signed'].fix error process/unknown-field: there is no field `idd` here (did you mean `id`?)",
    );
}

#[test]
fn acts_name_gates_phases_and_flags_that_exist() {
    let fix = "phases.sign.gates['sign.signed'].fix error process/fix";
    check_fix("onboard confirm {client.id} talk.agreed --evidence '…'", "");
    check_fix("onboard confirm {client.id} --again --date={today}", "");
    check_fix("onboard waive {client.id} talk.agreed --reason-en '…' --reason-fr '…' --role ROLE --expires DATE", "");
    check_fix("onboard return {client.id} --to talk --reason-en '…' --reason-fr '…'", "");
    check_fix("onboard resume {client.id}", "");
    check_fix("onboard hold {client.id} --reason-en '…' --reason-fr '…' --review-on DATE", "");
    check_fix(
        "onboard confirm {client.id} talk.agred",
        &format!("36:42 {fix}: there is no gate `talk.agred` (did you mean `talk.agreed`?)"),
    );
    check_fix(
        "onboard confirm {client.id} sign.scope",
        &format!("36:42 {fix}: `sign.scope` is settled by a rule: nobody confirms it"),
    );
    check_fix("onboard confirm {client.id}", &format!("36:14 {fix}: the command is not complete"));
    check_fix(
        "onboard waive {client.id} sign.scope --reason x --role y",
        &format!("36:40 {fix}: `sign.scope` may not be waived"),
    );
    check_fix("onboard waive {client.id} talk.agreed --role y", &format!("36:14 {fix}: the command is not complete"));
    check_fix(
        "onboard return {client.id} --to tlak --reason x",
        &format!("36:41 {fix}: there is no phase `tlak` (did you mean `talk`?)"),
    );
    check_fix(
        "onboard resume {client.id} --raeson x",
        &format!("36:14 {fix}: the command is not complete\n36:41 {fix}: `onboard resume` has no `--raeson`"),
    );
}

#[test]
fn what_says_nothing_is_found() {
    check(
        "criterion: true",
        "criterion: true\n        rule: 1 == 1",
        "21:20 phases.talk.gates['talk.agreed'].criterion error process/pointless: a gate is settled by a rule or by a person, not by both",
    );
    check(
        "        at_least_one: {en",
        "        each2: {en",
        "42:9 phases.sign.gates['sign.milestones'].each2 error schema/unknown-key: `each2` is not a field of `gates['sign.milestones']` (did you mean `each`?)",
    );
    check(
        "applies: \"!has(client.migration.required) || client.migration.required\"",
        "about: {en: a, fr: b}",
        "47:14 phases.move.because error process/pointless: `because` says something only with `applies`",
    );
    check(
        "    lead: us",
        "    applies: 1 == 1",
        "17:14 phases.talk.applies error process/first-applies: the first phase cannot be passed over: a client starts in it",
    );
}

#[test]
fn faults_of_yaml_and_of_form_come_with_the_rest() {
    check(
        "from: sign",
        "from: sign\n    from: run\n    colour: red",
        "88:5  error yaml/duplicate-key: `from` is there twice (it was first defined on line 87; keep one of the two)\n\
         89:5 rules.https.colour error schema/unknown-key: `colour` is not a field of `rules.https` (what may stand here: `except`, `fix`, `source`)",
    );
    check(
        "version: 1",
        "version: one",
        "2:10 version error schema/type: `version` must be a whole number, not the text `one`",
    );
}
