//! A site that is made again: only what changed is, and nothing tells it from one that is made for the first time.

use std::path::PathBuf;
use std::time::Duration;

use crate::dashboard::{all, desk};
use crate::memory::forge_in;
use crate::sandbox::Sandbox;

/// The site with the memory of all that came before is the one without any.
#[track_caller]
fn check(desk: &Sandbox, options: &str, what: &str) {
    let again = desk.run(&format!("dashboard {options}"));
    let aside = desk.shell("rm -rf aside fresh; mv .git/onboard aside");
    assert_eq!(aside.code, 0, "{aside}");
    let fresh = desk.run(&format!("dashboard -o fresh {options}"));
    assert_eq!(again.code, fresh.code, "{what}: {again}");
    let back = desk.shell("rm -rf .git/onboard; mv aside .git/onboard");
    assert_eq!(back.code, 0, "{back}");
    let (site, fresh) = (all(&desk.path("site")), all(&desk.path("fresh")));
    let names = |them: &[(PathBuf, Vec<u8>)]| them.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&site), names(&fresh), "{what}");
    for (ours, theirs) in site.iter().zip(&fresh) {
        assert!(ours == theirs, "{what}: {} is another", ours.0.display());
    }
}

#[test]
fn whatever_changes_the_site_is_that_of_a_first_run() {
    let mut desk = desk(&[]);
    check(&desk, "", "as they are");
    check(&desk, "", "once more");
    std::thread::sleep(Duration::from_millis(3200));
    check(&desk, "", "once the files have rested");
    let file = "clients/northern-trails.yaml";
    let before = desk.read(file);
    desk.write(file, &before.replacen("Northern Trails", "Southern Trails", 1));
    check(&desk, "", "another name, by hand");
    desk.commit_all("by hand");
    check(&desk, "", "the same, in the history");
    desk.ok("set salmon-council notes=[]");
    check(&desk, "", "a change");
    desk.write(file, "id: [");
    check(&desk, "", "no YAML");
    desk.write(file, &before);
    check(&desk, "", "as it was");
    for (script, what) in [
        ("echo '<p>another page</p>' > site/en/client/salmon-council.html", "a page changed by hand"),
        ("sed -i s/Salmon/Sardin/ site/en/client/salmon-council.html", "another page as long"),
        ("rm site/fr/client/salmon-council.ics", "a page taken away"),
        ("mv clients/salmon-council.yaml clients/pacific-council.yaml", "a file under another name"),
        ("mv clients/pacific-council.yaml clients/salmon-council.yaml", "as it was called"),
        ("mkdir clients/below; mv clients/salmon-council.yaml clients/below", "in a folder"),
        ("mv clients/below/salmon-council.yaml clients", "and back"),
        ("rm clients/northern-trails.yaml", "one less, of whom another file tells"),
        ("git checkout -q -- clients", "as it was committed"),
    ] {
        let run = desk.shell(script);
        assert_eq!(run.code, 0, "{script}: {run}");
        check(&desk, "", what);
    }
    check(&desk, "--base-url https://portfolio.example/", "an address");
    let file = "clients/tourbieres.yaml";
    let text = desk.read(file).replacen("    audience:", "    content: {logo: logos/otc.svg}\n    audience:", 1);
    desk.write(file, &text);
    check(&desk, "", "a file is named that is not there");
    desk.write("logos/otc.svg", "<svg/>");
    check(&desk, "", "the file is there");
    desk.set_today("2026-12-24");
    check(&desk, "", "another day");
    let settings = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &settings.replace("git.example", "forge.example"));
    check(&desk, "", "links that lead elsewhere");
    desk.commit_all("as it is");
    desk.ok("process eject");
    check(&desk, "", "a process of its own");
    let template = desk.read("process/templates/closure.md");
    desk.write("process/templates/closure.md", &format!("{template}\n\nMore.\n"));
    check(&desk, "", "another template");
    let process = desk.read("process/process.yaml");
    desk.write("process/process.yaml", &process.replacen("severity: warning", "severity: error", 40));
    check(&desk, "", "another process");
}

#[test]
fn what_is_known_of_a_client_is_not_made_again() {
    let desk = desk(&[]);
    let said = |words: &str| {
        let told = desk.ok(words);
        told.lines().next().unwrap().to_owned()
    };
    said("dashboard");
    let first = all(&desk.path("site"));
    let front = || desk.read("site/en/index.html");
    assert!(front().contains("Salmon"));
    let called = |lines: &str, name: &str| lines.replace("\"en\":\"Salmon", &format!("\"en\":\"{name}"));
    forge_in(&desk, "dashboard", |lines| called(lines, "Sardin"));
    assert!(said("dashboard").contains(" 0 removed") && front().contains("Sardin"), "the memory is not used");
    // Once its pages have rested on the disk, that is known, too.
    desk.ok("dashboard");
    std::thread::sleep(Duration::from_millis(3200));
    desk.ok("dashboard");
    if cfg!(unix) {
        let known = std::fs::read_to_string(desk.path(".git/onboard/dashboard")).unwrap();
        assert!(known.contains(".html\",\"") && !known.contains(".html\",\"\""), "what the disk says is not kept");
    }
    // What is no answer is none.
    for (old, new) in [("\"kept\":{", "\"kept\":[{"), ("\"stamps\":[[\"", "\"stamps\":[[\"../"), ("\t", " "), ("{", "")]
    {
        forge_in(&desk, "dashboard", |lines| lines.replace(old, new));
        desk.ok("dashboard");
        assert!(all(&desk.path("site")) == first, "{new}");
        forge_in(&desk, "dashboard", |lines| called(lines, "Sardin"));
        desk.ok("dashboard");
    }
    std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
    desk.ok("dashboard");
    assert!(all(&desk.path("site")) == first);
}
