//! The words of a process, as reports and tables need them. What has no words is shown as the file writes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::{PhaseId, Status, Text};

/// The words of one process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ProcessNames {
    pub(crate) id: String,
    pub(crate) version: u32,
    pub(crate) name: Text,
    /// In the order of the process.
    pub(crate) phases: Vec<PhaseName>,
    pub(crate) statuses: Arc<BTreeMap<String, Text>>,
    pub(crate) gates: Arc<BTreeMap<String, Text>>,
    /// Words for the values of enumerations, by the path of their field without list steps.
    pub(crate) labels: Arc<BTreeMap<String, BTreeMap<String, Text>>>,
    /// Words for the sections and fields of the client file, by path.
    pub(crate) sections: Arc<BTreeMap<String, Text>>,
}

/// One phase in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhaseName {
    pub(crate) id: PhaseId,
    /// As the process counts: `8.1`.
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    /// For tables and lists, where the process has a shorter official name.
    pub(crate) short: Option<Text>,
    /// The group of phases it is shown under.
    pub(crate) heading: Option<Text>,
}

impl ProcessNames {
    pub(crate) fn phase(&self, id: &str) -> Option<&PhaseName> {
        self.phases.iter().find(|it| it.id.as_str() == id)
    }

    pub(crate) fn phase_name(&self, id: &str) -> Text {
        self.phase(id).map_or_else(|| verbatim(id), |it| it.name.clone())
    }

    /// The name for tables and lists.
    pub(crate) fn phase_short(&self, id: &str) -> Text {
        self.phase(id).and_then(|it| it.short.clone()).unwrap_or_else(|| self.phase_name(id))
    }

    pub(crate) fn status(&self, status: Status) -> Text {
        self.statuses.get(status.as_str()).cloned().unwrap_or_else(|| verbatim(status.as_str()))
    }

    pub(crate) fn gate(&self, id: &str) -> Text {
        self.gates.get(id).cloned().unwrap_or_else(|| verbatim(id))
    }

    /// The words for a section or field, where the process has any.
    pub(crate) fn section(&self, path: &str) -> Option<&Text> {
        self.sections.get(path)
    }

    /// The words for a key of a map: those of the field, or of the value of that name.
    pub(crate) fn field(&self, path: &str, key: &str) -> Text {
        let field = self.section(&format!("{path}.{key}"));
        field.cloned().unwrap_or_else(|| self.label(path, key))
    }

    pub(crate) fn label(&self, path: &str, value: &str) -> Text {
        self.labels.get(path).and_then(|it| it.get(value)).cloned().unwrap_or_else(|| verbatim(value))
    }
}

fn verbatim(text: &str) -> Text {
    Text::new(text, text)
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::Value;

    use super::*;

    /// The words of the embedded process, for the tests of every report and table.
    pub(crate) fn names() -> ProcessNames {
        let value: Value =
            serde_yaml::from_str(include_str!("../../schemas/process/sign-in-canada.yaml")).expect("YAML");
        let text = |it: &Value| serde_json::from_value::<Text>(it.clone()).expect("a text");
        let texts = |it: &Value| -> BTreeMap<String, Text> {
            it.as_object().expect("a map").iter().map(|(key, it)| (key.clone(), text(it))).collect()
        };
        let list = |key: &str| value[key].as_array().expect("a list").iter();
        let heading = |it: &Value| list("headings").find(|heading| heading["id"] == *it).map(|it| text(&it["name"]));
        let phase = |it: &Value| PhaseName {
            id: it["id"].as_str().expect("an id").parse().expect("a phase"),
            number: it["number"].as_str().map(ToOwned::to_owned),
            name: text(&it["name"]),
            short: it.get("short").map(text),
            heading: heading(&it["heading"]),
        };
        let gates = |it: &Value| -> Vec<(String, Text)> {
            let all = ["enter", "gates"].into_iter().filter_map(|key| it[key].as_array()).flatten();
            all.map(|it| (it["id"].as_str().expect("an id").to_owned(), text(&it["text"]))).collect()
        };
        ProcessNames {
            id: "sign-in-canada".to_owned(),
            version: 1,
            name: text(&value["name"]),
            phases: list("phases").map(phase).collect(),
            statuses: list("statuses")
                .map(|it| (it["id"].as_str().expect("an id").to_owned(), text(&it["name"])))
                .collect::<BTreeMap<_, _>>()
                .into(),
            gates: list("phases").flat_map(gates).collect::<BTreeMap<_, _>>().into(),
            labels: value["labels"]
                .as_object()
                .expect("a map")
                .iter()
                .map(|(path, values)| (path.clone(), texts(values)))
                .collect::<BTreeMap<_, _>>()
                .into(),
            sections: texts(&value["sections"]).into(),
        }
    }

    #[test]
    fn what_has_no_words_is_shown_as_the_file_writes_it() {
        let names = names();
        assert_eq!(names.label("services.state", "live"), Text::new("Live", "En service"));
        assert_eq!(names.label("services.state", "unheard-of"), Text::new("unheard-of", "unheard-of"));
        assert_eq!(names.label("no.such.path", "live"), Text::new("live", "live"));
        assert_eq!(names.phase_name("unheard-of").en, "unheard-of");
    }
}
