//! What an office keeps of an application: `assign_application`, `record_reference`.

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Assignment, Officer};
use ptp_domain::calendar::civil_date;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Invalid;
use ptp_domain::policy::Action;
use ptp_domain::reference;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::wire::{Leaf as _, Reading};
use ptp_store::{Subject, Tx, Write};
use utoipa::ToSchema;

use super::document::ApplicationView;
use super::office::OfficerName;
use super::{reading, tag_of};
use crate::cases::application_steps::offers;
use crate::cases::caller::op;
use crate::cases::case::Case;
use crate::cases::idempotent::Written;
use crate::cases::interest::interest;
use crate::cases::offers::allowed;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::reference::Reference;
use crate::cases::transition::{Asked, StateChange, Transition};

/// The most protocol numbers of an application as a whole, as its contract says.
const MOST_REFERENCES: usize = 1000;

/// To whom an application is assigned.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignmentInput {
    /// The person responsible.
    responsible: OfficerName,
    /// Who acts in their place.
    #[serde(default)]
    deputy: Option<OfficerName>,
    /// That they have declared to have no conflict of interest (L. 241/1990, art. 6-bis): without it
    /// nothing is assigned.
    #[serde(default)]
    no_conflict: bool,
}

/// A protocol number of the Region.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceInput {
    /// The entry in the register.
    reference: Reference,
}

/// What an office keeps of an application.
enum Kept {
    Assignment { responsible: Officer, deputy: Option<Officer>, no_conflict: bool },
    Reference(reference::Reference),
}

impl StateChange for Kept {
    type Prepared = (Case, Event);

    async fn prepare(
        &self,
        tx: &Tx<ptp_store::Read>,
        asked: &Asked,
        ids: &PathIds<1>,
    ) -> Result<Self::Prepared, ApiError> {
        let mut case = Case::find(tx, &asked.scope, ids.first()).await?;
        let versioned = Subject::Application(case.application.value.id);
        check_precondition(tx, versioned, &case.application, &asked.version).await?;
        let today = civil_date(asked.service.clock.now());
        let (action, kind, changed) = match self {
            Self::Assignment { .. } => {
                (Action::AssignApplication, EventKind::ApplicationAssigned, "assignment")
            }
            Self::Reference(_) => {
                (Action::RecordReference, EventKind::ReferenceRecorded, "references")
            }
        };
        if let Some(reason) = interest(action, &case.application.value.owner, &asked.actor) {
            let facts = case.facts(tx, today).await?;
            let application = &case.application.value;
            return Err(ApiError::WrongState {
                status: application.status.code(),
                reason,
                allowed: allowed(&offers(application, &facts, &asked.actor)),
            });
        }
        let application = &mut case.application.value;
        match self {
            Self::Assignment { responsible, deputy, no_conflict } => {
                let (responsible, deputy) = (responsible.clone(), deputy.clone());
                // Officials' tokens come from where the caller's does.
                let issuer = asked.actor.bearer().map(|bearer| bearer.issuer.clone());
                let assignment = Assignment::new(responsible, deputy, *no_conflict, today, issuer);
                let faulty = |fault| ApiError::InvalidBody(vec![fault]);
                application.assignment = Some(assignment.map_err(faulty)?);
            }
            Self::Reference(reference) => {
                let faulty =
                    |invalid: Invalid| ApiError::InvalidBody(vec![invalid.at("/reference/date")]);
                reference.registered_by(today).map_err(faulty)?;
                if application.references.len() >= MOST_REFERENCES {
                    return Err(ApiError::InvalidBody(vec![TOO_MANY.at("/reference")]));
                }
                application.references.push(reference.clone());
            }
        }
        Ok((case, asked.event(kind, None, &[changed])))
    }

    async fn make(
        &self,
        (case, event): &Self::Prepared,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let written = tx.save_application(case.application.clone(), event).await?;
        let now = asked.service.clock.now();
        let scope = reading(&asked.actor)?;
        let view = ApplicationView::show(&written, now, &scope).of_office(&case.call.value);
        Written::changed(tag_of(&written, &case.call, now, &scope), &view)
    }
}

/// Assign an application
///
/// To the person responsible for it (L. 241/1990, art. 5), who has declared to have no conflict of
/// interest; a later assignment replaces it. Until then the officer in charge whom the call names is
/// responsible. The applicant sees who is responsible; deputies and tokens are for officials.
#[utoipa::path(
    operation_id = Action::AssignApplication.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = AssignmentInput, description = "To whom."),
    responses((status = 200, description = "The assigned application.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/assignment")]
pub(crate) async fn assign(
    transition: Transition<op::AssignApplication>,
    body: Body<AssignmentInput>,
) -> Result<HttpResponse, ApiError> {
    let assignment = |reading: &mut Reading<'_>| {
        let responsible = reading.required("responsible", OfficerName::read);
        let deputy = reading.optional("deputy", OfficerName::read);
        let no_conflict = reading.defaulted("no_conflict", bool::read);
        let (responsible, deputy) = (responsible?, deputy?);
        Ok(Kept::Assignment { responsible, deputy, no_conflict: no_conflict? })
    };
    transition.make(body, assignment).await
}

/// Record a protocol number
///
/// Of the Region's own register, in or out, on an application as a whole. Those of a step go with the
/// step, as its `references`.
#[utoipa::path(
    operation_id = Action::RecordReference.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = ReferenceInput, description = "The entry in the register."),
    responses((status = 200, description = "The application with it.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/references")]
pub(crate) async fn refer(
    transition: Transition<op::RecordReference>,
    body: Body<ReferenceInput>,
) -> Result<HttpResponse, ApiError> {
    let reference = |reading: &mut Reading<'_>| {
        Ok(Kept::Reference(reading.required("reference", Reference::read)?))
    };
    transition.make(body, reference).await
}

const TOO_MANY: Invalid = Invalid::fixed(
    "too_many_references",
    "sulla candidatura sono già annotati mille estremi di registrazione, il massimo",
    "the application has a thousand protocol numbers already, the most there can be",
);
