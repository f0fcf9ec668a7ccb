//! Files that go, come back, change places, or are no files of clients.

use super::{ACME, KITE, Kind, all_are_found, by_hand};
use crate::audit::history::{audit, errors, head, sh, sound};

const KINDS: &[Kind] = &[
    Kind {
        name: "a file is deleted",
        code: "file/deleted",
        tamper: |it| {
            it.git("rm -q clients/acme.yaml");
            it.commit_all_and_head("gone")
        },
    },
    Kind {
        name: "a file is deleted, and made again without its past",
        code: "file/made-again",
        tamper: |it| {
            it.git("rm -q clients/lighthouse-agency.yaml");
            it.commit_all("gone");
            it.ok("init lighthouse-agency --name-en L --name-fr L --language en");
            head(it)
        },
    },
    Kind {
        name: "a client is given another id",
        code: "file/renamed",
        tamper: |it| {
            it.git("mv clients/acme.yaml clients/acme-two.yaml");
            it.commit_all_and_head("another name")
        },
    },
    Kind {
        name: "a client is given another id, in the file as well",
        code: "file/renamed",
        tamper: |it| {
            it.git("mv clients/acme.yaml clients/acme-two.yaml");
            by_hand(it, "clients/acme-two.yaml", "id: acme", "id: acme-two")
        },
    },
    Kind {
        name: "two clients swap their files",
        code: "file/swapped",
        tamper: |it| {
            sh(it, "cd clients && mv acme.yaml x && mv tidal-board.yaml acme.yaml && mv x tidal-board.yaml");
            it.commit_all_and_head("swapped")
        },
    },
    Kind {
        name: "two clients swap their names",
        code: "file/swapped",
        tamper: |it| {
            let name = |file: &str| it.read(file).lines().find(|it| it.starts_with("  name: ")).unwrap().to_owned();
            let acme = "  name:\n    en: Acme\n    fr: Acmé";
            let acme = if it.read(ACME).contains(acme) { acme.to_owned() } else { name(ACME) };
            let other = name("clients/tidal-board.yaml");
            let (one, two) = (it.read(ACME), it.read("clients/tidal-board.yaml"));
            it.write(ACME, &one.replacen(&acme, &other, 1));
            it.write("clients/tidal-board.yaml", &two.replacen(&other, &acme, 1));
            it.commit_all_and_head("swapped names")
        },
    },
    Kind {
        name: "a second file of the same client",
        code: "file/second",
        tamper: |it| {
            sh(it, "mkdir clients/west && cp clients/acme.yaml clients/west/");
            it.commit_all_and_head("twice")
        },
    },
    Kind {
        name: "a link stands where a file was",
        code: "file/not-a-file",
        tamper: |it| {
            sh(it, "rm clients/acme.yaml && ln -s tidal-board.yaml clients/acme.yaml");
            it.commit_all_and_head("a link")
        },
    },
    Kind {
        name: "a version that is no YAML",
        code: "yaml/conflict-marker",
        tamper: |it| by_hand(it, ACME, "language: en", "<<<<<<< HEAD\nlanguage: en\n=======\nlanguage: fr\n>>>>>>> x"),
    },
    Kind {
        name: "a version that is no client file",
        code: "schema/enum",
        tamper: |it| by_hand(it, ACME, "language: en", "language: xx"),
    },
    Kind {
        name: "a version that is far too large",
        code: "file/not-there",
        tamper: |it| {
            let more = format!("notes:\n  en: {}\n", "x".repeat(3 << 20));
            by_hand(it, ACME, "language: en", &format!("language: en\n{more}"))
        },
    },
    Kind {
        name: "the settings name a process that nobody knows",
        code: "workspace/no-law",
        tamper: |it| by_hand(it, "onboard.yaml", "sign-in-canada@1", "sign-in-canada@9"),
    },
    Kind {
        name: "the settings are removed",
        code: "workspace/no-law",
        tamper: |it| {
            it.git("rm -q --cached onboard.yaml");
            it.git("commit -q -m 'no law'");
            head(it)
        },
    },
];

#[test]
fn files_that_go_come_back_or_change_places_are_found() {
    all_are_found(KINDS);
}

#[test]
fn what_is_hidden_behind_a_version_that_cannot_be_read_is_found_as_well() {
    let desk = sound();
    let text = desk.read(KITE);
    desk.write(KITE, "not: [yaml");
    desk.commit_all("unreadable");
    let broken = head(&desk);
    desk.write(KITE, &text.replace("{date: 2025-09-30, change: advance", "{date: 2025-09-29, change: advance"));
    desk.commit_all("mended, it says");
    let mended = head(&desk);
    let (json, _) = audit(&desk);
    let found = errors(&json);
    assert!(found.iter().any(|it| it.0.starts_with("yaml/") && it.1 == broken), "{found:?}");
    assert!(found.iter().any(|it| it.0 == "step/history-changed" && it.1 == mended), "{found:?}");
}
