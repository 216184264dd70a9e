//! `read_status`, and the probes outside the contract.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The state of the service, as the Italian interoperability guidelines ask (`problem+json`).
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceStatus {
    /// 200 when the service works.
    #[schema(minimum = 200, maximum = 200, example = 200)]
    pub status: u16,
    /// In a word.
    #[schema(max_length = 100, pattern = "^[A-Za-z ]+$", example = "OK")]
    pub title: String,
    /// The version that runs.
    #[schema(max_length = 40, pattern = r"^[0-9]+\.[0-9]+\.[0-9]+$", example = "0.1.0")]
    pub version: String,
}

/// The state of the service
///
/// 200 when the database answers, 503 otherwise.
#[utoipa::path(
    operation_id = Action::ReadStatus.code(),
    tag = "service",
    responses((
        status = 200, description = "The service works.", body = ServiceStatus,
        content_type = "application/problem+json",
    )),
)]
#[get("/status")]
pub(crate) async fn handle(
    _caller: Caller<op::ReadStatus>,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    service.store.ping().await?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/problem+json")).json(
        ServiceStatus {
            status: 200,
            title: "OK".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
    ))
}

/// The liveness probe; not in the contract.
#[get("/livez")]
pub(crate) async fn live() -> HttpResponse {
    ok()
}

/// The readiness probe: whether the database responds; not in the contract.
#[get("/readyz")]
pub(crate) async fn ready(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    service.store.ping().await?;
    Ok(ok())
}

fn ok() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}
