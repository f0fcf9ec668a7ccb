//! Certificates made with openssl, and what is none.

use super::*;

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("../../tests/data/certificates/", $name, ".pem"))
    };
}

const RSA: &str = pem!("rsa");
const EC: &str = pem!("ec");

/// `kind bits from to fingerprint subject`, or the fault.
#[track_caller]
fn check(text: &str, expected: &str) {
    let said = match Certificate::read(text) {
        Ok(it) => format!(
            "{} {} {} {} {} {}",
            it.key_type.unwrap_or("?"),
            it.key_bits.unwrap_or_default(),
            it.not_before,
            it.not_after,
            it.sha256.get(..8).unwrap_or_default(),
            it.subject
        ),
        Err(fault) => format!("{fault:?}"),
    };
    assert_eq!(said, expected);
}

#[test]
fn a_certificate_says_its_days_key_fingerprint_and_subject() {
    let board = "CN=licences.tidal-board.example,O=Tidal Power Licensing Board,C=CA";
    check(RSA, &format!("rsa 2048 2024-01-01 2026-12-31 56b53678 {board}"));
    check(pem!("rsa-next"), &format!("rsa 2048 2026-11-01 2028-12-31 937c08af {board}"));
    check(pem!("weak"), "rsa 1024 2026-01-01 2027-12-31 9e6a0a06 CN=weak.tidal-board.example");
    check(EC, "ec 256 2026-03-01 2028-02-28 ee0a3ad0 CN=ec.tidal-board.example");
    check(pem!("ec521"), "ec 521 2026-03-01 2028-02-28 c107fec1 CN=ec521.tidal-board.example");
    check(pem!("ed25519"), "ed25519 256 2026-03-01 2028-02-29 ace65d3d CN=ed.tidal-board.example");
}

#[test]
fn how_the_pem_is_laid_out_makes_no_difference() {
    let one_line = EC.replace('\n', " ");
    let indented = EC.replace('\n', "\r\n    ");
    let spoken = format!("Certificate:\n    Data: …\n{EC}\nmore\n");
    for text in [one_line.as_str(), &indented, &spoken] {
        assert_eq!(Certificate::read(text), Certificate::read(EC));
        assert_eq!(alone(text).as_deref(), Ok(EC));
    }
}

#[test]
fn what_is_not_one_certificate_says_what_it_is() {
    check("", "NoPem");
    check("MIIB", "NoPem");
    check(&format!("{RSA}{EC}"), "Several(2)");
    check(&EC.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "Other(\"CERTIFICATE REQUEST\")");
    check(&EC.replace("CERTIFICATE", "PUBLIC KEY"), "Other(\"PUBLIC KEY\")");
    check(&format!("{EC}-----BEGIN {} KEY-----\n", "PRIVATE"), "PrivateKey");
    check(EC.split("-----END").next().unwrap_or_default(), "Torn");
    check(&EC.replace("MII", "M!I"), "Torn");
    check("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "Torn");
    check("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "Unreadable");
    let cut = EC.lines().enumerate().filter(|(at, _)| *at != 2).map(|it| it.1).collect::<Vec<_>>().join("\n");
    check(&cut, "Unreadable");
}

#[test]
fn every_prefix_of_a_certificate_is_refused_without_harm() {
    for length in 0..EC.len() - 27 {
        if let Some(part) = EC.get(..length) {
            assert!(Certificate::read(part).is_err());
            assert!(Certificate::read(&format!("{part}\n-----END CERTIFICATE-----\n")).is_err());
        }
    }
}
