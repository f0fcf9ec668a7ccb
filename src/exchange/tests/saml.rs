//! Metadata, there and back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::exchange::{certificate, saml};

const ACS: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

fn der(seed: u8) -> Vec<u8> {
    [0x30, 0x82].into_iter().chain((0..120).map(|it: u8| it.wrapping_mul(seed))).collect()
}

fn certificate(usage: &str, seed: u8) -> Value {
    let der = der(seed);
    json!({"use": usage, "sha256": certificate::sha256(&der), "pem": certificate::pem(&der)})
}

fn full() -> Document {
    with_section(
        "saml",
        &json!({
            "entity_id": "https://uat.licences.example/shibboleth",
            "metadata_url": "https://uat.licences.example/metadata",
            "assertion_consumer_services": [
                {"binding": ACS, "location": "https://uat.licences.example/post", "index": 1, "is_default": true},
                {"binding": ACS, "location": "https://uat.licences.example/post2?a=1&b=2"},
            ],
            "single_logout_services": [
                {"binding": "urn:oasis:names:tc:SAML:2.0:bindings:SOAP", "location": "https://uat.licences.example/soap",
                 "response_location": "https://uat.licences.example/done"},
            ],
            "authn_requests_signed": true,
            "want_assertions_signed": true,
            "signature_algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "requested_authn_context": ["urn:gc-ca:cyber-auth:assurance:loa2"],
            "certificates": [certificate("signing", 3), certificate("encryption", 3)],
            "attribute_consuming_services": [
                {"index": 1, "service_name": {"en": "Licences & <permits>", "fr": "Licences et permis"},
                 "requested_attributes": ["mail", "urn:oid:2.5.4.42"]},
            ],
        }),
    )
}

#[test]
fn metadata_has_everything_in_the_order_of_the_schema_of_oasis() {
    insta::assert_snapshot!(exported(&full(), Format::SamlMetadata).unwrap());
    let notes = export(Format::SamlMetadata, &source(&full())).unwrap().notes;
    let said: Vec<String> = notes.iter().map(|it| say(it, Lang::En)).collect();
    assert_eq!(said, ["left out, because the format has no place for it: `metadata_url`, `requested_authn_context`"]);
}

#[test]
fn incomplete_metadata_is_refused_at_the_field_that_is_missing() {
    let document = with_section(
        "saml",
        &json!({
            "entity_id": "urn:x", "authn_requests_signed": true,
            "certificates": [{"use": "encryption", "sha256": "0".repeat(64)}, {"use": "encryption", "sha256": "1".repeat(64), "pem": "-----BEGIN CERTIFICATE-----"}],
            "attribute_consuming_services": [{"index": 1}],
        }),
    );
    let lacks = exported(&document, Format::SamlMetadata).unwrap_err();
    insta::assert_snapshot!(lacks.join("\n"), @"
    environments.test.saml.assertion_consumer_services exchange/missing: `assertion_consumer_services` is missing, and the format cannot do without it
    environments.test.saml.certificates[0].pem exchange/missing: `pem` is missing, and the format cannot do without it
    environments.test.saml.certificates[1].pem exchange/certificate: this is not one certificate in PEM or Base64
    environments.test.saml.certificates exchange/missing: `certificates` is missing, and the format cannot do without it
    environments.test.saml.attribute_consuming_services[0].service_name exchange/missing: `service_name` is missing, and the format cannot do without it
    environments.test.saml.attribute_consuming_services[0].requested_attributes exchange/missing: `requested_attributes` is missing, and the format cannot do without it
    ");
}

#[test]
fn what_was_exported_changes_nothing_when_it_comes_back() {
    let document = full();
    let (after, notes) = taken(&document, &exported(&document, Format::SamlMetadata).unwrap());
    assert_eq!(after.text(), document.text());
    assert_eq!(notes, ["not taken over, because a client file has no field for it: `ContactPerson`, `Organization`"]);
}

#[test]
fn metadata_of_a_client_is_taken_over_item_by_item_and_no_person_with_it() {
    let text = format!(
        "<md:EntitiesDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>\
         <md:EntityDescriptor entityID='urn:idp'><md:IDPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'/></md:EntityDescriptor>\
         <md:EntityDescriptor entityID='https://uat.licences.example/shibboleth' validUntil='2027-01-01T00:00:00Z'><ds:Signature/>\
         <md:SPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol' WantAssertionsSigned='1'>\
         <md:KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
         <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>\
         <md:NameIDFormat> urn:oasis:names:tc:SAML:2.0:nameid-format:persistent </md:NameIDFormat>\
         <md:AssertionConsumerService index='1' isDefault='false' Binding='{ACS}' Location='https://uat.licences.example/post'/>\
         <md:AttributeConsumingService index='1'><md:ServiceName xml:lang='en'>Licences</md:ServiceName></md:AttributeConsumingService>\
         <md:AttributeConsumingService index='2'><md:ServiceName xml:lang='en'>New</md:ServiceName></md:AttributeConsumingService>\
         </md:SPSSODescriptor><md:ContactPerson contactType='technical'><md:GivenName>Jane</md:GivenName></md:ContactPerson>\
         </md:EntityDescriptor></md:EntitiesDescriptor>",
        certificate::lines(&der(5))
    );
    let (after, notes) = taken(&full(), &text);
    let diff = similar::TextDiff::from_lines(full().text(), after.text()).unified_diff().context_radius(0).to_string();
    insta::assert_snapshot!(diff);
    assert!(!after.text().contains("Jane"));
    insta::assert_snapshot!(notes.join("\n"), @"
    the signature of the metadata was not checked
    given in one language only, so the other stays as it was: `ServiceName`
    not taken over, because it is there in one language only: `ServiceName`
    not taken over, because a configuration names one form of identifier: `urn:oasis:names:tc:SAML:2.0:nameid-format:transient`
    not taken over, because a client file has no field for it: `ContactPerson`, `EntityDescriptor/@validUntil`
    kept as it was, because the file does not speak of it: `single_logout_services`, `authn_requests_signed`, `signature_algorithm`
    ");
}

#[test]
fn what_is_no_metadata_of_one_service_provider_is_refused_at_its_place() {
    let sp = "<SPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'>";
    let head = "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='a'>";
    let key = "<KeyDescriptor><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><X509Data>\n<X509Certificate>AAAA</X509Certificate></X509Data></KeyInfo></KeyDescriptor>";
    for (text, expected) in [
        ("<html/>".to_owned(), "exchange/no-service-provider 1:1 there is no SAML 2.0 service provider in it"),
        (
            format!("{head}</EntityDescriptor>"),
            "exchange/no-service-provider 1:1 there is no SAML 2.0 service provider in it",
        ),
        (
            format!("{head}{sp}</SPSSODescriptor>\n{sp}</SPSSODescriptor></EntityDescriptor>"),
            "exchange/several 2:1 a second service provider: give the metadata of one only",
        ),
        (
            format!("{head}{sp}{key}</SPSSODescriptor></EntityDescriptor>"),
            "exchange/certificate 2:1 this is not one certificate in PEM or Base64",
        ),
        ("<!DOCTYPE a><a/>".to_owned(), "exchange/doctype 1:1 a document type, which metadata does without"),
    ] {
        assert_eq!(refused(&client(""), &text), [expected], "{text}");
    }
}

fn put(item: &mut Value, field: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        item[field] = value.into();
    }
}

fn sections() -> impl Strategy<Value = Value> {
    let url = "https://[a-z]{1,8}\\.example/[a-z0-9/]{0,8}(\\?a=[a-z]&b=1)?";
    let bindings = vec!["HTTP-POST", "HTTP-Redirect", "HTTP-Artifact", "SOAP", "PAOS"];
    let binding =
        proptest::sample::select(bindings).prop_map(|it| format!("urn:oasis:names:tc:SAML:2.0:bindings:{it}"));
    let acs = (binding.clone(), url, proptest::option::of(0..9_u32), proptest::option::of(any::<bool>()));
    let acs = acs.prop_map(|(binding, location, index, default)| {
        let mut it = json!({"binding": binding, "location": location});
        put(&mut it, "index", index);
        put(&mut it, "is_default", default);
        it
    });
    let slo = (binding, url, proptest::option::of(url)).prop_map(|(binding, location, response)| {
        let mut it = json!({"binding": binding, "location": location});
        put(&mut it, "response_location", response);
        it
    });
    let cert = (any::<bool>(), 1..6_u8)
        .prop_map(|(signing, seed)| certificate(if signing { "signing" } else { "encryption" }, seed));
    let text = "[A-Za-zéÉ<>&\"'’:#-]{1,12}";
    let names = (0..4_u32, text, text, proptest::collection::btree_set("[a-z:]{1,6}", 1..4)).prop_map(|(index, en, fr, names)| {
        json!({"index": index, "service_name": {"en": en, "fr": fr}, "requested_attributes": names})
    });
    let flag = || proptest::option::of(any::<bool>());
    (
        url,
        proptest::collection::vec(acs, 1..4),
        proptest::collection::vec(slo, 0..3),
        proptest::collection::vec(cert, 0..4),
        proptest::collection::vec(names, 0..3),
        (flag(), proptest::option::of(proptest::sample::select(vec!["persistent", "transient"])), any::<bool>()),
    )
        .prop_map(|(id, acs, slo, mut certs, mut names, (wants, form, algorithm))| {
            names.sort_by_key(|it| it["index"].as_u64());
            names.dedup_by_key(|it| it["index"].as_u64());
            certs.sort_by_key(Value::to_string);
            certs.dedup();
            let mut it = json!({"entity_id": id, "assertion_consumer_services": acs});
            for (field, items) in
                [("single_logout_services", slo), ("certificates", certs), ("attribute_consuming_services", names)]
            {
                if !items.is_empty() {
                    it[field] = json!(items);
                }
            }
            put(&mut it, "want_assertions_signed", wants);
            let form = form.map(|it| format!("urn:oasis:names:tc:SAML:2.0:nameid-format:{it}"));
            put(&mut it, "name_id_format", form);
            if algorithm {
                it["signature_algorithm"] = json!("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");
            }
            it
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn export_then_import_gives_the_same_section(section in sections()) {
        let document = with_section("saml", &section);
        let text = exported(&document, Format::SamlMetadata).unwrap();
        let (same, _) = taken(&document, &text);
        prop_assert_eq!(same.text(), document.text());
        let (new, _) = taken(&client(""), &text);
        let of = shape().property("environments").unwrap().item().unwrap().property("saml").unwrap();
        let meant = |it: &Value| Value::Object(saml::meant(of, it));
        prop_assert_eq!(meant(&super::section(&new, "saml")), meant(&section));
    }
}
