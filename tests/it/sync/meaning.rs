//! What both sides changed: brought together by what it means, or said clearly, with a way out that works.

use super::team::{ACME, Seat, Team};

/// A field of a date that both can change.
const FIELD: &str = "engagement.business_owner_named_on";

/// Two who said different things of one field; the first of them has sent it.
fn at_odds() -> (Team, Seat, Seat) {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    ada.ok(&format!("set acme {FIELD}=2026-11-19"));
    ada.ok("sync");
    bob.ok("set beta language=fr");
    bob.ok(&format!("set acme {FIELD}=2026-11-20"));
    bob.ok("set acme organization.name.en='Acme Agency'");
    (team, ada, bob)
}

#[test]
fn neighbours_in_one_file_are_no_conflict() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    ada.ok("add acme engagement.meetings id=e1 date=2026-11-20 level=executive with=client,integration_team");
    ada.ok("set acme language=fr organization.name.en='Acme Agency'");
    bob.ok("add acme engagement.meetings id=e2 date=2026-11-21 level=executive with=client,integration_team");
    bob.ok("set acme organization.name.fr='Agence Acme' -m 'as they write it'");
    ada.ok("sync");
    let run = bob.ok("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    received 2 commits from `origin` (acme)
    sent 2 commits to `origin` (acme)
    changed on both sides, and merged: clients/acme.yaml
    ");
    let text = bob.read(ACME);
    for part in ["id: e1", "id: e2", "language: fr", "Acme Agency", "Agence Acme"] {
        assert_eq!(text.matches(part).count(), 1, "{part} in\n{text}");
    }
    assert_eq!(bob.git("log --format=%b -n 1 --grep='as they write it'").lines().next(), Some("as they write it"));
    bob.assert_clean();
    ada.ok("sync");
    assert_eq!(ada.head(), bob.head());
}

#[test]
fn a_conflict_names_the_client_the_place_and_both_values_and_changes_nothing() {
    let (_team, _, bob) = at_odds();
    let run = bob.refuses("sync", 1, &[]);
    let commit = bob.git("rev-parse HEAD~1");
    let run = run.replace(&commit[..10], "COMMIT");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    error: `clients/acme.yaml` was changed here (commit COMMIT, “acme: set engagement.business_owner_named_on”) and at `origin` in ways that do not go together; nothing was changed
      `engagement.business_owner_named_on` says one thing in origin and another in this copy
        <<<<<<< origin
          business_owner_named_on: 2026-11-19
        =======
          business_owner_named_on: 2026-11-20
        >>>>>>> this copy
    help: so that git merges client files by what they mean, too, once: onboard setup merge
    help: settle it with git: git pull --rebase origin main; keep what is right at each mark; git add clients/acme.yaml; git rebase --continue; then onboard sync
    [exit status: 1]
    ");
    let (value, code) = bob.json("sync");
    let refusal = &value["refusal"];
    assert_eq!((code, &refusal["reason"], &refusal["file"]), (1, &"conflict".into(), &ACME.into()));
    assert_eq!(refusal["commit"], commit.trim());
    let french = bob.in_french().refuses("sync", 1, &[]).replace(&commit[..10], "COMMIT");
    for part in [
        "«\u{a0}acme: set engagement.business_owner_named_on\u{a0}»",
        "de manières qui ne vont pas ensemble; rien n’a été changé",
        "ne dit pas la même chose dans origin et dans cette copie",
        ">>>>>>> cette copie",
        "réglez-le avec git\u{a0}: git pull --rebase origin main",
    ] {
        assert!(french.contains(part), "`{part}` is not in\n{french}");
    }
}

#[test]
fn the_way_out_of_a_conflict_works_as_it_is_told() {
    let (team, ada, bob) = at_odds();
    bob.ok("setup merge");
    assert_ne!(bob.shell("git pull --rebase origin main").code, 0);
    let marked = bob.read(ACME);
    assert!(marked.contains("<<<<<<<"), "{marked}");
    assert_ne!(bob.run("validate").code, 0);
    // Theirs and the marks go, one's own stays.
    let mut keeps = true;
    let settled: String = marked
        .lines()
        .filter(|line| {
            let line = line.trim_start();
            let is_mark = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| line.starts_with(it));
            keeps = if line.starts_with("<<<<<<<") { false } else { keeps || line.starts_with("=======") };
            keeps && !is_mark
        })
        .flat_map(|it| [it, "\n"])
        .collect();
    bob.write(ACME, &settled);
    bob.git("add clients/acme.yaml");
    bob.git("-c core.editor=true rebase --continue");
    let run = bob.ok("sync");
    assert!(run.contains("sent 4 commits to `origin` (acme, beta)"), "{run}");
    assert_eq!(bob.head(), team.hub());
    assert!(bob.read(ACME).contains("2026-11-20") && !bob.read(ACME).contains("2026-11-19"));
    assert_eq!(bob.git("status --porcelain"), "");
    ada.ok("sync");
    assert_eq!(ada.head(), bob.head());
}

#[test]
fn what_goes_together_as_text_and_not_in_the_process_is_refused_with_the_reason() {
    let (team, ada) = Team::new();
    for words in [
        "add acme engagement.meetings id=e1 date=2026-11-23 level=executive with=client,integration_team",
        "confirm acme engagement.overview-presented --evidence 'GCdocs 1'",
        "set acme engagement.objectives.en=One engagement.objectives.fr=Une engagement.scope.en=S engagement.scope.fr=S engagement.timeline.en=T engagement.timeline.fr=T",
        "add acme services id=permits name.en=Permits name.fr=Permis assurance.credential=2 security_category.confidentiality=protected_b security_category.integrity=medium security_category.availability=medium",
        "add acme contacts role=business_owner organization=client mailbox=permits-permis@acme.example",
        "sync",
    ] {
        ada.ok(words);
    }
    let bob = team.clone("bob");
    ada.ok("hold acme --reason-en Budget --reason-fr Budget --role business_owner --review-on 2027-01-15");
    ada.ok("sync");
    bob.ok("advance acme");
    let run = bob.refuses("sync", 1, &[ACME, "nothing was changed"]);
    assert!(!run.contains("panicked"), "{run}");
}

#[test]
fn the_process_that_the_trailers_name_is_the_one_in_force_there() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.ok("set acme language=fr");
    ada.ok("process eject");
    ada.write(
        "process/process.yaml",
        &ada.read("process/process.yaml").replacen("\nversion: 1\n", "\nversion: 2\n", 1),
    );
    for client in ["acme", "beta"] {
        let file = format!("clients/{client}.yaml");
        ada.write(&file, &ada.read(&file).replace("sign-in-canada@1", "sign-in-canada@2"));
    }
    ada.commit_all("the second version");
    ada.ok("sync");
    bob.ok("sync");
    assert!(bob.git("log --format=%B -n 1").contains("\nOnboard-Process: sign-in-canada@2\n"));
    assert_eq!(bob.head(), team.hub());
    bob.assert_clean();
}

#[test]
fn what_must_be_signed_is_signed_again() {
    let (team, ada) = Team::new();
    if std::process::Command::new("ssh-keygen").arg("-?").output().is_err() {
        return crate::skip("ssh-keygen is not installed");
    }
    let key = team.home().join("key");
    let made = ada.shell(&format!("ssh-keygen -q -t ed25519 -N '' -f {}", key.display()));
    assert_eq!(made.code, 0, "{made}");
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    std::fs::write(team.home().join("signers"), format!("team@platform.example {public}")).unwrap();
    let bob = team.clone("bob");
    for (name, value) in [
        ("gpg.format", "ssh".to_owned()),
        ("gpg.ssh.allowedSignersFile", team.home().join("signers").display().to_string()),
        ("user.signingkey", format!("{}.pub", key.display())),
        ("commit.gpgsign", "true".to_owned()),
    ] {
        bob.git(&format!("config {name} '{value}'"));
    }
    bob.ok("set acme language=fr");
    ada.ok("set beta language=fr");
    ada.ok("sync");
    bob.ok("sync");
    bob.git("verify-commit HEAD");
    assert_eq!(bob.git("log --format=%s -n 1"), "acme: set language\n");
    // Without the key nothing moves.
    ada.ok("sync");
    ada.ok("set beta language=en");
    ada.ok("sync");
    bob.ok("set acme language=en");
    std::fs::remove_file(&key).unwrap();
    bob.refuses("sync", 74, &["should be signed and could not be"]);
}
