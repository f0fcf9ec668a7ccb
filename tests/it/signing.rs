//! Signed commits, with the real `gpg` and `ssh-keygen`: signed where git would sign or the settings of the workspace ask
//! for it, accepted by `git verify-commit`, and no commit at all where no signature can be made.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::sandbox::{Run, Sandbox};

fn made(desk: Sandbox) -> Sandbox {
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk
}

/// A workspace whose settings say how commits are signed.
fn desk_that(desk: Sandbox, sign: &str) -> Sandbox {
    let desk = made(desk);
    desk.write("onboard.yaml", &format!("{}git:\n  sign: {sign}\n", desk.read("onboard.yaml")));
    desk.commit_all("how commits are signed");
    desk
}

/// A new SSH key without a passphrase, which git may sign with and believes.
fn ssh_key(desk: &Sandbox) -> Option<PathBuf> {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        crate::skip("ssh-keygen is not installed");
        return None;
    }
    let key = desk.home().join("key");
    let status = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(status.unwrap().success());
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    let signers = desk.home().join("signers");
    fs::write(&signers, format!("desk@platform.example {public}")).unwrap();
    desk.git("config gpg.format ssh");
    desk.git(&format!("config gpg.ssh.allowedSignersFile '{}'", signers.display()));
    Some(key)
}

fn use_key(desk: &Sandbox, key: &Path) {
    desk.git(&format!("config user.signingkey '{}.pub'", key.display()));
}

/// A keyring of gpg, with its agent, which goes when the test ends.
struct Keyring(TempDir);

impl Keyring {
    /// With a key for each of these. The path is short, for the socket of the agent lies in it.
    fn with(names: &[&str]) -> Option<Self> {
        if Command::new("gpg").arg("--version").output().is_err() {
            crate::skip("gpg is not installed");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("g").tempdir_in("/tmp").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let ring = Self(folder);
        for name in names {
            ring.gpg(&["--batch", "--passphrase", "", "--quick-generate-key", name, "default", "default", "never"]);
        }
        Some(ring)
    }

    fn path(&self) -> String {
        self.0.path().display().to_string()
    }

    fn gpg(&self, args: &[&str]) -> String {
        let out = Command::new("gpg").env("GNUPGHOME", self.0.path()).args(args).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn fingerprint(&self, name: &str) -> String {
        let keys = self.gpg(&["--batch", "--with-colons", "--list-secret-keys", name]);
        let line = keys.lines().find(|it| it.starts_with("fpr:")).unwrap();
        line.split(':').nth(9).unwrap().to_owned()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        Command::new("gpgconf").env("GNUPGHOME", self.0.path()).args(["--kill", "all"]).status().ok();
    }
}

/// A program that leaves a mark and then does what another one does.
fn stand_in(desk: &Sandbox, program: &str) -> PathBuf {
    let path = desk.home().join("stand-in");
    fs::write(&path, format!("#!/bin/sh\ntouch \"$HOME/was-called\"\nexec {program} \"$@\"\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn was_called(desk: &Sandbox) -> bool {
    desk.home().join("was-called").exists()
}

/// How git judges the newest commits: `G` is a good signature, `N` none.
fn judged(desk: &Sandbox, commits: usize) -> String {
    desk.git(&format!("log -{commits} --format=%G?")).split_whitespace().collect()
}

#[track_caller]
fn fails(desk: &Sandbox) -> Run {
    let before = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"), desk.git("status --porcelain"));
    let run = desk.run("set acme language=fr");
    assert_eq!(run.code, 74, "{run}");
    assert!(run.stderr.contains("signed and could not be"), "{run}");
    let after = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"), desk.git("status --porcelain"));
    assert_eq!(after, before, "something changed");
    desk.git("fsck --strict");
    run
}

#[test]
fn a_signer_that_fails_means_no_commit_and_an_untouched_file() {
    let desk = made(Sandbox::new());
    desk.git("config commit.gpgsign true");
    desk.git("config gpg.program false");
    let run = fails(&desk);
    assert!(run.stderr.contains("commit.gpgsign"), "{run}");
}

#[test]
fn a_key_that_is_not_there_means_no_commit_and_an_untouched_file() {
    let desk = made(Sandbox::new());
    let Some(_) = ssh_key(&desk) else { return };
    desk.git("config commit.gpgsign true");
    use_key(&desk, &desk.home().join("no-such-key"));
    let _run = fails(&desk);
    let Some(ring) = Keyring::with(&["desk@platform.example"]) else { return };
    let desk = made(Sandbox::new().env("GNUPGHOME", &ring.path()));
    desk.git("config commit.gpgsign true");
    desk.git("config user.signingkey somebody-else@platform.example");
    let run = fails(&desk);
    assert!(run.stderr.contains("somebody-else@platform.example"), "{run}");
}

#[test]
fn a_key_that_has_expired_means_no_commit_and_an_untouched_file() {
    let Some(ring) = Keyring::with(&[]) else { return };
    let key = ["--batch", "--passphrase", "", "--quick-generate-key", "old@platform.example", "default", "default"];
    ring.gpg(&[["--faked-system-time", "20200101T000000"].as_slice(), &key, &["2020-02-01"]].concat());
    let desk = made(Sandbox::new().env("GNUPGHOME", &ring.path()));
    desk.git("config commit.gpgsign true");
    desk.git("config user.signingkey old@platform.example");
    let _run = fails(&desk);
}

#[test]
fn a_commit_is_signed_with_ssh_where_git_would_sign_it() {
    let desk = made(Sandbox::new());
    let Some(key) = ssh_key(&desk) else { return };
    use_key(&desk, &key);
    desk.git("config commit.gpgsign true");
    desk.ok("set acme language=fr");
    desk.git("verify-commit HEAD");
    assert_eq!(judged(&desk, 2), "GN");
    desk.assert_clean();
}

#[test]
fn a_signature_of_somebody_who_is_not_an_allowed_signer_is_not_accepted() {
    let desk = made(Sandbox::new());
    let Some(key) = ssh_key(&desk) else { return };
    use_key(&desk, &key);
    desk.git("config commit.gpgsign true");
    fs::write(desk.home().join("signers"), "").unwrap();
    desk.ok("set acme language=fr");
    assert_ne!(desk.shell("git verify-commit HEAD").code, 0);
}

#[test]
fn a_commit_is_signed_with_openpgp_by_the_key_that_is_named() {
    let Some(ring) = Keyring::with(&["desk@platform.example", "other@platform.example"]) else { return };
    let desk = made(Sandbox::new().env("GNUPGHOME", &ring.path()));
    desk.git("config commit.gpgsign true");
    desk.git("config gpg.format openpgp");
    for name in ["desk@platform.example", "other@platform.example"] {
        desk.git(&format!("config user.signingkey {name}"));
        desk.ok(&format!("set acme 'custom.signed_by={}'", name.split('@').next().unwrap()));
        desk.git("verify-commit HEAD");
        assert_eq!(desk.git("log -1 --format=%GF").trim(), ring.fingerprint(name));
    }
    desk.assert_clean();
}

#[test]
fn the_programs_that_are_configured_do_the_signing() {
    let desk = made(Sandbox::new());
    let Some(key) = ssh_key(&desk) else { return };
    use_key(&desk, &key);
    desk.git("config commit.gpgsign true");
    desk.git(&format!("config gpg.ssh.program '{}'", stand_in(&desk, "ssh-keygen").display()));
    desk.ok("set acme language=fr");
    assert!(was_called(&desk), "gpg.ssh.program was not asked");
    desk.git("verify-commit HEAD");

    let Some(ring) = Keyring::with(&["desk@platform.example"]) else { return };
    let desk = made(Sandbox::new().env("GNUPGHOME", &ring.path()));
    desk.git("config commit.gpgsign true");
    desk.git("config user.signingkey desk@platform.example");
    desk.git(&format!("config gpg.program '{}'", stand_in(&desk, "gpg").display()));
    desk.ok("set acme language=fr");
    assert!(was_called(&desk), "gpg.program was not asked");
    desk.git("verify-commit HEAD");
}

#[test]
fn settings_of_git_count_wherever_they_stand() {
    let desk = made(Sandbox::new());
    let Some(key) = ssh_key(&desk) else { return };
    let included = desk.home().join("signed.gitconfig");
    let text = format!("[commit]\n\tgpgsign\n[user]\n\tsigningkey = {}.pub\n", key.display());
    fs::write(&included, text).unwrap();
    desk.git(&format!("config --global includeIf.gitdir:{}.path '{}'", desk.path("").display(), included.display()));
    desk.ok("set acme language=fr");
    assert_eq!(judged(&desk, 1), "G");
}

#[test]
fn always_signs_every_commit_although_git_would_not() {
    let desk = desk_that(Sandbox::new(), "always");
    let Some(key) = ssh_key(&desk) else { return };
    use_key(&desk, &key);
    let before = desk.commits();
    for words in [
        "set acme language=fr",
        "add acme agreement.milestones id=m3 due=2027-01-15 name.en=Launch name.fr=Lancement --set custom.why=x",
        "remove acme custom.why",
        "hold acme --reason-en 'Budget freeze' --reason-fr 'Gel budgétaire' --review-on 2026-12-10",
        "init beta --name-en Beta --name-fr Bêta --language en",
        "process eject",
    ] {
        let run = desk.run(words);
        assert_eq!(run.code, 0, "{words}\n{run}");
    }
    let made = desk.commits() - before;
    assert_eq!((made, judged(&desk, made)), (6, "G".repeat(6)));
    desk.git("verify-commit HEAD");
    desk.assert_clean();
}

#[test]
fn always_without_a_key_means_no_commit_an_untouched_file_and_a_clear_message() {
    let desk = desk_that(Sandbox::new(), "always");
    desk.git("config gpg.format ssh");
    let run = fails(&desk);
    assert!(run.stderr.contains("`git.sign: always` in `onboard.yaml`"), "{run}");
    assert!(run.stderr.contains("git config user.signingkey"), "{run}");
    let desk = desk.in_french();
    let run = desk.run("set acme language=fr");
    assert!(run.stderr.contains("`git.sign: always` dans `onboard.yaml`"), "{run}");
    // What is not committed is not signed, and a look needs no key.
    desk.ok("set acme language=fr --dry-run");
    desk.ok("set acme language=fr --no-commit");
}

#[test]
fn always_with_a_key_that_fails_means_no_commit_and_an_untouched_file() {
    let desk = desk_that(Sandbox::new(), "always");
    desk.git("config gpg.program false");
    let _run = fails(&desk);
}

#[test]
fn never_signs_nothing_although_git_would() {
    let desk = desk_that(Sandbox::new(), "never");
    desk.git("config commit.gpgsign true");
    desk.git("config gpg.program false");
    desk.ok("set acme language=fr");
    assert_eq!(judged(&desk, 1), "N");
}

#[test]
fn inherit_leaves_it_to_git() {
    let desk = desk_that(Sandbox::new(), "inherit");
    desk.ok("set acme language=fr");
    assert_eq!(judged(&desk, 1), "N");
    desk.git("config commit.gpgsign true");
    desk.git("config gpg.program false");
    let run = desk.run("set acme language=en");
    assert_eq!(run.code, 74, "{run}");
}

#[test]
fn a_way_of_signing_that_there_is_not_is_refused_rather_than_ignored() {
    let desk = made(Sandbox::new());
    desk.write("onboard.yaml", &format!("{}git:\n  sign: allways\n", desk.read("onboard.yaml")));
    desk.commit_all("a slip of the pen");
    let before = desk.commits();
    let run = desk.run("set acme language=fr");
    assert_eq!((run.code, desk.commits()), (78, before), "{run}");
    assert!(run.stderr.contains("`allways` is not a value of `sign`"), "{run}");
}
