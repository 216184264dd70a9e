//! The contract document as it is served: rendered once.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use crate::rendition::Rendition;

const CACHING: &str = "public, max-age=300";

/// The key of a path that is not served under the contract's base path.
pub const SERVERS: &str = "servers";

/// The contract document as this service serves it.
pub(super) struct Document {
    json: Rendition,
    yaml: Rendition,
    methods: Vec<(Vec<String>, Vec<String>)>,
}

/// The serialisation of the document.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl Document {
    /// Takes the finished document, and the paths served outside it.
    pub(super) fn new(
        document: &Value,
        yaml: String,
        base: &str,
        outside: &[&str],
    ) -> std::io::Result<Self> {
        Ok(Self {
            json: Rendition::new("application/json", document.to_string())?,
            yaml: Rendition::new("application/yaml", yaml)?,
            methods: methods(document, base, outside),
        })
    }

    pub(super) fn response(&self, form: Form, request: &HttpRequest) -> HttpResponse {
        match form {
            Form::Json => self.json.response(request, CACHING),
            Form::Yaml => self.yaml.response(request, CACHING),
        }
    }

    /// The methods allowed on a path; empty if there is no such path.
    pub(super) fn methods_of(&self, path: &str) -> Vec<&str> {
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
            // A literal path takes precedence over a template.
            .min_by_key(|(template, _)| {
                template.iter().filter(|part| part.starts_with('{')).count()
            })
            .map(|(_, methods)| methods.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }
}

fn methods(contract: &Value, base: &str, outside: &[&str]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut paths: BTreeMap<String, Vec<String>> =
        outside.iter().map(|path| ((*path).to_owned(), vec![Method::GET.to_string()])).collect();
    for (path, item) in contract["paths"].as_object().into_iter().flatten() {
        let keys = item.as_object().into_iter().flat_map(|item| item.keys());
        let methods = keys.filter(|key| *key != SERVERS).map(|name| name.to_uppercase()).collect();
        let base = if item.get(SERVERS).is_none() { base } else { "" };
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
