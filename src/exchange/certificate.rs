//! Certificates as texts: PEM in client files, bare Base64 in metadata. What is inside is for others to read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
/// How long the lines of a PEM text are (RFC 7468).
const LINE: usize = 64;

/// The certificate of a PEM text that holds exactly one.
pub(super) fn of_pem(pem: &str) -> Option<Vec<u8>> {
    let inside = pem.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    of_base64(inside)
}

/// The certificate of a Base64 text, in which blanks and line breaks mean nothing.
pub(super) fn of_base64(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.chars().filter(|it| !it.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).ok()?;
    // A certificate is a sequence (X.690): whatever else it may be, anything else is none.
    (bytes.len() > 32 && bytes.first() == Some(&0x30)).then_some(bytes)
}

pub(super) fn base64(der: &[u8]) -> String {
    STANDARD.encode(der)
}

pub(super) fn pem(der: &[u8]) -> String {
    format!("{BEGIN}\n{}\n{END}\n", lines(der))
}

/// Base64 in lines.
pub(super) fn lines(der: &[u8]) -> String {
    let text = base64(der);
    let mut lines = String::with_capacity(text.len() + text.len() / LINE);
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            lines.push('\n');
        }
        lines.push(letter);
    }
    lines
}

/// The fingerprint by which client files name a certificate.
pub(super) fn sha256(der: &[u8]) -> String {
    Sha256::digest(der)
        .iter()
        .flat_map(|it| [it >> 4, it & 15])
        .filter_map(|it| char::from_digit(it.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_survives_the_way_through_pem_and_back() {
        let der: Vec<u8> = [0x30, 0x82].into_iter().chain(0..200).collect();
        assert_eq!(of_pem(&pem(&der)), Some(der.clone()));
        assert_eq!(of_base64(&format!(" \n{}\t", lines(&der))), Some(der.clone()));
        assert!(pem(&der).lines().all(|it| it.len() <= LINE));
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        let key = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", lines(&[0x30; 64]));
        let two = format!("{}{}", pem(&[0x30; 64]), pem(&[0x30; 64]));
        for text in ["", "-----BEGIN CERTIFICATE-----", "not base64!", &key, &two, &pem(&[0x31; 64]), &pem(&[0x30; 8])]
        {
            assert_eq!(of_pem(text), None, "{text}");
        }
    }
}
