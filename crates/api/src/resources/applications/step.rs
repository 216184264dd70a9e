//! A step of a procedure, as asked for over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use ptp_domain::application::{Application, Particulars, Step};
use ptp_domain::id::Id;
use ptp_http::contract::Operation;
use ptp_http::precondition::IfMatch;
use ptp_store::Subject;

use super::document::ApplicationView;
use super::{reading, tag_of};
use crate::cases::caller::Caller;
use crate::cases::case::{Case, Place};
use crate::cases::idempotent::{IdempotencyKey, Written, once};
use crate::cases::precondition::seen;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A step as it was asked for.
pub(super) struct Asked<O> {
    pub(super) caller: Caller<O>,
    pub(super) service: Data<Service>,
    pub(super) id: Id<Application>,
    pub(super) key: IdempotencyKey,
    pub(super) version: IfMatch,
    pub(super) bytes: Bytes,
}

impl<O: Operation> Asked<O> {
    /// Takes the step with what goes with it.
    pub(super) async fn take(
        self,
        step: Step,
        particulars: Particulars,
    ) -> Result<HttpResponse, ApiError> {
        let Self { caller, service, id, key, version, bytes } = self;
        let place = Place::of(&service.store, &caller.scope, id).await?;
        once(&service, &caller.actor, key, &bytes, async |tx| {
            let case = Case::find(tx, &caller.scope, place).await?;
            seen(tx, Subject::Application(id), &case.application, &version).await?;
            let now = service.clock.now();
            let written = case.taken(tx, &service, &caller.actor, step, &particulars).await?;
            let scope = reading(&caller.actor)?;
            let tag = tag_of(&written, now, &scope);
            Written::changed(tag, &ApplicationView::show(&written, now, &scope))
        })
        .await
    }
}
