//! `/.well-known/ptp-head`: what the service can be held to.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ptp_auth::receipt_keys::Document;
use ptp_http::wire::InstantText;
use serde::Serialize;

use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The head of the log of events, at an instant.
#[derive(Serialize)]
struct Claims {
    /// How many events there are.
    events: i64,
    /// The hash of the last one, which covers all; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    /// When it was read.
    at: InstantText,
}

/// The claims, and the same signed.
#[derive(Serialize)]
struct SignedHead {
    claims: Claims,
    jws: String,
}

/// The head of the log of events, signed: whoever keeps it can later show that the log was changed
/// (`ptp audit verify --expect-hash`).
pub(crate) async fn head(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    let head = service.store.read().await?.head().await?;
    let claims = Claims {
        events: head.as_ref().map_or(0, |head| head.position),
        hash: head.map(|head| head.hash),
        at: service.clock.now().into(),
    };
    let jws = service
        .receipt_keys
        .sign(Document::Head, &claims)
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
        .json(SignedHead { claims, jws }))
}
