//! Reports in the hands of other software: a validator of HTML, readers of PDF, of workbooks and of XML. What is not
//! installed is skipped, and said; `.ci/run` installs all of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::exchange::installed;
use crate::report::{KINDS, desk, hostile_desk};
use crate::sandbox::Sandbox;
use crate::skip;

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn every_page_is_valid_html() {
    let Some(modules) = installed("ONBOARD_NODE_MODULES", "html-validate of the npm registry") else { return };
    let validator = modules.join("html-validate/bin/html-validate.mjs");
    if !validator.exists() {
        return skip("html-validate of the npm registry is not installed: `.ci/run` does it");
    }
    let desk = desk();
    let mut pages: Vec<PathBuf> = Vec::new();
    for kind in KINDS {
        for client in ["seed-vault", "kite-registry", "tidal-board", "lighthouse-agency"] {
            let name = format!("../{client}-{kind}.html");
            desk.ok(&format!("report {client} --kind {kind} --lang both -o {name}"));
            pages.push(desk.path(&name));
        }
    }
    desk.ok("--lang fr report -o ../portfolio.html");
    pages.push(desk.path("../portfolio.html"));
    let hostile = hostile_desk();
    hostile.ok("report hostile --kind progress -o ../hostile.html");
    pages.push(hostile.path("../hostile.html"));
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/html-validate.json");
    output(Command::new("node").arg(validator).arg("--config").arg(rules).args(&pages));
}

#[test]
fn a_browser_finds_every_page_usable() {
    let Some(modules) = installed("ONBOARD_NODE_MODULES", "playwright-core and axe-core of the npm registry") else {
        return;
    };
    let Ok(browser) = std::env::var("ONBOARD_BROWSER") else {
        return skip("ONBOARD_BROWSER names no Chromium");
    };
    if ["playwright-core", "axe-core"].iter().any(|it| !modules.join(it).exists()) {
        return skip("playwright-core and axe-core are not in ONBOARD_NODE_MODULES");
    }
    let desk = desk();
    let mut pages: Vec<PathBuf> = Vec::new();
    for kind in KINDS {
        let name = format!("../usable-{kind}.html");
        desk.ok(&format!("report seed-vault --kind {kind} --lang both -o {name}"));
        pages.push(desk.path(&name));
    }
    desk.ok("--lang fr report -o ../usable-portfolio.html");
    pages.push(desk.path("../usable-portfolio.html"));
    let hostile = hostile_desk();
    hostile.ok("report hostile --kind progress -o ../usable-hostile.html");
    pages.push(hostile.path("../usable-hostile.html"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/pages.mjs");
    let look = Command::new("node").arg(script).arg(&modules).arg(browser).args(&pages).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.success(), "{said}");
}

/// A desk with a browser that can print, where there is one and the readers of its PDF.
fn printing() -> Option<Sandbox> {
    let browser = installed("ONBOARD_BROWSER", "a browser that can print (chromium)")?;
    for tool in ["pdfinfo", "pdftotext"] {
        if Command::new(tool).arg("-v").output().is_err() {
            skip(&format!("`{tool}` (poppler-utils) is not installed: `.ci/run` does it"));
            return None;
        }
    }
    let desk = desk().env("ONBOARD_BROWSER", browser.to_str().unwrap());
    Some(match std::env::var("ONBOARD_BROWSER_SANDBOX") {
        Ok(value) => desk.env("ONBOARD_BROWSER_SANDBOX", &value),
        Err(_) => desk,
    })
}

#[test]
fn a_report_is_printed_with_tags_outline_languages_and_page_numbers() {
    let Some(desk) = printing() else { return };
    desk.ok("report seed-vault --kind progress --lang both --paper a4 -o ../r.pdf");
    let info = output(Command::new("pdfinfo").arg(desk.path("../r.pdf")));
    let said =
        |name: &str| info.lines().find(|it| it.starts_with(name)).unwrap().split_once(':').unwrap().1.trim().to_owned();
    assert_eq!(said("Tagged"), "yes");
    assert!(said("Title").starts_with("Progress report: National Seed Vault Commission | Rapport d’étape"), "{info}");
    assert!(said("Page size").ends_with("(A4)"), "{info}");
    assert_eq!(said("JavaScript"), "no");
    let bytes = std::fs::read(desk.path("../r.pdf")).unwrap();
    let raw = String::from_utf8_lossy(&bytes);
    for part in ["/Lang (en-CA)", "/Lang (fr-CA)", "/Outlines"] {
        assert!(raw.contains(part), "{part}");
    }
    // What holds together on paper is a plain space to the reader.
    let text = output(Command::new("pdftotext").arg(desk.path("../r.pdf")).arg("-")).replace('\u{a0}', " ");
    let pages: usize = said("Pages").parse().unwrap();
    for page in 1..=pages {
        assert!(text.contains(&format!("{page} / {pages}")), "page {page} of {pages}\n{text}");
    }
    let parts = [
        "Where it stands",
        "What stands in the way",
        "Costs",
        "$59,900.00",
        "Où en est",
        "Ce qui reste",
        "59 900,00 $",
    ];
    let found: Vec<usize> = parts.iter().map(|it| text.find(it).unwrap_or_else(|| panic!("{it}\n{text}"))).collect();
    assert!(found.is_sorted(), "in order: {found:?}");
    desk.ok("report --format pdf -o ../p.pdf");
    let info = output(Command::new("pdfinfo").arg(desk.path("../p.pdf")));
    assert!(info.contains("(letter)"), "{info}");
}

#[test]
fn without_a_browser_it_is_said_what_to_install_and_what_can_be_done_instead() {
    let desk = desk();
    // Only git is found.
    let git = std::env::split_paths(&std::env::var_os("PATH").unwrap()).map(|it| it.join("git")).find(|it| it.exists());
    let bin = desk.path("../bin");
    std::fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(git.unwrap(), bin.join("git")).unwrap();
    let desk = desk.env("PATH", bin.to_str().unwrap());
    let run = desk.run("report seed-vault -o ../r.pdf");
    assert_eq!(run.code, 66, "{run}");
    assert!(run.stderr.contains("apt-get install chromium") && run.stderr.contains("--format html"), "{run}");
    assert!(!desk.path("../r.pdf").exists());
    let desk = desk.env("ONBOARD_BROWSER", "/nowhere/browser");
    let run = desk.run("report seed-vault -o ../r.pdf");
    assert_eq!(run.code, 74, "{run}");
    assert!(run.stderr.contains("/nowhere/browser"), "{run}");
}

#[test]
fn a_workbook_has_dates_amounts_and_texts_that_are_no_formulas() {
    let Some(python) = installed("ONBOARD_PYTHON", "openpyxl of PyPI") else { return };
    if !Command::new(&python).args(["-c", "import openpyxl"]).output().is_ok_and(|it| it.status.success()) {
        return skip("openpyxl of PyPI is not installed: `.ci/run` does it");
    }
    let desk = desk();
    let file = desk.read("clients/northern-trails.yaml");
    let name = "{en: Northern Trails Authority, fr: Administration des sentiers nordiques}";
    assert!(file.contains(name));
    desk.write("clients/northern-trails.yaml", &file.replacen(name, "{en: \"=1+1\", fr: \"@SUM(A1)\"}", 1));
    desk.ok("--lang en report -o ../p.xlsx");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/workbook.py");
    let said = output(Command::new(&python).arg(&script).arg(desk.path("../p.xlsx")));
    let book: Value = serde_json::from_str(&said).unwrap();
    let report: Value = serde_json::from_str(&desk.ok("report --format json")).unwrap();
    let clients = book["Clients"].as_array().unwrap();
    let data = report["data"]["clients"].as_array().unwrap();
    assert_eq!(clients.len(), data.len() + 1);
    let row = |id: &str| clients.iter().find(|it| it[1]["value"] == id).unwrap();
    let trails = row("northern-trails");
    assert_eq!((&trails[0]["value"], &trails[0]["type"]), (&"=1+1".into(), &"s".into()), "a text, not a formula");
    assert_eq!((&trails[4]["value"], &trails[4]["type"]), (&"2026-08-18".into(), &"d".into()));
    let seeds = row("seed-vault");
    assert_eq!((seeds[13]["value"].as_f64(), &seeds[13]["type"]), (Some(59900.0), &"n".into()));
    assert_eq!(seeds[13]["format"], "\"$\"#,##0.00");
    let total = book["Costs by year"].as_array().unwrap().last().unwrap().as_array().unwrap().last().unwrap().clone();
    let exact = report["data"]["costs"]["total"].as_str().unwrap();
    assert_eq!(format!("{:.2}", total["value"].as_f64().unwrap()), exact);
    let months: Vec<&Value> = book["Upcoming go-lives"].as_array().unwrap().iter().map(|it| &it[0]["format"]).collect();
    assert!(months.contains(&&Value::from("yyyy-mm")), "{months:?}");
    desk.ok("report --lang both -o ../both.xlsx");
    let both: Value =
        serde_json::from_str(&output(Command::new(&python).arg(&script).arg(desk.path("../both.xlsx")))).unwrap();
    assert_eq!(both["Clients (fr)"][1][2]["value"], "Prospect");
    assert_eq!(both.as_object().unwrap().len(), 12);
}

#[test]
fn the_same_workbook_has_the_same_bytes() {
    let desk = desk();
    desk.ok("report -o ../one.xlsx");
    desk.ok("report -o ../two.xlsx");
    assert_eq!(std::fs::read(desk.path("../one.xlsx")).unwrap(), std::fs::read(desk.path("../two.xlsx")).unwrap());
}

#[test]
fn the_clients_are_a_table_of_raw_values() {
    let desk = desk();
    let csv = desk.ok("report --format csv");
    let mut lines = csv.split("\r\n");
    assert!(lines.next().unwrap().starts_with("client,name_en,name_fr,status,phase,"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), 9, "a line for each client and one for the names");
    let seeds = csv.lines().find(|it| it.starts_with("seed-vault,")).unwrap();
    assert!(seeds.contains(",active,go-live,2026-10-28,26,") && seeds.contains(",59900.00,"), "{seeds}");
    let run = desk.run("report seed-vault --format csv");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("portfolio"), "{run}");
}

#[test]
fn pictures_on_pages_are_sound_xml_with_words_for_those_who_do_not_see_them() {
    for (desk, client) in [(desk(), "seed-vault"), (hostile_desk(), "hostile")] {
        let pages = [
            desk.ok(&format!("report {client} --format html --lang both")),
            desk.ok("report --format html --lang both"),
        ];
        for page in pages {
            let pictures: Vec<&str> = page.split("<svg").skip(1).map(|it| it.split_once("</svg>").unwrap().0).collect();
            assert!(pictures.len() >= 2, "{client}");
            for picture in pictures {
                let svg = format!("<svg{picture}</svg>");
                let mut reader = quick_xml::Reader::from_str(&svg);
                while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
                assert!(svg.contains("role=\"img\"") && svg.contains("<title ") && svg.contains("<desc "), "{svg}");
            }
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "every id is there once");
        }
    }
}
