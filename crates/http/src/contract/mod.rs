//! The contract of the API: validation of bodies and queries, and the document to serve.

mod document;
mod faults;
mod form;
mod judge;
mod lenient;
mod operation;
mod schemas;
mod validators;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

pub use document::{Form, SERVERS};
pub use form::faults_of_form;
pub use operation::{Kind, Operation};
pub use schemas::REFERENCE;
pub use validators::Validators;

pub(crate) use faults::{INVISIBLE, MAX_ITEMS, UNKNOWN_PROPERTY, escaped};
pub(crate) use lenient::Nulls;

use document::Document;

/// The contract of a service.
pub struct Contract {
    /// Validates bodies and queries.
    pub validators: Arc<Validators>,
    document: Document,
    digest: String,
}

/// The finished contract document.
pub struct Source<'a> {
    /// The document as served.
    pub served: &'a Value,
    /// The same as YAML.
    pub yaml: String,
    /// The base path of its paths.
    pub base: &'a str,
    /// Paths served outside it, by `GET`.
    pub outside: &'a [&'a str],
    /// Identifies this version of the contract in a few characters.
    pub digest: String,
}

impl Contract {
    /// Builds a contract from its validators and document.
    ///
    /// # Errors
    ///
    /// Compressing the document failed.
    pub fn new(validators: Arc<Validators>, source: Source<'_>) -> std::io::Result<Self> {
        let Source { served, yaml, base, outside, digest } = source;
        Ok(Self { validators, document: Document::new(served, yaml, base, outside)?, digest })
    }

    /// The document, or 304 if the caller has it already.
    #[must_use]
    pub fn document(&self, form: Form, request: &HttpRequest) -> HttpResponse {
        self.document.response(form, request)
    }

    /// The methods allowed on a path, as in `Allow`; empty if there is no such path.
    #[must_use]
    pub fn methods_of(&self, path: &str) -> Vec<&str> {
        self.document.methods_of(path)
    }

    /// Identifies this version of the contract. It is part of every entity tag: otherwise a 304
    /// would hide a field that a new version adds.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}
