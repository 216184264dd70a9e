//! `POST /sandbox/token`: a token of the demo, as OAuth 2.0 gives it to a client (RFC 6749, 4.4).

use actix_web::web::{Data, Form};
use actix_web::{HttpResponse, post};
use ptp_domain::policy::Role;
use ptp_domain::vocabulary::Vocabulary;
use serde::Deserialize;
use serde_json::json;

use crate::problem::ApiError;
use crate::service::Service;

/// What a client asks for; who it is does not matter here.
#[derive(Debug, Deserialize)]
struct TokenForm {
    grant_type: String,
    /// The role; the first one that is known counts.
    #[serde(default)]
    scope: String,
}

#[post("/sandbox/token")]
pub(super) async fn handle(
    service: Data<Service>,
    form: Form<TokenForm>,
) -> Result<HttpResponse, ApiError> {
    let Some(sandbox) = &service.sandbox else { return Err(ApiError::NoSuchPath) };
    if form.grant_type != "client_credentials" {
        return Ok(refused("unsupported_grant_type", "grant_type is client_credentials"));
    }
    let role = form
        .scope
        .split_whitespace()
        .filter_map(|scope| Role::from_code(scope).ok())
        .find(|role| matches!(role, Role::Applicant | Role::Official));
    let Some(role) = role else {
        return Ok(refused("invalid_scope", "scope is applicant or official"));
    };
    let token = (sandbox.mint)(role)
        .ok_or_else(|| ApiError::Internal("the demo's key signs nothing".to_owned()))?;
    Ok(HttpResponse::Ok().json(json!({
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": sandbox.valid_for,
        "scope": role.code(),
    })))
}

/// An error of OAuth 2.0 (RFC 6749, 5.2).
fn refused(error: &str, description: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"error": error, "error_description": description}))
}
