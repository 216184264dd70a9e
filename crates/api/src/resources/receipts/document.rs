//! Receipts on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ptp_http::wire::InstantText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a receipt says, and the signature covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptClaims {
    /// The number in the register of the year.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    pub protocol: String,
    /// The application.
    pub application_id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// What people call the call by.
    #[schema(
        max_length = 30,
        pattern = "^BANDO-[0-9]{4}-[0-9]{3,10}$",
        example = "BANDO-2027-003"
    )]
    pub call_code: String,
    /// The pole.
    pub pole_id: Uuid,
    /// What people call the pole by.
    #[schema(max_length = 30, pattern = "^PTP-[0-9]{4}-[0-9]{4,10}$", example = "PTP-2027-0012")]
    pub pole_code: String,
    /// The instant of receipt: the one that decides.
    pub received_at: InstantText,
    /// First instant of the window, as it was then.
    pub opens_at: InstantText,
    /// Last instant of the window, included, as it was then.
    pub closes_at: InstantText,
    /// SHA-256 of the snapshot as canonical JSON (RFC 8785).
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub snapshot_sha256: String,
}

/// The receipt of an application.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receipt {
    /// What it says.
    pub claims: ReceiptClaims,
    /// The same, signed (JWS, compact form, EdDSA): verify it with /.well-known/jwks.json.
    #[schema(
        max_length = 4000,
        pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        example = "eyJhbGciOiJFZERTQSJ9.eyJwcm90b2NvbCI6IlBUUC8yMDI3LzAwMDAxMjMifQ.c2lnbmF0dXJl"
    )]
    pub jws: String,
}

impl Receipt {
    /// A receipt as issued, with its claims. The signature is not verified: an issued receipt
    /// remains valid, whatever becomes of the keys.
    ///
    /// `None` if it is not a JWS, or its claims are not those of a receipt.
    pub(crate) fn issued(jws: String) -> Option<Self> {
        let payload = URL_SAFE_NO_PAD.decode(jws.split('.').nth(1)?).ok()?;
        let claims = serde_json::from_slice(&payload).ok()?;
        Some(Self { claims, jws })
    }
}
