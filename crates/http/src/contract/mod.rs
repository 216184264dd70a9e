//! The contract, handed in: what it says of bodies and queries, and the document to be served.

mod document;
mod faults;
mod judge;
mod operation;
mod schemas;
mod validators;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

pub use document::{Form, SERVERS};
pub use operation::{Kind, Operation};
pub use schemas::REFERENCE;
pub use validators::Validators;

pub(crate) use faults::{MAX_ITEMS, UNKNOWN_PROPERTY, escaped};

use document::Document;

/// A contract that a service keeps.
pub struct Contract {
    /// What it says of bodies and queries.
    pub validators: Arc<Validators>,
    document: Document,
    digest: String,
}

/// The document of a contract, finished.
pub struct Source<'a> {
    /// As it is served.
    pub served: &'a Value,
    /// The same as YAML.
    pub yaml: String,
    /// The path that its paths stand under.
    pub base: &'a str,
    /// What is served outside it, by `GET`.
    pub outside: &'a [&'a str],
    /// Names this version of the contract; a few characters.
    pub digest: String,
}

impl Contract {
    /// A contract with its validators.
    ///
    /// # Errors
    ///
    /// The document cannot be compressed.
    pub fn new(validators: Arc<Validators>, source: Source<'_>) -> std::io::Result<Self> {
        let Source { served, yaml, base, outside, digest } = source;
        Ok(Self { validators, document: Document::new(served, yaml, base, outside)?, digest })
    }

    /// The document, or 304 if the caller has it already.
    #[must_use]
    pub fn document(&self, form: Form, request: &HttpRequest) -> HttpResponse {
        self.document.response(form, request)
    }

    /// The methods of a path of the service, as in `Allow`; empty if there is no such path.
    #[must_use]
    pub fn methods_of(&self, path: &str) -> Vec<&str> {
        self.document.methods_of(path)
    }

    /// Names this version of the contract: part of every tag, so that a field that a new version
    /// adds is not hidden by a 304.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}
