//! `validate` for the programs that run checks: annotations, SARIF, Code Quality, `JUnit`.

use std::path::PathBuf;

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const FORMS: &[&str] = &["table", "json", "github", "gitlab", "sarif", "junit"];

/// A sound client and one with an error and a warning.
fn desk() -> Sandbox {
    let wrong = TRAILS
        .replace("id: northern-trails", "id: wrong-trails")
        // Identifiers of its own.
        .replace("CA-2026-014", "CA-2026-914")
        .replace("-nta-", "-wta-")
        .replace("nta_permits", "wta_permits")
        .replace("ends_on: 2027-03-31", "ends_on: 2026-10-31")
        .replace("\nlanguage: en", "\nlanguage: de");
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("wrong-trails", &wrong)])
}

#[test]
fn several_forms_at_once_each_go_to_their_file_and_say_the_same() {
    let desk = desk();
    let all: Vec<String> = FORMS.iter().map(|it| format!("--format {it}=../{it}.out")).collect();
    let run = desk.run(&format!("validate {} --no-fail", all.join(" ")));
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
    assert!(run.stderr.contains("2 of 2 files read"), "{run}");
    for form in FORMS {
        let alone = desk.run(&format!("validate --format {form}"));
        assert_eq!(alone.code, 1, "{alone}");
        let written = std::fs::read_to_string(desk.home().join(format!("{form}.out"))).unwrap();
        assert_eq!(written.trim_end(), alone.stdout.trim_end(), "{form}");
        assert!(written.contains("schema/enum"), "{form}: {written}");
    }
    desk.assert_clean();
}

#[test]
fn annotations_name_files_from_the_top_of_the_repository() {
    let desk = Sandbox::new();
    desk.git("init -q");
    desk.write("desks/west/onboard.yaml", "schema: 1\nprocess: sign-in-canada@1\n");
    desk.write("desks/west/clients/northern-trails.yaml", &TRAILS.replace("language: en", "language: de"));
    desk.commit_all("a workspace below the top");
    let run = desk.run("-C desks/west validate --format github");
    assert!(run.stdout.contains("::error file=desks/west/clients/northern-trails.yaml,line="), "{run}");
}

#[test]
fn forms_that_would_be_written_over_each_other_are_refused() {
    let desk = desk();
    for words in
        ["--format json --format github", "--format json=../a --format sarif=../a", "--format xml", "--format sarif="]
    {
        let run = desk.run(&format!("validate {words}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{words}\n{run}");
    }
    // A report never takes the place of what the workspace is made of.
    let run = desk.run("validate --format json=clients/northern-trails.yaml");
    assert_eq!(run.code, 2, "{run}");
    assert_eq!(desk.read("clients/northern-trails.yaml"), TRAILS);
}

#[test]
fn what_cannot_be_read_is_never_forgiven() {
    let desk = desk();
    desk.write("clients/northern-trails.yaml", "a: [\n");
    assert_eq!(desk.run("validate --no-fail --format sarif").code, 65);
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let desk = desk();
    for form in FORMS {
        let words = format!("validate --format {form}");
        assert_eq!(desk.run(&words).stdout, desk.run(&words).stdout, "{form}");
    }
}

#[test]
fn sarif_is_valid_against_the_schema_of_oasis() {
    let Some(schema) = std::env::var_os("ONBOARD_SARIF_SCHEMA").map(PathBuf::from) else {
        return crate::skip("ONBOARD_SARIF_SCHEMA does not name the JSON Schema of SARIF 2.1.0");
    };
    // One pattern of it has a bracket too many, which strict readers of patterns refuse.
    let text = std::fs::read_to_string(schema).unwrap();
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(schema["title"].as_str().unwrap().contains("2.1.0"), "{}", schema["title"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let desk = desk();
    for words in ["validate --format sarif", "validate northern-trails --format sarif --lang fr"] {
        let log: serde_json::Value = serde_json::from_str(&desk.run(words).stdout).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(faults.is_empty(), "{words}: {faults:?}");
    }
}

#[test]
fn junit_is_xml_that_a_parser_reads() {
    let desk = desk();
    if desk.shell("python3 --version").code != 0 {
        return crate::skip("there is no python3");
    }
    assert_eq!(desk.run("validate --format junit=../junit.xml").code, 1);
    let script = "import xml.etree.ElementTree as t; r = t.parse('../junit.xml').getroot(); \
                  print(r.get('tests'), len(r.findall('.//testcase')), len(r.findall('.//failure')))";
    let run = desk.shell(&format!("python3 -c \"{script}\""));
    assert_eq!(run.stdout, "2 2 1\n", "{run}");
}
