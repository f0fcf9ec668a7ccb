//! Edits by hand, as a table in `tests/data/edits.yaml`: the text before, what is done, and the exact text after.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Document, Edit, EditError, Order, Path, apply, apply_value};

const TABLE: &str = include_str!("../../tests/data/edits.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// `set`, `add` or `remove`, and a JSON pointer.
    r#do: String,
    #[serde(default)]
    value: Value,
    before: String,
    after: String,
}

fn edit(what: &str, value: &Value, document: &Document) -> Edit {
    let (verb, pointer) = what.split_once(' ').expect("a verb and a pointer");
    let path = Path::from_pointer(pointer, document.value());
    match verb {
        "set" => Edit::Set { path, value: value.clone() },
        "add" => Edit::Insert { list: path, value: value.clone() },
        "remove" => Edit::Remove { path },
        other => panic!("no such verb: {other}"),
    }
}

fn read(text: &str) -> Document {
    Document::strict(text).unwrap_or_else(|flaws| panic!("{text}\n{flaws:?}"))
}

fn changed(before: &str, what: &str, value: &Value) -> Result<String, EditError> {
    let document = read(before);
    let edit = edit(what, value, &document);
    apply(&document, &[edit], Order::none()).map(|it| it.text().to_owned())
}

#[test]
fn every_case_of_the_table_gives_exactly_its_text() {
    let cases: Vec<Case> = serde_yaml::from_str(TABLE).unwrap();
    let wrong = cases.iter().filter_map(|case| match changed(&case.before, &case.r#do, &case.value) {
        Ok(after) if after == case.after => None,
        Ok(after) => Some(format!("{}\n--- got\n{after}--- wanted\n{}", case.name, case.after)),
        Err(fault) => Some(format!("{}: {fault:?}", case.name)),
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Where an edit puts a comment, a quote or a break, doing it again must find nothing to do.
#[test]
fn an_edit_made_twice_changes_the_text_once() {
    let cases: Vec<Case> = serde_yaml::from_str(TABLE).unwrap();
    for case in cases.iter().filter(|case| case.r#do.starts_with("set")) {
        assert_eq!(changed(&case.after, &case.r#do, &case.value).as_deref(), Ok(&*case.after), "{}", case.name);
    }
}

#[test]
fn a_new_key_goes_where_the_schema_has_it() {
    let order = |path: &Path| match path.steps() {
        [] => ["id", "name", "agreement", "history"].map(str::to_owned).to_vec(),
        _ => ["reference", "signed_on", "costs"].map(str::to_owned).to_vec(),
    };
    let check = |before: &str, pointer: &str, after: &str| {
        let document = read(before);
        let edit = Edit::Set { path: Path::from_pointer(pointer, document.value()), value: json!("x") };
        assert_eq!(apply(&document, &[edit], Order::by(&order)).unwrap().text(), after);
    };
    check("# head\nid: a\n# past\nhistory: []\n", "/name", "# head\nid: a\nname: x\n# past\nhistory: []\n");
    check("# head\nname: a\n", "/id", "# head\nid: x\nname: a\n");
    check("id: a\nhistory: []\n", "/custom", "id: a\nhistory: []\ncustom: x\n");
    check(
        "agreement:\n  # money\n  costs: []\n",
        "/agreement/signed_on",
        "agreement:\n  signed_on: x\n  # money\n  costs: []\n",
    );
    check(
        "agreement: {reference: a, costs: []}\n",
        "/agreement/signed_on",
        "agreement: {reference: a, signed_on: x, costs: []}\n",
    );
    check("agreement: {costs: []}\n", "/agreement/signed_on", "agreement: {signed_on: x, costs: []}\n");
    check("l:\n  - costs: []\n    b: 1\n", "/l/0/reference", "l:\n  - reference: x\n    costs: []\n    b: 1\n");
}

#[test]
fn an_edit_that_has_no_meaning_is_refused() {
    let before = "a: 1\nb: [x]\nc: {d: 1}\n";
    let path = |pointer: &str| Path::from_pointer(pointer, read(before).value());
    let check = |what: &str, value: Value, expected: EditError| {
        assert_eq!(changed(before, what, &value), Err(expected), "{what}");
    };
    check("remove /x", json!(null), EditError::Missing { path: path("/x") });
    check("remove /b/1", json!(null), EditError::Missing { path: path("/b/1") });
    check("remove ", json!(null), EditError::Missing { path: path("") });
    check("set /a/x", json!(1), EditError::NotAMap { path: path("/a") });
    check("set /b/1", json!(1), EditError::Missing { path: path("/b/1") });
    check("add /c", json!(1), EditError::NotAList { path: path("/c") });
    check("set /c/d", json!("\u{1B}[31m"), EditError::ControlCharacter { path: path("/c/d") });
    check("set /c/e", json!({"f": ["a\r\n"]}), EditError::ControlCharacter { path: path("/c/e/f").index(0) });
}

#[test]
fn several_edits_are_made_together_or_not_at_all() {
    let document = read("a: 1 # one\nb: {c: [x]}\n");
    let set = |pointer: &str, value: Value| edit(&format!("set {pointer}"), &value, &document);
    let edits = [
        set("/a", json!(2)),
        edit("add /b/c", &json!("z"), &document),
        set("/d/e", json!("f")),
        edit("remove /b/c/0", &Value::Null, &document),
    ];
    let after = apply(&document, &edits, Order::none()).unwrap();
    assert_eq!(after.text(), "a: 2 # one\nb: {c: [z]}\nd:\n  e: f\n");
    assert_eq!(after.value(), &apply_value(document.value(), &edits).unwrap());
    let edits = [set("/a", json!(2)), edit("remove /x", &Value::Null, &document)];
    assert!(apply(&document, &edits, Order::none()).is_err());
}

#[test]
fn a_document_with_flaws_is_not_edited() {
    let document = Document::read(b"a: &x 1\nb: 2\n").document.unwrap();
    let edit = edit("set /b", &json!(3), &document);
    assert!(
        matches!(apply(&document, &[edit], Order::none()), Err(EditError::Unsafe { flaws }) if flaws[0].code == "anchor")
    );
}
