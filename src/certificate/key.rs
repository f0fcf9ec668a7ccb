//! The kind of a public key and how long it is.

use x509_cert::der::asn1::{ObjectIdentifier, UintRef};
use x509_cert::der::{Reader as _, SliceReader};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

const RSA: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"), ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10")];
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const ED448: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.113");
/// The one common curve whose numbers do not fill their bytes.
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

pub(super) fn of(key: &SubjectPublicKeyInfoOwned) -> (Option<&'static str>, Option<u64>) {
    let bytes = key.subject_public_key.raw_bytes();
    match key.algorithm.oid {
        oid if RSA.contains(&oid) => (Some("rsa"), rsa_bits(bytes)),
        EC => {
            let curve = key.algorithm.parameters.as_ref().and_then(|it| it.decode_as::<ObjectIdentifier>().ok());
            (Some("ec"), if curve == Some(P521) { Some(521) } else { point_bits(bytes) })
        }
        ED25519 => (Some("ed25519"), Some(256)),
        ED448 => (Some("ed448"), Some(456)),
        _ => (None, None),
    }
}

/// The bits of the modulus.
fn rsa_bits(key: &[u8]) -> Option<u64> {
    let mut reader = SliceReader::new(key).ok()?;
    let modulus = reader.sequence(|it| {
        let modulus = it.decode::<UintRef<'_>>()?;
        it.decode::<UintRef<'_>>()?;
        Ok::<_, x509_cert::der::Error>(modulus)
    });
    let bytes = modulus.ok()?.as_bytes();
    let first = u64::from(bytes.first()?.leading_zeros());
    Some((bytes.len() as u64).saturating_mul(8).saturating_sub(first))
}

/// The bits of a coordinate: a point is written whole (04, x, y) or by its x alone (02 or 03).
fn point_bits(point: &[u8]) -> Option<u64> {
    let length = point.len().checked_sub(1)? as u64;
    match point.first()? {
        4 => Some(length / 2 * 8),
        2 | 3 => Some(length * 8),
        _ => None,
    }
}
