//! X.509 certificates in PEM: what they say of themselves. Text in, facts out; no disk, no trust is judged.

mod key;
mod pem;

use sha2::{Digest as _, Sha256};
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode as _;
use x509_cert::time::Time;

use crate::model::{Date, Message};

pub(crate) use pem::alone;

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Certificate {
    pub(crate) subject: String,
    /// The first and the last day that it is valid, in UTC.
    pub(crate) not_before: Date,
    pub(crate) not_after: Date,
    /// `rsa`, `ec`, `ed25519`, `ed448`; none for kinds that are not known here.
    pub(crate) key_type: Option<&'static str>,
    pub(crate) key_bits: Option<u64>,
    /// The fingerprint, in lowercase hexadecimal digits.
    pub(crate) sha256: String,
}

/// Why a text is not one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// There is no `-----BEGIN CERTIFICATE-----`.
    NoPem,
    /// It ends before it is complete, or holds what PEM does not.
    Torn,
    Several(usize),
    /// A private key stands in it.
    PrivateKey,
    /// It is another kind of PEM, such as a request for a certificate.
    Other(String),
    /// What the PEM holds is no certificate.
    Unreadable,
}

impl Fault {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::NoPem => Message::new("certificate.no-pem"),
            Self::Torn => Message::new("certificate.torn"),
            Self::Several(count) => Message::new("certificate.several").with("n", *count),
            Self::PrivateKey => Message::new("certificate.private-key"),
            Self::Other(kind) => Message::new("certificate.other").with("kind", kind.as_str()),
            Self::Unreadable => Message::new("certificate.unreadable"),
        }
    }
}

impl Certificate {
    /// Reads the one certificate of a text.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let bytes = pem::bytes(&alone(text)?)?;
        let read = CertificateInner::<Raw>::from_der(&bytes).map_err(|_| Fault::Unreadable)?;
        let body = read.tbs_certificate();
        let validity = body.validity();
        let (key_type, key_bits) = key::of(body.subject_public_key_info());
        Ok(Self {
            subject: body.subject().to_string(),
            not_before: day(validity.not_before).ok_or(Fault::Unreadable)?,
            not_after: day(validity.not_after).ok_or(Fault::Unreadable)?,
            key_type,
            key_bits,
            sha256: format!("{:x}", Sha256::digest(&bytes)),
        })
    }
}

fn day(time: Time) -> Option<Date> {
    let time = time.to_date_time();
    let part = |it: u8| i8::try_from(it).ok();
    Date::new(i16::try_from(time.year()).ok()?, part(time.month())?, part(time.day())?).ok()
}

#[cfg(test)]
mod tests;
