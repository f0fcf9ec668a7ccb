//! Configurations to the platform and from the client, and in the hands of real software: an `OpenID` provider, a SAML library.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::howto::play;
use crate::sandbox::Sandbox;
use crate::skip;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const TIDAL: &str = include_str!("../../examples/clients/tidal-board.yaml");

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("tidal-board", TIDAL)])
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange").join(name)
}

/// Runs a program that must succeed, and returns its standard output.
#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// What `.ci/run` installed, and where; elsewhere the test is skipped.
#[track_caller]
pub(crate) fn installed(variable: &str, what: &str) -> Option<PathBuf> {
    let place = std::env::var_os(variable).map(PathBuf::from).filter(|it| it.exists());
    if place.is_none() {
        skip(&format!("{what} is not installed: `.ci/run` does it, and says where in {variable}"));
    }
    place
}

#[test]
fn an_openid_provider_registers_what_was_exported_and_keeps_every_value() {
    let Some(modules) = installed("ONBOARD_NODE_MODULES", "the OpenID provider of the npm registry") else { return };
    let desk = desk();
    desk.ok("set northern-trails environments.test.oidc.logo_uri.en=https://cdn.example/en.svg environments.test.oidc.logo_uri.fr=https://cdn.example/fr.svg environments.test.oidc.software_id=permits environments.test.oidc.default_max_age=1200 environments.test.oidc.require_auth_time=true");
    for environment in ["test", "staging"] {
        desk.ok(&format!("request export northern-trails {environment} --format rfc7591 -o registration.json"));
        let sent: Value = serde_json::from_str(&desk.read("registration.json")).unwrap();
        let mut node = Command::new("node");
        let answer = run(node.arg(script("register.mjs")).arg(&modules).arg(desk.path("registration.json")));
        let answer: Value = serde_json::from_str(answer.lines().last().unwrap()).unwrap();
        assert_eq!(answer["status"], 201, "{answer}");
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&answer["body"][name], value, "{name}: {answer}");
        }
        // What the provider answered, but for its secrets, changes the identifier it issued and nothing else.
        let mut body = answer["body"].clone();
        let id = body["client_id"].as_str().unwrap().to_owned();
        assert!(body["registration_access_token"].is_string());
        desk.write("answer.json", &body.to_string());
        assert_eq!(desk.run(&format!("request import northern-trails {environment} answer.json")).code, 1);
        body.as_object_mut().unwrap().remove("registration_access_token");
        body.as_object_mut().unwrap().remove("client_secret");
        desk.write("answer.json", &body.to_string());
        let before = desk.read("clients/northern-trails.yaml");
        desk.ok(&format!("request import northern-trails {environment} answer.json"));
        let after = desk.read("clients/northern-trails.yaml");
        let added: Vec<&str> = after.lines().filter(|it| !before.contains(it)).collect();
        let known = [format!("    client_id: {id}"), format!("    client_id: \"{id}\"")];
        assert!(added.iter().any(|it| known.iter().any(|known| it == known)), "{added:?}");
        for line in added.iter().filter(|it| !it.contains("client_id")) {
            // The provider says aloud what it takes for granted.
            assert!(line.contains("require_auth_time: false"), "{line}");
        }
    }
}

#[test]
fn a_saml_library_reads_what_was_exported_and_signs_in_by_it_and_what_it_wrote_is_taken_over() {
    let Some(python) = installed("ONBOARD_PYTHON", "pysaml2, in an environment of its own,") else { return };
    let desk = desk();
    let saml = |act: &str, paths: &[PathBuf]| {
        run(Command::new(&python).arg("-W").arg("ignore").arg(script("metadata.py")).arg(act).args(paths))
    };
    // The client's own metadata, as pysaml2 writes it.
    let keys = desk.home().join("keys");
    saml("make", std::slice::from_ref(&keys));
    let given = keys.join("sp.xml");
    let commits = desk.commits();
    let import = desk.run(&format!("request import tidal-board uat {}", given.display()));
    assert_eq!(import.code, 0, "{import}");
    assert_eq!(desk.commits(), commits + 1);
    assert!(
        import.stderr.contains("`ContactPerson`") && import.stderr.contains("`RequestedAttribute/@isRequired`"),
        "{import}"
    );
    let text = desk.read("clients/tidal-board.yaml");
    assert!(!text.contains("Inparticular") && !text.contains("nobody@"), "{text}");
    assert!(text.contains("entity_id: https://uat.licences.example/shibboleth"), "{text}");
    // The same again: nothing to change.
    let again = desk.run(&format!("request import tidal-board uat {}", given.display()));
    assert!(again.stderr.contains("nothing to change"), "{again}");
    assert_eq!(desk.commits(), commits + 1);
    // What the platform gets.
    desk.ok(
        "set tidal-board organization.url.en=https://tidal.example/en organization.url.fr=https://tidal.example/fr",
    );
    desk.ok("set tidal-board environments.uat.saml.attribute_consuming_services.1.service_name.fr='Permis de pêche'");
    desk.ok("request export tidal-board uat --format saml-metadata -o metadata.xml");
    let exported = desk.path("metadata.xml");
    let known: Value = serde_json::from_str(&saml("check", std::slice::from_ref(&exported))).unwrap();
    let theirs: Value = serde_json::from_str(&saml("check", &[given])).unwrap();
    for name in ["entity", "signs", "wants_signed", "consumers", "logout", "forms", "certificates"] {
        assert_eq!(known[name], theirs[name], "{name}");
    }
    assert_eq!(known["services"], json!([{"en": "Fishing Licences", "fr": "Permis de pêche"}]));
    let names = (known["organization"]["en"].as_str(), known["organization"]["fr"].as_str());
    assert!(names.0.is_some() && names.1.is_some() && names.0 != names.1, "{known}");
    let contacts = known["contacts"].as_array().unwrap();
    assert!(contacts.iter().all(|it| it[1].as_str().unwrap().contains('@')) && !contacts.is_empty(), "{known}");
    let signed_in: Value = serde_json::from_str(saml("sign-in", &[keys, exported]).trim()).unwrap();
    assert_eq!(signed_in, json!({"delivered_to": "https://uat.licences.example/SAML2/POST", "user": "abc"}));
}

#[test]
fn what_is_missing_is_said_at_its_place_with_the_way_out() {
    let desk = desk();
    desk.ok("set northern-trails environments.dev.oidc.scope=");
    let refused = desk.run("request export northern-trails dev");
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.is_empty());
    assert_snapshot!(refused.stderr, @"
    error[exchange/missing]: `scope` is missing, and the format cannot do without it
      --> clients/northern-trails.yaml:87:5
       |
    87 |     oidc:
       |     ^^^^
       |
       = help: `onboard set northern-trails environments.dev.oidc.scope=…`
    error: `dev` cannot be exported: 1 thing is wrong or missing
    ");
    let french = desk.in_french();
    let refused = french.run("request export northern-trails dev");
    assert!(refused.stderr.contains("il manque `scope`, dont le format ne peut se passer"), "{refused}");
    assert!(french.run("request export tidal-board uat --format keycloak").stderr.contains("il manque `pem`"));
}

#[test]
fn a_format_that_cannot_hold_the_configuration_and_a_name_that_is_not_there_are_refused() {
    let desk = desk();
    for (words, code, said) in [
        ("request export northern-trails test --format saml-metadata", 1, "formats for it: rfc7591, keycloak"),
        ("request export tidal-board CR-0044 --format rfc7591", 1, "formats for it: saml-metadata, keycloak"),
        ("request export northern-trails CR-0108", 66, "did you mean `CR-0101`?"),
        ("request export northern-trails tset", 66, "did you mean `test`?"),
        ("request export nobody test", 66, "no client"),
        ("request import northern-trails tset registration.json", 74, "registration.json"),
        ("request export northern-trails test --format yaml", 2, "values: rfc7591, saml-metadata, keycloak"),
        ("request export northern-trails test -o clients/x.json", 2, "nothing may be written to `clients/x.json`"),
        ("request export northern-trails", 2, "missing"),
    ] {
        let run = desk.run(words);
        assert_eq!(run.code, code, "{words}\n{run}");
        assert!(run.stderr.contains(said), "{words}\n{run}");
    }
    desk.write("given.json", "{\"scope\": \"openid\"}");
    let unknown = desk.run("request import northern-trails tset given.json");
    assert_eq!((unknown.code, unknown.stderr.contains("did you mean `test`?")), (66, true), "{unknown}");
    desk.assert_clean_but(&["given.json"]);
}

#[test]
fn what_a_client_gave_becomes_one_commit_that_touches_only_what_it_says_otherwise() {
    let desk = desk();
    let given = json!({
        "redirect_uris": ["https://test.permits.northern-trails.example/signin-oidc", "https://test.permits.northern-trails.example/fr"],
        "client_name#en": "Permits", "client_name#fr": "Permis", "subject_type": "pairwise",
        "initiate_login_uri": "https://test.permits.northern-trails.example/begin", "tls_client_certificate_bound_access_tokens": true,
    });
    desk.write("given.json", &given.to_string());
    let commits = desk.commits();
    let dry = desk.run("request import northern-trails test given.json --dry-run");
    assert!(dry.stdout.contains("+      initiate_login_uri:") && desk.commits() == commits, "{dry}");
    assert_snapshot!(desk.diff("clients/northern-trails.yaml", "request import northern-trails test given.json -m 'As sent by the client'"), @r#"
    -      client_name: {en: Backcountry Permits (test), fr: Permis d’arrière-pays (essai)}
    +      client_name: {en: Permits, fr: Permis}
    -      redirect_uris: ["https://test.permits.northern-trails.example/signin-oidc"]
    +      redirect_uris: ["https://test.permits.northern-trails.example/signin-oidc", "https://test.permits.northern-trails.example/fr"]
    +      initiate_login_uri: https://test.permits.northern-trails.example/begin
    "#);
    assert_eq!(desk.commits(), commits + 1);
    assert_snapshot!(desk.git("log -1 --format=%B").trim(), @"
    northern-trails: import oidc of test

    As sent by the client

    Onboard-Client: northern-trails
    Onboard-Change: request import
    Onboard-Process: sign-in-canada@1
    ");
    let again = desk.run("request import northern-trails test given.json --format json");
    assert_eq!(serde_json::from_str::<Value>(&again.stdout).unwrap()["commit"], Value::Null, "{again}");
    assert_snapshot!(again.stderr, @"
    warning: not taken over, because a client file has no field for it: `tls_client_certificate_bound_access_tokens`
    warning: kept as it was, because the file does not speak of it: `client_uri`, `post_logout_redirect_uris`, `backchannel_logout_uri`, `backchannel_logout_session_required`, `token_endpoint_auth_method`, `jwks_uri`, `scope`, `default_acr_values`
    nothing to change: `clients/northern-trails.yaml` says so already
    ");
    desk.assert_clean_but(&["given.json"]);
}

#[test]
fn a_registration_that_breaks_a_rule_is_refused_like_any_other_change() {
    let desk = desk();
    desk.write(
        "given.json",
        r#"{"redirect_uris": ["https://*.example/back"], "token_endpoint_auth_method": "sworn_oath"}"#,
    );
    let commits = desk.commits();
    let refused = desk.run("request import northern-trails test given.json");
    assert_eq!((refused.code, desk.commits()), (1, commits), "{refused}");
    assert!(
        refused.stderr.contains("sworn_oath") && refused.stderr.contains("clients/northern-trails.yaml:"),
        "{refused}"
    );
    desk.assert_clean_but(&["given.json"]);
}

#[test]
fn a_secret_is_never_written_and_never_shown() {
    let desk = desk();
    let commits = desk.commits();
    for (text, place) in [
        ("{\"scope\": \"openid\",\n \"client_secret\": \"s3cr3t-s3cr3t\"}", "given.json:2:2"),
        ("{\"registration_access_token\": \"s3cr3t-s3cr3t\"}", "given.json:1:2"),
        ("{\"jwks\": {\"keys\": [{\"kty\": \"RSA\", \"n\": \"a\", \"d\": \"s3cr3t-s3cr3t\"}]}}", "given.json:1:2"),
    ] {
        desk.write("given.json", text);
        let refused = desk.run("request import northern-trails test given.json");
        assert_eq!(refused.code, 1, "{refused}");
        assert!(refused.stderr.contains(place) && refused.stderr.contains("encrypted mail"), "{refused}");
        assert!(!format!("{refused}").contains("s3cr3t"), "{refused}");
    }
    assert_eq!(desk.commits(), commits);
    desk.assert_clean_but(&["given.json"]);
}

#[test]
fn a_hostile_file_is_refused_at_its_place() {
    let desk = desk();
    let laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>";
    for (text, code, place) in [
        (laughs.to_owned(), "exchange/doctype", "given:1:1"),
        ("<a>".repeat(200_000), "exchange/too-deep", "given:1:97"),
        ("<a>&b;</a>".to_owned(), "exchange/xml", "given:1:4"),
        ("[".repeat(200_000), "exchange/format", "given"),
        (format!("{{\"a\": {}}}", "[".repeat(100_000)), "exchange/json", "given:1"),
        ("{\"scope\": \"a\", \"scope\": \"b\"}".to_owned(), "exchange/json", "given:1"),
        ("\u{1b}]0;x\u{7}".to_owned(), "exchange/format", "given"),
        ("x".repeat(5_000_000), "exchange/too-large", "given"),
    ] {
        desk.write("given", &text);
        let refused = desk.run("request import northern-trails test given");
        assert_eq!(refused.code, 65, "{refused}");
        assert!(refused.stderr.contains(code) && refused.stderr.contains(place), "{code} {place}\n{refused}");
        assert!(!refused.stderr.contains('\u{1b}'), "{refused}");
    }
    desk.assert_clean_but(&["given"]);
}

#[test]
fn hand_a_configuration_to_the_platform_and_take_one_over_from_the_client() {
    let desk = play("Hand a configuration to the platform, and take one over from the client");
    let sent: Value = serde_json::from_str(&desk.read("registration.json")).unwrap();
    assert_eq!(sent["client_name#fr"], "Permis d’arrière-pays (essai)");
    assert_eq!(sent["scope"], "openid");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(
        text.contains("client_id: 5f0c-issued") && text.contains("test.permits.northern-trails.example/fr/retour"),
        "{text}"
    );
    assert_eq!(desk.git("log -1 --format=%s").trim(), "northern-trails: import oidc of test");
    desk.ok("validate");
}
