//! Certificates given as PEM: read, written beside, judged.

use crate::sandbox::Sandbox;

const TIDAL: &str = include_str!("../../examples/clients/tidal-board.yaml");
const LIST: &str = "environments.uat.saml.certificates";

fn desk() -> Sandbox {
    let desk = Sandbox::with_clients(&[("tidal-board", TIDAL)]);
    for (name, text) in [
        ("rsa.pem", include_str!("../data/certificates/rsa.pem").to_owned()),
        ("next.pem", include_str!("../data/certificates/rsa-next.pem").to_owned()),
        ("weak.pem", include_str!("../data/certificates/weak.pem").to_owned()),
        ("ec.pem", include_str!("../data/certificates/ec.pem").to_owned()),
        ("ed.pem", include_str!("../data/certificates/ed25519.pem").to_owned()),
        (
            "two.pem",
            concat!(include_str!("../data/certificates/rsa.pem"), include_str!("../data/certificates/ec.pem"))
                .to_owned(),
        ),
        ("key.pem", format!("-----BEGIN {0} KEY-----\nAAAA\n-----END {0} KEY-----\n", "PRIVATE")),
        ("bad.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned()),
    ] {
        desk.write(name, &text);
    }
    desk.commit_all("certificates");
    desk
}

#[test]
fn a_certificate_brings_its_dates_key_fingerprint_and_subject() {
    let desk = desk();
    desk.ok(&format!("add tidal-board {LIST} use=encryption pem=@next.pem"));
    let text = desk.read("clients/tidal-board.yaml");
    for line in [
        "sha256: \"937c08af60c72e39babd2f343dfe446b5226cf0cac1846d2cc3302031001b8a1\"",
        "not_before: 2026-11-01",
        "not_after: 2028-12-31",
        "key_type: rsa",
        "key_bits: 2048",
        "subject: CN=licences.tidal-board.example,O=Tidal Power Licensing Board,C=CA",
        "-----BEGIN CERTIFICATE-----",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for (pem, kind) in
        [("ec.pem", "key_type: ec\n          key_bits: 256"), ("ed.pem", "key_type: ed25519\n          key_bits: 256")]
    {
        desk.ok(&format!("add tidal-board {LIST} use=signing pem=@{pem}"));
        assert!(desk.read("clients/tidal-board.yaml").contains(kind), "{kind}");
    }
    assert!(!desk.run("validate").stdout.contains("certificate-key"));
    desk.assert_clean();
}

#[test]
fn a_pem_in_place_of_another_changes_what_stands_beside_it() {
    let desk = desk();
    desk.ok(&format!("add tidal-board {LIST} use=signing pem=@rsa.pem"));
    let old = "56b536788ea77d32b9958b7eedf02c8a989eaea7dec3311db69f10e7a4e491a2";
    let diff = desk.diff("clients/tidal-board.yaml", &format!("set tidal-board {LIST}.{old}.pem=@next.pem"));
    assert!(
        diff.contains(&format!("-          sha256: \"{old}\"")) && diff.contains("+          not_after: 2028-12-31"),
        "{diff}"
    );
    desk.ok("validate");
}

#[test]
fn what_is_no_certificate_is_refused_in_both_languages() {
    let desk = desk();
    let before = (desk.read("clients/tidal-board.yaml"), desk.commits());
    for (pem, code, en, fr) in [
        ("@two.pem", 2, "it holds 2 certificates", "il contient 2 certificats"),
        ("@key.pem", 2, "it holds a private key", "il contient une clé privée"),
        ("@bad.pem", 2, "", ""),
        ("@nowhere.pem", 74, "nowhere.pem", "nowhere.pem"),
        ("@weak.pem", 1, "at least 2048 bits are needed", "il faut au moins 2048 bits"),
        ("hello", 2, "a PEM certificate, never a key", "un certificat PEM, jamais une clé"),
        (
            "@ec.pem not_after=2030-01-01",
            1,
            "but the certificate says `2028-02-28`",
            "mais le certificat indique `2028-02-28`",
        ),
    ] {
        for (lang, said) in [("en", en), ("fr", fr)] {
            let run = desk.run(&format!("add tidal-board {LIST} use=signing pem={pem} --lang {lang}"));
            let code = if pem == "@bad.pem" { 1 } else { code };
            assert_eq!(run.code, code, "{pem}\n{run}");
            assert!(run.stderr.contains(said), "{pem}\n{run}");
        }
    }
    assert_eq!((desk.read("clients/tidal-board.yaml"), desk.commits()), before);
}

#[test]
fn a_certificate_written_by_hand_is_read_before_rules_see_it() {
    let pem = |name: &str| {
        let text = match name {
            "weak" => include_str!("../data/certificates/weak.pem"),
            _ => include_str!("../data/certificates/rsa.pem"),
        };
        text.trim_end().replace('\n', "\n            ")
    };
    let by_hand = |name: &str, more: &str| {
        TIDAL.replace(
            "      certificates:\n",
            &format!(
                "      certificates:\n        - use: signing\n{more}          pem: |\n            {}\n",
                pem(name)
            ),
        )
    };
    let desk = Sandbox::with_clients(&[("tidal-board", &by_hand("rsa", ""))]);
    let run = desk.run("validate");
    assert!(run.stdout.contains("the certificate (Signing) is valid until 2026-12-31"), "{run}");
    desk.write("clients/tidal-board.yaml", &by_hand("weak", ""));
    let run = desk.run("validate");
    assert!(run.code == 1 && run.stdout.contains("rule/certificate-key-is-strong"), "{run}");
    desk.write("clients/tidal-board.yaml", &by_hand("rsa", "          not_after: 2029-01-01\n"));
    let run = desk.run("validate --lang fr");
    assert!(run.code == 1 && run.stdout.contains("certificate/contradiction"), "{run}");
    assert!(run.stdout.contains("indique `2029-01-01`, mais le certificat indique `2026-12-31`"), "{run}");
}

#[test]
fn what_openssl_makes_is_read_as_openssl_reads_it() {
    let desk = desk();
    let key = "openssl req -x509 -newkey rsa:3072 -nodes -keyout /dev/null -out made.pem -days 700 -subj '/C=CA/O=Tidal Board/CN=made.tidal-board.example' 2>&1";
    let made = desk.shell(key);
    if made.code != 0 {
        crate::skip("openssl is not here, so no fresh certificate is made");
        return;
    }
    let said =
        desk.shell("openssl x509 -in made.pem -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f'");
    let desk = desk.on("2027-01-01");
    let run = desk.run(&format!("add tidal-board {LIST} use=signing pem=@made.pem --no-commit"));
    assert!(run.code == 0, "{run}");
    let text = desk.read("clients/tidal-board.yaml");
    assert!(text.contains(said.stdout.trim()), "{said}\n{text}");
    assert!(
        text.contains("key_bits: 3072") && text.contains("subject: CN=made.tidal-board.example,O=Tidal Board,C=CA"),
        "{text}"
    );
}
