//! Reports of every kind and format, as people ask for them.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::Sandbox;

const CLIENTS: [(&str, &str); 8] = [
    ("amber-archives", include_str!("../../examples/clients/amber-archives.yaml")),
    ("kite-registry", include_str!("../../examples/clients/kite-registry.yaml")),
    ("lighthouse-agency", include_str!("../../examples/clients/lighthouse-agency.yaml")),
    ("northern-trails", include_str!("../../examples/clients/northern-trails.yaml")),
    ("salmon-council", include_str!("../../examples/clients/salmon-council.yaml")),
    ("seed-vault", include_str!("../../examples/clients/seed-vault.yaml")),
    ("tidal-board", include_str!("../../examples/clients/tidal-board.yaml")),
    ("tourbieres", include_str!("../../examples/clients/tourbieres.yaml")),
];

pub(crate) const KINDS: [&str; 4] = ["closure", "progress", "agreement", "attestation"];

pub(crate) fn desk() -> Sandbox {
    Sandbox::with_clients(&CLIENTS)
}

/// No-break spaces are shown, and the commit, which is another one in each repository, is not.
fn seen(report: &str) -> String {
    let line = |it: &str| if it.starts_with("Commit") { "Commit …".to_owned() } else { it.replace('\u{a0}', "⍽") };
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_is_written_in_both_languages() {
    let desk = desk();
    for lang in ["en", "fr"] {
        for kind in ["progress", "agreement", "attestation"] {
            let since = if kind == "progress" { " --since 2026-09-01" } else { "" };
            let report = desk.ok(&format!("report seed-vault --kind {kind} --lang {lang}{since}"));
            assert_snapshot!(format!("{kind}-{lang}"), seen(&report));
        }
        assert_snapshot!(format!("portfolio-{lang}"), seen(&desk.ok(&format!("--lang {lang} report"))));
    }
}

#[test]
fn the_two_languages_say_the_same_things() {
    let desk = desk();
    let shape = |report: &str| -> Vec<String> {
        let kind = |line: &str| match line.split(' ').next() {
            Some("|") => format!("row of {}", line.matches('|').count()),
            Some(mark @ ("#" | "##" | "###" | ">" | "-")) => mark.to_owned(),
            Some(_) | None => "text".to_owned(),
        };
        report.lines().filter(|it| !it.is_empty()).map(kind).collect()
    };
    for (client, _) in CLIENTS {
        for kind in KINDS {
            let both = desk.ok(&format!("report {client} --kind {kind} --lang both"));
            let (english, french) = both.split_once("\n---\n\n").unwrap();
            assert_eq!(shape(english), shape(french), "{client} {kind}");
        }
    }
}

#[test]
fn a_page_asks_nothing_of_anywhere_and_says_its_languages() {
    let desk = desk();
    for kind in KINDS {
        desk.ok(&format!("report seed-vault --kind {kind} --lang both -o ../page.html"));
        let page = std::fs::read_to_string(desk.path("../page.html")).unwrap();
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-CA\">"), "{page}");
        assert!(page.contains("<article lang=\"en-CA\"") && page.contains("<article lang=\"fr-CA\""), "{kind}");
        assert!(page.contains("default-src 'none'"), "{kind}");
        for asks in ["<script", "<link", "<img", "src=", "url(http", "@import", "style=", " onclick", "javascript:"] {
            assert!(!page.contains(asks), "{kind}: {asks}");
        }
        let links = page.split("href=\"").skip(1).map(|it| it.split('"').next().unwrap());
        for link in links {
            assert!(link.starts_with('#') && page.contains(&format!("id=\"{}\"", &link[1..])), "{kind}: {link}");
        }
        assert_eq!(page.matches("<th>").count(), 0, "every header says what it is the header of");
    }
}

#[test]
fn the_policy_of_a_page_knows_its_styles_by_what_they_say() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let desk = desk();
    for paper in ["a4", "letter"] {
        let page = desk.ok(&format!("report seed-vault --format html --paper {paper}"));
        for style in page.split("<style>").skip(1).map(|it| it.split("</style>").next().unwrap()) {
            let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style.as_bytes()));
            assert!(page.contains(&format!("'sha256-{hash}'")), "{style}");
        }
    }
}

#[test]
fn the_same_file_and_day_give_the_same_bytes() {
    let desk = desk();
    for format in ["md", "html", "json"] {
        for words in ["report seed-vault --kind progress --lang both", "report --lang both"] {
            let words = format!("{words} --format {format}");
            assert_eq!(desk.ok(&words), desk.ok(&words), "{words}");
        }
    }
}

/// A client whose name tries everything.
pub(crate) fn hostile_desk() -> Sandbox {
    let hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> \\\"'&amp; <!-- picture: timeline --> <!-- look: x -->";
    let name = "{en: National Seed Vault Commission, fr: Commission nationale de la banque de semences}";
    let client = CLIENTS[5].1.replacen(name, &format!("{{en: \"{hostile}\", fr: \"{hostile}\"}}"), 1);
    let client = client.replace("id: seed-vault", "id: hostile");
    Sandbox::with_clients(&[("hostile", &client)])
}

#[test]
fn nothing_from_a_file_becomes_markup_on_a_page() {
    let desk = hostile_desk();
    let pages = [
        desk.run("report hostile --kind progress --lang both --format html"),
        desk.run("report hostile --format html --lang fr"),
        desk.run("report hostile --kind agreement --format html"),
        desk.run("report hostile --kind attestation --format html"),
        desk.run("report --format html --lang both"),
    ];
    for page in pages {
        assert_eq!(page.code, 0, "{page}");
        assert!(page.stdout.contains("&lt;script&gt;"), "the name is there as text");
        for markup in ["<script", "<img", "onerror=alert(1)>", "<!--"] {
            assert!(!page.stdout.contains(markup), "{markup}\n{page}");
        }
        assert_eq!(page.stdout.matches("<title>").count(), 1);
        assert_eq!(page.stdout.matches("<style>").count(), 2);
    }
}

#[test]
fn a_report_is_of_one_client_or_of_all_and_says_which() {
    let desk = desk();
    let run = desk.run("report --kind progress");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`onboard report CLIENT --kind progress`"), "{run}");
    let run = desk.run("report seed-vault --kind portfolio");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`onboard report --kind portfolio`"), "{run}");
    let run = desk.run("report seed-vault --since 2026-01-01");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("only a progress report"), "{run}");
    assert!(desk.ok("--lang fr report").starts_with("# Sommaire du portefeuille"));
    assert!(desk.ok("report tourbieres --kind progress").starts_with("# Rapport d’étape"), "the client's language");
}

#[test]
fn a_file_that_cannot_be_read_is_said_in_the_report_and_by_the_exit_code() {
    let desk = desk();
    desk.write("clients/broken.yaml", "id: [");
    let run = desk.run("report");
    assert_eq!(run.code, 65, "{run}");
    assert!(run.stdout.contains("> **1 client file could not be read"), "{run}");
    assert!(run.stdout.contains("- **9** clients"), "{run}");
}

#[test]
fn a_report_is_kept_in_one_commit_and_changes_no_client() {
    let desk = desk();
    let before = desk.commits();
    let shown = desk.ok("report seed-vault --kind progress --save --dry-run");
    assert!(shown.contains("+# Progress report") && shown.contains("Onboard-Change: report"), "{shown}");
    assert_eq!(desk.commits(), before);
    assert_eq!(
        desk.ok("report seed-vault --kind progress --save").trim(),
        "reports/seed-vault/2026-11-23-progress.en.md"
    );
    assert_eq!(desk.commits(), before + 1);
    assert!(desk.read("reports/seed-vault/2026-11-23-progress.en.md").starts_with("# Progress report"));
    desk.ok("report seed-vault --kind progress --save");
    assert_eq!(desk.commits(), before + 1, "the same report again is no change");
    assert_eq!(desk.ok("report --save --format html --lang both").trim(), "reports/2026-11-23-portfolio.en-fr.html");
    // The examples were not made by commands; nothing is said of what the reports' commits claim.
    assert!(!desk.run("audit").stdout.contains("trailer/"));
    desk.ok("validate");
}

#[test]
fn the_ending_of_the_file_says_the_format() {
    let desk = desk();
    desk.ok("report seed-vault -o ../r.html");
    assert!(std::fs::read_to_string(desk.path("../r.html")).unwrap().starts_with("<!DOCTYPE html>"));
    desk.ok("report seed-vault -o ../r.json");
    let data: Value = serde_json::from_str(&std::fs::read_to_string(desk.path("../r.json")).unwrap()).unwrap();
    assert_eq!((&data["report"], &data["client"]), (&"closure".into(), &"seed-vault".into()));
}

#[test]
fn decisions_are_told_since_a_day_and_that_day_is_included() {
    let desk = desk();
    let data = |since: &str| -> Vec<String> {
        let report = desk.ok(&format!("report seed-vault --kind progress --format json --since {since}"));
        let report: Value = serde_json::from_str(&report).unwrap();
        report["data"]["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["date"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(data("2026-10-28"), ["2026-10-28", "2026-10-30", "2026-11-03"]);
    assert_eq!(data("2026-11-04"), [""; 0]);
}

/// The leaves of some data by path. Texts in both languages are one.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) if !map.is_empty() && !map.keys().eq(["en", "fr"]) => {
            for (key, it) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                paths(it, &path, found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for it in items {
                paths(it, &format!("{path}[]"), found);
            }
        }
        // What is empty here is full in another report.
        Value::Array(_) | Value::Object(_) if value.as_object().is_none_or(|it| it.is_empty()) => {}
        _ => {
            found.insert(path.to_owned());
        }
    }
}

#[test]
fn templates_md_describes_exactly_the_data_that_templates_get() {
    let desk = desk();
    desk.write("clients/broken.yaml", "id: [");
    desk.commit_all("broken");
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut take = |kind: &str, text: &str| {
        let report: Value = serde_json::from_str(text).unwrap();
        let mut found = BTreeSet::new();
        paths(&report["data"], "", &mut found);
        seen.extend(found.into_iter().map(|it| (kind.to_owned(), it)));
    };
    for (client, _) in CLIENTS {
        for kind in KINDS {
            take(kind, &desk.ok(&format!("report {client} --kind {kind} --format json")));
        }
    }
    take("portfolio", &desk.run("report --format json").stdout);

    let page = include_str!("../../docs/templates.md");
    // A section is of a kind, or shared by all that have a part of its name.
    let mut documented: Vec<(String, String)> = Vec::new();
    let mut scope = String::new();
    for line in page.lines() {
        let quoted = line.split('`').nth(1).unwrap_or_default();
        if line.starts_with("### ") {
            quoted.clone_into(&mut scope);
        } else if line.starts_with("| `") && !scope.is_empty() {
            documented.push((scope.clone(), quoted.to_owned()));
        }
    }
    let is_kind = |it: &str| KINDS.contains(&it) || it == "portfolio";
    let fits = |(scope, path): &(String, String), (kind, leaf): &(String, String)| {
        let in_scope = if is_kind(scope) { scope == kind } else { true };
        let fits = match path.strip_suffix('…') {
            Some(stem) => leaf == stem || leaf.strip_prefix(stem).is_some_and(|it| it.starts_with(['.', '['])),
            None => path == leaf,
        };
        in_scope && fits
    };
    // What is null in one report is a part in another.
    let is_stem = |leaf: &(String, String)| {
        seen.iter().any(|it| it.0 == leaf.0 && it.1.strip_prefix(&leaf.1).is_some_and(|it| it.starts_with(['.', '['])))
    };
    let unsaid: Vec<_> =
        seen.iter().filter(|leaf| !is_stem(leaf) && !documented.iter().any(|it| fits(it, leaf))).collect();
    assert!(unsaid.is_empty(), "not in docs/templates.md: {unsaid:#?}");
    let untrue: Vec<_> = documented.iter().filter(|it| !seen.iter().any(|leaf| fits(it, leaf))).collect();
    assert!(untrue.is_empty(), "only in docs/templates.md: {untrue:#?}");
}

#[test]
fn the_process_is_drawn_for_mermaid_for_graphviz_and_as_a_picture() {
    let desk = desk();
    let mermaid = desk.ok("process diagram");
    assert!(mermaid.starts_with("flowchart TD\n  engagement[\"1 Initial Engagement\"]\n"), "{mermaid}");
    assert!(mermaid.contains("  migration([\"6 User Migration (if required)\"])"), "{mermaid}");
    assert!(mermaid.contains("  closing -->|\""), "{mermaid}");
    let dot = desk.ok("--lang fr process diagram --format dot");
    assert!(dot.starts_with("digraph process {") && dot.contains("\"1 Mobilisation initiale\""), "{dot}");
    let svg = desk.ok("process diagram --format svg");
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    assert_eq!((depth, svg.matches("class=\"box-soft\"").count()), (0, 10), "{svg}");
    assert!(svg.contains("<title id=\"process-en-title\">Sign in Canada onboarding</title>"), "{svg}");
}
