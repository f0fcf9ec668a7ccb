//! The table of names (`schemas/exchange.yaml`): what the fields of a client file are called elsewhere.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Format;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) places: Places,
    pub(super) rfc7591: Registration,
    #[serde(rename = "saml-metadata")]
    pub(super) metadata: Metadata,
    keycloak: Keycloak,
}

/// Where things lie in a client file: keys with dots.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub(crate) environments: String,
    pub(crate) requests: String,
    pub(crate) client_id: String,
    pub(crate) contacts: String,
    pub(crate) language: String,
    pub(crate) organization: String,
    pub(crate) home: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    pub(super) section: String,
    pub(super) required: Vec<String>,
    pub(super) keys: Keys,
    pub(super) words: Vec<String>,
    pub(super) left_out: Vec<String>,
    pub(super) contacts: RoleMailboxes,
    pub(super) issued: BTreeMap<String, String>,
    pub(super) answered: Vec<String>,
    pub(super) secrets: Vec<String>,
    pub(super) private_key: PrivateKey,
}

/// A field that needs exactly one of several others.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    pub(super) when: BTreeMap<String, Vec<String>>,
    pub(super) one_of: Vec<String>,
}

/// A field that holds the mailboxes of the contacts which have these values.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleMailboxes {
    pub(super) field: String,
    pub(super) of: BTreeMap<String, String>,
}

/// A field that holds keys, and the members that only private ones have.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrivateKey {
    pub(super) field: String,
    pub(super) members: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Metadata {
    pub(super) section: String,
    pub(super) required: Vec<String>,
    pub(super) left_out: Vec<String>,
    /// The kind of contact in metadata, by role.
    pub(super) contacts: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
struct Keycloak {
    join: String,
    #[serde(flatten)]
    sections: BTreeMap<String, Representation>,
}

/// How a section is told to Keycloak.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Representation {
    pub(super) required: Vec<String>,
    #[serde(default)]
    pub(super) keys: Keys,
    /// The member that takes the identifier issued for the environment.
    #[serde(default)]
    pub(super) client_id: Option<String>,
    pub(super) constant: Map<String, Value>,
    pub(super) fields: BTreeMap<String, Field>,
    pub(super) left_out: Vec<String>,
}

/// What becomes of one field.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Field {
    /// The member that takes its value.
    pub(super) to: Option<String>,
    /// The member that says that there is one.
    pub(super) present: Option<String>,
    /// The members that each of its values stands for.
    pub(super) values: Option<BTreeMap<String, Map<String, Value>>>,
    /// The members that say whether a value is in the list.
    pub(super) flags: Option<BTreeMap<String, String>>,
    /// For a list of maps.
    pub(super) items: Option<Items>,
    /// It goes along with another field.
    pub(super) with: Option<String>,
}

/// What becomes of the items of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Items {
    /// The field of an item that is handed on.
    pub(super) take: String,
    /// The list that takes them all.
    pub(super) all: Option<String>,
    /// The field that decides which member takes it.
    pub(super) by: String,
    pub(super) to: BTreeMap<String, String>,
    pub(super) present: BTreeMap<String, String>,
    /// Where a member can take only one: the item in which this is greatest.
    pub(super) prefer: String,
    /// The text of a certificate, without its first and last line.
    pub(super) bare: bool,
}

impl Table {
    pub(super) fn keycloak(&self, section: &str) -> Option<(&Representation, &str)> {
        Some((self.keycloak.sections.get(section)?, &self.keycloak.join))
    }

    /// The sections that a format can carry.
    pub(super) fn sections(&self, format: Format) -> Vec<&str> {
        match format {
            Format::Rfc7591 => vec![&self.rfc7591.section],
            Format::SamlMetadata => vec![&self.metadata.section],
            Format::Keycloak => self.keycloak.sections.keys().map(String::as_str).collect(),
        }
    }
}

/// The table that comes with the program.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    // A table that cannot be read names nothing; a test reads it whole.
    TABLE.get_or_init(|| serde_yaml::from_str(include_str!("../../schemas/exchange.yaml")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FileKind, Schema, Shape};

    fn names(shape: Shape<'_>, section: &str) -> Vec<String> {
        let environment = shape.property(&table().places.environments).unwrap().item().unwrap();
        environment.property(section).unwrap().properties().map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn the_table_can_be_read() {
        serde_yaml::from_str::<Table>(include_str!("../../schemas/exchange.yaml")).unwrap();
    }

    #[test]
    fn every_field_of_a_configuration_is_told_to_keycloak_or_left_out_on_purpose() {
        let shape = Schema::embedded(FileKind::Client).shape();
        for section in table().sections(Format::Keycloak) {
            let (representation, _) = table().keycloak(section).unwrap();
            let known =
                |name: &String| representation.fields.contains_key(name) != representation.left_out.contains(name);
            for name in names(shape, section) {
                assert!(known(&name), "{section}.{name} is in neither list, or in both");
            }
            let all = names(shape, section);
            for name in representation.fields.keys().chain(&representation.left_out).chain(&representation.required) {
                assert!(all.contains(name), "{section} has no `{name}`");
            }
        }
    }

    #[test]
    fn what_the_other_formats_name_is_in_the_schema() {
        let shape = Schema::embedded(FileKind::Client).shape();
        let of = table();
        let registration = names(shape, &of.rfc7591.section);
        let named = of.rfc7591.required.iter().chain(&of.rfc7591.words).chain(&of.rfc7591.left_out);
        for name in
            named.chain(&of.rfc7591.keys.one_of).chain([&of.rfc7591.contacts.field, &of.rfc7591.private_key.field])
        {
            assert!(registration.contains(name), "no `{name}`");
        }
        let metadata = names(shape, &of.metadata.section);
        for name in of.metadata.required.iter().chain(&of.metadata.left_out) {
            assert!(metadata.contains(name), "no `{name}`");
        }
        let roles = shape.property(&of.places.contacts).unwrap().item().unwrap().property("role").unwrap().options();
        for role in of.metadata.contacts.keys() {
            assert!(roles.contains(&role.as_str()), "no role `{role}`");
        }
    }
}
