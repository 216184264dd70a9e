//! SHA-256 digests.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The full digest.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// A truncated digest that identifies representations of one resource: 12 octets in base64url.
#[must_use]
pub fn short_digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(sha256(bytes).get(..12).unwrap_or_default())
}
