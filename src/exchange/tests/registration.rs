//! Registrations, there and back.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::exchange::section;

const FULL: &str = "    client_id: abc
    oidc:
      client_name: {en: Permits, fr: Permis}   # as users see it
      client_uri: https://permits.example
      redirect_uris: [\"https://permits.example/en/back\", \"https://permits.example/fr/retour\"]
      token_endpoint_auth_method: private_key_jwt
      jwks_uri: https://permits.example/jwks.json
      scope: [openid, saml_nameid]
      default_max_age: 1200
      require_auth_time: true
      default_acr_values: [loa2]
      ui_locales: [en-CA, fr-CA]
      logo_uri: {en: \"https://permits.example/en.svg\", fr: \"https://permits.example/fr.svg\"}
";

#[test]
fn a_registration_has_the_names_of_the_standards() {
    let text = exported(&client(FULL), Format::Rfc7591).unwrap();
    insta::assert_snapshot!(text, @r#"
    {
      "client_name": "Permis",
      "client_name#en": "Permits",
      "client_name#fr": "Permis",
      "client_uri": "https://permits.example",
      "redirect_uris": [
        "https://permits.example/en/back",
        "https://permits.example/fr/retour"
      ],
      "token_endpoint_auth_method": "private_key_jwt",
      "jwks_uri": "https://permits.example/jwks.json",
      "grant_types": [
        "authorization_code"
      ],
      "response_types": [
        "code"
      ],
      "application_type": "web",
      "scope": "openid saml_nameid",
      "subject_type": "pairwise",
      "id_token_signed_response_alg": "RS256",
      "require_auth_time": true,
      "default_max_age": 1200,
      "default_acr_values": [
        "loa2"
      ],
      "logo_uri": "https://permits.example/fr.svg",
      "logo_uri#en": "https://permits.example/en.svg",
      "logo_uri#fr": "https://permits.example/fr.svg",
      "contacts": [
        "tech@acme.example",
        "desk@acme.example"
      ]
    }
    "#);
    let notes = export(Format::Rfc7591, &source(&client(FULL))).unwrap().notes;
    assert_eq!(
        say(&notes[0], Lang::En),
        "left out, because each sign-in asks for it and no registration holds it: `ui_locales`"
    );
}

#[test]
fn an_incomplete_configuration_is_refused_at_the_field_that_is_missing() {
    for (environment, expected) in [
        ("", vec!["environments.test.oidc"]),
        ("    oidc: {scope: [openid]}\n", vec!["client_name", "redirect_uris", "token_endpoint_auth_method"]),
        (
            "    oidc: {client_name: {en: a, fr: b}, redirect_uris: [\"https://a.example\"], scope: [openid], token_endpoint_auth_method: private_key_jwt}\n",
            vec!["jwks_uri"],
        ),
        (
            "    oidc: {client_name: {en: a, fr: b}, redirect_uris: [\"https://a.example\"], scope: [openid], token_endpoint_auth_method: none, jwks_uri: \"https://a.example/k\", jwks: {keys: [{kty: RSA}]}}\n",
            vec!["jwks"],
        ),
    ] {
        let lacks = exported(&client(environment), Format::Rfc7591).unwrap_err();
        let names: Vec<&str> = lacks.iter().map(|it| it.split(' ').next().unwrap()).collect();
        assert_eq!(names.len(), expected.len(), "{lacks:?}");
        for (name, end) in names.iter().zip(expected) {
            assert!(name.ends_with(end), "{name} is not {end}");
        }
    }
}

#[test]
fn what_was_exported_changes_nothing_when_it_comes_back() {
    let document = client(FULL);
    let text = exported(&document, Format::Rfc7591).unwrap();
    let (after, notes) = taken(&document, &text);
    assert_eq!(after.text(), document.text());
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn an_answer_of_a_platform_changes_only_what_it_says_otherwise() {
    let document = client(FULL);
    let answer = json!({
        "client_id": "new-id", "client_id_issued_at": 1, "registration_client_uri": "https://op.example/reg/1",
        "client_name": "Permis", "redirect_uris": ["https://permits.example/fr/retour", "https://permits.example/new"],
        "scope": "openid", "grant_types": ["authorization_code"], "dpop_bound_access_tokens": false,
        "contacts": ["tech@acme.example", "jane.doe@acme.example"],
    });
    let (after, notes) = taken(&document, &answer.to_string());
    let diff =
        similar::TextDiff::from_lines(document.text(), after.text()).unified_diff().context_radius(0).to_string();
    insta::assert_snapshot!(diff, @r#"
    @@ -17 +17 @@
    -    client_id: abc
    +    client_id: new-id
    @@ -21 +21 @@
    -      redirect_uris: ["https://permits.example/en/back", "https://permits.example/fr/retour"]
    +      redirect_uris: ["https://permits.example/fr/retour", "https://permits.example/new"]
    @@ -24 +24 @@
    -      scope: [openid, saml_nameid]
    +      scope: [openid]
    @@ -28,0 +29 @@
    +      contacts: [tech@acme.example]
    "#);
    insta::assert_snapshot!(notes.join("\n"), @"
    not taken over: 1 mailbox in `contacts` that is not recorded as that of a role; it may be a person’s
    not taken over, because a client file has no field for it: `dpop_bound_access_tokens`
    not taken over, because it belongs to the platform: `client_id_issued_at`, `registration_client_uri`
    kept as it was, because the file does not speak of it: `client_uri`, `token_endpoint_auth_method`, `jwks_uri`, `default_max_age`, `require_auth_time`, `default_acr_values`, `logo_uri`
    ");
}

#[test]
fn a_secret_is_refused_at_its_place_and_never_shown() {
    let document = client("");
    let text = "{\n  \"scope\": \"openid\",\n  \"client_secret\": \"hunter2-hunter2\",\n  \"jwks\": {\"keys\": [{\"kty\": \"RSA\", \"d\": \"hunter2\"}]}\n}";
    let said = refused(&document, text);
    assert_eq!(
        said,
        [
            "exchange/secret 3:3 `client_secret` is a secret, and git does not forget",
            "exchange/secret 4:3 `jwks.keys.d` is a secret, and git does not forget"
        ]
    );
    assert!(matches!(read(&document, text), Err(Refused::Secret(it)) if !format!("{it:?}").contains("hunter2")));
    assert!(read(&document, "{\"scope\": \"openid\", \"client_secret\": null}").is_ok());
}

#[test]
fn languages_are_found_by_their_tags() {
    let named = "    oidc:\n      client_name: {en: Permits, fr: Permis}\n";
    for (environment, text, expected) in [
        ("", r#"{"client_name#en": "A", "client_name#fr": "B"}"#, json!({"en": "A", "fr": "B"})),
        (
            "",
            r#"{"client_name#en-CA": "A", "client_name#FR-ca": "B", "client_name#de": "C"}"#,
            json!({"en": "A", "fr": "B"}),
        ),
        ("", r#"{"client_name": "A", "client_name#fr": "B"}"#, json!({"en": "A", "fr": "B"})),
        ("", r#"{"client_name": "B", "client_name#en": "A", "client_name#fr": "C"}"#, json!({"en": "A", "fr": "C"})),
        ("", r#"{"client_name": "A", "scope": "openid"}"#, json!(null)),
        ("", r#"{"client_name#en": "A", "scope": "openid"}"#, json!(null)),
        (named, r#"{"client_name": "Permis"}"#, json!({"en": "Permits", "fr": "Permis"})),
        (named, r#"{"client_name": "Other"}"#, json!({"en": "Permits", "fr": "Permis"})),
        (named, r#"{"client_name#en": "A"}"#, json!({"en": "A", "fr": "Permis"})),
    ] {
        let (after, _) = taken(&client(environment), text);
        assert_eq!(section(&after, "oidc").get("client_name").cloned().unwrap_or_default(), expected, "{text}");
    }
}

/// A value that the schema takes for a field of a registration.
fn value(name: &str, field: Shape<'_>) -> BoxedStrategy<Value> {
    let url = "https://[a-z]{1,8}\\.example/[a-z0-9/]{0,8}";
    let options: Vec<Value> = field.options().iter().filter(|it| !it.is_empty()).map(|it| json!(it)).collect();
    if field.is_bilingual() {
        let text = if name.ends_with("_uri") { url } else { "[A-Za-zéÉ’ :#{}\"'-]{1,12}[a-z]" };
        return (text, text).prop_map(|(en, fr)| json!({"en": en, "fr": fr})).boxed();
    }
    if name == "jwks" {
        return "[A-Za-z0-9_-]{8,16}"
            .prop_map(|it| json!({"keys": [{"kty": "RSA", "kid": "k1", "e": "AQAB", "n": it}]}))
            .boxed();
    }
    if name == "contacts" {
        return Just(json!(["permits@acme.example"])).boxed();
    }
    if !options.is_empty() {
        return proptest::sample::select(options).boxed();
    }
    if field.kind() == crate::schema::Kind::List {
        let options: Vec<String> = field.item().unwrap().options().iter().map(|it| (*it).to_owned()).collect();
        let item = match (options.is_empty(), name.ends_with("_uris")) {
            (false, _) => proptest::sample::select(options).boxed(),
            (true, true) => url.boxed(),
            (true, false) => "[a-z][a-z0-9:]{0,9}".boxed(),
        };
        let items = proptest::collection::btree_set(item, 1..4).prop_map(|it| it.into_iter().collect::<Vec<_>>());
        return items.prop_shuffle().prop_map(|it| json!(it)).boxed();
    }
    match name {
        "default_max_age" => (0..5000_u32).prop_map(|it| json!(it)).boxed(),
        _ if name.ends_with("_required") || name == "require_auth_time" => {
            any::<bool>().prop_map(|it| json!(it)).boxed()
        }
        _ if name.ends_with("_uri") => url.prop_map(|it| json!(it)).boxed(),
        _ => "[a-z][a-z0-9.]{0,9}".prop_map(|it| json!(it)).boxed(),
    }
}

/// A whole section: what a registration needs, and any of the rest.
fn sections() -> impl Strategy<Value = Value> {
    let of = shape().property("environments").unwrap().item().unwrap().property("oidc").unwrap();
    let fields: Vec<_> = of
        .properties()
        .map(|(name, field)| {
            let needed = ["client_name", "redirect_uris", "scope", "token_endpoint_auth_method"].contains(&name);

            let name = name.to_owned();
            let value = value(&name, field).prop_map(Some);
            let value = if needed { value.boxed() } else { prop_oneof![3 => Just(None), 2 => value].boxed() };
            value.prop_map(move |it| (name.clone(), it))
        })
        .collect();
    fields.prop_map(|all| {
        let mut map: Map<String, Value> = all.into_iter().filter_map(|(name, it)| Some((name, it?))).collect();
        // Keys come from one place.
        match (map.contains_key("jwks"), map["token_endpoint_auth_method"].as_str().unwrap()) {
            (true, _) => drop(map.shift_remove("jwks_uri")),
            (false, "private_key_jwt" | "self_signed_tls_client_auth") => {
                map.insert("jwks_uri".to_owned(), json!("https://keys.example/k"));
            }
            (false, _) => {}
        }
        Value::Object(map)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn export_then_import_gives_the_same_section(section in sections()) {
        let document = with_section("oidc", &section);
        let text = exported(&document, Format::Rfc7591).unwrap();
        // Into the file that it came from: not a byte changes.
        let (same, notes) = taken(&document, &text);
        prop_assert_eq!(same.text(), document.text());
        prop_assert_eq!(notes, Vec::<String>::new());
        // Into another file: the same is meant, but for what no registration holds.
        let mut expected = section;
        for name in ["ui_locales", "response_mode", "contacts"] {
            expected.as_object_mut().unwrap().shift_remove(name);
        }
        let (new, _) = taken(&client(""), &text);
        let of = shape().property("environments").unwrap().item().unwrap().property("oidc").unwrap();
        let meant = |it: &Value| Value::Object(section::meant(of, it));
        prop_assert_eq!(meant(&super::section(&new, "oidc")), meant(&expected));
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "[{\"a-z:,#\\[\\]0-9\\\\ <>!&;é]{0,60}") {
        for text in [text.clone(), format!("{{\"scope\": {text}}}"), format!("<a {text}>{text}</a>")] {
            drop(read(&client(""), &text));
        }
    }
}
