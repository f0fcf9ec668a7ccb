//! Whose key it is: where the settings say so, the signature tells who acted, and not what the commit says of itself.

use super::history::{audit, errors, sound};
use super::rights::{WAIVER, as_somebody, key};
use super::tamper::by_hand;
use crate::sandbox::Sandbox;

/// From now on every commit must be signed by one of two keys, each with its owner; the chief may waive. None where
/// there is no program to make keys.
fn signed() -> Option<Sandbox> {
    let desk = sound();
    let (Some(clerk), Some(chief)) = (key(&desk, "clerk"), key(&desk, "chief")) else {
        crate::skip("ssh-keygen is not installed");
        return None;
    };
    desk.git("config gpg.format ssh");
    desk.git("config commit.gpgsign true");
    signing_with(&desk, "clerk");
    let text = desk.read("onboard.yaml");
    let signers = format!(
        "git:\n  sign: always\n  signers:\n    - {{key: \"{clerk}\", email: desk@platform.example}}\n    \
         - {{key: \"{chief}\", email: Chief@platform.example}}\n"
    );
    let roles = "roles:\n  waiver_authority: [chief@platform.example]\n";
    desk.write("onboard.yaml", &format!("{text}{roles}{signers}"));
    desk.commit_all("signed, each with a key of their own");
    desk.ok("set acme schedule.target_go_live=2027-08");
    assert_eq!(errors(&audit(&desk).0), []);
    Some(desk)
}

fn signing_with(desk: &Sandbox, name: &str) {
    desk.git(&format!("config user.signingkey '{}'", desk.home().join(name).with_extension("pub").display()));
}

#[test]
fn whoever_signs_makes_the_commit_under_his_own_address() {
    let Some(desk) = signed() else { return };
    as_somebody(&desk, "chief@platform.example");
    let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", "language: fr");
    let json = audit(&desk).0;
    assert_eq!(errors(&json), [("commit/other-signer".to_owned(), guilty)]);
    let text = json["findings"].to_string();
    assert!(text.contains("made as chief@platform.example") && text.contains("the key of desk@platform"), "{text}");
    desk.git("reset -q --hard HEAD^");
    signing_with(&desk, "chief");
    by_hand(&desk, "clients/acme.yaml", "language: en", "language: fr");
    assert_eq!(errors(&audit(&desk).0), []);
}

#[test]
fn a_role_is_held_by_who_signed_and_not_by_who_is_said_to_have_written() {
    let Some(desk) = signed() else { return };
    // The clerk writes the chief's name as that of the author.
    let desk = desk.env("GIT_AUTHOR_EMAIL", "chief@platform.example");
    let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", WAIVER);
    assert_eq!(errors(&audit(&desk).0), [("role/not-held".to_owned(), guilty)]);
    // The chief takes over what the clerk wrote, as after a rebase, and answers for it.
    desk.git("reset -q --hard HEAD^");
    signing_with(&desk, "chief");
    let desk =
        desk.env("GIT_AUTHOR_EMAIL", "desk@platform.example").env("GIT_COMMITTER_EMAIL", "chief@platform.example");
    by_hand(&desk, "clients/acme.yaml", "language: en", WAIVER);
    assert_eq!(errors(&audit(&desk).0), []);
}

#[test]
fn without_keys_in_the_settings_the_allowed_signers_of_git_count() {
    let desk = sound();
    if key(&desk, "clerk").is_none() || key(&desk, "other").is_none() {
        return crate::skip("ssh-keygen is not installed");
    }
    desk.git("config gpg.format ssh");
    desk.git("config commit.gpgsign true");
    signing_with(&desk, "clerk");
    let text = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &format!("{text}git:\n  sign: always\n"));
    desk.commit_all("signed from here on");
    signing_with(&desk, "other");
    let guilty = by_hand(&desk, "clients/acme.yaml", "language: en", "language: fr");
    assert_eq!(errors(&audit(&desk).0), [], "any key, as long as nothing says which");
    let public = std::fs::read_to_string(desk.home().join("clerk.pub")).unwrap();
    std::fs::write(desk.home().join("signers"), format!("desk@platform.example {public}")).unwrap();
    desk.git(&format!("config gpg.ssh.allowedSignersFile '{}'", desk.home().join("signers").display()));
    assert_eq!(errors(&audit(&desk).0), [("commit/not-allowed".to_owned(), guilty)]);
}
