//! Receipts on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ptp_domain::receipt;
use ptp_http::wire::{DateText, EmailText, InstantText, ShortText, Url};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::LocalizedText;
use crate::cases::words::ReceiptActCode;

/// What a receipt says, and the signature covers.
///
/// What the law asks for (L. 241/1990, arts. 8 and 18-bis) is absent on receipts issued before it
/// was said: those of applications alone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptClaims {
    /// Who issued it: where the service is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<Url>,
    /// Its identifier, for `/poles/{pole_id}/receipts/{receipt_id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt_id: Option<Uuid>,
    /// What was presented; an application, if it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<ReceiptActCode>,
    /// The administration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub administration: Option<ShortText>,
    /// The object of the act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<LocalizedText>,
    /// The number in the register of the year: of the application, request or communication.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    pub protocol: String,
    /// The application, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Uuid>,
    /// The change request, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Uuid>,
    /// The communication, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication_id: Option<Uuid>,
    /// The call of an application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Uuid>,
    /// What people call the call by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 30,
        pattern = "^BANDO-[0-9]{4}-[0-9]{3,10}$",
        example = "BANDO-2027-003"
    )]
    pub call_code: Option<String>,
    /// The pole.
    pub pole_id: Uuid,
    /// What people call the pole by.
    #[schema(max_length = 30, pattern = "^PTP-[0-9]{4}-[0-9]{4,10}$", example = "PTP-2027-0012")]
    pub pole_code: String,
    /// The instant of receipt: the one that decides.
    pub received_at: InstantText,
    /// Of an application: first instant of the window, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<InstantText>,
    /// Of an application: last instant of the window, included, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<InstantText>,
    /// Of an application: SHA-256 of the snapshot as canonical JSON (RFC 8785).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub snapshot_sha256: Option<String>,
    /// Of other acts: SHA-256 of `content_salt` followed by the body that was sent, as canonical
    /// JSON (RFC 8785).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub content_sha256: Option<String>,
    /// The office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<ReceiptOffice>,
    /// The person responsible for the procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<ShortText>,
    /// The last day to decide, as counted at the receipt; absent where no decision is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<DateText>,
    /// What silence of the office means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_silence: Option<LocalizedText>,
    /// The remedies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<LocalizedText>,
    /// Where the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Url>,
    /// How the file is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<LocalizedText>,
}

/// The office that a receipt names.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptOffice {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<ShortText>,
    /// Its PEC, or else its e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailText>,
}

/// The receipt of an act of the applicant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receipt {
    /// Its identifier; that of an application, request or communication for what it begins with.
    pub id: Uuid,
    /// What it says.
    pub claims: ReceiptClaims,
    /// The same, signed (JWS, compact form, EdDSA): verify it with /.well-known/jwks.json.
    #[schema(
        max_length = 20_000,
        pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        example = "eyJhbGciOiJFZERTQSJ9.eyJwcm90b2NvbCI6IlBUUC8yMDI3LzAwMDAxMjMifQ.c2lnbmF0dXJl"
    )]
    pub jws: String,
    /// The 32 bytes, in hexadecimal, that `content_sha256` begins with, so that nobody guesses the
    /// content. Absent once it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    )]
    pub content_salt: Option<String>,
}

impl Receipt {
    /// A receipt as issued, with its claims. The signature is not verified: an issued receipt
    /// remains valid, whatever becomes of the keys.
    ///
    /// `None` if it is not a JWS, or its claims are not those of a receipt.
    pub(crate) fn issued(id: Uuid, jws: String) -> Option<Self> {
        let payload = URL_SAFE_NO_PAD.decode(jws.split('.').nth(1)?).ok()?;
        let claims = serde_json::from_slice(&payload).ok()?;
        Some(Self { id, claims, jws, content_salt: None })
    }

    /// The same of one that is stored.
    pub(crate) fn show(receipt: receipt::Receipt) -> Option<Self> {
        let content_salt = receipt.salt.map(hex::encode);
        let shown = Self::issued(receipt.id.uuid(), receipt.jws)?;
        Some(Self { content_salt, ..shown })
    }
}

/// A page of receipts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptPage {
    /// The receipts.
    #[schema(max_items = 100)]
    pub items: Vec<Receipt>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
}
