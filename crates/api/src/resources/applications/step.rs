//! A step of a procedure, as asked for over HTTP.

use std::sync::atomic::Ordering;

use ptp_domain::application::{Application, Particulars, Step};
use ptp_domain::calendar::civil_date;
use ptp_http::parameters::PathIds;
use ptp_store::{Read, Subject, Tx, Write};

use super::document::ApplicationView;
use super::{reading, tag_of};
use crate::cases::case::Case;
use crate::cases::idempotent::Written;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::procedure::JudgedStep;
use crate::cases::transition::{Asked, StateChange};

/// A step with what goes with it.
pub(super) struct ProcedureStep(pub(super) Step, pub(super) Particulars);

impl StateChange for ProcedureStep {
    type Prepared = JudgedStep;

    async fn prepare(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        ids: &PathIds<1>,
    ) -> Result<JudgedStep, ApiError> {
        let Self(step, particulars) = self;
        let Asked { service, actor, scope, version, .. } = asked;
        let case = Case::find(tx, scope, ids.first()).await?;
        let application = &case.application;
        let versioned = Subject::Application(application.value.id);
        check_precondition(tx, versioned, application, version).await?;
        let references = asked.references.clone();
        let particulars = Particulars { references, ..particulars.clone() };
        let judged = case.judged(tx, service, actor, *step, &particulars).await?;
        Ok(judged.noted(asked.note.clone()))
    }

    async fn make(
        &self,
        judged: &JudgedStep,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        judged.keep(tx).await?;
        let written = judged.take(tx).await?;
        let now = asked.service.clock.now();
        let Application { procedure, reference_date, .. } = &written.value;
        if procedure.assented_on(*reference_date, civil_date(now)).is_some() {
            // It had passed already: the next request looks again.
            asked.is_silenced.store(true, Ordering::Relaxed);
        }
        let scope = reading(&asked.actor)?;
        let tag = tag_of(&written, judged.call(), now, &scope);
        let view = ApplicationView::show(&written, now, &scope).of_office(&judged.call().value);
        Written::changed(tag, &view)
    }
}
