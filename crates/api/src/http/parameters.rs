//! Parameters of the path and the query, against the contract.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::caller::Operation;
use crate::problem::ApiError;
use crate::service::Service;

/// The query of the operation `O` as a `T`.
#[derive(Debug)]
pub(crate) struct Query<O, T>(T, PhantomData<O>);

impl<O, T> Query<O, T> {
    /// What was asked.
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<O: Operation, T: DeserializeOwned> FromRequest for Query<O, T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read::<O, T>(request).map(|value| Self(value, PhantomData)))
    }
}

fn read<O: Operation, T: DeserializeOwned>(request: &HttpRequest) -> Result<T, ApiError> {
    T::deserialize(&query_of::<O>(request)?).map_err(|error| ApiError::Internal(error.to_string()))
}

/// The query of the operation `O`, each parameter as its type.
///
/// # Errors
///
/// `malformed-parameter`, with every fault.
pub(crate) fn query_of<O: Operation>(request: &HttpRequest) -> Result<Value, ApiError> {
    let service = request
        .app_data::<Data<Service>>()
        .ok_or_else(|| ApiError::Internal("no service".to_owned()))?;
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(request.query_string())
        .map_err(|_| malformed("", QUERY))?
        .into_inner();
    if !is_utf8(request.query_string(), &pairs) {
        return Err(malformed("", QUERY));
    }
    service.validators.read_query(O::ACTION.code(), &pairs).map_err(ApiError::MalformedParameters)
}

/// Whether a query was UTF-8: the decoder puts U+FFFD in the place of what is not.
fn is_utf8(query: &str, pairs: &[(String, String)]) -> bool {
    let replaced = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    let meant = || query.to_ascii_uppercase().contains("%EF%BF%BD");
    meant() || !pairs.iter().any(|(name, value)| replaced(name) || replaced(value))
}

/// A parameter that cannot be read.
pub(crate) fn malformed(name: &str, invalid: Invalid) -> ApiError {
    let pointer = if name.is_empty() { String::new() } else { format!("/{name}") };
    ApiError::MalformedParameters(vec![invalid.at(pointer)])
}

const QUERY: Invalid = Invalid::fixed(
    "query",
    "la parte dopo il punto interrogativo non si può leggere",
    "what follows the question mark cannot be read",
);

/// The identifiers in the path, in its order.
#[derive(Debug)]
pub(crate) struct PathIds<const N: usize>([Uuid; N]);

impl<const N: usize> PathIds<N> {
    /// The identifier at an index, as that of a `T`.
    pub(crate) fn id<T>(&self, index: usize) -> Id<T> {
        Id::new(self.0.get(index).copied().unwrap_or_default())
    }
}

impl<const N: usize> FromRequest for PathIds<N> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut ids = [Uuid::nil(); N];
        let mut faults = Vec::new();
        for (place, (name, text)) in ids.iter_mut().zip(request.match_info().iter()) {
            match Uuid::try_parse(text) {
                // Only the usual form with four dashes, in capitals or not (RFC 9562, section 4).
                Ok(id) if text.len() == 36 => *place = id,
                _ => faults.push(Fault {
                    pointer: format!("/{name}"),
                    code: "uuid",
                    message: Text::fixed(
                        "non è un UUID; gli identificativi si leggono in id, non in code",
                        "not a UUID; identifiers stand in id, not in code",
                    ),
                }),
            }
        }
        ready(if faults.is_empty() {
            Ok(Self(ids))
        } else {
            Err(ApiError::MalformedParameters(faults))
        })
    }
}
