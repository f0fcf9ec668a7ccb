//! Many processes change one workspace at once.

use std::collections::BTreeMap;
use std::thread;

use super::size;
use crate::sandbox::{Sandbox, program};
use crate::terminal::{INTERRUPT, at_terminal};

const WRITERS: usize = 16;

/// A workspace with sixteen clients.
fn desk() -> Sandbox {
    let desk = Sandbox::new();
    for number in 0..WRITERS {
        desk.ok(&format!("init c{number} --name-en C{number} --name-fr C{number} --language en"));
    }
    desk
}

/// What a writer does: each change is to another client than the one before, and every client is everybody's.
fn note(writer: usize, number: usize) -> (String, String) {
    (format!("c{}", (writer + number) % WRITERS), format!("w{writer}-{number}"))
}

#[test]
fn sixteen_processes_at_once_lose_no_change_and_make_none_twice() {
    let desk = desk();
    let first = desk.commits();
    let each = size(2, 100);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let desk = &desk;
            scope.spawn(move || {
                for number in 0..each {
                    let (client, id) = note(writer, number);
                    desk.ok(&format!("add {client} notes id={id} date=2026-11-23 text.en=yes text.fr=oui -q"));
                }
            });
        }
    });
    assert_eq!(desk.commits(), first + WRITERS * each, "a commit for each change, and no other");
    let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (client, id) in (0..WRITERS).flat_map(|writer| (0..each).map(move |number| note(writer, number))) {
        wanted.entry(client).or_default().push(id);
    }
    for (client, mut ids) in wanted {
        let file: serde_json::Value = serde_yaml::from_str(&desk.read(&format!("clients/{client}.yaml"))).unwrap();
        let notes = file["notes"].as_array().unwrap();
        let mut found: Vec<String> = notes.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        found.sort();
        assert_eq!(found, ids, "{client}");
    }
    desk.ok("validate");
    desk.ok("audit");
    desk.assert_clean();
}

#[test]
fn who_waits_for_longer_than_a_second_says_so_on_a_terminal_and_nowhere_else() {
    let desk = desk();
    // The first one is slow: its hook waits until the second one is done waiting, or is told to go on.
    super::put_hook(&desk, "touch ../busy\nwhile test ! -e ../go; do sleep 0.05; done");
    let slow = ["add", "c1", "notes", "id=n1", "date=2026-11-23", "text.en=yes", "text.fr=oui"];
    let mut first = desk.command(&program()).args(slow).spawn().unwrap();
    super::signals::until(|| desk.home().join("busy").exists());
    thread::scope(|scope| {
        let unwatched = scope.spawn(|| desk.run("add c3 notes id=n1 date=2026-11-23 text.en=yes text.fr=oui"));
        let said = "en attente d’un autre `onboard` qui termine son changement (processus\u{a0}";
        let words = "--lang fr add c2 notes id=n1 date=2026-11-23 text.en=yes text.fr=oui";
        let watched = at_terminal(&desk, words, &[(said, INTERRUPT)]);
        std::fs::write(desk.home().join("go"), "").unwrap();
        if let Some(run) = watched {
            assert!(run.stdout.contains("onboard add c1"), "{run}");
            // Ended by the signal itself, as a shell would see it.
            assert_eq!(run.code, 256 - 2, "{run}");
        }
        let unwatched = unwatched.join().unwrap();
        assert_eq!(unwatched.code, 0, "{unwatched}");
        assert!(!unwatched.to_string().contains("waiting"), "{unwatched}");
    });
    assert!(first.wait().unwrap().success());
    assert!(!desk.read("clients/c2.yaml").contains("notes"), "whoever stops waiting changes nothing");
    desk.assert_clean();
}
