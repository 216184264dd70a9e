//! Path and query parameters, validated against the contract.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::text::Text;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::contract::Operation;
use crate::problem::Problem;
use crate::problem::own::{internal, malformed, malformed_parameters};
use crate::state::HttpState;

/// The query of operation `O`, parsed as `T`.
#[derive(Debug)]
pub struct Query<O, T>(T, PhantomData<O>);

impl<O, T> Query<O, T> {
    /// The parsed query.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<O: Operation, T: DeserializeOwned> FromRequest for Query<O, T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read::<O, T>(request).map(|value| Self(value, PhantomData)))
    }
}

fn read<O: Operation, T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Problem> {
    T::deserialize(&query_of::<O>(request)?).map_err(|error| internal(error.to_string()))
}

/// Parses the query of operation `O`, each parameter as its type.
///
/// # Errors
///
/// `malformed-parameter`, with all faults.
pub fn query_of<O: Operation>(request: &HttpRequest) -> Result<Value, Problem> {
    let state = request.app_data::<Data<HttpState>>().ok_or_else(|| internal("no state"))?;
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(request.query_string())
        .map_err(|_| malformed("", QUERY))?
        .into_inner();
    if !is_utf8(request.query_string(), &pairs) {
        return Err(malformed("", QUERY));
    }
    state.contract.validators.read_query(O::ID, &pairs).map_err(malformed_parameters)
}

/// Whether a query was valid UTF-8: the decoder replaces invalid sequences by U+FFFD.
fn is_utf8(query: &str, pairs: &[(String, String)]) -> bool {
    let replaced = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    let meant = || query.to_ascii_uppercase().contains("%EF%BF%BD");
    meant() || !pairs.iter().any(|(name, value)| replaced(name) || replaced(value))
}

const QUERY: Invalid = Invalid::fixed(
    "query",
    "la parte dopo il punto interrogativo non si può leggere",
    "what follows the question mark cannot be read",
);

/// The identifiers in the path, in order.
#[derive(Debug)]
pub struct PathIds<const N: usize>([Uuid; N]);

impl PathIds<1> {
    /// The only identifier, as that of a `T`.
    #[must_use]
    pub fn first<T>(&self) -> Id<T> {
        let [first] = self.0;
        Id::new(first)
    }
}

impl PathIds<2> {
    /// The first identifier, as that of a `T`.
    #[must_use]
    pub fn first<T>(&self) -> Id<T> {
        let [first, _] = self.0;
        Id::new(first)
    }

    /// The second identifier, as that of a `T`.
    #[must_use]
    pub fn second<T>(&self) -> Id<T> {
        let [_, second] = self.0;
        Id::new(second)
    }
}

impl<const N: usize> PathIds<N> {
    /// The first identifier, of whatever: who writes there takes turns.
    #[must_use]
    pub fn outermost(&self) -> Uuid {
        self.0.first().copied().unwrap_or_default()
    }
}

impl<const N: usize> FromRequest for PathIds<N> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(ids_of(request).map(Self))
    }
}

fn ids_of<const N: usize>(request: &HttpRequest) -> Result<[Uuid; N], Problem> {
    let (mut ids, mut faults) = (Vec::with_capacity(N), Vec::new());
    for (name, text) in request.match_info().iter() {
        match Uuid::try_parse(text) {
            // Only the hyphenated form, in either case (RFC 9562, section 4).
            Ok(id) if text.len() == 36 => ids.push(id),
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
    if !faults.is_empty() {
        return Err(malformed_parameters(faults));
    }
    let ids = <[Uuid; N]>::try_from(ids);
    ids.map_err(|ids| internal(format!("the path has {} identifiers, not {N}", ids.len())))
}

/// The value of a header that may be given once.
///
/// # Errors
///
/// `malformed-parameter` with this fault: it is given more than once, or does not fit.
pub fn header_once(
    request: &HttpRequest,
    name: &str,
    fits: impl Fn(&str) -> bool,
    fault: Invalid,
) -> Result<Option<String>, Problem> {
    let mut given = request.headers().get_all(name);
    let Some(value) = given.next() else { return Ok(None) };
    match value.to_str() {
        Ok(text) if given.next().is_none() && fits(text) => Ok(Some(text.to_owned())),
        _ => Err(malformed(name, fault)),
    }
}
