//! One rule by itself, for fuzzers: read, checked and asked twice.

use serde_json::Value;

use super::cel::{Budget, Expression, Holidays, Purpose, Roots, Scope, check};
use super::ordered::Labels;
use crate::model::Lang;
use crate::schema::{FileKind, Schema};

/// What must hold: flaws lie in the text, and two answers are the same.
pub(crate) fn try_rule(text: &str, client: &Value) {
    let expression = match Expression::read(text) {
        Ok(expression) => expression,
        Err(flaws) => {
            assert!(flaws.iter().all(|it| text.get(it.span.clone()).is_some()), "{flaws:?}");
            assert!(!flaws.is_empty(), "refused, and nothing said");
            return;
        }
    };
    let (labels, holidays, nothing) = (Labels::default(), Holidays::default(), Value::Null);
    let shape = |kind| Schema::embedded(kind).shape();
    let scope = Scope {
        client: shape(FileKind::Client),
        settings: shape(FileKind::Settings),
        limits: &nothing,
        labels: &labels,
        this: None,
    };
    for flaw in check(&expression, &scope, Purpose::Condition) {
        assert!(text.get(flaw.span.clone()).is_some(), "{flaw:?}");
    }
    let roots = Roots {
        client,
        this: Some(client),
        today: "2026-11-23",
        limits: &nothing,
        settings: &nothing,
        holidays: &holidays,
        labels: &labels,
        lang: Lang::En,
    };
    let ask = || format!("{:?}", expression.value(&roots, &mut Budget::new()));
    assert_eq!(ask(), ask(), "the same rule, and another answer");
    expression.guard();
}
