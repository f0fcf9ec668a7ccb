//! Histories that hold.

use super::history::{audit, audited, errors, head, sh, sound};
use crate::sandbox::Sandbox;

#[test]
fn a_sound_history_holds_and_the_verdict_tells_every_step() {
    let desk = sound();
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    assert_eq!(json["holds"], true);
    assert_eq!(json["findings"], serde_json::json!([]), "nor is there anything to remark");
    let unknown = json["unknown"].as_array().unwrap();
    assert!(unknown.len() == 1 && unknown[0].as_str().unwrap().starts_with("6 client files began"), "{unknown:?}");
    assert_eq!(json["version"], 1);
    assert_eq!(json["commits"], desk.commits());
    let clients = json["clients"].as_array().unwrap();
    let kite = clients.iter().find(|it| it["client"] == "kite-registry").unwrap();
    assert_eq!((&kite["phase"], &kite["status"]), (&"closing".into(), &"closed".into()));
    let steps = kite["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 10, "{kite:#}");
    for step in steps {
        let by = step["left_by"]["commit"].as_str().unwrap();
        let subject = desk.git(&format!("log -1 --format=%s {by}"));
        assert!(subject.starts_with(&format!("kite-registry: {} -> ", step["phase"].as_str().unwrap())), "{subject}");
        assert!(!step["met"].as_array().unwrap().is_empty());
    }
    assert_eq!(steps[0]["met"][1]["evidence"], "GCdocs 4000010");
}

#[test]
fn the_verdict_is_a_table_that_fits_and_exists_in_french() {
    let desk = sound();
    for width in [60, 80, 120] {
        let desk = sound().wide(width);
        let run = desk.run("audit kite-registry acme");
        assert_eq!(run.code, 0, "{run}");
        let table = run.stdout.lines().filter(|it| it.contains("2025-"));
        assert!(table.clone().count() >= 6, "{run}");
        assert!(table.clone().all(|it| it.chars().count() <= width), "{run}");
        assert!(!run.stdout.contains("seed-vault"), "{run}");
    }
    let french = desk.run("audit acme --lang fr");
    assert!(french.stdout.contains("Mobilisation initiale") && french.stdout.contains("fondé"), "{french}");
}

#[test]
fn an_empty_repository_holds() {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acme --language en --no-commit");
    let (json, code) = audit(&desk);
    assert_eq!((json["commits"].as_u64(), code), (Some(0), 0), "{json:#}");
}

#[test]
fn what_came_before_a_revision_is_taken_as_it_stood() {
    let desk = sound();
    let base = head(&desk);
    desk.ok("set acme schedule.target_go_live=2027-07");
    desk.ok("set acme schedule.target_go_live=2027-08");
    let (json, code) = audited(&desk, &format!("audit --since {base}"));
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    assert_eq!(json["commits"], 2);
    assert_eq!(json["unknown"].as_array().unwrap().len(), 1, "{json:#}");
    let run = desk.run("audit --since nothing-of-the-kind");
    assert_eq!(run.code, 2, "{run}");
}

#[test]
fn a_shallow_copy_says_what_it_cannot_know() {
    let desk = sound();
    let depth = 5;
    desk.git(&format!("clone -q --depth {depth} file://{} ../shallow", desk.path("").display()));
    let run = desk.run("-C ../shallow audit --format json");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((errors(&json), run.code), (vec![], 0), "{json:#}");
    assert!(json["unknown"][0].as_str().unwrap().contains("shallow"), "{json:#}");
    assert_eq!(json["commits"], depth);
}

#[test]
fn a_legal_change_by_hand_is_legal() {
    let desk = sound();
    let text = desk.read("clients/acme.yaml");
    desk.write("clients/acme.yaml", &text.replace("target_go_live: 2027-06", "target_go_live: 2027-09"));
    desk.commit_all("by hand");
    // A move by hand: what `advance` would write, in an editor.
    let desk = moved_by_hand(desk);
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
}

/// Takes back the move of `acme` and makes it once more without the command.
fn moved_by_hand(desk: Sandbox) -> Sandbox {
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    super::history::follow_fixes(&desk, "beta");
    let before = head(&desk);
    desk.ok("advance beta");
    let text = desk.read("clients/beta.yaml");
    desk.git(&format!("reset -q --hard {before}"));
    desk.write("clients/beta.yaml", &text);
    desk.commit_all("beta goes on");
    desk
}

#[test]
fn a_file_that_moves_to_another_folder_stays_the_same_client() {
    let desk = sound();
    sh(&desk, "mkdir clients/west && git mv clients/acme.yaml clients/west/acme.yaml");
    desk.commit_all("acme moves west");
    desk.ok("set acme schedule.target_go_live=2027-09");
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
}

#[test]
fn a_merge_of_work_on_two_clients_and_on_one_holds() {
    let desk = sound();
    desk.git("checkout -q -b side");
    desk.ok("set acme custom.remark='A note'");
    desk.git("checkout -q main");
    desk.ok("set seed-vault language=fr");
    desk.git("merge -q --no-edit side");
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
}

#[test]
fn squashed_commits_are_judged_by_the_record_and_reported() {
    let desk = sound();
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    super::history::follow_fixes(&desk, "beta");
    desk.ok("advance beta");
    let first = super::history::commit_of(&desk, "beta: new client in engagement");
    desk.git(&format!("reset -q --soft {first}^"));
    desk.git("commit -q -m squashed");
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    let findings = json["findings"].as_array().unwrap();
    let squashed = findings.iter().find(|it| it["code"] == "file/squashed" && it["client"] == "beta");
    assert_eq!(squashed.unwrap()["commit"], head(&desk).as_str());
}
