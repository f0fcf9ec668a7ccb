//! Words and commands: both languages, labels, fixes that name what exists, and faults of form.

use super::*;

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
