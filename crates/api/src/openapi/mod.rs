//! The contract: derived from the route table, finished by rules, served and committed.

mod examples;
mod examples_procedure;
mod examples_reference;
pub(crate) mod examples_today;
mod finish;
mod patch_schema;
mod responses;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use actix_web::App;
use actix_web::http::Method;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Schema};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use crate::applications::list::ApplicationOrder;
use crate::calls::list::CallOrder;
use crate::members::document::MemberInput;
use crate::poles::document::PoleInput;
use crate::poles::list::{OwnerFilter, PoleOrder};
use crate::problem_view::Problem;
use crate::routes;

/// The document as the routes have it, without what the rules add.
fn collected(more: impl FnOnce(&mut ServiceConfig<'_>)) -> OpenApi {
    let mut components = Components::new();
    let mut schemas = Vec::new();
    // Referred to by what the rules add, or by parameters: the collection by routes sees neither.
    register::<Problem>(&mut schemas);
    register::<PoleInput>(&mut schemas);
    register::<MemberInput>(&mut schemas);
    register::<ApplicationOrder>(&mut schemas);
    register::<CallOrder>(&mut schemas);
    register::<PoleOrder>(&mut schemas);
    register::<OwnerFilter>(&mut schemas);
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
#[must_use]
pub fn generated() -> Value {
    finish::pruned(whole().clone())
}

/// The contract, and the schemas by which alone patches are judged.
pub(crate) fn whole() -> &'static Value {
    static WHOLE: LazyLock<Value> = LazyLock::new(|| whole_with(|_| {}));
    &WHOLE
}

/// The same with more routes.
pub(crate) fn whole_with(more: impl FnOnce(&mut ServiceConfig<'_>)) -> Value {
    let document = serde_json::to_value(collected(more)).unwrap_or(Value::Null);
    finish::finished(document)
}

/// The contract as it is committed in `openapi/ptp.v1.yaml`.
#[must_use]
pub fn yaml() -> String {
    yaml_of(&generated())
}

fn yaml_of(document: &Value) -> String {
    serde_norway::to_string(document).unwrap_or_default()
}

/// The contract as this service serves it.
pub struct Document {
    /// As JSON.
    pub(crate) json: String,
    /// As YAML, once somebody asks.
    yaml: OnceLock<String>,
    methods: Vec<(Vec<String>, Vec<String>)>,
}

impl Document {
    /// The contract of a service that is reached at `public_url`, or where it is asked.
    #[must_use]
    pub fn new(contract: &Value, public_url: Option<&str>) -> Self {
        let mut value = finish::pruned(contract.clone());
        let own = match public_url {
            Some(url) => json!({
                "url": format!("{}/v1", url.trim_end_matches('/')),
                "description": "Questo servizio",
            }),
            None => json!({"url": "/v1", "description": "Questo servizio", "x-sandbox": true}),
        };
        value["servers"] = json!([own]);
        let methods = methods(&value);
        Self { json: value.to_string(), yaml: OnceLock::new(), methods }
    }

    /// As YAML.
    pub(crate) fn yaml(&self) -> &str {
        self.yaml.get_or_init(|| {
            let document = serde_json::from_str(&self.json).unwrap_or(Value::Null);
            yaml_of(&document)
        })
    }

    /// The methods of a path of the service; empty if there is no such path.
    pub(crate) fn methods_of(&self, path: &str) -> Vec<&str> {
        let segments: Vec<_> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let matches = |template: &[String]| {
            template.len() == segments.len()
                && template.iter().zip(&segments).all(|(part, segment)| {
                    part == segment || part.starts_with('{') && !segment.is_empty()
                })
        };
        self.methods
            .iter()
            .filter(|(template, _)| matches(template))
            // A literal path comes before one with a parameter in its place.
            .min_by_key(|(template, _)| {
                template.iter().filter(|part| part.starts_with('{')).count()
            })
            .map(|(_, methods)| methods.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }
}

fn methods(contract: &Value) -> Vec<(Vec<String>, Vec<String>)> {
    let mut paths: BTreeMap<String, Vec<String>> =
        OUTSIDE.iter().map(|path| ((*path).to_owned(), vec![Method::GET.to_string()])).collect();
    for (path, item) in contract["paths"].as_object().into_iter().flatten() {
        let keys = item.as_object().into_iter().flat_map(|item| item.keys());
        let methods = keys.filter(|key| *key != SERVERS).map(|name| name.to_uppercase()).collect();
        let base = if item.get(SERVERS).is_none() { "/v1" } else { "" };
        paths.insert(format!("{base}{path}"), methods);
    }
    paths
        .into_iter()
        .map(|(path, mut methods)| {
            if methods.iter().any(|method| method == "GET") {
                methods.push(Method::HEAD.to_string());
            }
            methods.push(Method::OPTIONS.to_string());
            let segments = path.trim_start_matches('/').split('/').map(ToOwned::to_owned);
            (segments.collect(), methods)
        })
        .collect()
}

/// The key of a path that is not served under `/v1`.
pub(crate) const SERVERS: &str = "servers";

/// What is served outside the contract.
const OUTSIDE: [&str; 7] = [
    "/livez",
    "/readyz",
    "/openapi.json",
    "/openapi.yaml",
    "/.well-known/jwks.json",
    "/problems",
    "/problems/{slug}",
];
