//! `read_me`

use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::credentials::credentials;
use ptp_http::limits::Account;
use ptp_http::show::plain;
use ptp_http::wire::{Coded, InstantText, TaxCodeText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::words::RoleCode;

/// What the service makes of a token.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Me {
    /// Whom it names.
    #[schema(
        max_length = 255,
        pattern = r"^[^\u0000-\u001F]+$",
        example = "0b8f6c2e-portale-scuole"
    )]
    pub subject: String,
    /// Who issued it.
    #[schema(
        max_length = 500,
        pattern = r"^[^\u0000-\u001F]+$",
        example = "https://login.example.it"
    )]
    pub issuer: String,
    /// The software that calls, if the token says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "portale-scuole")]
    pub client: Option<String>,
    /// The roles that this service knows among the token's.
    #[schema(max_items = 4)]
    pub roles: Vec<RoleCode>,
    /// The body that the caller acts for: it owns what the caller creates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<TaxCodeText>,
    /// When the token expires.
    pub expires_at: InstantText,
    /// What is left of the requests of this minute.
    pub rate_limit: RateLimit,
}

/// How many requests there are, and are left.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimit {
    /// How many a minute.
    #[schema(maximum = 4_294_967_295_i64, example = 1200)]
    pub limit: u32,
    /// How many are left now.
    #[schema(maximum = 4_294_967_295_i64, example = 1199)]
    pub remaining: u32,
    /// In how many seconds all are left again.
    #[schema(maximum = 3600, example = 1)]
    pub reset: u64,
}

/// What the service makes of this token
///
/// Whom it names, its roles, the body it acts for, and when it expires.
#[utoipa::path(
    operation_id = Action::ReadMe.code(),
    tag = "service",
    responses((status = 200, description = "The caller.", body = Me)),
)]
#[get("/me")]
pub(crate) async fn handle(
    _caller: Caller<op::ReadMe>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Some(Ok(verified)) = credentials(&request) else { return Err(ApiError::Unauthenticated) };
    let bearer = verified.bearer;
    let account = Account::current().ok_or_else(|| {
        ApiError::Internal("the request was not counted by the rate limiter".to_owned())
    })?;
    let left = account.left();
    Ok(plain(&Me {
        subject: bearer.subject,
        issuer: bearer.issuer,
        client: bearer.client,
        roles: bearer.roles.into_iter().map(Coded).collect(),
        org: bearer.organisation.map(|code| code.as_str().into()),
        expires_at: verified.expires_at.into(),
        rate_limit: RateLimit { limit: left.limit, remaining: left.remaining, reset: left.reset },
    }))
}
