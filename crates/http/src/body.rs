//! Bodies, judged by the contract and read into the domain.

use std::collections::BTreeSet;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::fault::{Fault, Invalid};
use serde_json::Value;
use utoipa::ToSchema;

pub use crate::arrival::Raw;
use crate::arrival::arriving;
use crate::contract::{INVISIBLE, MAX_ITEMS, Nulls, Validators};
use crate::limits::charge;
use crate::offload::{SMALL, offload_by_size};
use crate::problem::{MOST_FAULTS, Problem, own};
use crate::state::HttpState;
use crate::wire::{Read, Reading, lies_in};
use crate::{JSON, MERGE_PATCH};

/// A JSON body, judged by the schema of `T` and not read into the domain yet.
#[derive(Debug)]
pub struct Body<T> {
    /// As it came.
    pub raw: Raw,
    faults: Vec<Fault>,
    /// As it was, if it is a change of something.
    before: Option<Value>,
    schema: PhantomData<T>,
}

impl<T: ToSchema> Body<T> {
    /// The same body, as a change of what it was.
    #[must_use]
    pub fn changing(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    /// The same body, of a batch that is answered item by item: what the contract finds wrong with
    /// the items of these lists does not refuse the whole, and is left to who reads them.
    #[must_use]
    pub fn item_by_item(mut self, lists: &[&str]) -> Self {
        let is_of_item = |fault: &Fault| {
            lists.iter().any(|list| fault.pointer.starts_with(&format!("/{list}/")))
        };
        self.faults.retain(|fault| !is_of_item(fault));
        self
    }

    /// The same body, with more that is wrong with it.
    pub(crate) fn with_faults(mut self, more: Vec<Fault>) -> Self {
        self.faults.extend(more);
        self
    }

    /// Reads the body into the domain: what the contract and what the domain find wrong come
    /// together, the domain's word first where both speak of one place.
    ///
    /// # Errors
    ///
    /// `invalid-body`, with every fault.
    pub fn read<V>(
        self,
        read: impl FnOnce(&mut Reading<'_>) -> Read<V>,
    ) -> Result<(V, Bytes), Problem> {
        let Self { raw, mut faults, before, .. } = self;
        let mut reading = Reading::of(&raw.value).changing(before.as_ref());
        let value = read(&mut reading);
        let mut found = match reading.finish(value) {
            Ok(value) if faults.is_empty() => return Ok((value, raw.bytes)),
            Ok(_) => Vec::new(),
            Err(found) => found,
        };
        if faults.is_empty() && found.is_empty() {
            tracing::error!(body = %T::name(), "the contract allows what is not read");
            return Err(own::invalid_body(vec![OTHERWISE.at(String::new())]));
        }
        found.retain(|fault| !faults.iter().any(|other| speaks_of_unreadable(other, fault)));
        let spoken_of: BTreeSet<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        faults.retain(|fault| !spoken_of.contains(fault.pointer.as_str()));
        faults.extend(found);
        Err(own::invalid_body(sorted(faults)))
    }
}

impl<T: ToSchema + Send + 'static> Body<T> {
    /// The same as [`read`](Self::read), off the workers if the body is large.
    ///
    /// # Errors
    ///
    /// `invalid-body`.
    pub async fn read_by_size<V: Send + 'static>(
        self,
        read: impl FnOnce(&mut Reading<'_>) -> Read<V> + Send + 'static,
    ) -> Result<(V, Bytes), Problem> {
        offload_by_size(self.raw.bytes.len(), || self.read(read)).await?
    }
}

/// Whether the schema says that what the domain speaks of is not to be read at all.
fn speaks_of_unreadable(schema: &Fault, domain: &Fault) -> bool {
    ["type", "enum", "required", "minimum", "maximum", INVISIBLE].contains(&schema.code)
        && lies_in(&domain.pointer, &schema.pointer)
}

const OTHERWISE: Invalid = Invalid::fixed(
    "schema",
    "non corrisponde al contratto (/openapi.json)",
    "does not match the contract (/openapi.json)",
);

fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|one, other| (&one.pointer, one.code).cmp(&(&other.pointer, other.code)));
    faults.dedup();
    // What is empty has no form either, and what is of another type is none of the words: one
    // sentence is enough.
    for (code, implied) in [("min_length", "pattern"), ("type", "enum")] {
        let places: BTreeSet<_> = faults
            .iter()
            .filter(|fault| fault.code == code)
            .map(|fault| fault.pointer.clone())
            .collect();
        faults.retain(|fault| fault.code != implied || !places.contains(&fault.pointer));
    }
    faults
}

impl<T: ToSchema + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let arriving = arriving(request, payload, &[JSON]);
        let state = request.app_data::<Data<HttpState>>().cloned();
        Box::pin(async move {
            let arrived = arriving.await?;
            let state = state.ok_or_else(|| own::internal("no state"))?;
            let validators = Arc::clone(&state.contract.validators);
            let (raw, faults) = by_size(arrived.bytes.len(), move || {
                let mut raw = arrived.parsed()?;
                validators.put_right(&T::name(), &mut raw.value, Nulls::Absent);
                let mut faults = faults_of(&validators, &T::name(), &raw.value)?;
                faults.extend(Validators::unseen(&raw.value));
                Ok((raw, faults))
            })
            .await?;
            Ok(Self { raw, faults, before: None, schema: PhantomData })
        })
    }
}

/// So many bytes are as much work as a request.
const BYTES_PER_REQUEST: usize = 64 * 1024;

/// Does what takes the longer the larger the body is: off the workers unless it is small.
async fn by_size<R: Send + 'static>(
    size: usize,
    compute: impl FnOnce() -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    if size > SMALL {
        charge(u32::try_from(size / BYTES_PER_REQUEST).unwrap_or(u32::MAX));
    }
    offload_by_size(size, compute).await?
}

/// Judges a body by the schema of `T`.
///
/// # Errors
///
/// `invalid-body`, with every fault.
pub fn judged<T: ToSchema>(validators: &Validators, raw: Raw) -> Result<Body<T>, Problem> {
    let faults = faults_of(validators, &T::name(), &raw.value)?;
    Ok(Body { raw, faults, before: None, schema: PhantomData })
}

/// What the schema of this name refuses; a body that is not even to be read is refused at once.
fn faults_of(validators: &Validators, schema: &str, body: &Value) -> Result<Vec<Fault>, Problem> {
    let faults = validators.body_faults(schema, body).map_err(own::internal)?;
    // More is not told, and what has no bounds is not read.
    if faults.len() >= MOST_FAULTS || faults.iter().any(|fault| fault.code == MAX_ITEMS) {
        return Err(own::invalid_body(sorted(faults)));
    }
    Ok(faults)
}

/// A merge-patch as it came (RFC 7396), by whatever name of JSON, and what its outcome is judged by.
pub struct Patch {
    pub(crate) patch: Value,
    pub(crate) validators: Arc<Validators>,
}

impl FromRequest for Patch {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let arriving = arriving(request, payload, &[MERGE_PATCH, JSON]);
        let state = request.app_data::<Data<HttpState>>().cloned();
        Box::pin(async move {
            let arrived = arriving.await?;
            let patch = by_size(arrived.bytes.len(), move || arrived.parsed()).await?.value;
            let state = state.ok_or_else(|| own::internal("no state"))?;
            Ok(Self { patch, validators: Arc::clone(&state.contract.validators) })
        })
    }
}
