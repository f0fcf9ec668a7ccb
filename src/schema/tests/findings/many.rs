//! Lists, forms and keys, and files with many faults.

use std::fmt::Write as _;

use super::*;

#[test]
fn a_text_or_a_list_too_short_or_too_long_says_by_how_much() {
    check("id: acme\nnote: ''\n", "2:7 schema/length note: `note` is empty", "2:7 schema/length note: `note` est vide");
    check(
        "id: acme\ncontacts: [{role: averyveryverylongrole}]\n",
        "2:19 schema/length contacts.averyveryverylongrole.role: `role` may have at most 12 characters",
        "2:19 schema/length contacts.averyveryverylongrole.role: `role` peut avoir au plus 12 caractères",
    );
    check(
        "id: acme\nlanguages: []\n",
        "2:12 schema/size languages: `languages` must have at least 1 item",
        "2:12 schema/size languages: `languages` doit avoir au moins 1 élément",
    );
}

#[test]
fn an_item_that_is_twice_in_a_list_is_marked_the_second_time() {
    check(
        "id: acme\nlanguages: [en, fr, en]\n",
        "2:21 schema/duplicate languages[2]: `en` is in `languages` twice",
        "2:21 schema/duplicate languages[2]: `en` figure deux fois dans `languages`",
    );
    check(
        "id: acme\nlanguages: [fr, fr]\n",
        "2:17 schema/duplicate languages[1]: `fr` is in `languages` twice",
        "2:17 schema/duplicate languages[1]: `fr` figure deux fois dans `languages`",
    );
    check(
        "id: acme\nagreement:\n  milestones:\n  - {id: m1, name: {en: a, fr: b}, state: open}\n  - {id: m1, name: {en: a, fr: b}, state: open}\n",
        "5:10 schema/duplicate-id agreement.milestones[1].id: two items of `agreement.milestones` have the id `m1`
  the first is on line 4; each needs an id of its own",
        "5:10 schema/duplicate-id agreement.milestones[1].id: deux éléments de `agreement.milestones` ont l’identifiant `m1`
  le premier est à la ligne 4; chacun doit avoir son propre identifiant",
    );
}

#[test]
fn a_list_without_a_needed_item_names_the_item() {
    check(
        "id: acme\nscope: [email]\n",
        "2:8 schema/contains scope: `scope` must have the item `openid`",
        "2:8 schema/contains scope: `scope` doit avoir l’élément `openid`",
    );
}

#[test]
fn of_several_forms_only_the_one_that_was_meant_is_judged() {
    check(
        "id: acme\nnote: {en: x}\n",
        "2:1 schema/missing note.fr: `fr` is missing from `note`",
        "2:1 schema/missing note.fr: `fr` manque dans `note`",
    );
    check(
        "id: acme\nnote: 12\n",
        r#"2:7 schema/type note: `note` must be a text or a map of fields, not the number `12`
  put it in quotes: `"12"`"#,
        r#"2:7 schema/type note: `note` doit être un texte ou une table de champs, et non le nombre `12`
  mettez la valeur entre guillemets : `"12"`"#,
    );
    check(
        "id: acme\nschedule: {target: soon}\n",
        "2:20 schema/choice schedule.target: `soon` does not have the form of `target`
  expected something like `2026-12-31`, `2027-01`",
        "2:20 schema/choice schedule.target: `soon` n’a pas la forme attendue pour `target`
  on attend quelque chose comme `2026-12-31`, `2027-01`",
    );
    check(
        "id: acme\nschedule: {target: 12}\n",
        "2:20 schema/type schedule.target: `target` must be a text, not the number `12`",
        "2:20 schema/type schedule.target: `target` doit être un texte, et non le nombre `12`",
    );
    check("id: acme\nschedule: {target: }\n", "", "");
    check("id: acme\nschedule: {target: 2027-01}\n", "", "");
}

#[test]
fn one_of_several_keys_must_be_there_and_only_one() {
    check(
        "id: acme\nenvironments:\n- {id: a}\n- {id: b, oidc: {method: private_key_jwt, jwks: {}}, saml: {}}\n- {id: c, oidc: {method: private_key_jwt}}\n",
        "3:3 schema/missing environments.a.oidc: one of `oidc`, `saml` is missing from `environments.a`
4:3 schema/choice environments.b: `environments.b` may have only one of `oidc`, `saml`
5:11 schema/missing environments.c.oidc.jwks: one of `jwks`, `jwks_uri` is missing from `oidc`",
        "3:3 schema/missing environments.a.oidc: il manque l’un de `oidc`, `saml` dans `environments.a`
4:3 schema/choice environments.b: `environments.b` ne peut avoir qu’un seul de `oidc`, `saml`
5:11 schema/missing environments.c.oidc.jwks: il manque l’un de `jwks`, `jwks_uri` dans `oidc`",
    );
}

#[test]
fn a_key_of_the_wrong_form_is_marked_and_an_example_shown() {
    check(
        "id: acme\ncriteria: {agreement: {state: met}}\n",
        "2:12 schema/key-form criteria.agreement: `agreement` does not have the form of a key of `criteria`
  expected something like `agreement.signed`",
        "2:12 schema/key-form criteria.agreement: `agreement` n’a pas la forme d’une clé de `criteria`
  on attend quelque chose comme `agreement.signed`",
    );
    check(
        "id: acme\ncriteria: {agreement.signed: {state: mett, evidence: x}}\n",
        "2:38 schema/enum criteria.agreement.signed.state: `mett` is not a value of `state`
  did you mean `met`? allowed: `open`, `met`
2:44 schema/unknown-key criteria.agreement.signed.evidence: `evidence` is not a field of `agreement.signed`
  what may stand here: `date`",
        "2:38 schema/enum criteria.agreement.signed.state: `mett` n’est pas une valeur de `state`
  vouliez-vous dire `met`? valeurs permises : `open`, `met`
2:44 schema/unknown-key criteria.agreement.signed.evidence: `evidence` n’est pas un champ de `agreement.signed`
  ce qui peut se trouver ici : `date`",
    );
}

#[test]
fn a_forbidden_key_is_refused_and_no_secret_is_repeated() {
    check(
        "id: acme\nenvironments: [{id: a, oidc: {method: private_key_jwt, jwks: {}, client_secret: hunter2}}]\n",
        "2:66 schema/forbidden environments.a.oidc.client_secret: `client_secret` may not be here",
        "2:66 schema/forbidden environments.a.oidc.client_secret: `client_secret` ne peut pas se trouver ici",
    );
    check(
        "id: acme\nagreement: {password: hunter2}\n",
        "2:13 schema/unknown-key agreement.password: `password` is not a field of `agreement`
  no secret belongs in a file that git keeps: send it another way",
        "2:13 schema/unknown-key agreement.password: `password` n’est pas un champ de `agreement`
  aucun secret n’a sa place dans un fichier que git conserve : envoyez-le autrement",
    );
    check(
        "id: acme\nstatus: x9Kf2LmQ8vRt5YpW3zBn\n",
        "2:9 schema/enum status: `(not shown)` is not a value of `status`
  allowed: `active`, `on_hold`, `closed`",
        "2:9 schema/enum status: `(masqué)` n’est pas une valeur de `status`
  valeurs permises : `active`, `on_hold`, `closed`",
    );
}

#[test]
fn all_faults_of_a_file_come_at_once_in_the_order_of_the_text() {
    check(
        "status: open\nagreement:\n  level: 9\n  signed_on: soon\n  colour: red\nlanguages: [en, de]\n",
        "1:1 schema/missing id: `id` is missing
  The name of the file.
1:9 schema/enum status: `open` is not a value of `status`
  allowed: `active`, `on_hold`, `closed`
3:10 schema/range agreement.level: `level` must be at most 4, not 9
4:14 schema/format agreement.signed_on: `soon` is not a date: write it as year, month and day, like `2026-12-31`
5:3 schema/unknown-key agreement.colour: `colour` is not a field of `agreement`
  what may stand here: `scope`, `ceiling_cad`, `fiscal_year`, `code`, `share`, `approved`, `version`, `milestones`
6:17 schema/enum languages[1]: `de` is not a value of `languages[1]`
  allowed: `en`, `fr`",
        "1:1 schema/missing id: `id` manque
  Le nom du fichier.
1:9 schema/enum status: `open` n’est pas une valeur de `status`
  valeurs permises : `active`, `on_hold`, `closed`
3:10 schema/range agreement.level: `level` doit être au plus 4, et non 9
4:14 schema/format agreement.signed_on: `soon` n’est pas une date : écrivez l’année, le mois et le jour, comme `2026-12-31`
5:3 schema/unknown-key agreement.colour: `colour` n’est pas un champ de `agreement`
  ce qui peut se trouver ici : `scope`, `ceiling_cad`, `fiscal_year`, `code`, `share`, `approved`, `version`, `milestones`
6:17 schema/enum languages[1]: `de` n’est pas une valeur de `languages[1]`
  valeurs permises : `en`, `fr`",
    );
}

#[test]
fn a_file_made_to_have_a_million_faults_ends_with_a_word_that_there_are_more() {
    let mut yaml = "id: acme\nscope:\n".to_owned() + &"- 1\n".repeat(5000) + "environments:\n";
    for it in 0..5000 {
        write!(yaml, "- {{id: {it}, a: 1}}\n- {{id: m}}\n").expect("a text takes all");
    }
    for it in 0..5000 {
        writeln!(yaml, "k{it}: 1").expect("a text takes all");
    }
    let findings = schema().check(&document(&yaml), "f.yaml");
    assert_eq!(findings.len(), 1001);
    assert_eq!(findings.last().map(|it| it.code.as_str()), Some("schema/more"));
}
