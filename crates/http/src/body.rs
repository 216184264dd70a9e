//! Bodies: read whole, as UTF-8 JSON, against the contract.

use std::collections::BTreeSet;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::text::Text;
use serde_json::Value;
use utoipa::ToSchema;

use crate::contract::{MAX_ITEMS, Validators};
use crate::limits::charge;
use crate::offload::offload;
use crate::problem::{MOST_FAULTS, Problem, own};
use crate::state::HttpState;
use crate::strict_json::{REPEATED, Strict};
use crate::wire::{Read, Reading, lies_in};
use crate::{JSON, LARGEST_BODY, MERGE_PATCH};

/// A body as it came, with its bytes: a retry has to repeat them.
#[derive(Debug)]
pub struct Raw {
    /// The bytes.
    pub bytes: Bytes,
    /// The JSON that they are.
    pub value: Value,
}

/// A JSON body, judged by the schema of `T` and not read into the domain yet.
#[derive(Debug)]
pub struct Body<T> {
    /// As it came.
    pub raw: Raw,
    faults: Vec<Fault>,
    schema: PhantomData<T>,
}

impl<T: ToSchema> Body<T> {
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
        let Self { raw, mut faults, .. } = self;
        let mut reading = Reading::of(&raw.value);
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
        if self.raw.bytes.len() <= SMALL {
            return self.read(read);
        }
        offload(|_| self.read(read)).await?
    }
}

/// Whether the schema says that what the domain speaks of is not to be read at all.
fn speaks_of_unreadable(schema: &Fault, domain: &Fault) -> bool {
    ["type", "enum", "required", "minimum", "maximum"].contains(&schema.code)
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
        let arriving = arriving(request, payload, JSON);
        let state = request.app_data::<Data<HttpState>>().cloned();
        Box::pin(async move {
            let arrived = arriving.await?;
            let state = state.ok_or_else(|| own::internal("no state"))?;
            let validators = Arc::clone(&state.contract.validators);
            let (raw, faults) = by_size(arrived.bytes.len(), move || {
                let raw = arrived.parsed()?;
                let faults = faults_of(&validators, &T::name(), &raw.value)?;
                Ok((raw, faults))
            })
            .await?;
            Ok(Self { raw, faults, schema: PhantomData })
        })
    }
}

/// A body up to this size is parsed and judged at once, in bytes: that takes less than a
/// millisecond, and is faster than handing it over.
const SMALL: usize = 16 * 1024;
/// So many bytes are as much work as a request.
const BYTES_PER_REQUEST: usize = 64 * 1024;

/// Does what takes the longer the larger the body is: off the workers unless it is small.
async fn by_size<R: Send + 'static>(
    size: usize,
    compute: impl FnOnce() -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    if size <= SMALL {
        return compute();
    }
    charge(u32::try_from(size / BYTES_PER_REQUEST).unwrap_or(u32::MAX));
    offload(|_| compute()).await?
}

/// Judges a body by the schema of `T`.
///
/// # Errors
///
/// `invalid-body`, with every fault.
pub fn judged<T: ToSchema>(validators: &Validators, raw: Raw) -> Result<Body<T>, Problem> {
    let faults = faults_of(validators, &T::name(), &raw.value)?;
    Ok(Body { raw, faults, schema: PhantomData })
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

/// A merge-patch as it came (RFC 7396), and what its outcome is judged by.
pub struct Patch {
    pub(crate) patch: Value,
    pub(crate) validators: Arc<Validators>,
}

impl FromRequest for Patch {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let arriving = arriving(request, payload, MERGE_PATCH);
        let state = request.app_data::<Data<HttpState>>().cloned();
        Box::pin(async move {
            let arrived = arriving.await?;
            let patch = by_size(arrived.bytes.len(), move || arrived.parsed()).await?.value;
            let state = state.ok_or_else(|| own::internal("no state"))?;
            Ok(Self { patch, validators: Arc::clone(&state.contract.validators) })
        })
    }
}

/// A body that has arrived, not parsed yet.
struct Arrived {
    bytes: Bytes,
    /// Whether no media type was given, so that it may be empty.
    untyped: bool,
}

fn arriving(
    request: &HttpRequest,
    payload: &mut Payload,
    media_type: &'static str,
) -> impl Future<Output = Result<Arrived, Problem>> + use<> {
    let matches = is_media_type(request, media_type);
    let nothing = media_type == JSON && !request.headers().contains_key(header::CONTENT_TYPE);
    let coded = request
        .headers()
        .get_all(header::CONTENT_ENCODING)
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let bytes = Bytes::from_request(request, payload);
    let patience =
        request.app_data::<Data<HttpState>>().map_or(Duration::ZERO, |state| state.body_within);
    async move {
        if coded {
            return Err(own::compressed_body());
        }
        if !matches && !nothing {
            return Err(own::unsupported_media_type(media_type));
        }
        let arriving = tokio::time::timeout(patience, bytes).await;
        let bytes = arriving.map_err(|_| own::request_timeout())?.map_err(|error| {
            if error.as_response_error().status_code().as_u16() == 413 {
                own::too_large(LARGEST_BODY)
            } else {
                own::malformed_json(Text::fixed(
                    "Il corpo non è arrivato per intero.",
                    "The body did not arrive whole.",
                ))
            }
        })?;
        if !matches && !bytes.is_empty() {
            return Err(own::unsupported_media_type(media_type));
        }
        Ok(Arrived { bytes, untyped: nothing })
    }
}

impl Arrived {
    /// Parses it as UTF-8 JSON, strictly.
    fn parsed(self) -> Result<Raw, Problem> {
        let Self { bytes, untyped } = self;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let at = error.valid_up_to();
            own::malformed_json(Text::new(
                format!("Il corpo non è UTF-8 (byte {at})."),
                format!("The body is not UTF-8 (byte {at})."),
            ))
        })?;
        // A step that needs nothing more may come without a body; some systems begin every text
        // with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if untyped && bytes.is_empty() { "{}" } else { text };
        let Strict(value) = serde_json::from_str(text)
            .map_err(|error| own::malformed_json(malformed_json(text, &error)))?;
        Ok(Raw { bytes, value })
    }
}

/// Why a text is not JSON that can be read, and where.
fn malformed_json(text: &str, error: &serde_json::Error) -> Text {
    let (line, column, said) = (error.line(), error.column(), error.to_string());
    let at = |it: &str, en: &str| {
        Text::new(
            format!("{it}: riga {line}, colonna {column}."),
            format!("{en}: line {line}, column {column}."),
        )
    };
    if text.trim().is_empty() {
        Text::fixed(
            "Il corpo è vuoto: serve un oggetto JSON.",
            "The body is empty: a JSON object is needed.",
        )
    } else if said.starts_with(REPEATED) {
        at("Un oggetto ha due volte la stessa proprietà", "An object has a property twice")
    } else if said.starts_with("recursion limit") {
        at(
            "Troppi oggetti o elenchi uno dentro l'altro (più di 127)",
            "Too many objects or arrays inside one another (more than 127)",
        )
    } else {
        at("Il corpo non è JSON", "The body is not JSON")
    }
}

fn is_media_type(request: &HttpRequest, expected: &str) -> bool {
    let Some(value) = request.headers().get(header::CONTENT_TYPE) else { return false };
    let Ok(text) = value.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(expected));
    let utf8 = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| charset.trim_matches('"').eq_ignore_ascii_case("utf-8"));
    essence && utf8
}
