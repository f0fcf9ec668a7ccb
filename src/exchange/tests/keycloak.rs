//! What Keycloak is told.

use super::*;

#[test]
fn an_openid_client_has_the_names_that_keycloak_uses() {
    let document = client(
        "    client_id: permits-test
    oidc:
      client_name: {en: Permits, fr: Permis}
      client_uri: https://permits.example
      redirect_uris: [\"https://permits.example/back\"]
      post_logout_redirect_uris: [\"https://permits.example/en/out\", \"https://permits.example/fr/sortie\"]
      backchannel_logout_uri: https://permits.example/logout
      backchannel_logout_session_required: true
      token_endpoint_auth_method: private_key_jwt
      token_endpoint_auth_signing_alg: RS256
      jwks_uri: https://permits.example/jwks.json
      grant_types: [authorization_code, refresh_token]
      scope: [openid]
      sector_identifier_uri: https://acme.example/sector.json
      default_acr_values: [loa2, loa1]
",
    );
    insta::assert_snapshot!(exported(&document, Format::Keycloak).unwrap(), @r##"
    {
      "protocol": "openid-connect",
      "enabled": true,
      "publicClient": false,
      "directAccessGrantsEnabled": false,
      "clientId": "permits-test",
      "name": "Permis",
      "baseUrl": "https://permits.example",
      "redirectUris": [
        "https://permits.example/back"
      ],
      "attributes": {
        "post.logout.redirect.uris": "https://permits.example/en/out##https://permits.example/fr/sortie",
        "backchannel.logout.url": "https://permits.example/logout",
        "backchannel.logout.session.required": "true",
        "token.endpoint.auth.signing.alg": "RS256",
        "jwks.url": "https://permits.example/jwks.json",
        "use.jwks.url": "true",
        "use.refresh.tokens": "true",
        "id.token.signed.response.alg": "RS256",
        "default.acr.values": "loa2##loa1"
      },
      "clientAuthenticatorType": "client-jwt",
      "standardFlowEnabled": true,
      "serviceAccountsEnabled": false,
      "implicitFlowEnabled": false,
      "protocolMappers": [
        {
          "name": "pairwise subject identifier",
          "protocol": "openid-connect",
          "protocolMapper": "oidc-sha256-pairwise-sub-mapper",
          "consentRequired": false,
          "config": {
            "sectorIdentifierUri": "https://acme.example/sector.json"
          }
        }
      ]
    }
    "##);
    let notes = export(Format::Keycloak, &source(&document)).unwrap().notes;
    let said: Vec<String> = notes.iter().map(|it| say(it, Lang::En)).collect();
    assert_eq!(said, ["left out, because the format has no place for it: `scope`, `client_name.en`"]);
}

#[test]
fn what_keycloak_does_not_know_is_refused_at_its_place() {
    let document = client(
        "    oidc:
      client_name: {en: a, fr: b}
      redirect_uris: [\"https://a.example\"]
      token_endpoint_auth_method: self_signed_tls_client_auth
",
    );
    assert_eq!(
        exported(&document, Format::Keycloak).unwrap_err(),
        ["environments.test.oidc.token_endpoint_auth_method exchange/no-counterpart: \
          the format has no counterpart of `self_signed_tls_client_auth` for `token_endpoint_auth_method`"]
    );
}

#[test]
fn a_saml_client_has_the_names_that_keycloak_uses() {
    let der = |seed: u8| -> Vec<u8> { [0x30, 0x40].into_iter().chain([seed; 64]).collect() };
    let certificate = |usage: &str, seed: u8, end: &str| {
        let pem = crate::exchange::certificate::pem(&der(seed));
        json!({"use": usage, "sha256": "0".repeat(64), "pem": pem, "not_after": end})
    };
    let binding = |name: &str| format!("urn:oasis:names:tc:SAML:2.0:bindings:{name}");
    let document = with_section(
        "saml",
        &json!({
            "entity_id": "https://uat.example/sp",
            "assertion_consumer_services": [
                {"binding": binding("HTTP-POST"), "location": "https://uat.example/1", "index": 1},
                {"binding": binding("HTTP-POST"), "location": "https://uat.example/2", "index": 2, "is_default": true},
            ],
            "single_logout_services": [{"binding": binding("SOAP"), "location": "https://uat.example/slo"}],
            "authn_requests_signed": true,
            "certificates": [
                certificate("signing", 1, "2027-01-01"), certificate("signing", 2, "2028-01-01"), certificate("encryption", 3, "2028-01-01"),
            ],
        }),
    );
    let text = exported(&document, Format::Keycloak).unwrap();
    let it: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(it["clientId"], "https://uat.example/sp");
    assert_eq!(it["redirectUris"], json!(["https://uat.example/1", "https://uat.example/2"]));
    let bare = crate::exchange::certificate::base64;
    assert_eq!(
        it["attributes"],
        json!({
            "saml.server.signature": "true",
            "saml.authnstatement": "true",
            "saml_assertion_consumer_url_post": "https://uat.example/2",
            "saml_single_logout_service_url_soap": "https://uat.example/slo",
            "saml_name_id_format": "persistent",
            "saml.client.signature": "true",
            "saml.encryption.certificate": bare(&der(3)),
            "saml.encrypt": "true",
            "saml.signing.certificate": bare(&der(2)),
        })
    );
    let notes = export(Format::Keycloak, &source(&document)).unwrap().notes;
    assert_eq!(say(&notes[0], Lang::En), "left out, because the format has no place for it: `certificates (1)`");
}
