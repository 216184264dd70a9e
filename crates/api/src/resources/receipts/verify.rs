//! `verify_receipt`, and the public keys for verification elsewhere.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_auth::receipt_keys::{Document, Forged};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::show::plain;
use ptp_http::wire::{Leaf as _, Read, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use super::document::ReceiptClaims;
use crate::cases::caller::{Caller, op};
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A receipt to be checked.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerificationInput {
    /// The receipt as it was issued (JWS, compact form).
    #[schema(min_length = 1, max_length = 20_000, pattern = r"^[A-Za-z0-9_.-]+$")]
    pub receipt: String,
}

impl VerificationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { receipt: reading.required("receipt", String::read)? })
    }
}

/// Whether a receipt is ours and unchanged.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verification {
    /// Whether it is.
    pub valid: bool,
    /// Why not, for programs: `malformed`, `not_a_receipt`, `unknown_key`, `signature`,
    /// `not_registered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "signature")]
    pub reason: Option<String>,
    /// The same for people.
    pub message: LocalizedText,
    /// What it says, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<ReceiptClaims>,
}

/// Verify a receipt
///
/// Whether this service signed it, nothing of it was changed, and the act stands in the register
/// with the same receipt. Stores nothing.
#[utoipa::path(
    operation_id = Action::VerifyReceipt.code(),
    tag = "applications",
    request_body(content = VerificationInput, description = "The receipt."),
    responses((status = 200, description = "Whether it is ours and unchanged.", body = Verification)),
)]
#[post("/receipts/verifications")]
pub(crate) async fn handle(
    _caller: Caller<op::VerifyReceipt>,
    service: Data<Service>,
    body: Body<VerificationInput>,
) -> Result<HttpResponse, ApiError> {
    let (VerificationInput { receipt }, _) = body.read(VerificationInput::read)?;
    let claims = match service.receipt_keys.open::<ReceiptClaims>(Document::Receipt, &receipt) {
        Ok(claims) => claims,
        Err(forged) => return Ok(plain(&refused(forged))),
    };
    // Those of applications that do not say which they are stand with the application.
    let registered = match claims.receipt_id.or(claims.application_id) {
        None => false,
        Some(id) => service.store.read().await?.is_issued(Id::new(id), &receipt).await?,
    };
    if !registered {
        return Ok(plain(&invalid(NOT_REGISTERED)));
    }
    let message = Text::fixed(
        "La ricevuta è autentica e l'atto a cui si riferisce è nel registro.",
        "The receipt is authentic and the act that it is about stands in the register.",
    );
    Ok(plain(&Verification {
        valid: true,
        reason: None,
        message: message.into(),
        claims: Some(claims),
    }))
}

const NOT_REGISTERED: Invalid = Invalid::fixed(
    "not_registered",
    "La firma è di questo servizio, ma nel registro questa ricevuta non c'è: è di un altro ambiente \
     (collaudo, dimostrazione)?",
    "The signature is this service's, but the register has no such receipt: is it of another \
     environment (test, demo)?",
);

fn refused(forged: Forged) -> Verification {
    match forged {
        Forged::Malformed => invalid(Invalid::fixed(
            "malformed",
            "Non è una ricevuta: servono le tre parti del JWS separate da punti, così come \
                 sono state rilasciate.",
            "Not a receipt: the three parts of the JWS are needed, with dots between them, as \
                 they were issued.",
        )),
        Forged::OfAnotherKind => invalid(Invalid::fixed(
            "not_a_receipt",
            "È un documento firmato, ma non una ricevuta.",
            "A signed document, but not a receipt.",
        )),
        Forged::UnknownKey => invalid(Invalid::fixed(
            "unknown_key",
            "Firmata con una chiave che questo servizio non ha mai avuto.",
            "Signed with a key that this service never had.",
        )),
        Forged::Signature => invalid(Invalid::fixed(
            "signature",
            "La firma non corrisponde: la ricevuta è stata modificata.",
            "The signature does not fit: the receipt was changed.",
        )),
    }
}

fn invalid(Invalid { code, message }: Invalid) -> Verification {
    Verification {
        valid: false,
        reason: Some(code.to_owned()),
        message: message.into(),
        claims: None,
    }
}

/// The public keys of receipts (RFC 7517).
pub(crate) async fn jwks(service: Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/jwk-set+json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(service.receipt_keys.jwks())
}
