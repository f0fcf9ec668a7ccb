//! Rules about several files at once.

use super::*;

/// Three files, judged together: each as a client of the small process. The findings, in the order of the files.
#[track_caller]
fn check(rule: &str, files: &[&str], expected: &str) {
    let process = load(&format!("{SMALL}across:\n  - {rule}\n")).unwrap_or_else(|found| panic!("{}", said(&found)));
    let mut all = Vec::new();
    for (index, text) in files.iter().enumerate() {
        let document = Document::strict(text).expect("it reads");
        let ground = Ground::new(shapes(), &settings(), TODAY);
        all.extend(brought(&process, &Subject::new(&ground, &document, &format!("{}.yaml", ["a", "b", "c"][index]))));
    }
    let line = |it: &Finding| {
        let message = [Lang::En, Lang::Fr].map(|lang| say(&it.message, lang)).join(" | ");
        format!("{}:{} {} {}: {message}", it.place.file, at(&it.place), it.severity.as_str(), it.code)
    };
    let found: Vec<String> = between(&process, &all).iter().map(line).collect();
    assert_eq!(found.join("\n"), expected, "{rule}");
}

const ID: &str = "{id: one, severity: error, each: environments, key: self.client_id, within: self.kind, at: client_id, text: {en: an ID is of one, fr: un identifiant est d’un seul}}";
const SUM: &str = "{id: all, severity: warning, each: services, when: 'self.id != \"gone\"', amount: self.peak_sign_ins_per_second, most: 'string(limits.most)', at: peak_sign_ins_per_second, text: {en: peaks fit, fr: les pointes tiennent}}";

fn environment(client_id: &str, kind: &str) -> String {
    format!("environments:\n  - {{id: e, kind: {kind}, client_id: {client_id}}}\n")
}

#[test]
fn an_identifier_is_of_one_file_in_each_circle() {
    let (a, b) = (environment("abc", "production"), environment("abc", "non_production"));
    check(ID, &[&a, &b], "");
    check(
        ID,
        &[&b, &a, &a],
        "b.yaml:2:42 environments.e.client_id error rule/one: an ID is of one: `abc` also stands at c.yaml:2:42 | un identifiant est d’un seul\u{a0}: `abc` figure aussi à c.yaml:2:42\n\
         c.yaml:2:42 environments.e.client_id error rule/one: an ID is of one: `abc` also stands at b.yaml:2:42 | un identifiant est d’un seul\u{a0}: `abc` figure aussi à b.yaml:2:42",
    );
    // Environments of one client may share a configuration.
    let twice =
        "environments:\n  - {id: e, kind: production, client_id: abc}\n  - {id: f, kind: production, client_id: abc}\n";
    check(ID, &[twice], "");
    check(ID, &["environments: [{id: e, kind: production}]\n", "environments: [{id: e, kind: production}]\n"], "");
}

#[test]
fn with_many_others_the_first_is_named_and_the_rest_counted() {
    let a = environment("abc", "production");
    check(
        ID,
        &[&a, &a, &a],
        &["a", "b", "c"].map(|it| {
            let first = if it == "a" { "b" } else { "a" };
            format!("{it}.yaml:2:42 environments.e.client_id error rule/one: an ID is of one: `abc` stands in 2 other files, as at {first}.yaml:2:42 | un identifiant est d’un seul\u{a0}: `abc` figure dans 2 autres dossiers, comme à {first}.yaml:2:42")
        })
        .join("\n"),
    );
}

#[test]
fn a_sum_is_exact_and_told_once_where_its_largest_part_stands() {
    let peaks = |first: &str, second: &str| {
        let service = |id: &str, peak: &str| format!("  - {{id: {id}, peak_sign_ins_per_second: \"{peak}\"}}\n");
        format!("services:\n{}{}", service("s", first), service("gone", second))
    };
    check(SUM, &[&peaks("1.2", "5"), &peaks("0.8", "5")], "");
    check(
        SUM,
        &[&peaks("0.2", "5"), &peaks("1.2", "5"), &peaks("0.600001", "5")],
        "b.yaml:2:39 services.s.peak_sign_ins_per_second warning rule/all: peaks fit: 2.000001 in all, where 2 is the most | les pointes tiennent\u{a0}: 2,000001 en tout, alors que le maximum est de 2",
    );
}

#[test]
fn only_what_a_change_brings_newly_is_held_against_others() {
    let process = load(&format!("{SMALL}across:\n  - {ID}\n")).expect("it reads");
    let of = |text: &str| {
        let document = Document::strict(text).expect("it reads");
        let ground = Ground::new(shapes(), &settings(), TODAY);
        brought(&process, &Subject::new(&ground, &document, "a.yaml"))
    };
    let new = |before: &str, after: &str| -> Vec<String> {
        let new = introduced(&process, &of(before), of(after));
        new.iter().filter_map(|it| it.needle()).map(str::to_owned).collect()
    };
    let (a, b) = (environment("abc", "production"), environment("abc", "non_production"));
    assert_eq!(new(&a, &a), [""; 0]);
    assert_eq!(new(&b, &a), ["abc"], "it is new in this circle");
    assert_eq!(
        new("services: []\n", &environment("\"it's https://a.example/x?y\"", "production")),
        ["https://a.example/x"]
    );
}

#[test]
fn a_rule_across_files_is_an_identifier_or_a_sum() {
    let found = |rule: &str| {
        let loaded = load(&format!("{SMALL}across:\n  - {rule}\n"));
        loaded.map_or_else(|found| said(&found).trim_end().to_owned(), |_| String::new())
    };
    let check = |rule: &str, expected: &str| assert_eq!(found(rule), expected, "{rule}");
    check(ID, "");
    check(SUM, "");
    check(
        &SUM.replace("warning", "error"),
        "98:25 across.all.severity error process/across: a sum over all files is a warning: a change does not read them all, so it could not keep to it",
    );
    check(
        &ID.replace("key: self.client_id, ", ""),
        "98:10 across.one.id error process/across: a rule across files has either a `key`, or an `amount` and the `most` that all may have together",
    );
    check(
        &ID.replace("self.client_id", "self.client_idd"),
        "98:62 across.one.key error process/unknown-field: there is no field `client_idd` here (did you mean `client_id`?)",
    );
    check(
        &ID.replace("id: one", "id: https"),
        "98:10 across.https.id error process/duplicate-id: `https` is there twice",
    );
}
