//! The frame around a certificate: `-----BEGIN CERTIFICATE-----`, base64, `-----END CERTIFICATE-----`.

use x509_cert::der::pem;

use super::Fault;

const BEGIN: &str = "-----BEGIN ";
const CERTIFICATE: &str = "CERTIFICATE";
/// How long the lines of PEM are.
const WIDTH: usize = 64;

/// The one certificate of a text, laid out as PEM is. What stands around it, as tools print it, is left out.
pub(crate) fn alone(text: &str) -> Result<String, Fault> {
    let labels: Vec<&str> = text.split(BEGIN).skip(1).filter_map(|it| it.split("-----").next()).collect();
    if labels.iter().any(|it| it.contains("PRIVATE KEY")) {
        return Err(Fault::PrivateKey);
    }
    let certificates = labels.iter().filter(|it| **it == CERTIFICATE).count();
    match (certificates, labels.first()) {
        (1, _) => {}
        (0, None) => return Err(Fault::NoPem),
        (0, Some(other)) => return Err(Fault::Other((*other).to_owned())),
        (several, _) => return Err(Fault::Several(several)),
    }
    let begin = format!("{BEGIN}{CERTIFICATE}-----");
    let body = text.split_once(&begin).map(|it| it.1).ok_or(Fault::NoPem)?;
    let (body, _) = body.split_once(&format!("-----END {CERTIFICATE}-----")).ok_or(Fault::Torn)?;
    let body: String = body.split_whitespace().collect();
    let is_base64 = body.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'='));
    if body.is_empty() || !is_base64 {
        return Err(Fault::Torn);
    }
    let mut tidy = format!("{begin}\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(WIDTH));
        tidy.push_str(line);
        tidy.push('\n');
        rest = more;
    }
    Ok(format!("{tidy}-----END {CERTIFICATE}-----\n"))
}

/// What the frame holds.
pub(super) fn bytes(tidy: &str) -> Result<Vec<u8>, Fault> {
    pem::decode_vec(tidy.as_bytes()).map(|it| it.1).map_err(|_| Fault::Torn)
}
