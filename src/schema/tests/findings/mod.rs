//! One fault, one finding, at the place where a person mends it.

mod many;

use super::{document, schema, written};
use crate::model::Lang;

fn check(yaml: &str, english: &str, french: &str) {
    let findings = schema().check(&document(yaml), "f.yaml");
    assert_eq!(written(&findings, Lang::En), english, "{yaml}");
    assert_eq!(written(&findings, Lang::Fr), french, "{yaml}");
}

#[test]
fn an_unknown_key_is_marked_itself_and_the_meant_one_is_named() {
    check(
        "id: acme\nagreement:\n  signd_on: 2026-01-01\n",
        "3:3 schema/unknown-key agreement.signd_on: `signd_on` is not a field of `agreement`
  did you mean `signed_on`?",
        "3:3 schema/unknown-key agreement.signd_on: `signd_on` n’est pas un champ de `agreement`
  vouliez-vous dire `signed_on`?",
    );
    check(
        "id: acme\nagreement:\n  due: 2026-01-01\n",
        "3:3 schema/unknown-key agreement.due: `due` is not a field of `agreement`
  `due` belongs to `agreement.milestones`",
        "3:3 schema/unknown-key agreement.due: `due` n’est pas un champ de `agreement`
  `due` appartient à `agreement.milestones`",
    );
    check(
        "id: acme\nagreement:\n  colour: red\n",
        "3:3 schema/unknown-key agreement.colour: `colour` is not a field of `agreement`
  what may stand here: `signed_on`, `scope`, `ceiling_cad`, `fiscal_year`, `code`, `level`, `share`, `approved`, `version`, `milestones`",
        "3:3 schema/unknown-key agreement.colour: `colour` n’est pas un champ de `agreement`
  ce qui peut se trouver ici : `signed_on`, `scope`, `ceiling_cad`, `fiscal_year`, `code`, `level`, `share`, `approved`, `version`, `milestones`",
    );
    check(
        "id: acme\nmilestones: []\n",
        "2:1 schema/unknown-key milestones: `milestones` is not a field of this file
  `milestones` belongs to `agreement`",
        "2:1 schema/unknown-key milestones: `milestones` n’est pas un champ de ce fichier
  `milestones` appartient à `agreement`",
    );
    check(
        "id: acme\nagreement: {scope: {en: x, fr: y, de: z}}\n",
        "2:35 schema/unknown-key agreement.scope.de: `de` is not a field of `scope`",
        "2:35 schema/unknown-key agreement.scope.de: `de` n’est pas un champ de `scope`",
    );
}

#[test]
fn a_misspelt_required_key_is_one_fault_not_two() {
    check(
        "ID: acme\n",
        "1:1 schema/unknown-key ID: `ID` is not a field of this file
  did you mean `id`?",
        "1:1 schema/unknown-key ID: `ID` n’est pas un champ de ce fichier
  vouliez-vous dire `id`?",
    );
    check(
        "id: acme\nagreement:\n  milestones:\n  - {id: m1, nme: {en: a, fr: b}, state: open}\n",
        "4:14 schema/unknown-key agreement.milestones.m1.nme: `nme` is not a field of `milestones.m1`
  did you mean `name`?",
        "4:14 schema/unknown-key agreement.milestones.m1.nme: `nme` n’est pas un champ de `milestones.m1`
  vouliez-vous dire `name`?",
    );
}

#[test]
fn a_missing_key_is_marked_at_its_map_or_at_the_first_line() {
    check(
        "# note\n\nstatus: active\n",
        "1:1 schema/missing id: `id` is missing
  The name of the file.",
        "1:1 schema/missing id: `id` manque
  Le nom du fichier.",
    );
    check(
        "id: acme\nagreement:\n  scope: {en: x}\n",
        "3:3 schema/missing agreement.scope.fr: `fr` is missing from `scope`",
        "3:3 schema/missing agreement.scope.fr: `fr` manque dans `scope`",
    );
    check(
        "id: acme\ncontacts:\n- role: security\n- mailbox: a@b.example\n",
        "4:3 schema/missing contacts[1].role: `role` is missing from `contacts[1]`",
        "4:3 schema/missing contacts[1].role: `role` manque dans `contacts[1]`",
    );
}

#[test]
fn a_key_that_is_required_under_a_condition_says_so() {
    check(
        "id: acme\nrequest: {state: rejected}\n",
        "2:1 schema/missing request.reason: `reason` is missing from `request`
  it is needed with `state: rejected`",
        "2:1 schema/missing request.reason: `reason` manque dans `request`
  c’est requis avec `state: rejected`",
    );
    check(
        "id: acme\nrequest: {by: x}\n",
        "2:1 schema/missing request.done_on: `done_on` is missing from `request`
  it is needed with `by`",
        "2:1 schema/missing request.done_on: `done_on` manque dans `request`
  c’est requis avec `by`",
    );
}

#[test]
fn a_value_that_is_not_counted_brings_the_list_and_the_near_one() {
    check(
        "id: acme\nstatus: on-hold\n",
        "2:9 schema/enum status: `on-hold` is not a value of `status`
  did you mean `on_hold`? allowed: `active`, `on_hold`, `closed`",
        "2:9 schema/enum status: `on-hold` n’est pas une valeur de `status`
  vouliez-vous dire `on_hold`? valeurs permises : `active`, `on_hold`, `closed`",
    );
    check(
        "id: acme\nstatus: whatever\n",
        "2:9 schema/enum status: `whatever` is not a value of `status`
  allowed: `active`, `on_hold`, `closed`",
        "2:9 schema/enum status: `whatever` n’est pas une valeur de `status`
  valeurs permises : `active`, `on_hold`, `closed`",
    );
    check(
        "id: acme\nstatus: 5\n",
        "2:9 schema/enum status: `5` is not a value of `status`
  allowed: `active`, `on_hold`, `closed`",
        "2:9 schema/enum status: `5` n’est pas une valeur de `status`
  valeurs permises : `active`, `on_hold`, `closed`",
    );
    check(
        "id: acme\nstatus:\n",
        "2:1 schema/enum status: `status` has no value
  allowed: `active`, `on_hold`, `closed`",
        "2:1 schema/enum status: `status` n’a pas de valeur
  valeurs permises : `active`, `on_hold`, `closed`",
    );
    check(
        "id: acme\nlanguages: [english]\n",
        "2:13 schema/enum languages[0]: `english` is not a value of `languages[0]`
  allowed: `en`, `fr`",
        "2:13 schema/enum languages[0]: `english` n’est pas une valeur de `languages[0]`
  valeurs permises : `en`, `fr`",
    );
    check(
        "id: acme\nrequest: {state: rejectd}\n",
        "2:18 schema/enum request.state: `rejectd` is not a value of `state`
  did you mean `rejected`? allowed: `draft`, `rejected`, `live`",
        "2:18 schema/enum request.state: `rejectd` n’est pas une valeur de `state`
  vouliez-vous dire `rejected`? valeurs permises : `draft`, `rejected`, `live`",
    );
}

#[test]
fn a_value_of_the_wrong_kind_says_what_is_there_and_what_should_be() {
    check(
        "id: acme\nagreement: {scope: text}\n",
        "2:20 schema/type agreement.scope: `scope` must be a text in both languages, not the text `text`
  give both languages: `scope: {en: …, fr: …}`",
        "2:20 schema/type agreement.scope: `scope` doit être un texte dans les deux langues, et non le texte `text`
  donnez les deux langues : `scope: {en: …, fr: …}`",
    );
    check(
        "id: acme\nagreement: {ceiling_cad: 48500}\n",
        r#"2:26 schema/type agreement.ceiling_cad: `ceiling_cad` must be a text, not the number `48500`
  put it in quotes: `"48500.00"`"#,
        r#"2:26 schema/type agreement.ceiling_cad: `ceiling_cad` doit être un texte, et non le nombre `48500`
  mettez la valeur entre guillemets : `"48500.00"`"#,
    );
    check(
        "id: acme\nagreement: {approved: 'yes'}\n",
        "2:23 schema/type agreement.approved: `approved` must be true or false, not the text `yes`
  write `true` or `false`, without quotes",
        "2:23 schema/type agreement.approved: `approved` doit être vrai ou faux, et non le texte `yes`
  écrivez `true` (oui) ou `false` (non), sans guillemets",
    );
    check(
        "id: acme\nagreement: {approved: }\n",
        "2:13 schema/type agreement.approved: `approved` has no value: it must be true or false
  give it a value, or take the line away",
        "2:13 schema/type agreement.approved: `approved` n’a pas de valeur : il faut vrai ou faux
  donnez une valeur, ou retirez la ligne",
    );
    check(
        "id: acme\nagreement: {level: '2'}\n",
        "2:20 schema/type agreement.level: `level` must be a whole number, not the text `2`
  take the quotes away: `2`",
        "2:20 schema/type agreement.level: `level` doit être un nombre entier, et non le texte `2`
  retirez les guillemets : `2`",
    );
    check(
        "id: acme\nlanguages: en\n",
        "2:12 schema/type languages: `languages` must be a list, not the text `en`
  write a list: `[en]`",
        "2:12 schema/type languages: `languages` doit être une liste, et non le texte `en`
  écrivez une liste : `[en]`",
    );
    check(
        "id: acme\ncustom: []\n",
        "2:9 schema/type custom: `custom` must be a map of fields, not a list",
        "2:9 schema/type custom: `custom` doit être une table de champs, et non une liste",
    );
    check(
        "id: acme\nagreement: [a]\n",
        "2:12 schema/type agreement: `agreement` must be a map of fields, not a list",
        "2:12 schema/type agreement: `agreement` doit être une table de champs, et non une liste",
    );
    check(
        "id: [a]\n",
        "1:5 schema/type id: `id` must be a text, not a list",
        "1:5 schema/type id: `id` doit être un texte, et non une liste",
    );
}

#[test]
fn a_date_says_what_is_wrong_with_it() {
    check(
        "id: acme\nagreement: {signed_on: 2026-13-01}\n",
        "2:24 schema/format agreement.signed_on: `2026-13-01` is not a date: there is no month 13",
        "2:24 schema/format agreement.signed_on: `2026-13-01` n’est pas une date : le mois 13 n’existe pas",
    );
    check(
        "id: acme\nagreement: {signed_on: 2026-02-30}\n",
        "2:24 schema/format agreement.signed_on: `2026-02-30` is not a date: 2026-02 has 28 days",
        "2:24 schema/format agreement.signed_on: `2026-02-30` n’est pas une date : 2026-02 compte 28 jours",
    );
    check(
        "id: acme\nagreement: {signed_on: 2026-7-1}\n",
        "2:24 schema/format agreement.signed_on: `2026-7-1` is not a date: write it as year, month and day, like `2026-12-31`
  did you mean `2026-07-01`?",
        "2:24 schema/format agreement.signed_on: `2026-7-1` n’est pas une date : écrivez l’année, le mois et le jour, comme `2026-12-31`
  vouliez-vous dire `2026-07-01`?",
    );
}

#[test]
fn a_form_is_shown_in_words_or_by_an_example_and_only_else_as_a_pattern() {
    check(
        "id: ACME\n",
        "1:5 schema/pattern id: `ACME` does not have the form of `id`
  expected something like `acme`",
        "1:5 schema/pattern id: `ACME` n’a pas la forme attendue pour `id`
  on attend quelque chose comme `acme`",
    );
    check(
        "id: acme\nagreement: {fiscal_year: 2026-27}\n",
        "2:26 schema/pattern agreement.fiscal_year: `2026-27` does not have the form of `fiscal_year`
  expected a fiscal year like `2026-2027`",
        "2:26 schema/pattern agreement.fiscal_year: `2026-27` n’a pas la forme attendue pour `fiscal_year`
  on attend un exercice comme `2026-2027`",
    );
    check(
        "id: acme\nagreement: {ceiling_cad: 1_000.00}\n",
        "2:26 schema/pattern agreement.ceiling_cad: `1_000.00` does not have the form of `ceiling_cad`
  expected something like `48500.00`",
        "2:26 schema/pattern agreement.ceiling_cad: `1_000.00` n’a pas la forme attendue pour `ceiling_cad`
  on attend quelque chose comme `48500.00`",
    );
    check(
        "id: acme\nagreement: {code: abc}\n",
        "2:19 schema/pattern agreement.code: `abc` does not have the form of `code`
  it must match `^[A-Z]{3}$`",
        "2:19 schema/pattern agreement.code: `abc` n’a pas la forme attendue pour `code`
  la valeur doit correspondre à `^[A-Z]{3}$`",
    );
    check(
        "id: acme\ncontacts: [{role: a, mailbox: x}]\n",
        "2:31 schema/format contacts.a.mailbox: `x` is not an e-mail address",
        "2:31 schema/format contacts.a.mailbox: `x` n’est pas une adresse de courriel",
    );
}

#[test]
fn a_number_out_of_range_brings_the_limit() {
    check(
        "id: acme\nagreement: {level: 7}\n",
        "2:20 schema/range agreement.level: `level` must be at most 4, not 7",
        "2:20 schema/range agreement.level: `level` doit être au plus 4, et non 7",
    );
    check(
        "id: acme\nagreement: {level: 0}\n",
        "2:20 schema/range agreement.level: `level` must be at least 1, not 0",
        "2:20 schema/range agreement.level: `level` doit être au moins 1, et non 0",
    );
    check(
        "id: acme\nagreement: {share: 0}\n",
        "2:20 schema/range agreement.share: `share` must be more than 0, not 0",
        "2:20 schema/range agreement.share: `share` doit être plus grand que 0, et non 0",
    );
    check(
        "id: acme\nagreement: {share: 100.0}\n",
        "2:20 schema/range agreement.share: `share` must be less than 100, not 100.0",
        "2:20 schema/range agreement.share: `share` doit être plus petit que 100, et non 100.0",
    );
    check(
        "id: acme\nagreement: {share: 0.3}\n",
        "2:20 schema/range agreement.share: `share` must be a multiple of 0.5, not 0.3",
        "2:20 schema/range agreement.share: `share` doit être un multiple de 0.5, et non 0.3",
    );
    check(
        "id: acme\nagreement: {version: 2}\n",
        "2:22 schema/const agreement.version: `version` must be `1`, not `2`",
        "2:22 schema/const agreement.version: `version` doit être `1`, et non `2`",
    );
}
