//! A step of a procedure, as asked for over HTTP.

use ptp_domain::application::{Particulars, Step};
use ptp_http::parameters::PathIds;
use ptp_store::{Subject, Tx, Write};

use super::document::ApplicationView;
use super::{reading, tag_of};
use crate::cases::case::{ApplicationRef, Case};
use crate::cases::idempotent::Written;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::transition::{Asked, StateChange};

/// A step with what goes with it.
pub(super) struct ProcedureStep(pub(super) Step, pub(super) Particulars);

impl StateChange for ProcedureStep {
    type Subject = ApplicationRef;

    async fn subject(asked: &Asked, ids: &PathIds<1>) -> Result<ApplicationRef, ApiError> {
        ApplicationRef::find(&asked.service.store, &asked.scope, ids.first()).await
    }

    async fn make(
        &self,
        subject: ApplicationRef,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let Self(step, particulars) = self;
        let Asked { service, actor, scope, version } = asked;
        let case = Case::find(tx, scope, subject).await?;
        let application = &case.application;
        let versioned = Subject::Application(application.value.id);
        check_precondition(tx, versioned, application, version).await?;
        let now = service.clock.now();
        let written = case.taken(tx, service, actor, *step, particulars).await?;
        let scope = reading(actor)?;
        let tag = tag_of(&written, now, &scope);
        Written::changed(tag, &ApplicationView::show(&written, now, &scope))
    }
}
