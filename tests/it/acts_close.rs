//! `waive` and `close`, and what is protected once a client is closed.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const KITE: &str = include_str!("../../examples/clients/kite-registry.yaml");

const FILE: &str = "clients/northern-trails.yaml";
const KITE_FILE: &str = "clients/kite-registry.yaml";
const WHY: &str = "--reason-en 'Seen in a call' --reason-fr 'Vu lors d’un appel'";
const BY: &str = "--role technical_lead";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("kite-registry", KITE)])
}

/// The registry, reopened: it stands in its last phase with every gate met.
fn last_phase() -> Sandbox {
    let desk = desk();
    desk.ok("reopen kite-registry --reason-en 'A second look' --reason-fr 'Un second regard'");
    desk
}

#[test]
fn a_waiver_is_added_with_its_reason_its_role_and_its_end() {
    let desk = desk();
    let diff = desk.diff(FILE, &format!("waive northern-trails cate.sign-in-works {WHY} {BY} --expires 2027-03-31"));
    assert!(!diff.contains("\n-"), "{diff}");
    for it in [
        "id: w1",
        "gate: cate.sign-in-works",
        "Vu lors d’un appel",
        "Technical lead",
        "approved_on: 2026-11-23",
        "expires_on: 2027-03-31",
    ] {
        assert!(diff.contains(it), "`{it}` is not in\n{diff}");
    }
    let message = desk.git("log -1 --format=%B");
    assert!(message.starts_with("northern-trails: waive cate.sign-in-works (w1)\n\nSeen in a call\n"), "{message}");
    assert!(message.contains("Onboard-Gate: cate.sign-in-works waived\n"), "{message}");
    let status = desk.json("status northern-trails");
    let gate = status["gates"].as_array().unwrap().iter().find(|it| it["id"] == "cate.sign-in-works").unwrap();
    assert_eq!((&gate["waived"], &gate["waiver"]), (&true.into(), &"w1".into()), "{gate}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn what_may_not_be_waived_is_refused() {
    let desk = desk();
    let waive = |gate: &str| format!("waive northern-trails {gate} {WHY} {BY}");
    desk.refuses(&waive("cate.sign-in-work"), 2, &["did you mean `cate.sign-in-works`?"]);
    desk.refuses(&waive("cate.all-environments-configured"), 1, &["may not be waived", "Every non-production"]);
    desk.refuses(
        &format!("{} --lang fr", waive("cate.all-environments-configured")),
        1,
        &["ne peut pas faire l’objet d’une dispense", "Chaque environnement"],
    );
    desk.refuses(&waive("technical.platform-known"), 1, &["holds, so there is nothing to waive"]);
    desk.refuses(&waive("migration.affiliation-published"), 1, &["is not asked of this client"]);
    desk.refuses(&waive("Cate"), 2, &[]);
    desk.refuses(&format!("waive northern-trails cate.sign-in-works {WHY}"), 2, &["`--role-en` is needed"]);
    desk.refuses(&format!("waive northern-trails cate.sign-in-works {BY}"), 2, &["`--reason-en` is needed"]);
    desk.refuses(&format!("{} --date 2026-11-24", waive("cate.sign-in-works")), 2, &["future"]);
    desk.refuses(&format!("{} --expires 2026-11-22", waive("cate.sign-in-works")), 2, &["holds nothing"]);
    desk.refuses(&format!("{} --dry-run", waive("cate.sign-in-works")), 0, &["+", "w1"]);
    let json = desk.json(&waive("cate.sign-in-works"));
    assert_eq!((&json["waiver"], &json["refused"]), (&"w1".into(), &false.into()), "{json}");
    desk.refuses(&waive("cate.sign-in-works"), 1, &["is waived already, by `w1`"]);
    let json = desk.json(&waive("cate.sign-in-works"));
    assert_eq!(json["refused"], true, "{json}");
}

#[test]
fn a_waiver_that_has_expired_stands_in_the_way_of_the_next_phase() {
    let mut desk = desk();
    desk.ok("set northern-trails environments.staging.requests.CR-0120.state=live environments.staging.requests.CR-0120.decided_on=2026-11-20 environments.staging.requests.CR-0120.done_on=2026-11-20");
    desk.ok(&format!("waive northern-trails cate.sign-in-works {WHY} {BY} --expires 2026-12-15"));
    desk.ok("advance northern-trails");
    assert!(desk.read(FILE).contains("phase: support"), "it is passed by the waiver");
    desk.set_today("2026-12-16");
    desk.refuses(
        "advance northern-trails",
        1,
        &[
            "cate.sign-in-works",
            "its waiver `w1` expired on 2026-12-15",
            "fix: onboard waive northern-trails cate.sign-in-works",
        ],
    );
    desk.refuses("advance northern-trails --lang fr", 1, &["sa dispense `w1` a expiré le 2026-12-15"]);
    desk.ok(&format!("waive northern-trails cate.sign-in-works {WHY} {BY}"));
    let status = desk.json("status northern-trails");
    assert!(status["gates"].as_array().unwrap().iter().all(|it| it["id"] != "cate.sign-in-works"), "{status}");
    assert!(desk.read(FILE).contains("id: w2"));
}

#[test]
fn a_client_is_closed_once_and_only_from_its_last_phase() {
    let desk = last_phase();
    desk.refuses(
        "close northern-trails",
        1,
        &["cannot be closed yet: after CATE Technical Configuration comes", "first: `onboard advance northern-trails`"],
    );
    let diff = desk.diff(KITE_FILE, "close kite-registry");
    assert!(diff.contains("-status: active\n+status: closed\n") && diff.contains("+    sealed:\n"), "{diff}");
    assert_eq!(desk.git("log -1 --format=%s"), "kite-registry: closing -> closed\n");
    desk.refuses("close kite-registry", 1, &["kite-registry is closed"]);
    desk.refuses("advance kite-registry", 1, &["kite-registry is closed"]);
    let json = desk.json("close northern-trails");
    assert_eq!(
        (&json["refused"], &json["help"][0]),
        (&true.into(), &"first: `onboard advance northern-trails`".into())
    );
    desk.ok("validate clients/kite-registry.yaml");
    desk.assert_clean();
}

#[test]
fn a_closed_client_is_protected_but_for_what_the_process_leaves_open() {
    let desk = last_phase();
    desk.ok("close kite-registry");
    let change = "set kite-registry services.kite-registration.expected_users_per_year=99";
    desk.refuses(
        change,
        1,
        &[
            "client/protected",
            "`services` is protected while the client has the status “Closed”",
            "onboard reopen kite-registry",
        ],
    );
    desk.refuses(&format!("{change} --lang fr"), 1, &["`services` est protégé", "onboard reopen kite-registry"]);
    desk.refuses("remove kite-registry closing.lessons_learned", 1, &["`closing` is protected"]);
    desk.ok("add kite-registry contacts role=security organization=client mailbox=securite@kite-registry.example");
    desk.ok("set kite-registry retention.dispose_personal_info_after=2029-01-01");
    desk.ok("validate clients/kite-registry.yaml");
    desk.ok("reopen kite-registry --reason-en 'More users' --reason-fr 'Plus d’utilisateurs'");
    desk.ok(change);
    desk.ok("close kite-registry");
    desk.ok("validate clients/kite-registry.yaml");
    desk.assert_clean();
}

#[test]
fn a_closed_file_changed_by_hand_is_an_error_at_its_section_until_it_is_reopened() {
    let desk = last_phase();
    desk.ok("close kite-registry");
    let text = desk.read(KITE_FILE).replace("expected_users_per_year: ", "expected_users_per_year: 1");
    desk.write(KITE_FILE, &text);
    desk.commit_all("by hand");
    let run = desk.run("validate clients/kite-registry.yaml");
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.to_string().contains("error[history/sealed-changed]: `services` has changed since 2026-11-23"),
        "{run}"
    );
    assert!(run.to_string().contains("onboard reopen kite-registry"), "{run}");
    desk.ok("reopen kite-registry --reason-en 'Corrected' --reason-fr 'Corrigé'");
    desk.ok("validate clients/kite-registry.yaml");
    desk.ok("close kite-registry");
    desk.ok("validate clients/kite-registry.yaml");
}
