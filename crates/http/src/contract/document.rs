//! The contract document as it is served: rendered and compressed once.

use std::collections::BTreeMap;
use std::io::Write as _;

use actix_web::http::{Method, header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::digest::short_digest;
use crate::etag::{CODING_SUFFIX, is_known_as};

/// The key of a path that is not served under the contract's base path.
pub const SERVERS: &str = "servers";

/// A document, its compressed form and its entity tag.
struct Rendition {
    media_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
    tag: String,
}

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

impl Rendition {
    fn new(media_type: &'static str, text: String) -> std::io::Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes())?;
        let gzip = encoder.finish()?.into();
        let tag = short_digest(text.as_bytes());
        Ok(Self { media_type, plain: text.into(), gzip, tag })
    }

    /// The document in a coding that the caller accepts; 304 if the caller has it already.
    fn response(&self, request: &HttpRequest) -> HttpResponse {
        let takes_gzip = crate::accept::takes_gzip(request);
        let (body, suffix) =
            if takes_gzip { (&self.gzip, CODING_SUFFIX) } else { (&self.plain, "") };
        let tag = format!("\"{}{suffix}\"", self.tag);
        let mut response = if is_known_as(request, &tag) {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        response
            .insert_header((header::ETAG, tag.as_str()))
            .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
            .insert_header((header::VARY, "Accept-Encoding"));
        if is_known_as(request, &tag) {
            return response.finish();
        }
        // `Content-Encoding: identity` would be wrong, but without any coding the compression layer
        // would compress it again.
        if takes_gzip {
            response.insert_header((header::CONTENT_ENCODING, "gzip"));
        }
        response.content_type(self.media_type).body(body.clone())
    }
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
            Form::Json => self.json.response(request),
            Form::Yaml => self.yaml.response(request),
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
