"""SAML metadata in the hands of pysaml2 and xmlsec1.

metadata.py make FOLDER          a service provider with keys of its own: FOLDER/sp.xml is its metadata
metadata.py check FILE           valid against the schemas of OASIS, loaded, and what is in it, as JSON
metadata.py sign-in FOLDER FILE  that service provider signs a request; an identity provider that knows it by FILE alone checks
                                 the signature, answers, encrypted and signed, and the service provider reads the answer
"""

import json
import subprocess
import sys
from pathlib import Path

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, BINDING_SOAP
from saml2.client import Saml2Client
from saml2.config import IdPConfig, SPConfig
from saml2.mdstore import MetadataStore
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xml.schema import validate

SP = "https://uat.licences.example/shibboleth"
ACS = "https://uat.licences.example/SAML2/POST"
IDP = "https://idp.platform.example/idp"


def keys(folder, name):
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    if not key.exists():
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "400", "-subj", f"/CN={name}.example"]
        subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return str(key), str(certificate)


def service_provider(folder, metadata):
    key, certificate = keys(folder, "sp")
    return SPConfig().load({
        "entityid": SP,
        "key_file": key,
        "cert_file": certificate,
        "encryption_keypairs": [{"key_file": key, "cert_file": certificate}],
        "metadata": metadata,
        "service": {
            "sp": {
                "endpoints": {
                    "assertion_consumer_service": [(ACS, BINDING_HTTP_POST)],
                    "single_logout_service": [
                        ("https://uat.licences.example/SLO/Redirect", BINDING_HTTP_REDIRECT),
                        ("https://uat.licences.example/SLO/SOAP", BINDING_SOAP),
                    ],
                },
                "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                "authn_requests_signed": True,
                "want_assertions_signed": True,
                "required_attributes": ["mail"],
            }
        },
        "name": ("Fishing Licences", "en"),
        "organization": {
            "name": [("Tidal Board", "en"), ("Commission des marées", "fr")],
            "display_name": [("Tidal Board", "en"), ("Commission des marées", "fr")],
            "url": [("https://tidal.example/en", "en"), ("https://tidal.example/fr", "fr")],
        },
        "contact_person": [{"given_name": "Nobody", "sur_name": "Inparticular", "contact_type": "technical",
                            "email_address": ["nobody@tidal.example"]}],
    })


def identity_provider(folder, metadata):
    key, certificate = keys(folder, "idp")
    return IdPConfig().load({
        "entityid": IDP,
        "key_file": key,
        "cert_file": certificate,
        "metadata": metadata,
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [("https://idp.platform.example/sso", BINDING_HTTP_POST)]},
                "want_authn_requests_signed": True,
                "policy": {"default": {"lifetime": {"minutes": 15}, "attribute_restrictions": None}},
            }
        },
    })


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sp.xml").write_text(str(entity_descriptor(service_provider(folder, {}))), encoding="utf-8")


def check(file):
    text = file.read_text(encoding="utf-8")
    validate(text)
    store = MetadataStore([], IdPConfig())
    store.load("local", str(file))
    (name,) = store.keys()
    entity = store[name]
    provider = entity["spsso_descriptor"][0]
    texts = lambda items: {it["lang"]: it["text"] for it in items}
    print(json.dumps({
        "entity": name,
        "signs": provider["authn_requests_signed"],
        "wants_signed": provider["want_assertions_signed"],
        "consumers": [[it["binding"], it["location"], it["index"]] for it in provider["assertion_consumer_service"]],
        "logout": [[it["binding"], it["location"]] for it in provider.get("single_logout_service", [])],
        "forms": [it["text"] for it in provider["name_id_format"]],
        "certificates": {use: len(store.certs(name, "spsso", use)) for use in ("signing", "encryption")},
        "services": [texts(it["service_name"]) for it in provider.get("attribute_consuming_service", [])],
        "organization": texts(entity.get("organization", {}).get("organization_display_name", [])),
        "contacts": [[it["contact_type"], it["email_address"][0]["text"]] for it in entity.get("contact_person", [])],
    }))


def sign_in(folder, file):
    (folder / "idp.xml").write_text(str(entity_descriptor(identity_provider(folder, {}))), encoding="utf-8")
    platform = Server(config=identity_provider(folder, {"local": [str(file)]}))
    client = Saml2Client(config=service_provider(folder, {"local": [str(folder / "idp.xml")]}))
    _, message = client.create_authn_request("https://idp.platform.example/sso", binding=BINDING_HTTP_POST, sign=True)
    encoded = client.apply_binding(BINDING_HTTP_POST, str(message), "https://idp.platform.example/sso")["data"]
    encoded = encoded.split('name="SAMLRequest" value="')[1].split('"')[0]
    asked = platform.parse_authn_request(encoded, BINDING_HTTP_POST)
    where = platform.response_args(asked.message, [BINDING_HTTP_POST])
    answer = platform.create_authn_response(
        {"mail": ["someone"]}, name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="abc"),
        authn={"class_ref": "urn:gc-ca:cyber-auth:assurance:loa2", "authn_auth": IDP},
        sign_assertion=True, sign_response=True, encrypt_assertion=True, **where)
    form = platform.apply_binding(BINDING_HTTP_POST, str(answer), where["destination"], response=True)["data"]
    encoded = form.split('name="SAMLResponse" value="')[1].split('"')[0]
    read = client.parse_authn_request_response(encoded, BINDING_HTTP_POST, {asked.message.id: "/"})
    print(json.dumps({"delivered_to": where["destination"], "user": read.name_id.text}))


if __name__ == "__main__":
    act, *paths = sys.argv[1:]
    {"make": make, "check": check, "sign-in": sign_in}[act](*map(Path, paths))
