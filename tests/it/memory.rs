//! What commands remember between two runs: it is never seen in what they say, whatever changes, and whatever becomes of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::sandbox::Sandbox;

pub(crate) fn examples() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clients");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .map(|it| (it.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(it).unwrap()))
        .collect();
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    Sandbox::with_clients(&files)
}

fn memory(desk: &Sandbox) -> PathBuf {
    desk.path(".git/onboard/validate")
}

/// What `validate`, `list` and the report of all clients say, in both languages and as JSON.
const WAYS: [&str; 7] = [
    "validate",
    "validate --lang fr",
    "validate --format json",
    "list --lang fr",
    "list --format json --sort next",
    "report --kind portfolio --lang both",
    "report --kind portfolio --format json",
];

/// With what it remembers.
fn said(desk: &Sandbox) -> Vec<String> {
    WAYS.map(|it| desk.run(it).to_string()).into()
}

/// The same without any memory.
fn said_anew(desk: &Sandbox) -> Vec<String> {
    let folder = desk.path(".git/onboard");
    let run = |way: &str| {
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        desk.run(way).to_string()
    };
    WAYS.map(run).into()
}

/// With the memory of all that came before, and then without: nothing tells the two apart.
#[track_caller]
fn check(desk: &Sandbox, what: &str) {
    let remembered = said(desk);
    let anew = said_anew(desk);
    assert_eq!(remembered, anew, "{what}");
    // The memory is there again for what comes next.
    assert_eq!(said(desk), anew, "{what}, once more");
}

/// What is remembered of each file, whatever the disk says of it.
fn answers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let answer = |line: &str| line.split('\t').enumerate().filter(|it| it.0 != 2).map(|it| it.1).collect::<String>();
    text.lines().skip(1).map(answer).collect()
}

#[track_caller]
pub(crate) fn shell(desk: &Sandbox, script: &str) {
    let run = desk.shell(script);
    assert_eq!(run.code, 0, "{script}\n{run}");
}

/// Whatever is written under a right fingerprint is believed: so a test may tell whether it is used at all.
fn forge(desk: &Sandbox, change: impl FnOnce(&str) -> String) {
    forge_in(desk, "validate", change);
}

pub(crate) fn forge_in(desk: &Sandbox, name: &str, change: impl FnOnce(&str) -> String) {
    let memory = desk.path(".git/onboard").join(name);
    let text = std::fs::read_to_string(&memory).unwrap();
    let (head, lines) = text.split_once('\n').unwrap();
    let lines = change(lines);
    let (kept, _) = head.rsplit_once('\t').unwrap();
    std::fs::write(memory, format!("{kept}\t{:x}\n{lines}", Sha256::digest(lines.as_bytes()))).unwrap();
}

#[test]
fn whatever_changes_the_answer_is_that_of_a_first_run() {
    let mut desk = examples();
    check(&desk, "as they are");
    let file = "clients/northern-trails.yaml";
    let before = desk.read(file);
    desk.write(file, &before.replacen("phase: cate", "phase: ca", 1));
    check(&desk, "another phase");
    desk.write(file, "id: [");
    check(&desk, "no YAML");
    desk.write(file, &before);
    check(&desk, "as it was");
    std::fs::rename(desk.path(file), desk.path("clients/southern-trails.yaml")).unwrap();
    check(&desk, "another name");
    std::fs::remove_file(desk.path("clients/southern-trails.yaml")).unwrap();
    check(&desk, "one less");
    desk.write(file, &before);
    desk.write("clients/twice/northern-trails.yaml", &before);
    check(&desk, "one twice");
    std::fs::remove_dir_all(desk.path("clients/twice")).unwrap();
    desk.set_today("2028-02-01");
    check(&desk, "another day");
    let settings = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &settings.replace("example", "other"));
    check(&desk, "other hosts");
    desk.write("onboard.yaml", &settings);
    desk.ok("process eject");
    check(&desk, "a process of its own");
    let process = desk.read("process/process.yaml");
    assert!(process.contains("severity: warning"));
    desk.write("process/process.yaml", &process.replacen("severity: warning", "severity: error", 40));
    check(&desk, "another process");
    let schema = desk.read("process/client.schema.json");
    desk.write("process/client.schema.json", &schema.replacen("\"minLength\": 1", "\"minLength\": 9", 1));
    check(&desk, "another schema");
}

#[test]
fn what_a_file_says_of_others_is_looked_at_again() {
    let desk = examples();
    // Of these, one names the other.
    assert!(desk.read("clients/salmon-council.yaml").contains("shared_with: [northern-trails]"));
    check(&desk, "the other is there");
    shell(&desk, "mkdir away; mv clients/northern-trails.yaml away");
    check(&desk, "the other is gone");
    assert!(said(&desk)[0].contains("shared-with-clients-that-exist"));
    shell(&desk, "mkdir clients/below; mv away/northern-trails.yaml clients/below");
    check(&desk, "the other is elsewhere");
    assert!(!said(&desk)[0].contains("shared-with-clients-that-exist"));
    let file = "clients/tourbieres.yaml";
    let text = desk.read(file).replacen("    audience:", "    content: {logo: logos/otc.svg}\n    audience:", 1);
    desk.write(file, &text);
    check(&desk, "a file is named that is not there");
    assert!(said(&desk)[0].contains("no-such-file"), "{}", said(&desk)[0]);
    desk.write("logos/otc.svg", "<svg/>");
    check(&desk, "the file is there");
    assert!(!said(&desk)[0].contains("no-such-file"));
}

#[test]
fn what_is_remembered_is_used_and_files_are_known_by_their_content() {
    let desk = examples();
    let anew = said_anew(&desk);
    assert_eq!(said(&desk), anew);
    // Files are not known by what the disk says of them while that is fresh.
    let text = std::fs::read_to_string(memory(&desk)).unwrap();
    assert_eq!(text.lines().count(), 1 + std::fs::read_dir(desk.path("clients")).unwrap().count());
    forge(&desk, |lines| lines.replace("\"severity\":\"warning\"", "\"severity\":\"error\""));
    let forged = desk.run("validate");
    assert_eq!((forged.code, said(&desk) == anew), (1, false), "the memory is not used: {forged}");
    // Once they have rested, they are: another file in the same place, as long and as old, is another file.
    std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
    std::thread::sleep(Duration::from_millis(3200));
    desk.run("validate").to_string();
    let stamps = std::fs::read_to_string(memory(&desk)).unwrap();
    let stamp = |line: &str| line.split('\t').nth(2).unwrap().to_owned();
    if cfg!(unix) {
        assert!(stamps.lines().skip(1).all(|it| !stamp(it).is_empty()), "{stamps}");
    }
    let file = "clients/northern-trails.yaml";
    let written = std::fs::metadata(desk.path(file)).unwrap().modified().unwrap();
    let text = desk.read(file);
    let other = text.replacen("phase: cate", "phase: etac", 1);
    assert!(other.len() == text.len() && other != text);
    desk.write(file, &other);
    let handle = std::fs::File::options().write(true).open(desk.path(file)).unwrap();
    handle.set_times(std::fs::FileTimes::new().set_modified(written)).unwrap();
    drop(handle);
    check(&desk, "another file, as long and as old");
    assert!(said(&desk)[0].contains("etac"));
}

#[test]
fn a_damaged_memory_is_none() {
    let desk = examples();
    let anew = said_anew(&desk);
    assert_eq!(said(&desk), anew);
    let whole = std::fs::read(memory(&desk)).unwrap();
    let checked = |bytes: &[u8], what: &str| {
        std::fs::write(memory(&desk), bytes).unwrap();
        assert_eq!(desk.run("validate --format json").to_string(), anew[2], "{what}");
        let again = std::fs::read(memory(&desk)).unwrap();
        assert!(answers(&again) == answers(&whole), "{what}: it is not whole again");
    };
    for at in [0, 1, 18, 40, 90, 200, whole.len() / 2, whole.len() - 1] {
        checked(&whole[..at], &format!("cut at {at}"));
        let mut other = whole.clone();
        other[at] = other[at].wrapping_add(1);
        checked(&other, &format!("another byte at {at}"));
    }
    checked(b"", "nothing");
    checked(&[0xff; 4096], "noise");
    checked("onboard 1\tvalidate\t\t\n".repeat(1000).as_bytes(), "heads");
    // Under a right fingerprint, too, what is no answer is none.
    for (old, new) in [
        ("{\"read\"", "{\"red\""),
        ("\"findings\":[", "\"findings\":[7,"),
        ("\"around\":[", "\"around\":[["),
        ("{", ""),
    ] {
        forge(&desk, |lines| lines.replace(old, new));
        assert_eq!(desk.run("validate --format json").to_string(), anew[2], "{new}");
        std::fs::write(memory(&desk), &whole).unwrap();
    }
    forge(&desk, |lines| lines.replace('\t', " "));
    assert_eq!(desk.run("validate --format json").to_string(), anew[2]);
}

/// What a change and a status ask of all other files is known without opening them; whatever is new in one is seen.
#[cfg(unix)]
#[test]
fn identifiers_are_known_and_what_changed_is_looked_at() {
    let desk = examples();
    let (ours, others) = ("clients/northern-trails.yaml", "clients/salmon-council.yaml");
    let before = desk.read(others);
    // One of ours, and one that nobody has yet.
    let (taken, free) = ("9b77e1a0-nta-test", "77777777-free");
    assert!(desk.read(ours).contains(taken));
    let theirs = "5e5e10c7-src-test";
    assert!(before.contains(theirs));
    std::thread::sleep(Duration::from_millis(3200));
    let sound = desk.run("status northern-trails");
    assert_eq!(sound.code, 0, "{sound}");
    let known = || std::fs::read_to_string(desk.path(".git/onboard/identifiers")).unwrap();
    assert!(known().contains(theirs) && !known().contains(taken), "{}", known());
    desk.run("validate").to_string();
    assert!(known().contains(taken), "validate tells what it read");
    // Changed in its place, as an editor does, and as long as before.
    desk.write(others, &before.replace(theirs, taken));
    let refused = desk.run("status northern-trails");
    assert!(refused.code == 1 && refused.to_string().contains(taken), "{refused}");
    desk.write(others, &before);
    assert_eq!(desk.run("status northern-trails").to_string(), sound.to_string());
    // What is known is believed: that is how a test can tell that no file is opened.
    desk.write(others, &before.replace(theirs, free));
    std::thread::sleep(Duration::from_millis(3200));
    desk.run("validate").to_string();
    assert!(known().contains(free));
    let set = format!("set northern-trails environments.test.client_id={free} --dry-run");
    let refused = desk.run(&set);
    assert!(refused.code == 1 && refused.to_string().contains(free), "{refused}");
    forge_in(&desk, "identifiers", |lines| lines.replace(free, "88888888-free"));
    assert_eq!(desk.run(&set).code, 0, "the memory is not used");
    std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
    assert_eq!(desk.run(&set).to_string(), refused.to_string());
    // Damaged, it is none.
    std::fs::write(desk.path(".git/onboard/identifiers"), "onboard 1\tidentifiers\t\n").unwrap();
    assert_eq!(desk.run(&set).to_string(), refused.to_string());
}

#[test]
fn a_list_is_remembered_as_it_was_said() {
    let desk = examples();
    let list = || desk.run("list --format json").to_string();
    let anew = list();
    forge_in(&desk, "list", |lines| lines.replace("Northern Trails", "Southern Trails"));
    assert!(list().contains("Southern Trails"), "the memory is not used");
    // What is no row is made again, and nothing of it is left.
    for (old, new) in [("\"phase\":\"cate\"", "\"phase\":7"), ("{", ""), ("\t", " ")] {
        std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
        assert_eq!(list(), anew);
        forge_in(&desk, "list", |lines| lines.replace(old, new));
        assert_eq!(list(), anew, "{new}");
        assert_eq!(list(), anew, "{new}, once more");
    }
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_remembered_nothing_is_missing() {
    let desk = examples();
    let anew = said_anew(&desk);
    for way in [
        "echo busy > .git/onboard",
        "mkdir -p .git/onboard/validate .git/onboard/list",
        "mkdir away; ln -s ../away .git/onboard",
        "mkdir .git/onboard; ln -s ../../onboard.yaml .git/onboard/validate; ln -s ../../onboard.yaml .git/onboard/list",
    ] {
        shell(&desk, "rm -rf .git/onboard away");
        shell(&desk, way);
        assert_eq!(said(&desk), anew, "{way}");
    }
    // A link is neither followed nor written through.
    assert!(!desk.path("away").exists() || std::fs::read_dir(desk.path("away")).unwrap().next().is_none());
    assert!(desk.read("onboard.yaml").contains("process:"));
    shell(&desk, "rm -rf .git/onboard away");
    // A copy without a repository is judged, too.
    shell(&desk, "mkdir ../copy; cp -r clients onboard.yaml ../copy");
    assert_eq!(desk.run("-C ../copy validate").to_string(), anew[0]);
    assert!(!desk.home().join("copy/.git").exists());
}

#[test]
fn many_runs_at_once_agree_and_the_work_tree_is_never_touched() {
    let desk = examples();
    let anew = said_anew(&desk);
    std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| desk.run("validate --format json").to_string())).collect();
        for it in runs {
            assert_eq!(it.join().unwrap(), anew[2]);
        }
    });
    let left: Vec<_> =
        std::fs::read_dir(desk.path(".git/onboard")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|it| it == "validate" || it == "identifiers"), "something is left over: {left:?}");
    assert_eq!(said(&desk), anew);
    desk.assert_clean();
    // Whoever is killed while it writes leaves an unfinished file to the next one; a living one keeps it.
    std::fs::write(desk.path(".git/onboard/dead.new"), "half").unwrap();
    let living = std::fs::File::create(desk.path(".git/onboard/living.new")).unwrap();
    living.lock().unwrap();
    desk.write("clients/one-more.yaml", "id: one-more\n");
    desk.run("validate").to_string();
    std::fs::remove_file(desk.path("clients/one-more.yaml")).unwrap();
    desk.run("validate").to_string();
    assert!(!desk.path(".git/onboard/dead.new").exists() && desk.path(".git/onboard/living.new").exists());
    // A change of ours leaves the memory where it is.
    desk.ok("set northern-trails environments.staging.connected_on=2026-11-20");
    assert!(memory(&desk).exists(), "a change has thrown the memory away");
    desk.ok("set northern-trails environments.staging.connected_on=2026-11-19");
    desk.run("validate").to_string();
    // A few files alone are remembered beside the others.
    let before = std::fs::read(memory(&desk)).unwrap();
    desk.run("validate northern-trails").to_string();
    assert!(answers(&std::fs::read(memory(&desk)).unwrap()) == answers(&before));
}
