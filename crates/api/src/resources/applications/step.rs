//! A step of a procedure, as asked for over HTTP.

use std::sync::atomic::Ordering;

use ptp_domain::application::{Application, Particulars, Step};
use ptp_domain::calendar::civil_date;
use ptp_domain::party::substitute_power;
use ptp_domain::receipt::{Matter, Prospect, Receipt, ReceiptAct};
use ptp_http::parameters::PathIds;
use ptp_store::{Read, Subject, Tx, Write};
use uuid::Uuid;

use super::document::ApplicationView;
use super::{reading, tag_of};
use crate::cases::case::Case;
use crate::cases::idempotent::Written;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::procedure::JudgedStep;
use crate::cases::transition::{Asked, StateChange};
use crate::resources::receipts::issue::Presented;

/// A step with what goes with it.
pub(super) struct ProcedureStep(pub(super) Step, pub(super) Particulars);

impl StateChange for ProcedureStep {
    type Prepared = (JudgedStep, Option<Receipt>);

    async fn prepare(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        ids: &PathIds<1>,
    ) -> Result<Self::Prepared, ApiError> {
        let Self(step, particulars) = self;
        let Asked { service, actor, scope, version, .. } = asked;
        let case = Case::find(tx, scope, ids.first()).await?;
        let application = &case.application;
        let versioned = Subject::Application(application.value.id);
        check_precondition(tx, versioned, application, version).await?;
        let references = asked.references.clone();
        let act = ReceiptAct::of(*step);
        let receipt = act.map(|_| service.clock.new_id());
        let particulars = Particulars { references, receipt, ..particulars.clone() };
        let judged = case.judged(tx, service, actor, *step, &particulars).await?;
        let receipt = act.zip(receipt).map(|(act, id)| received(asked, &judged, act, id));
        Ok((judged.noted(asked.note.clone()), receipt.transpose()?))
    }

    async fn make(
        &self,
        (judged, receipt): &Self::Prepared,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        judged.keep(tx).await?;
        let written = judged.take(tx).await?;
        if let Some(receipt) = receipt {
            tx.insert_receipt(receipt).await?;
        }
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

/// The receipt of an act of the applicant, signed while nobody waits for it.
fn received(
    asked: &Asked,
    judged: &JudgedStep,
    act: ReceiptAct,
    id: Uuid,
) -> Result<Receipt, ApiError> {
    let Asked { service, base, body, .. } = asked;
    let application = judged.application();
    let procedure = &application.procedure;
    let at = procedure.taken.last().map_or_else(|| service.clock.now(), |taken| taken.at);
    let days = (application.reference_date, civil_date(at));
    let substitute = substitute_power(&service.settings.contacts);
    let is_pending = application.status.is_pending();
    let presented = Presented {
        service,
        base,
        act,
        matter: Matter::Application(application.id),
        protocol: Some(application.protocol),
        pole: judged.pole(),
        call: Some(&judged.call().value),
        assignment: application.assignment.as_ref(),
        at,
        prospect: Prospect::of_procedure(procedure, is_pending, days, substitute),
        body: Some(body),
    };
    presented.draft(id)?.signed(service, application.protocol)
}
