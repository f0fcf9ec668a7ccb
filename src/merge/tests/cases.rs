//! The table of cases: three versions, and what becomes of them.

use serde::Deserialize;

use crate::merge::{Manner, Marks, Merged, Rules, merge};
use crate::model::Lang;
use crate::schema::{FileKind, Schema};
use crate::words::say;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    base: Option<String>,
    ours: String,
    theirs: String,
    merged: String,
    /// `path: what is said`, in the order of the text.
    #[serde(default)]
    conflicts: Vec<String>,
}

pub(super) fn marks() -> Marks {
    Marks { size: 7, ours: "ours".to_owned(), theirs: "theirs".to_owned(), base: None }
}

pub(super) fn merged(base: Option<&str>, ours: &str, theirs: &str) -> Merged {
    let marks = marks();
    let rules = Rules { shape: Schema::embedded(FileKind::Client).shape(), marks: &marks, judge: None };
    merge(base.map(str::as_bytes), ours.as_bytes(), theirs.as_bytes(), &rules)
}

#[test]
fn the_table_holds() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("cases.yaml")).unwrap();
    assert!(cases.len() > 40, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let result = merged(case.base.as_deref(), &case.ours, &case.theirs);
        let text = String::from_utf8(result.text).unwrap();
        let said: Vec<String> = result
            .conflicts
            .iter()
            .map(|it| format!("{}: {}", it.place.spot.line, say(&it.message, Lang::En)))
            .collect();
        if text != case.merged || said != case.conflicts || result.manner != Manner::Meaning {
            wrong.push(format!("## {}\n{text}\n{said:?} {:?}", case.name, result.manner));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
