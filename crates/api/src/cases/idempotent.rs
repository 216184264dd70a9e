//! Retries: the first answer of a `POST` that writes, again.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Actor;
use ptp_http::digest::sha256;
use ptp_http::offload::offload_by_size;
use ptp_http::parameters::header_once;
use ptp_http::show::CachePolicy;
use ptp_store::{Answer, Claim, Read, Request, Tx, Write};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::prepared::ATTEMPTS;
use super::problems::ApiError;
use super::state::Service;

/// The header that names a retry.
const HEADER: &str = "Idempotency-Key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The key of a request, if it has one.
#[derive(Debug)]
pub(crate) struct IdempotencyKey {
    key: Option<String>,
    target: String,
}

const MALFORMED: Invalid = Invalid::fixed(
    "idempotency_key",
    "Idempotency-Key deve avere da 1 a 255 caratteri ASCII visibili",
    "Idempotency-Key must have 1 to 255 visible ASCII characters",
);

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let target = format!("{} {}", request.method(), request.path());
        let fits = |key: &str| {
            (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let key = header_once(request, HEADER, fits, MALFORMED);
        ready(key.map(|key| Self { key, target }).map_err(ApiError::from))
    }
}

/// What a write answers.
pub(crate) struct Written {
    status: StatusCode,
    location: Option<String>,
    etag: Option<String>,
    body: String,
}

impl Written {
    /// 201 with the thing that was created.
    pub(crate) fn created(
        location: String,
        etag: String,
        body: &impl Serialize,
    ) -> Result<Self, ApiError> {
        Self::new(StatusCode::CREATED, Some(location), etag, body)
    }

    /// 200 with the thing that was changed.
    pub(crate) fn changed(etag: String, body: &impl Serialize) -> Result<Self, ApiError> {
        Self::new(StatusCode::OK, None, etag, body)
    }

    fn new(
        status: StatusCode,
        location: Option<String>,
        etag: String,
        body: &impl Serialize,
    ) -> Result<Self, ApiError> {
        let body =
            serde_json::to_string(body).map_err(|error| ApiError::Internal(error.to_string()))?;
        Ok(Self { status, location, etag: Some(etag), body })
    }

    fn response(self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()));
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(etag) = self.etag {
            response.insert_header((header::ETAG, etag));
        }
        response.content_type("application/json").body(self.body)
    }
}

/// Runs a write once for its key: the effect and the memory of it are one transaction. What the
/// database gave up (a deadlock) had no effect, and is begun anew: whoever asked in time is not
/// sent away for it.
pub(crate) async fn idempotent(
    service: &Data<Service>,
    actor: &Actor,
    IdempotencyKey { key, target }: IdempotencyKey,
    body: &Bytes,
    write: impl AsyncFn(&Tx<Write>) -> Result<Written, ApiError>,
) -> Result<HttpResponse, ApiError> {
    let request = request(actor, key, target, body).await?;
    for _ in 1..ATTEMPTS {
        match attempt(service, request.as_ref(), &write).await {
            Err(ApiError::Aborted) => {}
            answer => return answer,
        }
    }
    attempt(service, request.as_ref(), &write).await
}

/// The same for a write that is [`prepared`](super::prepared): `prepare` reads and judges while
/// nobody waits for it, and `write` is [`ApiError::Aborted`] if what was read has changed.
pub(crate) async fn idempotent_prepared<P>(
    service: &Data<Service>,
    actor: &Actor,
    IdempotencyKey { key, target }: IdempotencyKey,
    (subject, body): (Uuid, &Bytes),
    prepare: impl AsyncFn(&Tx<Read>) -> Result<P, ApiError>,
    write: impl AsyncFn(&Tx<Write>, &P) -> Result<Written, ApiError>,
) -> Result<HttpResponse, ApiError> {
    let request = request(actor, key, target, body).await?;
    let request = request.as_ref();
    // The key is claimed only once its turn at writing has come: until then a retry would be judged
    // for itself, and told that it is late.
    let _running = match request {
        None => None,
        Some(request) => {
            let running = service.running.enter(&request.client, &request.key);
            Some(running.ok_or(ApiError::IdempotencyInProgress)?)
        }
    };
    let _turn = service.turns.at(subject).await;
    let mut attempts = 1;
    loop {
        let tx = service.store.glance();
        if let Some(answer) = answered(service, &tx, request).await? {
            return Ok(answer);
        }
        let prepared = Box::pin(prepare(&tx)).await;
        drop(tx);
        let prepared = match (prepared, request) {
            (Ok(prepared), _) => prepared,
            (Err(error), None) => return Err(error),
            // The first request with the key may have been carried out meanwhile, elsewhere.
            (Err(error), Some(_)) => {
                let tx = service.store.read().await?;
                return answered(service, &tx, request).await?.ok_or(error);
            }
        };
        let writing = Box::pin(attempt(service, request, async |tx| write(tx, &prepared).await));
        match writing.await {
            Err(ApiError::Aborted) if attempts < ATTEMPTS => attempts += 1,
            answer => return answer,
        }
    }
}

async fn request(
    actor: &Actor,
    key: Option<String>,
    target: String,
    body: &Bytes,
) -> Result<Option<Request>, ApiError> {
    let Some(key) = key else { return Ok(None) };
    let bytes = body.clone();
    let body = offload_by_size(body.len(), move || sha256(&said(&bytes))).await?;
    Ok(Some(Request { client: client(actor), key, target, body }))
}

/// What a body says: the same for every way of writing the same JSON.
pub(crate) fn said(body: &Bytes) -> Cow<'_, [u8]> {
    let json = serde_json::from_slice::<Value>(body);
    let canonical = json.and_then(|json| serde_json_canonicalizer::to_vec(&json));
    canonical.map_or(Cow::Borrowed(body), Cow::Owned)
}

/// The answer to a request that was carried out before.
async fn answered(
    service: &Data<Service>,
    tx: &Tx<Read>,
    request: Option<&Request>,
) -> Result<Option<HttpResponse>, ApiError> {
    let Some(request) = request else { return Ok(None) };
    match tx.find_answer(request, service.clock.now()).await? {
        Claim::Replay(answer) => Ok(Some(replayed(answer))),
        Claim::Different => Err(ApiError::IdempotencyKeyReused),
        Claim::New | Claim::Running => Ok(None),
    }
}

async fn attempt(
    service: &Data<Service>,
    request: Option<&Request>,
    write: impl AsyncFn(&Tx<Write>) -> Result<Written, ApiError>,
) -> Result<HttpResponse, ApiError> {
    let now = service.clock.now();
    let tx = service.store.write().await?;
    if let Some(request) = request {
        match tx.claim(request, now).await? {
            Claim::New => {}
            Claim::Replay(answer) => return Ok(replayed(answer)),
            Claim::Different => return Err(ApiError::IdempotencyKeyReused),
            Claim::Running => return Err(ApiError::IdempotencyInProgress),
        }
    }
    let written = write(&tx).await?;
    if let Some(request) = request {
        let answer = Answer {
            status: written.status.as_u16(),
            location: written.location.clone(),
            etag: written.etag.clone(),
            body: written.body.clone(),
        };
        tx.remember(request, &answer, now).await?;
    }
    tx.commit().await?;
    Ok(written.response())
}

fn replayed(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let written =
        Written { status, location: answer.location, etag: answer.etag, body: answer.body };
    let mut response = written.response();
    response.headers_mut().insert(REPLAYED, header::HeaderValue::from_static("true"));
    response
}

/// Who retries: the same caller with a fresh token is the same. Only a digest is stored.
pub(crate) fn client(actor: &Actor) -> String {
    let named = match actor {
        Actor::Anonymous | Actor::System => json!([]),
        Actor::Bearer(bearer) => json!([
            bearer.issuer,
            bearer.client,
            bearer.subject,
            bearer.organisation.as_ref().map(TaxCode::as_str),
        ]),
    };
    URL_SAFE_NO_PAD.encode(sha256(named.to_string().as_bytes()))
}
