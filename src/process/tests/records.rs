//! Corrections of the history, new names, and renewals: what they write, and why they are refused.

use super::*;
use crate::document::{Edit, Order, apply};
use crate::model::Text;

const ACME: &str = "\
id: acme
process: small@1
status: active
phase: sign
organization:
  name: {en: Acme, fr: Acmé}
  former_names:
    - {en: Ace, fr: As, until: 2025-12-31}
services:
  - {id: permits, name: {en: Permits, fr: Permis}}
environments:
  - {id: test, oidc: {client_name: {en: Permits (test), fr: Permis (essai)}}}
history:
  - {date: 2026-01-01, change: init, to: talk, status: active}
  - {date: 2026-02-01, change: advance, from: talk, to: sign, met: [talk.agreed, sign.scope]}
  - {date: 2026-03-01, change: hold, from_status: active, to_status: on_hold, reason: {en: Leave, fr: Congé}}
  - {date: 2026-04-01, change: resume, from_status: on_hold, to_status: active}
";

fn named() -> Process {
    load(&format!("{SMALL}names: {{client: organization, service: services}}\n"))
        .unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let document = Document::strict(text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}"));
    apply(&document, edits, Order::none()).expect("it can be edited").text().to_owned()
}

fn correct(text: &str, entry: usize, date: Option<&str>, reason: Option<&Text>) -> Result<String, NotCorrected> {
    let why = Text::new("Slip", "Erreur");
    let correcting = Correcting { entry, date: date.map(day), reason, why: &why };
    let corrected = with_file(text, |subject| plan_correct(subject, &correcting))?;
    Ok(edited(text, std::slice::from_ref(corrected.edit())))
}

fn found(text: &str) -> String {
    let all = with_file(text, |subject| findings(&small(), subject));
    said(&standing(all).into_iter().filter(|it| it.code.starts_with("history/")).collect::<Vec<_>>())
}

#[test]
fn an_entry_stays_and_the_last_correction_of_it_counts() {
    let once = correct(ACME, 2, Some("2026-01-20"), None).expect("it is corrected");
    assert!(once.starts_with(ACME), "nothing is rewritten: {once}");
    assert!(once.contains("corrects: 2") && once.contains("at: 2026-01-20"), "{once}");
    assert!(once.contains("was: {date: 2026-02-01}"), "{once}");
    // It may come to lie where only the corrected day of its neighbour allows it.
    assert!(matches!(correct(ACME, 1, Some("2026-02-10"), None), Err(NotCorrected::Order { .. })));
    let twice = correct(&once, 2, Some("2026-02-15"), None).expect("it is corrected again");
    let first = correct(&twice, 1, Some("2026-02-10"), None).expect("now there is room");
    assert_eq!(found(&first), "");
    assert!(matches!(correct(&twice, 2, Some("2026-02-15"), None), Err(NotCorrected::Same)));
}

#[test]
fn the_reason_of_an_entry_is_corrected_without_its_day() {
    let reason = Text::new("Year-end freeze", "Gel de fin d’exercice");
    let text = correct(ACME, 3, None, Some(&reason)).expect("it is corrected");
    assert!(text.contains("Year-end freeze") && text.contains("Leave"), "{text}");
    assert!(!text.contains("at:"), "{text}");
    assert!(matches!(correct(&text, 3, None, Some(&reason)), Err(NotCorrected::Same)));
}

#[test]
fn a_correction_is_refused_for_a_reason() {
    let refused = |entry, date| format!("{:?}", correct(ACME, entry, Some(date), None).unwrap_err());
    assert_eq!(refused(0, "2026-01-20"), "NoEntry { entries: 4 }");
    assert_eq!(refused(5, "2026-01-20"), "NoEntry { entries: 4 }");
    assert!(refused(2, "2026-11-24").starts_with("Ahead"));
    assert!(refused(2, "2026-03-02").starts_with("Order"));
    assert!(refused(2, "2025-12-31").starts_with("Order"));
    assert_eq!(refused(2, "2026-02-01"), "Same");
    let once = correct(ACME, 2, Some("2026-01-20"), None).expect("it is corrected");
    assert_eq!(correct(&once, 5, Some("2026-11-01"), None), Err(NotCorrected::IsCorrection { corrects: Some(2) }));
}

#[test]
fn a_correction_by_hand_is_held_against_the_history() {
    let with = |entry: &str| found(&format!("{ACME}  - {entry}\n"));
    assert_eq!(with("{date: 2026-05-01, change: correct, corrects: 2, at: 2026-02-10}"), "");
    assert!(with("{date: 2026-05-01, change: correct, corrects: 9, at: 2026-02-10}").contains("history/corrects"));
    assert!(with("{date: 2026-05-01, change: correct, at: 2026-02-10}").contains("history/corrects"));
    assert!(with("{date: 2026-05-01, change: correct, corrects: 5, at: 2026-02-10}").contains("history/corrects"));
    // A corrected day that breaks the order is said at the entry that comes after it.
    assert!(with("{date: 2026-05-01, change: correct, corrects: 2, at: 2026-03-10}").contains("history/order"));
    assert!(with("{date: 2026-05-01, change: correct, corrects: 4, at: 2026-12-10}").contains("history/future"));
}

fn rename(text: &str, renaming: &Renaming<'_>, until: &str) -> Result<(String, Vec<String>), NotRenamed> {
    let renamed = with_file(text, |subject| plan_rename(&named(), subject, renaming, day(until)))?;
    Ok((edited(text, renamed.edits()), renamed.elsewhere().to_vec()))
}

#[test]
fn the_old_name_is_kept_and_the_rest_of_the_file_stays() {
    let renaming = Renaming { name: (Some("Acme Canada"), None), ..Renaming::default() };
    let (text, elsewhere) = rename(ACME, &renaming, "2026-06-30").expect("it is renamed");
    assert!(text.contains("name: {en: Acme Canada, fr: Acmé}"), "{text}");
    assert!(text.contains("{en: Acme, fr: Acmé, until: 2026-06-30}"), "{text}");
    assert!(text.contains("change: rename"), "{text}");
    assert_eq!(elsewhere, [""; 0]);
    let renaming = Renaming { service: Some("permits"), name: (Some("Licences"), Some("Licences")), ..renaming };
    let (text, elsewhere) = rename(&text, &renaming, "2026-07-01").expect("it is renamed");
    assert!(
        text.contains("service: permits") && text.contains("{en: Permits, fr: Permis, until: 2026-07-01}"),
        "{text}"
    );
    assert_eq!(
        elsewhere,
        ["environments.test.oidc.client_name.en", "environments.test.oidc.client_name.fr"],
        "what users see is not changed by this"
    );
}

#[test]
fn an_abbreviation_changes_with_the_name_or_alone() {
    let both = Renaming { abbreviation: (Some("AC"), Some("AC")), ..Renaming::default() };
    let (text, _) = rename(ACME, &both, "2026-06-30").expect("it gets one");
    assert!(text.contains("abbreviation: {en: AC, fr: AC}"), "{text}");
    let one = Renaming { abbreviation: (Some("ACA"), None), ..Renaming::default() };
    let (text, _) = rename(&text, &one, "2026-07-01").expect("it changes");
    assert!(text.contains("abbreviation: {en: ACA, fr: AC}"), "{text}");
    assert_eq!(rename(ACME, &one, "2026-06-30"), Err(NotRenamed::HalfAbbreviation));
}

#[test]
fn a_new_name_is_refused_for_a_reason() {
    let same = Renaming { name: (Some("Acme"), Some("Acmé")), ..Renaming::default() };
    assert_eq!(rename(ACME, &same, "2026-06-30"), Err(NotRenamed::Same));
    let new = Renaming { name: (Some("New"), Some("Neuf")), ..Renaming::default() };
    assert_eq!(rename(ACME, &new, "2025-06-30"), Err(NotRenamed::Early { after: day("2025-12-31") }));
    let lost = Renaming { service: Some("permit"), ..new };
    assert_eq!(rename(ACME, &lost, "2026-06-30"), Err(NotRenamed::NoService { known: vec!["permits".to_owned()] }));
}

const RENEWABLE: &str = "
signatures:
  - id: agreement
    section: agreement
    parties: [client]
    list: agreement.signatures
    signed_on: agreement.signed_on
    renewed: {list: agreement.renewals, until: agreement.ends_on}
    gate: sign.signed
";

fn renew(agreement: &str, year: &str, ends: Option<&str>) -> Result<String, NotRenewed> {
    let process = load(&format!("{SMALL}{RENEWABLE}")).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    let year = FiscalYear::read(year).expect("a fiscal year");
    let renewing = Renewing { year: &year, reference: "CA-2", ends: ends.map(day), on: day("2026-11-01") };
    let text = format!("agreement: {agreement}\n");
    let renewal = with_client(&text, |subject| plan_renew(&process, subject, &process.signatures()[0], &renewing))?;
    Ok(format!("{}..{}", renewal.starts_on(), renewal.ends_on()))
}

#[test]
fn a_renewal_begins_where_what_it_renews_ends() {
    let ends = |day: &str| format!("{{signed_on: 2026-04-01, ends_on: {day}}}");
    assert_eq!(renew(&ends("2027-03-31"), "2027-2028", None), Ok("2027-04-01..2028-03-31".to_owned()));
    assert_eq!(renew(&ends("2027-06-30"), "2027-2028", None), Ok("2027-07-01..2028-03-31".to_owned()));
    assert_eq!(renew(&ends("2027-03-31"), "2027-2028", Some("2027-09-30")), Ok("2027-04-01..2027-09-30".to_owned()));
    let renewed = "{signed_on: 2026-04-01, ends_on: 2026-03-31, renewals: [{fiscal_year: 2026-2027, reference: R1, starts_on: 2026-04-01, ends_on: 2027-03-31}]}";
    assert_eq!(renew(renewed, "2027-2028", None), Ok("2027-04-01..2028-03-31".to_owned()));
    assert_eq!(renew(renewed, "2026-2027", None), Err(NotRenewed::Taken { reference: "R1".to_owned() }));
}

#[test]
fn a_renewal_is_refused_for_a_reason() {
    let ends = "{signed_on: 2026-04-01, ends_on: 2027-03-31}";
    assert_eq!(renew(ends, "2026-2027", None), Err(NotRenewed::InForce { until: day("2027-03-31") }));
    assert!(matches!(renew(ends, "2027-2028", Some("2028-04-01")), Err(NotRenewed::Outside { .. })));
    assert!(matches!(renew(ends, "2027-2028", Some("2027-03-31")), Err(NotRenewed::Outside { .. })));
    assert_eq!(renew("{signed_on: 2026-04-01}", "2027-2028", None), Err(NotRenewed::NeverEnds));
    assert!(matches!(renew("{ends_on: 2027-03-31}", "2027-2028", None), Err(NotRenewed::Unsigned { .. })));
    let later = "{signed_on: 2026-11-02, ends_on: 2027-03-31}";
    assert_eq!(renew(later, "2027-2028", None), Err(NotRenewed::Early { after: day("2026-11-02") }));
}

#[test]
fn a_fiscal_year_has_one_form() {
    assert!(FiscalYear::read("2027-2028").is_some());
    for bad in ["2027-2029", "2028-2027", "2027", "2027-28", "27-28", "2027-2028 ", "", "abcd-efgh", "2027–2028"] {
        assert_eq!(FiscalYear::read(bad), None, "{bad}");
    }
}
