//! Who may do what, and who signed: the settings of the commit before count.

use std::process::Command;

use super::history::{Draft, audit, errors, head, sh, sound};
use super::tamper::by_hand;
use crate::sandbox::Sandbox;

pub(super) const WAIVER: &str = "language: en\nwaivers:\n  - {id: W1, gate: agreement.services-listed, reason: {en: Later, fr: Plus tard}, \
                      approved_by_role: {en: Director, fr: Directrice}, approved_on: 2026-11-20}";

/// Roles are given out, by the one who holds the right from then on.
fn with_roles(desk: &Sandbox) {
    let text = desk.read("onboard.yaml");
    desk.write(
        "onboard.yaml",
        &format!(
            "{text}roles:\n  waiver_authority: [chief@platform.example]\n  administrator: [desk@platform.example]\n"
        ),
    );
    desk.commit_all("roles");
}

pub(super) fn as_somebody(desk: &Sandbox, email: &str) {
    desk.git(&format!("config user.email {email}"));
}

#[test]
fn an_act_takes_the_role_that_the_process_demands() {
    let desk = sound();
    with_roles(&desk);
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", WAIVER);
    assert_eq!(errors(&audit(&desk).0), [("role/not-held".to_owned(), guilty.clone())]);
    let json = audit(&desk).0;
    let finding =
        &json["findings"].as_array().unwrap().iter().find(|it| it["code"] == "role/not-held").unwrap().clone();
    assert!(finding["message"].as_str().unwrap().contains("waiver_authority"), "{finding}");
    assert_eq!(finding["path"], "waivers");
    // The same by the one who may.
    desk.git("reset -q --hard HEAD^");
    as_somebody(&desk, "Chief@Platform.example");
    by_hand(&desk, "clients/acme.yaml", "language: en", WAIVER);
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
}

#[test]
fn nobody_gives_a_right_to_himself() {
    let desk = sound();
    with_roles(&desk);
    as_somebody(&desk, "sly@platform.example");
    let text = desk.read("onboard.yaml").replace("[chief@platform.example]", "[sly@platform.example]");
    desk.write("onboard.yaml", &text);
    let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", WAIVER);
    let found = errors(&audit(&desk).0);
    assert_eq!(found, vec![("role/not-held".to_owned(), guilty); 2], "the settings, and the waiver");
}

#[test]
fn whoever_changes_the_process_must_have_the_right_to() {
    let desk = sound();
    with_roles(&desk);
    as_somebody(&desk, "sly@platform.example");
    desk.ok("process eject");
    let guilty = head(&desk);
    let found = errors(&audit(&desk).0);
    assert!(
        !found.is_empty() && found.iter().all(|it| *it == ("role/not-held".to_owned(), guilty.clone())),
        "{found:?}"
    );
}

/// A key, and its fingerprint.
pub(super) fn key(desk: &Sandbox, name: &str) -> Option<String> {
    let file = desk.home().join(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&file).status().ok()?;
    assert!(made.success());
    let said = Command::new("ssh-keygen").arg("-lf").arg(file.with_extension("pub")).output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    Some(text.split_whitespace().nth(1).unwrap().to_owned())
}

/// From now on every commit is signed with `good`, and must be.
fn signed(desk: &Sandbox) -> bool {
    let Some(print) = key(desk, "good") else {
        crate::skip("ssh-keygen is not installed");
        return false;
    };
    desk.git("config gpg.format ssh");
    desk.git(&format!("config user.signingkey '{}'", desk.home().join("good.pub").display()));
    desk.git("config commit.gpgsign true");
    let text = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &format!("{text}git:\n  sign: always\n  signers: [\"{print}\"]\n"));
    desk.commit_all("signed from here on");
    desk.ok("set acme schedule.target_go_live=2027-08");
    true
}

#[test]
fn commits_signed_by_a_key_that_may_hold() {
    let desk = sound();
    if signed(&desk) {
        let (json, code) = audit(&desk);
        assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    }
}

#[test]
fn a_commit_without_a_signature_is_found() {
    let desk = sound();
    if signed(&desk) {
        desk.git("config commit.gpgsign false");
        let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", "language: fr");
        assert_eq!(errors(&audit(&desk).0), [("commit/not-signed".to_owned(), guilty)]);
    }
}

#[test]
fn the_signature_of_a_key_that_may_not_is_found() {
    let desk = sound();
    if signed(&desk) && key(&desk, "other").is_some() {
        desk.git(&format!("config user.signingkey '{}'", desk.home().join("other.pub").display()));
        let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", "language: fr");
        assert_eq!(errors(&audit(&desk).0), [("commit/not-allowed".to_owned(), guilty)]);
    }
}

#[test]
fn a_signature_taken_from_another_commit_is_found() {
    let desk = sound();
    if signed(&desk) {
        // The signed commit, with another message under the same signature.
        sh(&desk, "git cat-file commit HEAD | sed 's/target_go_live/something_else/' > ../forged");
        let forged = desk.git("hash-object -t commit -w ../forged").trim().to_owned();
        desk.git(&format!("reset -q --hard {forged}"));
        assert_eq!(errors(&audit(&desk).0), [("commit/bad-signature".to_owned(), forged)]);
    }
}

#[test]
fn turning_the_demand_off_takes_a_signature_too() {
    let desk = sound();
    if signed(&desk) {
        desk.git("config commit.gpgsign false");
        let guilty = by_hand(&desk, "onboard.yaml", "sign: always", "sign: never");
        assert_eq!(errors(&audit(&desk).0), [("commit/not-signed".to_owned(), guilty)]);
    }
}

#[test]
fn what_was_sealed_is_where_the_next_audit_starts() {
    let desk = sound();
    let run = desk.run("audit --seal");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(desk.git("tag").trim(), "onboard-audit/2026-11-23");
    assert_eq!(desk.git("cat-file -t onboard-audit/2026-11-23").trim(), "tag");
    desk.ok("set acme schedule.target_go_live=2027-08");
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    assert_eq!(json["commits"], 1);
    let steps = json["clients"][0]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "what was sealed is still told: {json:#}");
    let full = desk.json("audit --full");
    assert_eq!(full["commits"], desk.commits());
    assert_eq!(full["holds"], true);
    desk.ok("audit kite-registry");
    desk.ok("audit --seal");
    assert_eq!(desk.git("tag").lines().count(), 2);
}

#[test]
fn a_seal_is_signed_where_git_signs() {
    let desk = sound();
    if signed(&desk) {
        desk.ok("audit --seal");
        let print = std::fs::read_to_string(desk.home().join("good.pub")).unwrap();
        std::fs::write(desk.home().join("signers"), format!("desk@platform.example {print}")).unwrap();
        desk.git(&format!("config gpg.ssh.allowedSignersFile '{}'", desk.home().join("signers").display()));
        desk.git("verify-tag onboard-audit/2026-11-23");
        assert_eq!(desk.json("audit")["unknown"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_history_rewritten_after_it_was_sealed_is_found() {
    let desk = sound();
    desk.ok("audit --seal");
    // Nothing in it is wrong by itself: a commit fewer.
    desk.git("reset -q --hard HEAD^");
    desk.ok("set acme schedule.target_go_live=2027-08");
    let (json, code) = audit(&desk);
    let codes: Vec<String> = errors(&json).into_iter().map(|it| it.0).collect();
    assert_eq!((codes, code), (vec!["seal/rewritten".to_owned()], 1), "{json:#}");
    // An older state, looked at once more, is no rewriting.
    desk.git("reset -q --hard onboard-audit/2026-11-23");
    desk.git("reset -q --hard HEAD^");
    assert_eq!(audit(&desk).1, 0);
}

#[test]
fn a_forged_seal_is_found() {
    for (what, from, to) in [
        ("Onboard-Sealed-Count", "Onboard-Sealed-Count: ", "Onboard-Sealed-Count: 9"),
        ("Onboard-Sealed-Tree", "Onboard-Sealed-Tree: ", "Onboard-Sealed-Tree: 0"),
        ("Onboard-Sealed-Commit", "Onboard-Sealed-Commit: ", "Onboard-Sealed-Commit: 0"),
    ] {
        let desk = sound();
        desk.ok("audit --seal");
        let message = desk.git("for-each-ref --format=%(contents) refs/tags");
        desk.write("../message", &message.replace(from, to));
        desk.git("tag -f -a --cleanup=verbatim -F ../message onboard-audit/2026-11-23 HEAD");
        let json = audit(&desk).0;
        let findings = json["findings"].as_array().unwrap();
        let found = findings.iter().find(|it| it["code"] == "seal/untrue");
        assert!(found.is_some_and(|it| it["message"].as_str().unwrap().contains(what)), "{what}: {json:#}");
    }
}

#[test]
fn the_digest_of_a_seal_is_held_against_the_whole_history() {
    let desk = sound();
    desk.ok("audit --seal");
    let message = desk.git("for-each-ref --format=%(contents) refs/tags");
    desk.write("../message", &message.replace("sha256:", "sha256:0"));
    desk.git("tag -f -a --cleanup=verbatim -F ../message onboard-audit/2026-11-23 HEAD");
    let json = desk.json("audit --full");
    assert_eq!(errors(&json).first().map(|it| it.0.as_str()), Some("seal/untrue"), "{json:#}");
}

#[test]
fn what_does_not_hold_is_not_sealed() {
    let desk = sound();
    by_hand(&desk, "clients/acme.yaml", "status: active", "status: closed");
    let run = desk.run("audit --seal");
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(desk.git("tag"), "");
}

#[test]
fn replaced_objects_are_not_believed() {
    let desk = sound();
    let guilty = by_hand(&desk, "clients/acme.yaml", "status: active", "status: closed");
    let mut draft = Draft::of(&desk, "HEAD");
    draft.tree = desk.git("rev-parse HEAD^^{tree}").trim().to_owned();
    let innocent = draft.make(&desk);
    desk.git(&format!("replace {guilty} {innocent}"));
    let found = errors(&audit(&desk).0);
    assert!(found.iter().any(|it| it.1 == guilty), "{found:?}");
}

#[test]
fn an_audit_is_sarif_for_those_who_read_that() {
    let desk = sound();
    by_hand(&desk, "clients/acme.yaml", "status: active", "status: closed");
    let run = desk.run("audit --format sarif");
    assert_eq!(run.code, 1, "{run}");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let results = json["runs"][0]["results"].as_array().unwrap();
    let found = results.iter().find(|it| it["ruleId"] == "step/no-entry").unwrap();
    let place = &found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "clients/acme.yaml");
}
