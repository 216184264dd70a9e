//! Digests (SHA-256).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The whole digest.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// Enough of a digest to tell what stands beside each other: 12 octets in base64url.
#[must_use]
pub fn short_digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(sha256(bytes).get(..12).unwrap_or_default())
}
