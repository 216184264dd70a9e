//! The contract: derived from the route table, finished by rules, served and committed.

mod examples;
mod examples_procedure;
mod examples_reference;
pub(crate) mod examples_today;
mod finish;
mod patch_schema;
mod responses;

use std::collections::BTreeMap;

use actix_web::App;
use actix_web::http::Method;
use serde_json::{Value, json};
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::{AppExt, scope};

use crate::members::document::MemberInput;
use crate::poles::document::PoleInput;
use crate::problem_view::Problem;
use crate::routes;

/// The contract as the routes have it, without what the rules add.
fn collected() -> OpenApi {
    let mut components = Components::new();
    // Referred to by what the rules add, so the collection by routes does not see them.
    let mut schemas = vec![
        (Problem::name().into_owned(), Problem::schema()),
        (PoleInput::name().into_owned(), PoleInput::schema()),
        (MemberInput::name().into_owned(), MemberInput::schema()),
    ];
    Problem::schemas(&mut schemas);
    PoleInput::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let preamble = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("PTP").version(env!("CARGO_PKG_VERSION")).build())
        .components(Some(components))
        .build();
    let (_, document) = App::new()
        .into_utoipa_app()
        .openapi(preamble)
        .service(scope("").configure(routes::v1))
        .split_for_parts();
    document
}

/// The contract.
#[must_use]
pub fn generated() -> Value {
    let document = serde_json::to_value(collected()).unwrap_or(Value::Null);
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
    pub(crate) value: Value,
    /// As text.
    pub(crate) json: String,
    /// As YAML.
    pub(crate) yaml: String,
    methods: Vec<(Vec<String>, Vec<String>)>,
}

impl Document {
    /// The contract of a service that is reached at `public_url`, or where it is asked.
    #[must_use]
    pub fn new(contract: &Value, public_url: Option<&str>) -> Self {
        let mut value = contract.clone();
        let own = match public_url {
            Some(url) => json!({
                "url": format!("{}/v1", url.trim_end_matches('/')),
                "description": "Questo servizio",
            }),
            None => json!({"url": "/v1", "description": "Questo servizio", "x-sandbox": true}),
        };
        value["servers"] = json!([own]);
        let methods = methods(contract);
        let yaml = yaml_of(&value);
        Self { json: value.to_string(), yaml, methods, value }
    }

    /// The contract of the demo, with the paths of its sandbox.
    #[must_use]
    pub(crate) fn of_demo(contract: &Value) -> Self {
        let mut document = Self::new(contract, None);
        document.methods.extend(crate::sandbox::PATHS.iter().map(|(path, methods)| {
            let segments = path.trim_start_matches('/').split('/').map(ToOwned::to_owned);
            (segments.collect(), methods.iter().map(|method| (*method).to_owned()).collect())
        }));
        document
    }

    /// The methods of a path of the service; empty if there is no such path.
    pub(crate) fn methods_of(&self, path: &str) -> Vec<&str> {
        let segments: Vec<_> = path.trim_start_matches('/').split('/').collect();
        let matches = |template: &[String]| {
            template.len() == segments.len()
                && template
                    .iter()
                    .zip(&segments)
                    .all(|(part, segment)| part.starts_with('{') || part == segment)
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
    for (path, operations) in contract["paths"].as_object().into_iter().flatten() {
        let methods = operations.as_object().into_iter().flat_map(|operations| operations.keys());
        paths.insert(format!("/v1{path}"), methods.map(|name| name.to_uppercase()).collect());
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
