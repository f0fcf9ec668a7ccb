//! Rules of the house that the compiler cannot see: doors between rooms, who owns which crate, and what every file says first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which rooms a room may enter. A room may always use itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("words", &["model"]),
    ("document", &["model"]),
    ("schema", &["model", "document", "certificate"]),
    ("certificate", &["model"]),
    ("process", &["model", "document", "schema"]),
    ("exchange", &["model", "document", "schema"]),
    ("merge", &["model", "document", "schema"]),
    ("audit", &["model", "document", "schema", "process"]),
    ("client", &["model"]),
    ("report", &["model", "client", "words"]),
    ("render", &["model", "words", "client", "report", "process"]),
    ("store", &["model", "words", "interrupt"]),
    ("serve", &[]),
    ("interrupt", &[]),
    ("env", &["model"]),
    ("error", &["model"]),
    ("ui", &["model", "words", "env", "interrupt"]),
    ("cli", &["model", "words"]),
];

/// Which rooms own an outside crate.
const OWNER: &[(&str, &[&str])] = &[
    ("git2", &["store"]),
    ("tempfile", &["store"]),
    ("granit_parser", &["document"]),
    ("yaml_edit", &["document"]),
    ("jsonschema", &["schema"]),
    ("cel", &["process"]),
    ("regex_syntax", &["process"]),
    ("comfy_table", &["render"]),
    ("annotate_snippets", &["render"]),
    ("minijinja", &["render"]),
    ("clap", &["cli"]),
    ("httparse", &["serve"]),
    ("quick_xml", &["exchange"]),
    ("similar", &["merge", "store"]),
    ("base64", &["exchange", "render"]),
    ("pulldown_cmark", &["render"]),
    ("rust_xlsxwriter", &["render"]),
    ("x509_cert", &["certificate"]),
    ("inquire", &["command"]),
    ("signal_hook", &["command", "interrupt"]),
    ("rustix", &["interrupt"]),
];

fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut open = vec![src.clone()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let inside = path.strip_prefix(&src).unwrap().to_path_buf();
                let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
                let room = first.trim_end_matches(".rs").to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                if !is_test(&inside) {
                    found.push((room, inside, text));
                }
            }
        }
    }
    found.sort();
    found
}

/// Files that only tests are made of may look wherever they like.
fn is_test(path: &Path) -> bool {
    path.components().any(|it| {
        let name = it.as_os_str().to_str().unwrap().trim_end_matches(".rs");
        ["tests", "testing", "cases", "random", "fuzz", "try_rule"].contains(&name)
    })
}

/// The lines of code of a file: no comments, and nothing after its tests begin.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
    lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]").filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn rooms_enter_only_the_rooms_below_them() {
    let doors: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let Some(allowed) = doors.get(room.as_str()) else { continue };
        for (number, line) in code(&text) {
            for part in line.split("crate::").skip(1) {
                let other: String = part.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
                if other != room && !other.is_empty() && !allowed.contains(&other.as_str()) {
                    wrong.push(format!("src/{}:{number}: {room} may not use {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_outside_crate_has_its_room() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        for (number, line) in code(&text) {
            for (name, owners) in OWNER {
                let used = line.contains(&format!("{name}::")) && !line.contains(&format!("crate::{name}::"));
                if used && !owners.contains(&room.as_str()) {
                    wrong.push(format!("src/{}:{number}: {name} belongs to {owners:?}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//!"), "src/{} does not say what it is for", path.display());
    }
}

#[test]
fn no_phase_of_the_embedded_process_is_named_in_the_code() {
    let process = include_str!("../../schemas/process/sign-in-canada.yaml");
    let process: serde_json::Value = serde_yaml::from_str(process).unwrap();
    let mut phases: Vec<String> =
        process["phases"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    phases.extend(["gckey", "cbs", "second_factor", "cate"].map(str::to_owned));
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        for (number, line) in code(&text) {
            for phase in &phases {
                if line.contains(&format!("\"{phase}\"")) {
                    wrong.push(format!("src/{}:{number}: `{phase}` belongs to the process", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every key of a catalog that the code says: `Message::new("catalog.name")`.
fn keys() -> Vec<(String, String)> {
    let catalogs = catalogs();
    let mut keys = Vec::new();
    for (_, path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let mut rest = line;
            while let Some(at) = rest.find('"') {
                rest = &rest[at + 1..];
                let Some(end) = rest.find('"') else { break };
                let word = &rest[..end];
                let is_key = word.split_once('.').is_some_and(|(catalog, name)| {
                    catalogs.iter().any(|it| it == catalog)
                        && !name.is_empty()
                        && name
                            .chars()
                            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'))
                        && !["yaml", "json", "html", "css", "js"].contains(&name.rsplit('.').next().unwrap())
                });
                if is_key {
                    keys.push((word.to_owned(), format!("src/{}:{}", path.display(), number + 1)));
                }
                rest = &rest[end + 1..];
            }
        }
    }
    keys
}

/// The catalogs: every YAML file of the room but the French help, which is keyed by arguments.
fn catalogs() -> Vec<String> {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
    let files = std::fs::read_dir(words).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        files.filter_map(|it| it.strip_suffix(".yaml").map(str::to_owned)).filter(|it| it != "help.fr").collect();
    names.sort();
    assert!(names.len() > 5, "{names:?}");
    names
}

fn catalog(name: &str) -> BTreeMap<String, serde_json::Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/words/{name}.yaml"));
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{name}.yaml: {error}"))
}

#[test]
fn every_sentence_that_is_said_is_in_a_catalog_and_none_is_left_over() {
    let said = keys();
    let mut wrong = Vec::new();
    // What codes mean is looked up by the code of a finding; another test holds these together.
    for name in catalogs().iter().filter(|it| *it != "code") {
        let catalog = catalog(name);
        for (key, place) in &said {
            if let Some(it) = key.strip_prefix(&format!("{name}."))
                && !catalog.contains_key(it)
            {
                wrong.push(format!("{place}: no sentence `{key}`"));
            }
        }
        for it in catalog.keys() {
            let key = format!("{name}.{it}");
            let in_template = TEMPLATES.iter().any(|text| text.contains(&key) || text_makes(text, &key));
            if !in_template && !said.iter().any(|(used, _)| *used == key) {
                wrong.push(format!("src/words/{name}.yaml: `{it}` is never said"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a template puts the key together: `t('report.change-' ~ it)`.
fn text_makes(text: &str, key: &str) -> bool {
    let catalog = key.split('.').next().unwrap_or_default();
    let opening = format!("'{catalog}.");
    let parts = text.split(&opening).skip(1).filter_map(|it| it.split_once("' ~"));
    parts.into_iter().any(|(part, _)| !part.contains('\'') && key.starts_with(&format!("{catalog}.{part}")))
}

const TEMPLATES: &[&str] = &[
    include_str!("../../src/render/templates/agreement.md"),
    include_str!("../../src/render/templates/attestation.md"),
    include_str!("../../src/render/templates/closure.md"),
    include_str!("../../src/render/templates/parts.md"),
    include_str!("../../src/render/templates/portfolio.md"),
    include_str!("../../src/render/templates/progress.md"),
    include_str!("../../src/render/site/templates/layout.html"),
    include_str!("../../src/render/site/templates/parts.html"),
    include_str!("../../src/render/site/templates/portfolio.html"),
    include_str!("../../src/render/site/templates/client.html"),
    include_str!("../../src/render/site/templates/process.html"),
];

fn gaps(text: &str) -> Vec<String> {
    let names = text.split('{').skip(1).filter_map(|it| it.split_once('}').map(|(name, _)| name.to_owned()));
    let is_name = |it: &String| it.chars().all(|it| it.is_ascii_lowercase() || it == '_');
    let mut found: Vec<String> = names.filter(is_name).collect();
    found.sort();
    found.dedup();
    found
}

fn forms(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Object(forms) => forms.values().map(|it| it.as_str().unwrap().to_owned()).collect(),
        other => panic!("not a sentence: {other}"),
    }
}

#[test]
fn every_sentence_exists_in_both_languages_with_the_same_gaps() {
    for name in &catalogs() {
        for (key, pair) in catalog(name) {
            let pair = pair.as_object().unwrap();
            assert_eq!(pair.keys().map(String::as_str).collect::<Vec<_>>(), ["en", "fr"], "{name}.{key}");
            let [en, fr] = ["en", "fr"].map(|lang| forms(&pair[lang]));
            assert!(en.iter().chain(&fr).all(|it| !it.trim().is_empty()), "{name}.{key} is empty in a language");
            let all = |texts: &[String]| gaps(&texts.join(" "));
            assert_eq!(all(&en), all(&fr), "{name}.{key}: the gaps differ");
        }
    }
}

#[test]
fn french_puts_a_no_break_space_before_a_colon_and_inside_quotes() {
    let mut wrong = Vec::new();
    for name in &catalogs() {
        for (key, pair) in catalog(name) {
            for text in forms(&pair["fr"]) {
                // Code between backticks follows its own rules.
                let prose: String = text.split('`').step_by(2).collect();
                let bad = [" :", "« ", " »", "'"].iter().find(|it| prose.contains(*it));
                if let Some(bad) = bad {
                    wrong.push(format!("{name}.{key}: {bad:?} in {text:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
