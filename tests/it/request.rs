//! `onboard request`: the life cycle of configuration requests, with the real binary.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

/// Answers no or usage, says this in both languages, and writes nothing.
#[track_caller]
fn refused(desk: &Sandbox, words: &str, code: i32, en: &[&str], fr: &[&str]) {
    let before = (desk.read("clients/northern-trails.yaml"), desk.commits());
    for (lang, said) in [("en", en), ("fr", fr)] {
        let run = desk.run(&format!("{words} --lang {lang}"));
        assert_eq!(run.code, code, "{words}\n{run}");
        for it in said {
            assert!(run.stderr.contains(it), "{it:?} is not said by `{words}`\n{run}");
        }
    }
    assert_eq!(
        (desk.read("clients/northern-trails.yaml"), desk.commits()),
        before,
        "{words}: a refusal writes nothing"
    );
}

#[test]
fn a_request_goes_its_way_and_each_move_is_one_commit_of_its_line() {
    let desk = desk();
    let file = "clients/northern-trails.yaml";
    let commits = desk.commits();
    let diff = desk.diff(file, "request submit northern-trails CR-0130 --to staging kind=update --date 2026-11-19");
    assert_eq!(diff, "+      - {id: CR-0130, kind: update, state: submitted, submitted_on: 2026-11-19}\n");
    let diff = desk.diff(file, "request accept northern-trails CR-0130 --date 2026-11-20");
    assert!(
        diff.ends_with(
            "+      - {id: CR-0130, kind: update, state: accepted, submitted_on: 2026-11-19, decided_on: 2026-11-20}\n"
        ),
        "{diff}"
    );
    let diff = desk.diff(file, "request live northern-trails CR-0130");
    assert!(
        diff.contains("state: live, submitted_on: 2026-11-19, decided_on: 2026-11-20, done_on: 2026-11-23"),
        "{diff}"
    );
    assert_eq!(desk.commits(), commits + 3);
    let log = desk.git("log -1 --format=%B");
    assert!(log.starts_with("northern-trails: request CR-0130: accepted -> live\n"), "{log}");
    assert!(log.contains("Onboard-Change: request\nOnboard-Request: CR-0130 accepted -> live\n"), "{log}");
    desk.assert_clean();
}

#[test]
fn a_rejection_says_why_in_both_languages_and_stays_as_it_is() {
    let desk = desk();
    refused(
        &desk,
        "request reject northern-trails CR-0120",
        2,
        &["`--reason-en`", "both official languages"],
        &["`--reason-en`", "deux langues officielles"],
    );
    refused(
        &desk,
        "request reject northern-trails CR-0120 --reason-en 'No key'",
        2,
        &["`--reason-fr`"],
        &["`--reason-fr`"],
    );
    desk.ok("request reject northern-trails CR-0120 --reason-en 'No key' --reason-fr 'Aucune clé'");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("decided_on: 2026-11-23, reason: {en: No key, fr: Aucune clé}}"), "{text}");
    assert!(desk.git("log -1 --format=%b").starts_with("No key\nAucune clé\n"));
    let place = "environments.staging.requests.CR-0120";
    refused(
        &desk,
        &format!("set northern-trails {place}.kind=update"),
        1,
        &["lifecycle/frozen", "Rejected"],
        &["lifecycle/frozen", "Rejetée"],
    );
    refused(&desk, &format!("remove northern-trails {place}"), 1, &["lifecycle/frozen"], &["lifecycle/frozen"]);
    refused(
        &desk,
        "request accept northern-trails CR-0120",
        1,
        &[
            "may not become Accepted; its state is Rejected",
            "onboard request add northern-trails NUMBER --to staging replaces=CR-0120",
        ],
        &[
            "ne peut pas passer à l’état Acceptée; son état est Rejetée",
            "onboard request add northern-trails NUMÉRO --to staging replaces=CR-0120",
        ],
    );
    desk.ok("request add northern-trails CR-0121 --to staging replaces=CR-0120");
    assert!(
        desk.read("clients/northern-trails.yaml")
            .contains("{id: CR-0121, kind: create, state: draft, replaces: CR-0120}")
    );
}

#[test]
fn what_failed_says_why_and_may_be_tried_again() {
    let mut desk = desk();
    desk.ok("request fail northern-trails CR-0120 --reason-en 'The key set is down' --reason-fr 'Le jeu de clés est en panne'");
    assert!(desk.read("clients/northern-trails.yaml").contains("state: failed"));
    desk.set_today("2026-11-24");
    desk.ok("request live northern-trails CR-0120");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("state: live, submitted_on: 2026-11-16, requested_for: 2026-11-27, decided_on: 2026-11-23, done_on: 2026-11-24}"), "{text}");
}

#[test]
fn a_live_request_makes_way_for_the_one_that_replaces_it() {
    let desk = desk();
    desk.ok("request submit northern-trails CR-0140 --to test kind=rotate_key replaces=CR-0109");
    let json = desk.json("request live northern-trails CR-0140");
    assert_eq!(json["from"], "submitted");
    assert_eq!(json["to"], "live");
    assert_eq!(json["replaced"]["request"], "CR-0109");
    assert_eq!(json["replaced"]["to"], "superseded");
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
    assert!(desk.git("log -1 --format=%B").contains("Onboard-Request: CR-0109 live -> superseded\n"));
    let json = desk.json("request list northern-trails --to test");
    let states: Vec<&str> =
        json["requests"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["rejected", "superseded", "live"]);
}

#[test]
fn what_cannot_be_is_refused_with_the_way_out() {
    let desk = desk();
    let t = "northern-trails";
    refused(
        &desk,
        &format!("request sbmit {t} CR-0120"),
        2,
        &["no move `sbmit`", "did you mean `submit`?", "submit, review, accept"],
        &["`sbmit` n’existe pas", "vouliez-vous dire `submit`?"],
    );
    refused(
        &desk,
        &format!("request live {t} CR-1020"),
        66,
        &["no request `CR-1020`", "did you mean `CR-0120`?"],
        &["pas de demande `CR-1020`", "onboard request add"],
    );
    refused(
        &desk,
        &format!("request submit {t} CR-0200 --to stging"),
        66,
        &["no environment `stging`", "did you mean `staging`?"],
        &["pas d’environnement `stging`"],
    );
    refused(
        &desk,
        &format!("request submit {t} CR-0120"),
        1,
        &["is in the state Submitted already"],
        &["est déjà à l’état Soumise"],
    );
    refused(
        &desk,
        &format!("request live {t} CR-0120 --to test"),
        73,
        &["belongs to `staging`"],
        &["appartient à `staging`"],
    );
    refused(
        &desk,
        &format!("request add {t} CR-0120 --to staging"),
        73,
        &["there is a request `CR-0120` already"],
        &["la demande `CR-0120` existe déjà"],
    );
    refused(
        &desk,
        &format!("request accept {t} CR-0120 state=live"),
        2,
        &["`state` is not given as a field here"],
        &["`state` ne se donne pas"],
    );
    refused(&desk, &format!("request accept {t} CR-0120 --date 2026-12-24"), 2, &["2026-12-24"], &["2026-12-24"]);
    refused(
        &desk,
        &format!("request accept {t} CR-0120 --date 2026-11-01"),
        1,
        &["the dates of `CR-0120` are not in order"],
        &["ne sont pas dans l’ordre"],
    );
    refused(
        &desk,
        &format!("request accept {t} CR-0120 --reason-en a --reason-fr b"),
        2,
        &["the state Accepted keeps no reason"],
        &["l’état Acceptée ne garde pas de raison"],
    );
    refused(&desk, &format!("request submit {t} REQUEST --to staging"), 2, &["only stands for"], &["tenir la place"]);
    refused(&desk, &format!("request submit {t} 'CR 1' --to staging"), 2, &["`id`"], &["`id`"]);
    refused(&desk, &format!("request submit {t} CR-0200 --to staging kind=nothing"), 2, &["`nothing`"], &["`nothing`"]);
    refused(&desk, "request list --state sent", 2, &["no state `sent`", "states: draft"], &["pas d’état `sent`"]);
    refused(&desk, "request", 2, &["<MOVE>"], &["<MOVE>"]);
}

#[test]
fn a_move_that_is_refused_says_so_in_json_with_those_that_are_allowed() {
    let desk = desk();
    let commits = desk.commits();
    desk.ok("request add northern-trails CR-0150 --to dev");
    let json = desk.json("request live northern-trails CR-0150");
    assert_eq!(json["refused"], true);
    assert_eq!(json["version"], 1);
    assert_eq!(json["state"], "draft");
    assert_eq!(json["allowed"], serde_json::json!(["submit", "withdraw"]));
    assert_eq!(desk.commits(), commits + 1);
}

#[test]
fn a_dry_run_of_a_move_shows_the_diff_and_writes_nothing() {
    let desk = desk();
    let before = (desk.read("clients/northern-trails.yaml"), desk.commits());
    let run = desk.run("request accept northern-trails CR-0120 --dry-run");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("+      - {id: CR-0120, kind: create, state: accepted"), "{run}");
    assert!(run.stdout.contains("northern-trails: request CR-0120: submitted -> accepted"), "{run}");
    assert_eq!((desk.read("clients/northern-trails.yaml"), desk.commits()), before);
    let json = desk.json("request accept northern-trails CR-0120 --dry-run");
    assert_eq!(json["dry_run"], true);
}

#[test]
fn the_list_has_the_words_of_the_process_in_both_languages() {
    let desk = desk();
    let run = desk.run("request list --state submitted");
    assert!(run.stdout.contains("CR-0120  New configuration  Submitted  2026-11-16"), "{run}");
    assert!(run.stdout.ends_with("1 request\n") && !run.stdout.contains("CR-0101"), "{run}");
    let french = desk.run("request list --state submitted --lang fr");
    assert!(french.stdout.contains("Nouvelle configu…  Soumise") && french.stdout.ends_with("1 demande\n"), "{french}");
    assert_eq!(desk.run("request list --state failed").stdout, "no requests\n");
    assert_eq!(desk.run("request list nobody").code, 66);
    let json = desk.json("request list northern-trails --state submitted");
    assert_eq!(json["requests"][0]["waiting_days"], 7);
    assert_eq!(json["requests"][0]["environment"], "staging");
}

#[test]
fn a_process_of_ones_own_has_verbs_of_its_own() {
    let desk = desk();
    desk.ok("process eject");
    let process = desk.read("process/process.yaml").replace("      submit: submitted\n", "      hand-in: submitted\n");
    desk.write("process/process.yaml", &process.replace("onboard request submit", "onboard request hand-in"));
    desk.commit_all("verbs");
    desk.ok("process check");
    assert_eq!(desk.run("request submit northern-trails CR-0160 --to dev").code, 2);
    desk.ok("request hand-in northern-trails CR-0160 --to dev");
    assert!(
        desk.read("clients/northern-trails.yaml")
            .contains("{id: CR-0160, kind: create, state: submitted, submitted_on: 2026-11-23}")
    );
}

const VAULT: &str = include_str!("../../examples/clients/seed-vault.yaml");

/// A change of Seed Vault that the rules of production refuse; what is said at which path.
#[track_caller]
fn not_for_production(file: &str, words: &str, code: &str, en: &str, fr: &str) {
    let desk = Sandbox::with_clients(&[("seed-vault", file)]);
    let before = desk.commits();
    for (lang, said) in [("en", en), ("fr", fr)] {
        let run = desk.run(&format!("{words} --lang {lang}"));
        assert_eq!(run.code, 1, "{words}\n{run}");
        assert!(run.stderr.contains(code) && run.stderr.contains(said), "{words}\n{run}");
    }
    assert_eq!(desk.commits(), before);
}

#[test]
fn a_production_request_needs_a_tested_counterpart_a_signed_agreement_and_allowed_hosts() {
    let submit = "request submit seed-vault CR-0200 --to prod-deposits";
    not_for_production(
        VAULT,
        submit,
        "rule/production-request-is-tested",
        "does not say under which request it was tested",
        "ne dit pas sous quelle demande elle a été mise à l’essai",
    );
    not_for_production(
        VAULT,
        &format!("{submit} tested_as=CR-0111"),
        "rule/tested-request-exists",
        "no non-production request `CR-0111` is or was live",
        "aucune demande de non-production `CR-0111`",
    );
    let other =
        VAULT.replacen("    kind: non_production\n", "    kind: non_production\n    services: [seed-requests]\n", 1);
    let other =
        other.replace(", tested_as: CR-0075}\n\nplatform", ", kind_note: x}\n\nplatform").replace(", kind_note: x", "");
    let other = other.replace(
        "state: live, submitted_on: 2026-10-13, decided_on: 2026-10-20, done_on: 2026-10-27}",
        "state: superseded}",
    );
    not_for_production(
        &other,
        &format!("{submit} tested_as=CR-0075"),
        "rule/production-request-tests-the-same-services",
        "`CR-0075` was not for every service",
        "`CR-0075` ne visait pas chaque service",
    );
    for (field, rule) in [
        ("oidc.client_uri=https://deposits.elsewhere.test", "production-client-host-allowed"),
        ("oidc.jwks_uri=https://deposits.elsewhere.test/jwks.json", "production-key-host-allowed"),
        ("oidc.backchannel_logout_uri=https://deposits.elsewhere.test/out", "production-back-channel-host-allowed"),
        ("oidc.frontchannel_logout_uri=https://deposits.elsewhere.test/out", "production-front-channel-host-allowed"),
        ("oidc.post_logout_redirect_uris=https://deposits.elsewhere.test/out", "production-sign-out-hosts-allowed"),
        ("oidc.redirect_uris=https://deposits.elsewhere.test/in", "production-hosts-are-allowed"),
    ] {
        not_for_production(
            VAULT,
            &format!("set seed-vault environments.prod-deposits.{field}"),
            rule,
            "`deposits.elsewhere.test` is not below an allowed domain",
            "`deposits.elsewhere.test` n’est pas sous un domaine permis",
        );
    }
}

#[test]
fn production_is_not_requested_before_the_agreement_is_signed() {
    let desk = desk();
    desk.ok("add northern-trails environments id=prod kind=production platform_environment=production");
    let text = desk.read("clients/northern-trails.yaml");
    let unsigned: String =
        text.lines().filter(|it| !it.starts_with("  signed_on:")).map(|it| format!("{it}\n")).collect();
    desk.write("clients/northern-trails.yaml", &unsigned);
    desk.commit_all("not signed");
    refused(
        &desk,
        "request submit northern-trails CR-0300 --to prod tested_as=CR-0109",
        1,
        &["rule/production-request-has-signed-agreement", "asks for production, but the agreement is not signed"],
        &["demande la production, mais l’accord n’est pas signé"],
    );
}
