//! Several services of one client: a standing for each, and what holds the client back.

use insta::assert_snapshot;

use crate::howto::play;
use crate::sandbox::Sandbox;

const SEEDS: &str = include_str!("../../examples/clients/seed-vault.yaml");

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("seed-vault", SEEDS)])
}

/// The table of services in the answer of a command.
fn table(out: &str, heading: &str) -> String {
    let lines = out.lines().skip_while(|it| !it.starts_with(heading));
    lines.take_while(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_service_has_a_row_of_its_own_at_every_width_and_in_both_languages() {
    assert_snapshot!(table(&desk().wide(80).ok("status seed-vault"), "Service"), @"
    Service           State                 As far as   Stands in the way
    ────────────────────────────────────────────────────────────────────────────────
    seed-requests     Partly live           8.2 Go Li…  go-live.decision-recorded +1
    deposit-registry  Configured, not open  8.2 Go Li…  go-live.ato-in-force +2
    ");
    assert_snapshot!(table(&desk().wide(120).ok("show seed-vault"), "Service"), @"
    Service           Name              State                 As far as               Stands in the way
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
    seed-requests     Seed Requests     Partly live           8.2 Go Live Activities  go-live.decision-recorded +1
    deposit-registry  Deposit Registry  Configured, not open  8.2 Go Live Activities  go-live.ato-in-force +2
    ");
    assert_snapshot!(table(&desk().wide(80).in_french().ok("show seed-vault"), "Service"), @"
    Service           État                      Rendu…  Fait obstacle
    ────────────────────────────────────────────────────────────────────────────────
    seed-requests     Partiellement en service  8.2 A…  go-live.decision-recorded +1
    deposit-registry  Configuré, non ouvert     8.2 A…  go-live.ato-in-force +2
    ");
    assert_snapshot!(table(&desk().wide(40).ok("status seed-vault"), "Service"), @"
    Service           As far as     Not met
    ───────────────────────────────────────
    seed-requests     8.2 Go Live…  2 gates
    deposit-registry  8.2 Go Live…  3 gates
    ");
    for width in [40, 60, 80, 100, 120] {
        let out = desk().wide(width).ok("status seed-vault");
        for line in table(&out, "Service").lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn programs_read_how_far_each_service_is() {
    let desk = desk();
    for command in ["status seed-vault", "show seed-vault", "advance seed-vault"] {
        let json = desk.json(command);
        assert_eq!(json["version"], 1);
        let services = json["services"].as_array().unwrap();
        assert_eq!(services.len(), 2, "{json}");
        assert_eq!(services[1]["id"], "deposit-registry");
        assert_eq!(services[1]["name"]["fr"], "Registre des dépôts");
        assert_eq!(services[1]["phase"], "go-live");
        assert_eq!((&services[1]["active"], &services[1]["behind"]), (&true.into(), &false.into()));
        assert!(services[0]["unmet"].as_array().unwrap().contains(&"go-live.live".into()), "{json}");
        assert!(services[1]["unmet"].as_array().unwrap().contains(&"go-live.ato-in-force".into()), "{json}");
    }
}

#[test]
fn a_service_that_is_added_late_holds_the_client_back_until_it_has_caught_up_or_is_retired() {
    let desk = Sandbox::with_clients(&[("tourbieres", include_str!("../../examples/clients/tourbieres.yaml"))])
        .on("2026-12-15");
    desk.ok("add tourbieres services id=cartes name.en='Peat maps' name.fr='Cartes de tourbe'");
    let text = desk.read("clients/tourbieres.yaml");
    assert!(text.contains("added_on: 2026-12-15"), "a service that comes late says since when: {text}");

    let found = desk.json("validate clients/tourbieres.yaml");
    let found = found["findings"].as_array().unwrap();
    let behind: Vec<_> = found.iter().filter(|it| it["code"] == "service/behind").collect();
    assert_eq!(behind.len(), 1, "{found:?}");
    assert_eq!((&behind[0]["severity"], &behind[0]["path"]), (&"warning".into(), &"services.cartes".into()));

    let (before, commits) = (desk.read("clients/tourbieres.yaml"), desk.commits());
    let run = desk.run("advance tourbieres");
    assert_eq!(run.code, 1, "{run}");
    for it in [
        "engagement.no-service-behind",
        "`cartes`: gate `engagement.eligible`",
        "fix: onboard set tourbieres services.cartes.assurance.credential=LEVEL",
        "fix: onboard return tourbieres --to engagement",
        "fix: onboard set tourbieres services.cartes.state=retired",
    ] {
        assert!(run.stdout.contains(it), "{it}\n{run}");
    }
    assert_eq!((desk.read("clients/tourbieres.yaml"), desk.commits()), (before, commits), "a refusal writes nothing");

    // The gates of the one service alone, in the phase that it is as far as.
    let json = desk.json("status tourbieres --service cartes");
    assert_eq!((&json["phase"], &json["service"]), (&"engagement".into(), &"cartes".into()));
    let french = desk.run("--lang fr status tourbieres --service cartes").stdout;
    assert!(french.contains("tourbieres, service cartes,") && french.contains("engagement.eligible"), "{french}");

    // Rated, it is as far as the next thing that is not done for it.
    desk.ok(
        "set tourbieres services.cartes.assurance.credential=1 services.cartes.security_category.confidentiality=unclassified \
         services.cartes.security_category.integrity=low services.cartes.security_category.availability=low",
    );
    assert_eq!(desk.json("status tourbieres --service cartes")["phase"], "agreement");

    desk.ok("set tourbieres services.cartes.state=retired");
    let services = desk.json("status tourbieres")["services"].clone();
    assert_eq!((&services[2]["active"], &services[2]["phase"]), (&false.into(), &serde_json::Value::Null));
    let found = desk.run("validate clients/tourbieres.yaml");
    assert!(!found.stdout.contains("service/behind"), "{found}");
}

#[test]
fn a_service_that_is_not_there_is_a_wrong_command_line() {
    let desk = desk();
    let run = desk.run("status seed-vault --service seed-reqests");
    assert_eq!(run.code, 2, "{run}");
    assert!(
        run.stderr.contains("there is no service `seed-reqests`") && run.stderr.contains("`seed-requests`"),
        "{run}"
    );
    let run = desk.run("--lang fr status seed-vault --service zzz");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("ses services sont\u{a0}: seed-requests, deposit-registry"), "{run}");
}

#[test]
fn support_is_confirmed_ready_for_each_service_or_for_all_at_once() {
    let settled = "  go-live.support-ready: {state: met, date: 2026-10-30, evidence: \"GCdocs 4000030\"}\n";
    let desk = Sandbox::with_clients(&[("seed-vault", &SEEDS.replace(settled, ""))]);
    let gate = |desk: &Sandbox| {
        let json = desk.json("status seed-vault");
        json["gates"].as_array().unwrap().iter().find(|it| it["id"] == "go-live.support-ready").unwrap().clone()
    };
    let open = gate(&desk);
    assert_eq!(open["unmet"].as_array().unwrap().len(), 2, "{open}");
    let fix = open["unmet"][0]["fix"].as_str().unwrap().replace('…', "GCdocs 4000030");
    desk.ok(fix.strip_prefix("onboard ").unwrap());
    let half = gate(&desk);
    assert_eq!((&half["met"], half["unmet"].as_array().unwrap().len()), (&false.into(), 1), "{half}");
    assert!(half["reason"].as_str().unwrap().contains("`deposit-registry`"), "{half}");
    desk.ok("set seed-vault criteria.go-live.support-ready.services.deposit-registry.state=met criteria.go-live.support-ready.services.deposit-registry.date=2026-11-20");
    assert_eq!(gate(&desk)["met"], true);
    desk.ok("remove seed-vault criteria.go-live.support-ready");
    desk.ok("set seed-vault criteria.go-live.support-ready.state=met criteria.go-live.support-ready.date=2026-11-20");
    assert_eq!(gate(&desk)["met"], true);
    for (words, said) in [
        ("go-live.support-ready --service seed-reqests", "did you mean `seed-requests`?"),
        ("engagement.overview-presented --service seed-requests", "settled for the client as a whole"),
    ] {
        let run = desk.run(&format!("confirm seed-vault {words}"));
        assert_eq!(run.code, 2, "{words}: {run}");
        assert!(run.stderr.contains(said), "{words}: {run}");
    }
    let run = desk.run("set seed-vault criteria.go-live.support-ready.services.seed-vault.state=met criteria.go-live.support-ready.services.seed-vault.date=2026-11-20");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("criterion/unknown-service"), "{run}");
    let run = desk.run("set seed-vault criteria.engagement.overview-presented.services.seed-requests.state=open");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("criterion/not-per-service"), "{run}");
}

#[test]
fn an_item_and_what_goes_with_it_are_one_commit() {
    let desk = desk();
    let commits = desk.commits();
    let added = "add seed-vault notes id=n9 date=2026-11-23 text='Open to all' --set schedule.target_go_live=2026-12";
    let diff = desk.diff("clients/seed-vault.yaml", added);
    assert!(diff.contains("+schedule: {target_go_live: 2026-12}") && diff.contains("n9"), "{diff}");
    assert_eq!(desk.commits(), commits + 1);
    assert_eq!(desk.git("log -1 --format=%s").trim(), "seed-vault: add notes.n9, set schedule.target_go_live");
    for (words, said) in [
        ("--set schedule.target_go_live=soon", "schedule.target_go_live"),
        ("--set nowhere=1", "nowhere"),
        ("--set phase=closing", "advance"),
        ("--set 'no pair'", "no pair"),
        ("--set language=fr --set language=en", "language"),
    ] {
        let run = desk.run(&format!("add seed-vault notes id=n10 date=2026-11-23 text=x {words}"));
        assert_eq!(run.code, 2, "{words}: {run}");
        assert!(run.stderr.contains(said), "{words}: {run}");
    }
    assert_eq!(desk.commits(), commits + 1);
}

#[test]
fn a_phase_that_does_not_apply_is_not_counted() {
    let without =
        SEEDS.replace("  required: true\n", "  required: false\n  reason: {en: No accounts, fr: Aucun compte}\n");
    assert_ne!(without, SEEDS);
    let desk = Sandbox::with_clients(&[("seed-vault", &without)]).wide(120);
    assert_eq!(desk.json("show seed-vault")["progress"], serde_json::json!({"at": 8, "of": 9}));
    assert_eq!(desk.json("list")["clients"][0]["progress"], serde_json::json!({"at": 8, "of": 9}));
    let shown = desk.run("show seed-vault").stdout;
    assert!(shown.contains("8 of 9: Go Live Activities"), "{shown}");
    assert!(desk.ok("list").contains("8/9"), "{}", desk.ok("list"));
    assert_eq!(self::desk().json("show seed-vault")["progress"], serde_json::json!({"at": 9, "of": 10}));
}

/// The entries of `go_live` of one service, as `id decision`.
fn steps(desk: &Sandbox, service: &str) -> Vec<String> {
    let data = desk.json("show seed-vault")["data"]["go_live"].clone();
    let of_service = data.as_array().unwrap().iter().filter(|it| it["service"] == service);
    of_service.map(|it| format!("{} {}", it["id"].as_str().unwrap(), it["decision"].as_str().unwrap())).collect()
}

fn state(desk: &Sandbox, service: usize) -> String {
    desk.json("show seed-vault")["services"][service]["state"].as_str().unwrap().to_owned()
}

#[test]
fn several_services_in_one_client() {
    let desk = play("Several services in one client");
    let json = desk.json("show tourbieres");
    assert_eq!(json["phase"], "testing");
    let services = json["services"].as_array().unwrap();
    assert!(services.iter().all(|it| it["behind"] == false && it["phase"] == "testing"), "{services:?}");
    // The tests that were declared for all before it came would not cover it.
    assert!(desk.read("clients/tourbieres.yaml").contains("added_on: 2026-12-21"));
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_service_goes_live_in_parts() {
    let desk = play("A service goes live in parts");
    assert_eq!(steps(&desk, "deposit-registry"), ["g3 go", "g4 go"]);
    assert_eq!((state(&desk, 0), state(&desk, 1)), ("live".to_owned(), "live".to_owned()));
    assert_eq!(desk.json("show seed-vault")["phase"], "closing");
    assert!(desk.git("log --format=%s").contains(
        "seed-vault: add go_live.g4, set services.deposit-registry.state, services.deposit-registry.live_on"
    ));
    let report = desk.ok("report seed-vault --lang both");
    for said in [
        "Seed Requests was opened in 2 steps: November 3, 2026, 10%; December 1, 2026, 100%",
        "a été ouvert en 2 étapes",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
    desk.assert_clean();
}

#[test]
fn a_go_live_is_rolled_back() {
    let desk = play("A go-live is rolled back");
    assert_eq!(steps(&desk, "seed-requests"), ["g1 rolled_back", "g2 go"]);
    assert_eq!(state(&desk, 0), "live");
    let report = desk.ok("report seed-vault --lang both");
    for said in [
        "the step of November 3, 2026 for Seed Requests was rolled back on November 24, 2026: Sign-out failed",
        "a été annulée le 24 novembre 2026\u{a0}: La fermeture de session échouait",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn the_authority_to_operate_is_interim_or_conditional() {
    let desk = play("The authority to operate is interim or conditional");
    let json = desk.json("show seed-vault");
    assert_eq!(json["services"][0]["state"], "live_partial", "an authority that expires closes no service");
    let run = desk.run("validate amber-archives");
    assert!(!run.stdout.contains("carried-over-condition") && !run.stdout.contains("condition-is-late"), "{run}");
    let gates = desk.json("status amber-archives")["gates"].clone();
    let settled = gates.as_array().unwrap().iter().find(|it| it["id"] == "closing.conditions-settled").unwrap().clone();
    assert_eq!(settled["met"], true, "{settled}");
    desk.assert_clean();
}

#[test]
fn no_migration_is_needed() {
    let desk = play("No migration is needed");
    let found = desk.json("validate salmon-council");
    let codes: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"history/applies-after-all"), "{codes:?}");
    let refused = desk.json("advance salmon-council");
    let gate =
        refused["gates"].as_array().unwrap().iter().find(|it| it["id"] == "migration.passed-over").unwrap().clone();
    assert!(gate["fix"].as_str().unwrap().starts_with("onboard return salmon-council --to migration"), "{gate}");
    // Every phase counts again.
    assert_eq!(desk.json("show salmon-council")["progress"]["of"], 10);
    desk.assert_clean();
}

/// Everything that a change of `seed-vault` is refused for, by code.
fn refusals(desk: &Sandbox, words: &str) -> Vec<String> {
    let run = desk.run(words);
    assert_eq!(run.code, 1, "{words}\n{run}");
    let codes = run.stderr.lines().filter_map(|it| it.strip_prefix("error[").or(it.strip_prefix("erreur[")));
    codes.filter_map(|it| it.split_once(']')).map(|it| it.0.to_owned()).collect()
}

#[test]
fn the_state_of_a_service_and_its_steps_tell_one_story() {
    let desk = desk().on("2026-12-02");
    for (words, code) in [
        ("set seed-vault services.seed-requests.state=live", "rule/live-service-went-live"),
        ("set seed-vault services.deposit-registry.state=live_partial", "rule/partly-live-service-is-open-in-part"),
        ("set seed-vault go_live.g2.decision=go", "rule/partly-live-service-is-open-in-part"),
        (
            "set seed-vault go_live.g1.decision=rolled_back go_live.g1.reason.en=a go_live.g1.reason.fr=b",
            "rule/partly-live-service-is-open-in-part",
        ),
        ("set seed-vault go_live.g1.decision=planned", "lifecycle/illegal-move"),
        ("set seed-vault go_live.g1.rolled_back_on=2026-11-20", "rule/rolled-back-step-dates-in-order"),
        ("set seed-vault go_live.g1.audience.percent=0", "rule/go-live-step-opens-to-someone"),
        (
            "add seed-vault go_live id=g5 service=seed-requests date=2026-12-01 decision=go audience.percent=5",
            "rule/go-live-shares-grow",
        ),
        (
            "add seed-vault go_live id=g5 service=deposit-registry date=2026-12-01 decision=go audience.percent=5",
            "rule/authority-before-go-live",
        ),
        (
            "add seed-vault go_live id=g5 service=seed-requests date=2026-09-30 decision=go audience.percent=5",
            "rule/attestation-before-go-live",
        ),
        ("set seed-vault services.seed-requests.state=not_live", "lifecycle/illegal-move"),
    ] {
        for lang in ["en", "fr"] {
            let found = refusals(&desk, &format!("--lang {lang} {words}"));
            assert!(found.iter().any(|it| it == code), "{words}: {code} is not in {found:?}");
        }
    }
    let retire = "set seed-vault services.deposit-registry.state=retired";
    desk.ok(retire);
    assert_eq!(
        refusals(&desk, "set seed-vault services.deposit-registry.state=config_live"),
        ["lifecycle/illegal-move"]
    );

    // A step that was taken, and nobody has said that the service is open.
    desk.ok("set seed-vault services.seed-requests.state=config_live");
    let found = desk.json("validate seed-vault");
    let found: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert!(
        found.contains(&"rule/open-step-shows-in-state") && found.contains(&"rule/closed-service-has-no-date"),
        "{found:?}"
    );
}

#[test]
fn conditions_of_an_authority_are_dated_and_kept_by_someone() {
    let desk = desk();
    let ato = "authority_to_operate.ato1.conditions";
    let codes = |desk: &Sandbox| -> Vec<String> {
        let found = desk.json("validate seed-vault");
        found["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    };
    assert!(codes(&desk).iter().all(|it| !it.contains("condition")), "{:?}", codes(&desk));
    desk.ok(&format!("set seed-vault {ato}.C1.due="));
    assert!(codes(&desk).contains(&"rule/condition-has-a-day".to_owned()));
    desk.ok(&format!("set seed-vault {ato}.C1.due=2027-03-26"));
    assert!(codes(&desk).contains(&"rule/condition-is-due-in-time".to_owned()));
    desk.ok(&format!("set seed-vault {ato}.C1.state=met"));
    assert!(codes(&desk).contains(&"rule/met-condition-says-when".to_owned()));
    assert_eq!(
        refusals(&desk, &format!("set seed-vault {ato}.C1.met_on=2026-11-24")),
        ["rule/condition-was-met-in-the-past"]
    );
    desk.ok(&format!("set seed-vault {ato}.C1.met_on=2026-11-23"));
    desk.ok(&format!("set seed-vault {ato}.C2.state=carried_over"));
    assert!(codes(&desk).contains(&"rule/carried-over-condition-has-a-keeper".to_owned()));
    desk.ok(
        "add seed-vault authority_to_operate id=ato2 services=deposit-registry kind=conditional granted_on=2026-11-20",
    );
    assert!(codes(&desk).contains(&"rule/conditional-authority-has-conditions".to_owned()));
}
