//! What the documents say is true: the tour of the README runs, every code is explained, every link leads somewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::sandbox::{Sandbox, split};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The commands of the `console` blocks of a document; those with a remark that begins with `refused` must answer no.
fn commands(text: &str) -> Vec<(String, i32)> {
    let blocks = text.split("```console\n").skip(1).filter_map(|it| it.split_once("```").map(|(block, _)| block));
    let lines = blocks.flat_map(str::lines).filter_map(|it| it.strip_prefix("$ "));
    lines
        .map(|line| match line.split_once("  #") {
            Some((words, remark)) => (words.trim().to_owned(), i32::from(remark.trim().starts_with("refused"))),
            None => (line.to_owned(), 0),
        })
        .collect()
}

#[test]
fn the_tour_of_the_readme_runs() {
    let desk = Sandbox::new();
    let all = commands(&read("README.md"));
    assert!(all.len() > 10, "{all:?}");
    for (line, code) in all {
        let run = match line.strip_prefix("onboard ") {
            Some(words) => desk.run_args(&split(words)),
            None => desk.shell(&line),
        };
        assert_eq!(run.code, code, "{line}\n{run}");
    }
    assert!(desk.read("clients/acme.yaml").contains("phase: agreement"));
    desk.assert_clean();
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    for name in [
        "README.md",
        "docs/architecture.md",
        "docs/process.md",
        "docs/client-file.md",
        "docs/findings.md",
        "docs/howto.md",
        "docs/sync.md",
        "docs/dashboard.md",
        "docs/audit.md",
        "docs/ci.md",
        "docs/robustness.md",
        "SECURITY.md",
        "examples/README.md",
    ] {
        let text = read(name);
        let folder = root().join(name).parent().unwrap().to_path_buf();
        for link in text.split("](").skip(1).filter_map(|it| it.split_once(')').map(|(link, _)| link)) {
            let path = link.split('#').next().unwrap();
            if !path.is_empty() && !path.contains("://") {
                assert!(folder.join(path).exists(), "{name}: {link} leads nowhere");
            }
        }
    }
}

/// The codes of findings that the source can say, and those of the rules of the embedded process.
fn codes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![root().join("src")];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs")
                && !["tests.rs", "cases.rs"].contains(&name)
                && !path.components().any(|it| it.as_os_str() == "tests")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                for word in code.split('"') {
                    let is_code = word.split_once('/').is_some_and(|(family, name)| {
                        FAMILIES.contains(&family)
                            && !name.is_empty()
                            && name.chars().all(|it| it.is_ascii_lowercase() || it == '-')
                    });
                    if is_code {
                        found.insert(word.to_owned());
                    }
                }
            }
        }
    }
    found
}

const FAMILIES: &[&str] = &[
    "yaml",
    "schema",
    "process",
    "history",
    "step",
    "file",
    "trailer",
    "commit",
    "role",
    "seal",
    "workspace",
    "template",
    "waiver",
    "lifecycle",
    "gate",
    "exchange",
    "client",
    "service",
    "criterion",
    "signature",
    "certificate",
];

#[test]
fn every_code_is_explained() {
    let text = read("docs/findings.md");
    let missing: Vec<String> = codes().into_iter().filter(|it| !text.contains(&format!("`{it}`"))).collect();
    assert!(missing.is_empty(), "docs/findings.md does not explain {missing:?}");
}

#[test]
fn every_code_has_its_meaning_in_the_catalog_and_none_is_left_over() {
    let catalog: serde_json::Value = serde_yaml::from_str(&read("src/words/code.yaml")).unwrap();
    let known: BTreeSet<String> = catalog.as_object().unwrap().keys().cloned().collect();
    let missing: Vec<String> = codes().into_iter().filter(|it| !known.contains(it)).collect();
    assert!(missing.is_empty(), "src/words/code.yaml does not say what these mean: {missing:?}");
    let page = read("docs/findings.md");
    let unknown: Vec<&String> = known.iter().filter(|it| !page.contains(&format!("`{it}`"))).collect();
    assert!(unknown.is_empty(), "docs/findings.md does not explain {unknown:?}");
}
