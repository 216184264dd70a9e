//! State changes: whoever asks for one, it is made once for its key, on a version that was seen.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::Payload;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use ptp_domain::calendar::civil_date;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::policy::{Actor, Scope};
use ptp_domain::reference::Reference;
use ptp_http::body::Body;
use ptp_http::contract::Validators;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::problem::own::internal;
use ptp_http::state::HttpState;
use ptp_http::wire::{self, Leaf as _, LongText, Reading};
use ptp_store::{Read, Tx, Write};
use utoipa::ToSchema;

use super::base::Base;
use super::caller::{Caller, Governed};
use super::idempotent::{IdempotencyKey, Written, idempotent_prepared};
use super::problems::ApiError;
use super::reference;
use super::state::Service;

/// The property of a body with what only officials may read.
pub(crate) const NOTE: &str = "note";

/// The property of a body with the Region's protocol numbers of an official's act.
pub(crate) const REFERENCES: &str = "references";

/// A change of state of something with `N` identifiers in its path.
pub(crate) trait StateChange<const N: usize = 1> {
    /// What the change comes to, on the subject as it was read.
    type Prepared;

    /// Reads the subject, and judges whether it may be changed, while nobody waits for it.
    ///
    /// # Errors
    ///
    /// The subject is not there, not as it was seen, or its state forbids the change.
    async fn prepare(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        ids: &PathIds<N>,
    ) -> Result<Self::Prepared, ApiError>;

    /// Makes the change in a transaction, and shows the subject as it is then.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if something that was read has changed.
    async fn make(
        &self,
        prepared: &Self::Prepared,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError>;
}

/// Who asks for a change, on which version.
pub(crate) struct Asked {
    pub(crate) service: Data<Service>,
    pub(crate) actor: Actor,
    pub(crate) scope: Scope,
    pub(crate) version: IfMatch,
    /// The schemas that a changed network is judged by.
    pub(crate) validators: Arc<Validators>,
    /// What only officials may read, if an official asks.
    pub(crate) note: Option<String>,
    /// The Region's protocol numbers, if an official asks.
    pub(crate) references: Vec<Reference>,
    /// Where the service is reached.
    pub(crate) base: Base,
    /// The body, as it was sent.
    pub(crate) body: Bytes,
    /// Whether the change shows that a term had passed already.
    pub(crate) is_silenced: AtomicBool,
}

impl Asked {
    /// The event that records the change.
    pub(crate) fn event(&self, kind: EventKind, reason: Option<&str>, changed: &[&str]) -> Event {
        Event {
            reason: reason.map(ToOwned::to_owned),
            note: self.note.clone(),
            changed: changed.iter().map(|name| (*name).to_owned()).collect(),
            ..self.service.event(&self.actor, kind)
        }
    }
}

/// The request of the operation `O`, a state change, without its body.
pub(crate) struct Transition<O, const N: usize = 1> {
    caller: Caller<O>,
    service: Data<Service>,
    ids: PathIds<N>,
    key: IdempotencyKey,
    version: IfMatch,
    validators: Arc<Validators>,
    base: Base,
}

impl<O: Governed, const N: usize> Transition<O, N> {
    /// Reads the change from the body, and makes it once for the key of the request.
    pub(crate) async fn make<T: ToSchema, C: StateChange<N>>(
        self,
        body: Body<T>,
        read: impl FnOnce(&mut Reading<'_>) -> wire::Read<C>,
    ) -> Result<HttpResponse, ApiError> {
        // Only the bodies of officials may have these: `contract/note.rs`.
        let today = civil_date(self.service.clock.now());
        let ((note, references, change), bytes) = body.read(|reading| {
            let note = reading.optional(NOTE, LongText::read);
            let references = reading.each(REFERENCES, reference::Reference::read);
            if let Ok(references) = &references {
                reading.refuse_all(reference::faults(references, today));
            }
            let change = read(reading);
            Ok((note?, references?, change?))
        })?;
        let note = note.map(|note| note.0);
        let Self { caller, service, ids, key, version, validators, base } = self;
        let Caller { actor, scope, .. } = caller;
        let asked = Asked {
            service,
            actor,
            scope,
            version,
            validators,
            note,
            references,
            base,
            body: bytes.clone(),
            is_silenced: AtomicBool::default(),
        };
        let made = idempotent_prepared(
            &asked.service,
            &asked.actor,
            key,
            (ids.outermost(), &bytes),
            async |tx| change.prepare(tx, &asked, &ids).await,
            async |tx, prepared| change.make(prepared, tx, &asked).await,
        )
        .await;
        // Not before it is committed: who looks in between finds nothing.
        if asked.is_silenced.load(Ordering::Relaxed) {
            asked.service.silences.forget();
        }
        made
    }
}

impl<O: Governed, const N: usize> FromRequest for Transition<O, N> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(transition(request, payload))
    }
}

/// Who calls comes first: what else is wrong is not for everybody to know.
fn transition<O: Governed, const N: usize>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<Transition<O, N>, ApiError> {
    let caller = Caller::from_request(request, payload).into_inner()?;
    let service = request.app_data::<Data<Service>>().cloned();
    let http = request.app_data::<Data<HttpState>>();
    Ok(Transition {
        caller,
        service: service.ok_or_else(|| internal("the application has no service"))?,
        validators: http
            .map(|http| Arc::clone(&http.contract.validators))
            .ok_or_else(|| internal("the application has no contract"))?,
        ids: PathIds::from_request(request, payload).into_inner()?,
        key: IdempotencyKey::from_request(request, payload).into_inner()?,
        version: IfMatch::from_request(request, payload).into_inner()?,
        base: Base::from_request(request, payload).into_inner()?,
    })
}
