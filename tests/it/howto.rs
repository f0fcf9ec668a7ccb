//! Every case of the how-to, played as it stands on the page, and then looked at.

use std::path::Path;

use crate::sandbox::{Run, Sandbox, split};

const PAGE: &str = include_str!("../../docs/howto.md");

/// Plays the section with this title, and returns the desk as it is afterwards.
///
/// `<!-- from: FILE on DAY -->` before the first block: the client file to begin with (of `tests/data/howto/` or
/// `examples/clients/`), committed in a workspace of its own; `<!-- on DAY -->`: an empty folder. Several files are
/// parted by commas. In blocks, `# on DAY` alone on a line moves the calendar, and `$` lines are commands: those of
/// `onboard`, or of the shell. A remark `# refused` means exit 1; `# usage` exit 2; `# unreadable` exit 65; all
/// others must succeed.
#[track_caller]
pub(crate) fn play(title: &str) -> Sandbox {
    let section = sections().find(|it| it.0 == title).unwrap_or_else(|| panic!("no section `{title}`")).1;
    let setting = section.split_once("<!-- ").and_then(|it| it.1.split_once(" -->")).map_or("on 2026-11-23", |it| it.0);
    let (files, day) = setting.trim().rsplit_once("on ").unwrap_or_else(|| panic!("{title}: {setting}"));
    let files: Vec<&str> =
        files.trim().trim_start_matches("from:").split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    // A name with an ending is a file that lies beside the clients.
    let (beside, files): (Vec<&str>, Vec<&str>) = files.into_iter().partition(|it| it.contains('.'));
    let mut desk = if files.is_empty() { Sandbox::new() } else { begun(&files, day) };
    for name in beside {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/howto");
        desk.write(name, &std::fs::read_to_string(folder.join(name)).unwrap());
    }
    desk.set_today(day);
    for line in section.split("```console\n").skip(1).filter_map(|it| it.split_once("```")).flat_map(|it| it.0.lines())
    {
        if let Some(day) = line.strip_prefix("# on ") {
            desk.set_today(day.trim());
        } else if let Some(line) = line.strip_prefix("$ ") {
            let (words, remark) = line.split_once("  #").unwrap_or((line, ""));
            let code = match remark.split_whitespace().next() {
                Some("refused") => 1,
                Some("usage") => 2,
                Some("unreadable") => 65,
                _ => 0,
            };
            let before = (code != 0).then(|| desk.commits());
            let run = run(&desk, words);
            assert_eq!(run.code, code, "{title}: {words}\n{run}");
            if before.is_some() {
                assert_eq!(before, Some(desk.commits()), "{title}: {words}: a refusal writes nothing\n{run}");
            }
        }
    }
    assert_eq!(blamed(&desk), Vec::<String>::new(), "{title}: the audit blames what commands did");
    desk
}

/// What an audit of everything says against it, but for the files that a workspace began with.
fn blamed(desk: &Sandbox) -> Vec<String> {
    let json = desk.json("audit");
    let begun = desk.git("log --format=%H --grep=^clients$").trim().to_owned();
    let findings = json["findings"].as_array().unwrap().iter();
    let of_acts = findings.filter(|it| begun.is_empty() || it["commit"] != begun.as_str());
    of_acts.map(|it| format!("{}: {}", it["code"], it["message"])).collect()
}

fn run(desk: &Sandbox, line: &str) -> Run {
    match line.trim().strip_prefix("onboard ") {
        Some(words) if !words.contains(" > ") => desk.run_args(&split(words)),
        Some(_) | None => {
            let program = Path::new(env!("CARGO_BIN_EXE_onboard")).parent().unwrap().display();
            desk.shell(&format!("PATH='{program}':\"$PATH\"\n{line}"))
        }
    }
}

fn begun(files: &[&str], day: &str) -> Sandbox {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| {
        let places = ["tests/data/howto", "examples/clients"].map(|it| root.join(it).join(format!("{name}.yaml")));
        let found = places.iter().find_map(|it| std::fs::read_to_string(it).ok());
        found.unwrap_or_else(|| panic!("no file of a client `{name}`"))
    };
    let clients: Vec<(&str, String)> = files.iter().map(|name| (*name, read(name))).collect();
    let clients: Vec<(&str, &str)> = clients.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Sandbox::with_clients_on(day, &clients)
}

/// The titles and texts of the page.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.split("\n## ").skip(1).filter_map(|it| it.split_once('\n'))
}

#[test]
fn every_section_of_the_page_is_played_by_a_test() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")];
    let mut tests = String::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
        } else {
            tests.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    for (title, _) in sections() {
        assert!(tests.contains(&format!("play(\"{title}\")")), "no test plays `{title}`");
    }
}

#[test]
fn begin_with_what_is_known() {
    let desk = play("Begin with what is known");
    assert!(desk.read("clients/acme.yaml").contains("target_go_live: 2027-09"));
    desk.assert_clean();
}
