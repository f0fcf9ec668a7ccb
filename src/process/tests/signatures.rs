//! Signatures: what they cover, what is found when that changes, and who may sign when.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::document::{Edit, Order, Path, apply};
use crate::model::Text;

const WHAT: &str = "
signatures:
  - id: agreement
    section: agreement
    parties: [client, platform]
    list: agreement.signatures
    signed_on: agreement.signed_on
    amended: agreement.amendments
    gate: sign.signed
  - id: attestation
    section: attestation
    parties: [client]
    list: attestation.signatures
    signed_on: attestation.signed_on
    signed_by: attestation.signed_by_role
    gate: run.configured
";

fn process() -> Process {
    load(&format!("{SMALL}{WHAT}")).unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

const AGREED: &str = "\
id: acme
process: small@1
status: active
phase: sign
agreement:
  reference: CA-1
  scope: {en: All, fr: Tout}
  milestones:
    - {id: m1, name: {en: One, fr: Un}, due: 2026-12-01}
    - {id: m2, name: {en: Two, fr: Deux}, due: 2027-01}
  costs:
    - {id: c1, fiscal_year: 2026-2027, amount_cad: \"100.00\", kind: usage, state: planned}
  services: [permits, maps]
  documents:
    - {id: d1, title: {en: Plan, fr: Plan}}
attestation:
  reference: SFCA-1
  risks_addressed: true
history:
  - {date: 2026-01-01, change: init, to: talk, status: active}
  - {date: 2026-02-01, change: advance, from: talk, to: sign, met: [talk.agreed, sign.scope]}
";

fn role() -> Text {
    Text::new("Director", "Direction")
}

fn on(text: &str) -> Date {
    text.parse().expect("a date")
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let document = Document::strict(text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}"));
    apply(&document, edits, Order::none()).expect("it can be edited").text().to_owned()
}

fn sign(text: &str, what: &str, party: &str, date: &str) -> Result<String, NotSigned> {
    let process = process();
    let signature = process.signatures().iter().find(|it| it.id == what).expect("it is signed");
    let role = role();
    let signing = Signing { party, role: Some(&role), on: on(date) };
    let sealed = with_file(text, |subject| plan_sign(&process, subject, signature, &signing))?;
    Ok(edited(text, sealed.edits()))
}

fn amend(text: &str, number: u64, date: &str) -> Result<String, NotSigned> {
    let process = process();
    let summary = role();
    let amending = Amending { number, summary: Some(&summary), reference: None, on: on(date) };
    let sealed = with_file(text, |subject| plan_amend(&process, subject, &process.signatures()[0], &amending))?;
    Ok(edited(text, sealed.edits()))
}

fn signed() -> String {
    let client = sign(AGREED, "agreement", "client", "2026-03-01").expect("the client signs");
    sign(&client, "agreement", "platform", "2026-03-05").expect("the platform signs")
}

/// The findings about signatures, as `code part`.
fn found(text: &str) -> Vec<String> {
    let process = process();
    let findings = with_file(text, |subject| findings(&process, subject));
    let about = findings.into_iter().filter(|it| it.code.starts_with("signature/") || it.code.contains("approved"));
    about.map(|it| format!("{} {} {}", it.severity.as_str(), it.code, it.place.path)).collect()
}

fn set(path: &str, value: Value) -> Edit {
    let path = path.split('.').fold(Path::root(), |path, step| match step.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key(step),
    });
    if value.is_null() { Edit::Remove { path } } else { Edit::Set { path, value } }
}

#[track_caller]
fn check(edits: &[Edit], expected: &[&str]) {
    let text = edited(&signed(), edits);
    assert_eq!(found(&text), expected, "{text}");
}

#[test]
fn two_parties_sign_and_the_day_of_the_last_is_recorded() {
    let client = sign(AGREED, "agreement", "client", "2026-03-01").expect("the client signs");
    assert!(!client.contains("signed_on"), "{client}");
    let both = sign(&client, "agreement", "platform", "2026-03-05").expect("the platform signs");
    assert!(both.contains("signed_on: 2026-03-05"), "{both}");
    assert!(both.contains("party: client") && both.contains("party: platform"), "{both}");
    assert_eq!(found(&both), [""; 0]);
    // The one that signs last may have signed first.
    let both = sign(&client, "agreement", "platform", "2026-02-20").expect("the platform signs");
    assert!(both.contains("signed_on: 2026-03-01"), "{both}");
    let alone = sign(AGREED, "attestation", "client", "2026-03-01").expect("the client attests");
    assert!(alone.contains("signed_by_role"), "{alone}");
}

#[test]
fn a_change_is_found_where_it_was_made() {
    let error = |part| format!("error signature/changed agreement.{part}");
    check(&[set("agreement.scope.fr", json!("Rien"))], &[&error("scope")]);
    check(&[set("agreement.costs.0.amount_cad", json!("100.01"))], &[&error("costs.c1")]);
    check(&[set("agreement.milestones.1.due", json!("2027-02"))], &[&error("milestones.m2")]);
    check(&[set("agreement.services", json!(["permits"]))], &[&error("services")]);
    check(&[set("agreement.ends_on", json!("2027-03-31"))], &[&error("ends_on")]);
    check(&[set("agreement.reference", Value::Null)], &["error signature/changed agreement"]);
    check(&[set("agreement.milestones.0", Value::Null)], &[&error("milestones")]);
    check(&[set("agreement.milestones.0.id", json!("m9"))], &[&error("milestones"), &error("milestones.m9")]);
    let added =
        json!({"id": "c2", "fiscal_year": "2026-2027", "amount_cad": "5.00", "kind": "usage", "state": "planned"});
    let list = Path::root().key("agreement").key("costs");
    check(&[Edit::Insert { list, value: added }], &[&error("costs.c2")]);
}

#[test]
fn what_is_filled_in_later_is_not_covered() {
    check(
        &[
            set("agreement.milestones.0.done_on", json!("2026-11-01")),
            set("agreement.costs.0.state", json!("paid")),
            set("agreement.documents.0.reference", json!("GCdocs 1")),
            set("attestation.reference", json!("SFCA-2")),
        ],
        &[],
    );
}

#[test]
fn the_day_that_the_file_says_is_that_of_the_last_signature() {
    check(&[set("agreement.signed_on", json!("2026-03-04"))], &["error signature/date agreement.signed_on"]);
}

#[test]
fn how_it_is_written_and_in_which_order_does_not_matter() {
    let text = signed();
    let turned = text.replace(
        "    - {id: m1, name: {en: One, fr: Un}, due: 2026-12-01}\n    - {id: m2, name: {en: Two, fr: Deux}, due: 2027-01}\n",
        "    - due: 2027-01   # the second\n      id: m2\n      name: {fr: Deux, en: Two}\n    - {id: m1, name: {en: 'One', fr: Un}, due: 2026-12-01}\n",
    );
    assert_ne!(text, turned);
    assert_eq!(found(&turned), [""; 0]);
}

#[test]
fn the_gate_says_who_has_still_to_sign_and_what_has_changed() {
    let process = process();
    let gate = |text: &str| {
        let phase = "sign".parse().expect("a phase");
        let all = with_file(text, |subject| gates(&process, subject, &phase));
        said_gates(&all.into_iter().filter(|it| it.id.as_str() == "sign.signed").collect::<Vec<_>>())
    };
    assert_eq!(
        gate(AGREED),
        "sign.signed unmet\n\
         - 5:1 agreement.signatures: not signed yet by: client\n\
         - fix: onboard sign acme agreement --party client --role ROLE\n\
         - 5:1 agreement.signatures: not signed yet by: platform\n\
         - fix: onboard sign acme agreement --party platform --role ROLE\n"
    );
    assert_eq!(gate(&signed()), "sign.signed met\n");
    let changed = edited(&signed(), &[set("agreement.scope.fr", json!("Rien"))]);
    assert_eq!(
        gate(&changed),
        "sign.signed unmet\n- 7:3 agreement.scope: `agreement.scope` is not what was signed on 2026-03-05\n"
    );
    let by_hand = edited(AGREED, &[set("agreement.signed_on", json!("2026-03-05"))]);
    assert_eq!(gate(&by_hand), "sign.signed met\n");
    assert_eq!(found(&by_hand), ["warning signature/not-sealed agreement.signed_on"]);
}

#[test]
fn one_change_is_one_finding() {
    let met = "met: [sign.signed, sign.milestones]";
    let later = signed().replace("phase: sign\n", "phase: run\n")
        + &format!(
            "  - {{date: 2026-03-06, change: advance, from: sign, to: run, skipped: [move], {met}, approved: {{agreement: 'sha256:PRINT'}}}}\n"
        );
    // The print of the approval is of another time: a signature that finds nothing does not hide that.
    assert_eq!(found(&later), ["error history/approved-changed agreement"]);
    let changed = edited(&later, &[set("agreement.scope.fr", json!("Rien"))]);
    let process = process();
    let all = with_file(&changed, |subject| findings(&process, subject));
    let about: Vec<&str> = all.iter().filter(|it| it.place.path.starts_with("agreement")).map(|it| &*it.code).collect();
    assert_eq!(about, ["signature/changed"]);
    // What was signed in an earlier phase bars the way out of a later one.
    let run = "run".parse().expect("a phase");
    let gates = with_file(&changed, |subject| said_gates(&gates(&process, subject, &run)));
    assert!(gates.contains("sign.signature-stands unmet"), "{gates}");
}

#[test]
fn a_signature_is_refused_for_a_reason() {
    let refused =
        |text: &str, what: &str, party: &str| format!("{:?}", sign(text, what, party, "2026-03-09").unwrap_err());
    assert!(refused(AGREED, "agreement", "ssc").starts_with("NotAParty"));
    assert!(refused(AGREED, "attestation", "platform").starts_with("NotAParty"));
    let open = AGREED.replace("due: 2026-12-01", "due: 2025-12-01");
    assert!(refused(&open, "agreement", "client").starts_with("NotReady"));
    let client = sign(AGREED, "agreement", "client", "2026-03-01").expect("the client signs");
    assert!(refused(&client, "agreement", "client").starts_with("Already"));
    let changed = edited(&client, &[set("agreement.scope.fr", json!("Rien"))]);
    assert!(refused(&changed, "agreement", "platform").starts_with("ChangedSince"));
    assert!(refused(&signed(), "agreement", "platform").starts_with("Already"));
    let changed_after = edited(&signed(), &[set("agreement.scope.fr", json!("Rien"))]);
    assert!(refused(&changed_after, "agreement", "client").starts_with("AmendInstead"));
    let amended = amend(&changed_after, 1, "2026-03-08").expect("it is amended");
    assert!(refused(&amended, "agreement", "client").starts_with("AmendInstead"));
}

#[test]
fn a_party_whose_signature_is_stale_signs_again_and_then_the_other_may() {
    let client = sign(AGREED, "agreement", "client", "2026-03-01").expect("the client signs");
    let changed = edited(&client, &[set("agreement.scope.fr", json!("Rien"))]);
    assert_eq!(found(&changed), ["error signature/changed agreement.scope"]);
    assert!(format!("{:?}", sign(&changed, "agreement", "client", "2026-02-01").unwrap_err()).starts_with("Early"));
    let again = sign(&changed, "agreement", "client", "2026-03-03").expect("it signs again");
    assert_eq!(found(&again), [""; 0]);
    let both = sign(&again, "agreement", "platform", "2026-03-04").expect("and the other signs");
    assert!(both.contains("id: s3") && both.contains("signed_on: 2026-03-04"), "{both}");
    assert_eq!(found(&both), [""; 0]);
}

#[test]
fn an_amendment_covers_what_stands_and_the_latest_counts() {
    let changed = edited(&signed(), &[set("agreement.scope.fr", json!("Rien"))]);
    let one = amend(&changed, 1, "2026-04-01").expect("it is amended");
    assert_eq!(found(&one), [""; 0]);
    let back = edited(&one, &[set("agreement.scope.fr", json!("Tout"))]);
    assert_eq!(found(&back), ["error signature/changed agreement.scope"], "what was signed first counts no more");
    let two = amend(&back, 2, "2026-05-01").expect("it is amended again");
    assert_eq!(found(&two), [""; 0]);
}

#[test]
fn a_drafted_amendment_lets_the_section_change_until_it_is_signed() {
    let list = Path::root().key("agreement").key("amendments");
    let draft = Edit::Insert { list, value: json!({"number": 1, "summary": {"en": "Less", "fr": "Moins"}}) };
    check(std::slice::from_ref(&draft), &[]);
    check(&[draft.clone(), set("agreement.scope.fr", json!("Rien"))], &["warning signature/pending agreement.scope"]);
    let text = edited(&signed(), &[draft, set("agreement.scope.fr", json!("Rien"))]);
    assert!(matches!(amend(&text, 2, "2026-04-01"), Err(NotSigned::OtherDraft { number: 1 })));
    let text = amend(&text, 1, "2026-04-01").expect("it is signed");
    assert_eq!(found(&text), [""; 0]);
}

#[test]
fn an_amendment_is_refused_for_a_reason() {
    let refused = |text: &str, number, date| format!("{:?}", amend(text, number, date).unwrap_err());
    assert!(refused(AGREED, 1, "2026-04-01").starts_with("Unsigned"));
    assert!(refused(&signed(), 1, "2026-03-04").starts_with("Early"));
    let three = amend(&signed(), 3, "2026-04-01").expect("earlier ones may be on paper only");
    assert!(refused(&three, 3, "2026-05-01").starts_with("Taken"));
    assert!(refused(&three, 2, "2026-05-01").starts_with("Behind"));
    assert!(refused(&three, 4, "2026-03-20").starts_with("Early"));
    let process = process();
    let summary = role();
    let amending = Amending { number: 1, summary: Some(&summary), reference: None, on: on("2026-05-01") };
    let attestation = &process.signatures()[1];
    let answer = with_file(AGREED, |subject| plan_amend(&process, subject, attestation, &amending).unwrap_err());
    assert_eq!(answer, NotSigned::NoAmendments);
}

#[test]
fn a_signature_written_by_hand_is_sealed_as_it_is() {
    let by_hand = AGREED.replace(
        "  services: [permits, maps]\n",
        "  services: [permits, maps]\n  signed_on: 2026-03-05\n  signatures:\n    - {id: s1, party: client, date: 2026-03-01}\n    - {id: s2, party: platform, date: 2026-03-05}\n",
    );
    assert_eq!(
        found(&by_hand),
        [
            "warning signature/not-sealed agreement.signatures.s1",
            "warning signature/not-sealed agreement.signatures.s2"
        ]
    );
    let sealed = sign(&by_hand, "agreement", "client", "2026-11-20").expect("it is sealed");
    assert!(sealed.contains("role: {en: Director, fr: Direction}"), "{sealed}");
    assert!(!sealed.contains("2026-11-20"), "{sealed}");
    let sealed = sign(&sealed, "agreement", "platform", "2026-11-20").expect("it is sealed");
    assert_eq!(found(&sealed), [""; 0]);
}

#[test]
fn process_check_holds_signatures_against_the_schema_and_the_gates() {
    let wrong = |from: &str, to: &str| said(&load(&format!("{SMALL}{}", WHAT.replacen(from, to, 1))).unwrap_err());
    assert!(wrong("section: agreement", "section: agreemnt").contains("process/unknown-name"));
    assert!(wrong("[client, platform]", "[client, planform]").contains("did you mean `platform`"));
    assert!(wrong("gate: sign.signed", "gate: sign.sined").contains("process/unknown-name"));
    assert!(wrong("list: agreement.signatures", "list: agreement.signature").contains("process/unknown-path"));
    assert!(wrong("amended: agreement.amendments", "amended: agreement.costs").contains("process/unknown-name"));
    assert!(wrong("signed_on: agreement.signed_on", "signed_on: agreement.sined_on").contains("process/unknown-path"));
}

/// Changes of the signed section, and the part that each one is found at; none where it is not covered.
fn changes() -> Vec<(Edit, Option<&'static str>)> {
    vec![
        (set("agreement.scope.en", json!("Nothing")), Some("agreement.scope")),
        (set("agreement.scope.fr", json!("Rien")), Some("agreement.scope")),
        (set("agreement.milestones.0.name.en", json!("First")), Some("agreement.milestones.m1")),
        (set("agreement.milestones.0.due", json!("2026-12-02")), Some("agreement.milestones.m1")),
        (set("agreement.milestones.0.done_on", json!("2026-11-02")), None),
        (set("agreement.milestones.1.due", json!("2027-02")), Some("agreement.milestones.m2")),
        (set("agreement.milestones.1.done_on", json!("2026-11-03")), None),
        (set("agreement.costs.0.amount_cad", json!("99.00")), Some("agreement.costs.c1")),
        (set("agreement.costs.0.kind", json!("other")), Some("agreement.costs.c1")),
        (set("agreement.costs.0.state", json!("invoiced")), None),
        (set("agreement.services.1", json!("charts")), Some("agreement.services")),
        (set("agreement.ceiling_cad", json!("1.00")), Some("agreement.ceiling_cad")),
        (set("agreement.starts_on", json!("2026-03-06")), Some("agreement.starts_on")),
        (set("agreement.documents.0.title.en", json!("Plans")), None),
        (set("attestation.risks_addressed", json!(false)), None),
        (set("technical.integration", json!("oidc")), None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_are_found_at_their_places_and_nowhere_else(picked in prop::sample::subsequence(changes(), 0..=16)) {
        let edits: Vec<Edit> = picked.iter().map(|it| it.0.clone()).collect();
        let mut expected: Vec<&str> = picked.iter().filter_map(|it| it.1).collect();
        expected.sort_unstable();
        expected.dedup();
        let mut seen: Vec<String> = found(&edited(&signed(), &edits));
        seen.sort_unstable();
        let expected: Vec<String> = expected.iter().map(|it| format!("error signature/changed {it}")).collect();
        prop_assert_eq!(seen, expected);
    }
}
