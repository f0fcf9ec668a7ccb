//! What was signed and recorded: signatures, amendments, and what is found when it changes.

use crate::sandbox::Sandbox;

const FILE: &str = "clients/acme.yaml";
const CLIENT: &str = "--party client --role-en 'Director General' --role-fr 'Direction générale'";
const PLATFORM: &str =
    "--party platform --role-en 'Platform service owner' --role-fr 'Propriétaire de service de la plateforme'";

/// A client in phase 2 whose six items are settled and approved.
pub(crate) fn agreed() -> String {
    "\
# the file of Acme
schema: 1
id: acme
process: sign-in-canada@1
organization: {name: {en: Acme Agency, fr: Agence Acme}}
language: en
status: active
phase: agreement
services:
  - {id: permits, name: {en: Permits, fr: Permis}, assurance: {credential: 1}, security_category: {confidentiality: protected_a, integrity: low, availability: low}}
agreement:
  reference: CA-2026-021
  scope: {en: Sign-in for Permits, fr: Ouverture de session pour Permis}
  milestones:
    - {id: m1, name: {en: CATE ready, fr: EEAC prêt}, due: 2027-01-15}
  costs:
    - {id: c1, fiscal_year: 2026-2027, amount_cad: \"30000.00\", kind: onboarding, state: planned}
    - {id: c2, fiscal_year: 2027-2028, amount_cad: \"1200.50\", kind: usage, state: planned}
  success_criteria:
    - {id: sc1, text: {en: It works, fr: Cela fonctionne}, target: \"95 %\"}
  problem_resolution: {en: Weekly meeting, fr: Réunion hebdomadaire}
  resource_availability: {en: One developer, fr: Une personne au développement}
  services: [permits]
  ceiling_cad: \"40000.00\"
  approved_on: 2026-11-16   # by the director
  starts_on: 2026-11-20
  ends_on: 2027-03-31
history:
  - {date: 2026-06-01, change: init, to: engagement, status: active}
  - date: 2026-06-02
    change: advance
    from: engagement
    to: agreement
    met: [engagement.objectives-outlined, engagement.scope-outlined, engagement.timeline-outlined, engagement.services-named, engagement.eligible, engagement.business-owner-named]
"
    .to_owned()
}

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("acme", &agreed())])
}

fn signed() -> Sandbox {
    let desk = desk();
    desk.ok(&format!("sign acme {CLIENT} --date 2026-11-18"));
    desk.ok(&format!("sign acme {PLATFORM} --date 2026-11-20"));
    desk
}

/// The codes and places of what `validate` finds about signatures.
fn found(desk: &Sandbox) -> Vec<String> {
    let json = desk.json("validate");
    let all = json["files"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["findings"].as_array().cloned().unwrap_or_default());
    let all = all.chain(json["findings"].as_array().cloned().unwrap_or_default());
    all.filter(|it| it["code"].as_str().unwrap().starts_with("signature/") || it["code"] == "history/approved-changed")
        .map(|it| {
            format!(
                "{} {}",
                it["code"].as_str().unwrap(),
                it["path"].as_str().or(it["place"]["path"].as_str()).unwrap()
            )
        })
        .collect()
}

#[track_caller]
fn refused(desk: &Sandbox, words: &str, said: &str) {
    let before = (desk.read(FILE), desk.commits());
    let run = desk.run(words);
    assert_eq!(run.code, 1, "{words}\n{run}");
    assert!(run.stdout.contains(said) || run.stderr.contains(said), "`{said}` is not in\n{run}");
    let json = desk.json(words);
    assert_eq!(json["refused"], true, "{json}");
    assert_eq!(json["change"], "sign");
    let french = desk.run(&format!("{words} --lang fr"));
    assert_eq!(french.code, 1, "{french}");
    assert_ne!(french.stdout, run.stdout);
    assert_eq!((desk.read(FILE), desk.commits()), before, "{words}: a refusal writes nothing");
}

#[test]
fn the_agreement_is_signed_by_both_parties_and_opens_its_gate() {
    let desk = desk();
    let gate = |desk: &Sandbox| {
        let json = desk.json("status acme");
        json["gates"].as_array().unwrap().iter().find(|it| it["id"] == "agreement.signed").cloned().unwrap()
    };
    assert_eq!(gate(&desk)["unmet"].as_array().unwrap().len(), 2, "each party has still to sign");
    let diff = desk.diff(FILE, &format!("sign acme {CLIENT} --date 2026-11-18"));
    assert!(diff.lines().all(|it| it.starts_with('+')), "{diff}");
    assert!(diff.contains("party: client") && diff.contains("costs.c1:") && !diff.contains("signed_on"), "{diff}");
    assert_eq!(gate(&desk)["unmet"].as_array().unwrap().len(), 1);
    let json = desk.json(&format!("sign acme agreement {PLATFORM} --date 2026-11-20"));
    assert_eq!(json["refused"], false, "{json}");
    assert_eq!(json["signed_on"], "2026-11-20");
    assert_eq!(json["missing"].as_array().unwrap().len(), 0);
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
    assert!(desk.git("log -1 --format=%B").contains("Onboard-Signature: agreement s2 platform"));
    assert_eq!(gate(&desk)["met"], true);
    assert!(desk.read(FILE).contains("signed_on: 2026-11-20"));
    assert!(desk.read(FILE).contains("# by the director"));
    assert_eq!(found(&desk), [""; 0]);
    desk.ok("advance acme");
    desk.assert_clean();
}

#[test]
fn a_dry_run_of_a_signature_writes_nothing() {
    let desk = desk();
    let before = (desk.read(FILE), desk.commits());
    let run = desk.run(&format!("sign acme {CLIENT} --dry-run"));
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains('+') && run.stdout.contains("acme: sign agreement (client)"), "{run}");
    assert_eq!((desk.read(FILE), desk.commits()), before);
}

#[test]
fn a_later_change_is_an_error_at_its_place_whoever_makes_it() {
    let desk = signed();
    let run = desk.run("set acme agreement.costs.c1.amount_cad=31000.00");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("signature/changed") && run.stderr.contains("agreement.amendments number=1"), "{run}");
    desk.write(FILE, &desk.read(FILE).replace("30000.00", "31000.00"));
    assert_eq!(found(&desk), ["signature/changed agreement.costs.c1"]);
    desk.write(FILE, &desk.read(FILE).replace("{id: c2", "{id: c3"));
    assert_eq!(
        found(&desk),
        [
            "signature/changed agreement.costs",
            "signature/changed agreement.costs.c1",
            "signature/changed agreement.costs.c3"
        ]
    );
    assert_eq!(desk.run("validate").code, 1);
    // Results that come in later are not covered.
    let desk = signed();
    desk.ok("set acme agreement.costs.c1.state=invoiced agreement.milestones.m1.done_on=2026-11-22");
    assert_eq!(found(&desk), [""; 0]);
}

#[test]
fn an_amendment_is_drafted_then_the_change_is_made_then_it_is_signed() {
    let desk = signed();
    desk.ok("advance acme");
    desk.ok("add acme agreement.amendments number=1 summary.en='More work' summary.fr='Plus de travail'");
    desk.ok("set acme agreement.costs.c1.amount_cad=31000.00");
    assert_eq!(found(&desk), ["signature/pending agreement.costs.c1"]);
    let gates = desk.json("status acme");
    let bar = gates["gates"].as_array().unwrap().iter().find(|it| it["id"] == "agreement.signature-stands").cloned();
    assert_eq!(bar.unwrap()["fix"], "onboard sign acme agreement --amendment 1");
    let json = desk.json("sign acme agreement --amendment 1 --reference CA-2026-021-1");
    assert_eq!(json["amendment"], 1, "{json}");
    assert_eq!(found(&desk), [""; 0]);
    let text = desk.read(FILE);
    assert!(text.contains("reference: CA-2026-021-1") && text.contains("fr: Plus de travail"), "{text}");
    refused(&desk, "sign acme agreement --amendment 1 --summary-en More --summary-fr Plus", "2026-11-23");
    // The latest coverage counts: going back to what was signed first is a change, too.
    desk.write(FILE, &text.replace("31000.00", "30000.00"));
    assert_eq!(found(&desk), ["signature/changed agreement.costs.c1"]);
}

#[test]
fn a_signature_that_may_not_be_is_refused_for_its_reason() {
    let fresh = desk();
    refused(&fresh, "sign acme agreement --party ssc --role-en SSC --role-fr SPC", "");
    refused(&fresh, "sign acme agreement --amendment 1 --summary-en a --summary-fr b", "");
    refused(&fresh, "sign acme attestation --role-en Head --role-fr Tête", "go-live.attestation-complete");
    fresh.write(FILE, &agreed().replace("  approved_on: 2026-11-16   # by the director\n", ""));
    fresh.commit_all("open");
    refused(&fresh, &format!("sign acme {CLIENT}"), "agreement.approved");
    let desk = desk();
    desk.ok(&format!("sign acme {CLIENT} --date 2026-11-18"));
    refused(&desk, &format!("sign acme {CLIENT}"), "agreement.signatures.s1");
    desk.write(FILE, &desk.read(FILE).replace("30000.00", "31000.00"));
    desk.commit_all("by hand");
    refused(&desk, &format!("sign acme {PLATFORM}"), "agreement.costs.c1");
    let signed = signed();
    refused(&signed, "sign acme agreement --amendment 1 --summary-en a --summary-fr b --date 2026-11-01", "2026-11-20");
    for (words, said) in [
        ("sign acme agremeent --party client", "agreement"),
        ("sign acme agreement", "client, platform"),
        ("sign acme agreement --amendment 1", "--summary-en"),
        ("sign acme agreement --party client --amendment 1", "--amendment"),
        ("sign acme agreement --party client --date 2026-12-01", "2026-11-23"),
    ] {
        let run = signed.run(words);
        assert_eq!(run.code, 2, "{words}\n{run}");
        assert!(run.stderr.contains(said), "{words}\n{run}");
    }
}

#[test]
fn what_is_wrong_inside_the_section_is_not_signed() {
    let desk = Sandbox::with_clients(&[("acme", &agreed().replace("40000.00", "20000.00"))]);
    let run = desk.run(&format!("sign acme {CLIENT}"));
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("rule/costs-within-ceiling"), "{run}");
}
