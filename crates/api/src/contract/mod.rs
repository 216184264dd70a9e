//! The OpenAPI contract: derived from the routes, finished by rules, served and committed.

mod example_things;
pub(crate) mod examples;
mod examples_changes;
mod examples_kept;
mod examples_procedure;
mod examples_reference;
mod examples_reorganisation;
pub(crate) mod examples_today;
mod finish;
mod known_codes;
mod note;
mod patch_schema;
mod preamble;
mod problem;
mod refusals;
mod responses;
pub(crate) mod routes;
mod sharing;
#[cfg(test)]
mod tests;
mod tidy;

use std::sync::{Arc, LazyLock};

use actix_web::App;
use ptp_http::contract::{Contract, Source, Validators};
use ptp_http::digest::short_digest;
use ptp_http::wire::{CallCodeText, PoleCodeText, ProtocolText, SearchText};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Schema};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

pub use self::examples_today::shift;
use self::problem::Problem;
use crate::cases::words::EventKindCode;
use crate::resources::applications::list::ResponsibleFilter;
use crate::resources::applications::order::ApplicationOrder;
use crate::resources::calls::list::CallOrder;
use crate::resources::members::document::MemberInput;
use crate::resources::poles::document::PoleInput;
use crate::resources::poles::list::{OwnerFilter, PoleInclusion, PoleOrder};

/// The document as derived from the routes, before it is finished.
fn collected(more: impl FnOnce(&mut ServiceConfig<'_>)) -> OpenApi {
    let mut components = Components::new();
    let mut schemas = Vec::new();
    // Referenced only by parameters or by what finishing adds, so not collected from the routes.
    register::<Problem>(&mut schemas);
    register::<PoleInput>(&mut schemas);
    register::<MemberInput>(&mut schemas);
    register::<ApplicationOrder>(&mut schemas);
    register::<CallOrder>(&mut schemas);
    register::<PoleOrder>(&mut schemas);
    register::<OwnerFilter>(&mut schemas);
    register::<PoleInclusion>(&mut schemas);
    register::<PoleCodeText>(&mut schemas);
    register::<SearchText>(&mut schemas);
    register::<CallCodeText>(&mut schemas);
    register::<ProtocolText>(&mut schemas);
    register::<ResponsibleFilter>(&mut schemas);
    register::<EventKindCode>(&mut schemas);
    components.schemas.extend(schemas);
    let preamble = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("PTP").version(env!("CARGO_PKG_VERSION")).build())
        .components(Some(components))
        .build();
    let (_, document) = App::new()
        .into_utoipa_app()
        .openapi(preamble)
        .service(scope("").configure(routes::documented_v1))
        .configure(more)
        .split_for_parts();
    document
}

fn register<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

/// The contract.
///
/// # Errors
///
/// It cannot be serialised as JSON (a bug).
pub fn generated() -> Result<Value, String> {
    whole().map(sharing::shared)
}

/// The contract in which every operation says all of itself, as far as it is not shared by hand.
///
/// # Errors
///
/// It cannot be serialised as JSON (a bug).
pub fn whole() -> Result<Value, String> {
    static WHOLE: LazyLock<Result<Value, String>> =
        LazyLock::new(|| Ok(tidy::pruned(finished(|_| {})?.document)));
    WHOLE.clone()
}

/// The contract as committed in `openapi/ptp.v1.yaml`.
///
/// # Errors
///
/// It cannot be serialised (a bug).
pub fn yaml() -> Result<String, String> {
    yaml_of(&generated()?)
}

fn yaml_of(document: &Value) -> Result<String, String> {
    serde_norway::to_string(document).map_err(|error| error.to_string())
}

/// A finished document, with data for internal use.
pub(crate) struct Finished {
    /// Includes the schemas that only validate the results of patches.
    pub(crate) document: Value,
    /// Their names.
    patched: Vec<String>,
}

/// The finished document, with additional routes.
///
/// # Errors
///
/// It cannot be serialised as JSON (a bug).
pub(crate) fn finished(more: impl FnOnce(&mut ServiceConfig<'_>)) -> Result<Finished, String> {
    let document = serde_json::to_value(collected(more)).map_err(|error| error.to_string())?;
    let (document, patched) = finish::finished(document);
    Ok(Finished { document, patched })
}

/// The contract of a service at `public_url`, or relative to the request's host.
///
/// # Errors
///
/// A schema is invalid (a bug).
pub(crate) fn served(public_url: Option<&str>) -> Result<Arc<Contract>, String> {
    static PLAIN: LazyLock<Result<Arc<Contract>, String>> =
        LazyLock::new(|| contract(finished(|_| {})?, None));
    match public_url {
        None => PLAIN.clone(),
        Some(_) => contract(finished(|_| {})?, public_url),
    }
}

/// Compiles the contract of a service at `public_url`, or relative to the request's host.
///
/// # Errors
///
/// A schema is invalid (a bug).
pub(crate) fn contract(
    Finished { document, patched }: Finished,
    public_url: Option<&str>,
) -> Result<Arc<Contract>, String> {
    let validators = Arc::new(Validators::new(&document, &patched)?);
    let mut served = sharing::shared(tidy::pruned(document));
    let digest: String = short_digest(served.to_string().as_bytes()).chars().take(6).collect();
    let own = match public_url {
        Some(url) => json!({
            "url": format!("{}{BASE}", url.trim_end_matches('/')),
            "description": "Questo servizio",
        }),
        None => json!({"url": BASE, "description": "Questo servizio", "x-sandbox": true}),
    };
    served["servers"] = json!([own]);
    let yaml = yaml_of(&served)?;
    let source = Source { served: &served, yaml, base: BASE, outside: &OUTSIDE, digest };
    Contract::new(validators, source).map(Arc::new).map_err(|error| error.to_string())
}

/// The base path of the contract.
const BASE: &str = "/v1";

/// Paths outside the contract.
const OUTSIDE: [&str; 10] = [
    "/",
    "/guide",
    "/livez",
    "/readyz",
    "/openapi.json",
    "/openapi.yaml",
    "/.well-known/jwks.json",
    "/.well-known/ptp-head",
    "/problems",
    "/problems/{slug}",
];
