//! `POST /sandbox/token`: demo tokens by the client credentials grant (RFC 6749, 4.4).

use actix_web::web::{Data, Form};
use actix_web::{HttpResponse, post};
use ptp_domain::policy::Role;
use ptp_domain::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::demo::Sandbox;
use crate::cases::problems::ApiError;

/// The token request; the client is not authenticated.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TokenForm {
    /// `client_credentials`.
    #[schema(max_length = 40, pattern = "^[a-z_]*$", example = "client_credentials")]
    grant_type: String,
    /// The role, `applicant` or `official`; the first one that is known counts.
    #[serde(default)]
    #[schema(max_length = 200, pattern = "^[a-z ]*$", example = "applicant")]
    scope: String,
    /// For an applicant, the tax code of the body to act for, one of `x-sandbox-identities`; the
    /// first of them unless given.
    #[schema(max_length = 16, pattern = "^[0-9A-Z]+$", example = "94004480151")]
    org: Option<String>,
}

/// A token of the demo.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoToken {
    /// The token.
    #[schema(
        max_length = 4_000,
        pattern = "^[A-Za-z0-9._-]+$",
        example = "eyJ0eXAiOiJhdCtqd3QifQ.e30.c2ln"
    )]
    access_token: String,
    /// `Bearer`.
    #[schema(max_length = 6, pattern = "^Bearer$", example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds it is valid.
    #[schema(minimum = 0, maximum = 86_400, example = 43_200)]
    expires_in: u32,
    /// The role.
    #[schema(max_length = 40, pattern = "^[a-z]+$", example = "applicant")]
    scope: &'static str,
}

/// Log in to the demo
///
/// A token for a role, as the client credentials grant of OAuth 2.0 gives it (RFC 6749, 4.4). What
/// the buttons at the top of this page do with a click.
#[utoipa::path(
    operation_id = "take_sandbox_token",
    tag = "sandbox",
    request_body(
        content = TokenForm,
        content_type = "application/x-www-form-urlencoded",
        example = json!({"grant_type": "client_credentials", "scope": "applicant"}),
    ),
    responses((status = 200, description = "The token.", body = DemoToken)),
)]
#[post("/sandbox/token")]
pub(super) async fn handle(
    sandbox: Data<Sandbox>,
    form: Form<TokenForm>,
) -> Result<HttpResponse, ApiError> {
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
    let body = match (role, &form.org) {
        (Role::Applicant, None) => sandbox.organisation(),
        (Role::Applicant, Some(org)) => {
            let known = sandbox.bodies.iter().find(|body| body.tax_code.as_str() == org);
            let Some(known) = known else {
                return Ok(refused("invalid_request", "org is the tax code of a body of the demo"));
            };
            Some(&known.tax_code)
        }
        (_, None) => None,
        (_, Some(_)) => {
            return Ok(refused("invalid_request", "org goes with the scope applicant"));
        }
    };
    let token = (sandbox.mint)(role, body)
        .ok_or_else(|| ApiError::Internal("the demo's key cannot sign".to_owned()))?;
    Ok(HttpResponse::Ok().json(DemoToken {
        access_token: token,
        token_type: "Bearer",
        expires_in: sandbox.valid_for,
        scope: role.code(),
    }))
}

/// An error of OAuth 2.0 (RFC 6749, 5.2).
fn refused(error: &str, description: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"error": error, "error_description": description}))
}
