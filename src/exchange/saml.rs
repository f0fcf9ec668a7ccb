//! SAML 2.0 metadata of a service provider (OASIS saml-metadata-2.0-os), written and read.

mod parts;
mod read;
mod write;

use serde_json::{Map, Value};

use super::{certificate, section};
use crate::schema::Shape;

pub(super) use read::take;
pub(super) use write::export;

const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// SAML Metadata Profile for Algorithm Support.
const ALGORITHMS: &str = "urn:oasis:names:tc:SAML:metadata:algsupport";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const NAMED_BY_URI: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
const NAMED_SIMPLY: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

/// How the name of an attribute is to be understood.
fn name_format(name: &str) -> &'static str {
    if name.contains(':') { NAMED_BY_URI } else { NAMED_SIMPLY }
}

/// The configuration as its metadata says it: with defaults, numbers for what metadata must number, and certificates in one
/// form.
pub(super) fn meant(shape: Shape<'_>, recorded: &Value) -> Map<String, Value> {
    let mut meant = section::meant(shape, recorded);
    if let Some(Value::Array(services)) = meant.get_mut("assertion_consumer_services") {
        number(services);
    }
    if let Some(Value::Array(certificates)) = meant.get_mut("certificates") {
        for it in certificates {
            let der = it.get("pem").and_then(Value::as_str).and_then(certificate::of_pem);
            if let (Some(der), Some(map)) = (der, it.as_object_mut()) {
                map.insert("pem".to_owned(), certificate::pem(&der).into());
            }
        }
    }
    meant
}

/// Gives each item without an index the lowest one that is free.
fn number(items: &mut [Value]) {
    let mut taken: Vec<u64> = items.iter().filter_map(|it| it.get("index")?.as_u64()).collect();
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        if item.get("index").is_none_or(Value::is_null) {
            let free = (0..=u64::MAX).find(|it| !taken.contains(it)).unwrap_or_default();
            taken.push(free);
            item.insert("index".to_owned(), free.into());
        }
    }
}
