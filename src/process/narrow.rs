//! One service out of several: which lists of a client file belong to services, and the record as it would be if the client
//! had that service alone. The process says which lists these are; nothing here knows them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::cel;
use super::definition::Gate;
use super::ordered::Ordered;
use super::select::Selector;
use super::source::Source;
use crate::document::{Path, Step};

/// The parts of a client that have a standing of their own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Services {
    /// The list of them.
    pub(crate) of: Selector,
    /// The field that holds the state of one …
    pub(crate) state: String,
    /// … and the states in which one counts no more.
    #[serde(default)]
    pub(crate) out: Vec<String>,
    /// The field that says since when one belongs to the client, where it came later than the others.
    pub(crate) since: Option<String>,
    /// The lists whose items belong to services, and the field of an item that names one or several. An item that names
    /// none belongs to all.
    #[serde(default)]
    pub(crate) lists: Ordered<String>,
}

/// What items of lists are addressed by.
pub(super) const KEY: &str = "id";

impl Services {
    /// Each service of a client: its path and itself.
    pub(super) fn all<'v>(&self, client: &'v Value) -> Vec<(Path, &'v Value)> {
        self.of.find(client)
    }

    /// Those that still count, by their id.
    pub(super) fn active<'v>(&self, client: &'v Value) -> Vec<(Path, &'v str)> {
        let counting = self.all(client).into_iter().filter(|(_, it)| !self.is_out(it));
        counting.filter_map(|(path, it)| Some((path, id(it)?))).collect()
    }

    /// As labels name it: keys with dots.
    pub(super) fn state_path(&self) -> String {
        let keys: Vec<String> = keys(&self.of).into_iter().chain([self.state.clone()]).collect();
        keys.join(".")
    }

    pub(super) fn state_of<'v>(&self, service: &'v Value) -> Option<&'v str> {
        service.get(&self.state)?.as_str()
    }

    pub(super) fn is_out(&self, service: &Value) -> bool {
        self.state_of(service).is_some_and(|state| self.out.iter().any(|it| it == state))
    }

    /// Whether a gate is asked of each service: it reads what belongs to services.
    pub(super) fn reads(&self, gate: &Gate) -> bool {
        let lists: Vec<Vec<String>> =
            std::iter::once(keys(&self.of)).chain(self.lists.keys().map(|it| keys(&Selector::new(it)))).collect();
        let each = gate.each.as_ref().map(keys).unwrap_or_default();
        let in_each = lists.iter().any(|it| !each.is_empty() && each.starts_with(it));
        let rules = gate.rule.iter().chain(&gate.when);
        in_each || rules.into_iter().any(|rule| lists.iter().any(|it| mentions(rule, it)))
    }

    /// The record with one service alone, and where in the whole lists the items that are left stand.
    pub(super) fn narrow(&self, client: &Value, service: &str) -> (Value, Moved) {
        let mut narrowed = client.clone();
        let mut moved = Moved::default();
        moved.keep(&mut narrowed, &self.of.path(), |it| id(it) == Some(service));
        for (list, field) in self.lists.iter() {
            moved.keep(&mut narrowed, &Selector::new(list).path(), |it| belongs(it.get(field), service));
        }
        (narrowed, moved)
    }
}

pub(super) fn id(item: &Value) -> Option<&str> {
    item.get(KEY)?.as_str()
}

/// Whether an item belongs to a service, by the field that names its services: none is all of them.
fn belongs(to: Option<&Value>, service: &str) -> bool {
    match to {
        None | Some(Value::Null) => true,
        Some(Value::Array(names)) => names.is_empty() || names.iter().any(|it| it.as_str() == Some(service)),
        Some(name) => name.as_str() == Some(service),
    }
}

fn keys(selector: &Selector) -> Vec<String> {
    let key = |step: &Step| match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => index.to_string(),
    };
    selector.path().steps().iter().map(key).collect()
}

/// Whether a rule reads this list of the client.
fn mentions(rule: &Source, list: &[String]) -> bool {
    let names = cel::names(rule.text());
    names
        .windows(list.len() + 1)
        .any(|it| it.split_first().is_some_and(|(root, rest)| *root == "client" && rest == list))
}

/// Where the items of shortened lists stand in the file.
#[derive(Debug, Default)]
pub(super) struct Moved(BTreeMap<Path, Vec<usize>>);

impl Moved {
    fn keep(&mut self, value: &mut Value, list: &Path, keeps: impl Fn(&Value) -> bool) {
        let mut here = Some(value);
        for step in list.steps() {
            here = match step {
                Step::Key(key) => here.and_then(|it| it.get_mut(key)),
                Step::Index(index) => here.and_then(|it| it.get_mut(*index)),
            };
        }
        let Some(Value::Array(items)) = here else { return };
        let kept: Vec<usize> = items.iter().enumerate().filter(|(_, it)| keeps(it)).map(|it| it.0).collect();
        items.retain(|it| keeps(it));
        self.0.insert(list.clone(), kept);
    }

    /// A path of the shortened record, as the file has it.
    pub(super) fn real(&self, path: &Path) -> Path {
        let mut walked = Path::root();
        let mut real = Vec::with_capacity(path.steps().len());
        for step in path.steps() {
            let (then, there) = match step {
                Step::Key(key) => (walked.key(key), step.clone()),
                Step::Index(index) => {
                    let stands = self.0.get(&walked).and_then(|it| it.get(*index)).unwrap_or(index);
                    (walked.index(*index), Step::Index(*stands))
                }
            };
            walked = then;
            real.push(there);
        }
        Path::from(real)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn services() -> Services {
        serde_json::from_value(json!({
            "of": "services", "state": "state", "out": ["retired"],
            "lists": {"environments": "services", "testing.cases": "service"},
        }))
        .expect("services")
    }

    fn client() -> Value {
        json!({
            "services": [{"id": "a"}, {"id": "b", "state": "retired"}, {"id": "c", "state": "live"}],
            "environments": [
                {"id": "both"},
                {"id": "only-a", "services": ["a"]},
                {"id": "open", "services": []},
                {"id": "a-and-c", "services": ["a", "c"], "requests": [{"id": "r"}]},
            ],
            "testing": {"cases": [{"id": "t1", "service": "a"}, {"id": "t2"}, {"id": "t3", "service": "c"}]},
        })
    }

    #[track_caller]
    fn check(service: &str, expected: [&[&str]; 3]) {
        let (narrowed, _) = services().narrow(&client(), service);
        let ids = |list: &str| -> Vec<String> {
            Selector::new(list).find(&narrowed).iter().filter_map(|it| id(it.1)).map(str::to_owned).collect()
        };
        assert_eq!([ids("services"), ids("environments"), ids("testing.cases")], expected.map(<[&str]>::to_vec));
    }

    #[test]
    fn an_item_that_names_no_service_belongs_to_all() {
        check("a", [&["a"], &["both", "only-a", "open", "a-and-c"], &["t1", "t2"]]);
        check("b", [&["b"], &["both", "open"], &["t2"]]);
        check("c", [&["c"], &["both", "open", "a-and-c"], &["t2", "t3"]]);
    }

    #[test]
    fn a_place_of_the_narrowed_record_is_told_as_the_file_has_it() {
        let (_, moved) = services().narrow(&client(), "c");
        let environments = Path::root().key("environments");
        assert_eq!(
            moved.real(&environments.index(2).key("requests").index(0)),
            environments.index(3).key("requests").index(0)
        );
        let cases = Path::root().key("testing").key("cases");
        assert_eq!(moved.real(&cases.index(1).key("state")), cases.index(2).key("state"));
        assert_eq!(moved.real(&Path::root().key("history").index(4)), Path::root().key("history").index(4));
    }

    #[test]
    fn those_that_are_out_do_not_count() {
        let client = client();
        let active: Vec<&str> = services().active(&client).into_iter().map(|it| it.1).collect();
        assert_eq!(active, ["a", "c"]);
    }

    #[test]
    fn a_gate_is_asked_of_each_service_when_it_reads_what_belongs_to_services() {
        let reads = |gate: Value| {
            let mut whole = json!({"id": "x.y", "text": {"en": "e", "fr": "f"}});
            whole.as_object_mut().expect("a map").extend(gate.as_object().expect("a map").clone());
            services().reads(&serde_json::from_value(whole).expect("a gate"))
        };
        assert!(reads(json!({"each": "services", "rule": "true"})));
        assert!(reads(json!({"each": "environments[kind=production].requests", "rule": "true"})));
        assert!(reads(json!({"rule": "size(client.testing.cases) > 0"})));
        assert!(reads(json!({"rule": "true", "when": "client.services.exists(s, true)"})));
        assert!(!reads(json!({"rule": "has(client.testing.completed_on)"})));
        assert!(!reads(json!({"each": "agreement.services", "rule": "true"})));
        assert!(!reads(json!({"criterion": true})));
    }
}
