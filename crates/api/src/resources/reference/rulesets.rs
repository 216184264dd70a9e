//! `list_rulesets`, `read_ruleset`

use actix_web::{HttpRequest, HttpResponse, get, web};
use ptp_domain::policy::Action;
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::meant;

use super::ruleset_document::{RulesetDetail, RulesetList, all, detail};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::words::RulesetCode;

/// The rulesets
///
/// Each with its rules (text and source) and parameters. A call names one and may override
/// parameters.
#[utoipa::path(
    operation_id = Action::ListRulesets.code(),
    tag = "reference",
    responses((status = 200, description = "The rulesets.", body = RulesetList)),
)]
#[get("/rulesets")]
pub(crate) async fn list(
    _caller: Caller<op::ListRulesets>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &all())?)
}

/// A ruleset
///
/// With its rules (text and source) and parameters.
#[utoipa::path(
    operation_id = Action::ReadRuleset.code(),
    tag = "reference",
    params((
        "ruleset_id" = RulesetCode, Path,
        description = "The identifier of the ruleset.", example = "regione-lombardia",
    )),
    responses((status = 200, description = "The ruleset.", body = RulesetDetail)),
)]
#[get("/rulesets/{ruleset_id}")]
pub(crate) async fn read(
    _caller: Caller<op::ReadRuleset>,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let id = meant::<RulesetId>(&id).ok_or(ApiError::NotFound)?;
    Ok(digested(&request, CachePolicy::Reference, &detail(id))?)
}
