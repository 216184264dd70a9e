//! The steps of a procedure as they are shown.

use ptp_domain::application::{self, Lateness, Particulars, Procedure};
use ptp_domain::call::Notification;
use ptp_domain::policy::Scope;
use ptp_domain::sentence::complete;
use ptp_http::wire::{
    Coded, DateText, InstantText, Leaf as _, LongText, Read, Reading, ShortText, flattened,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::delivery::Delivery;
use crate::cases::party::{Act, LocalizedText};
use crate::cases::reference::{CourtReference, Reference};
use crate::cases::words::{AnnulmentGroundCode, ApplicationStepCode};
use crate::resources::events::document::EventActor;

/// Which step was taken in the procedure of an application.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepHead {
    /// Which.
    step: ApplicationStepCode,
}

/// A step that was taken.
#[derive(Debug, Serialize)]
pub(crate) struct StepView {
    #[serde(flatten)]
    head: StepHead,
    #[serde(flatten)]
    taken: StepTaken,
}

flattened!(StepView as "ProcedureStep": "A step that was taken.", [StepHead, StepTaken]);

/// What was taken down about a step of a procedure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepTaken {
    /// When.
    at: InstantText,
    /// Who took it; of officials, applicants learn that it was one. Absent where nobody wrote it
    /// down.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<EventActor>,
    /// The day on which it reached the applicant, where that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    received_on: Option<DateText>,
    /// The last day to answer, for a request or a notice; absent until it reaches the applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_by: Option<DateText>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// The official act.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Act>,
    /// The ground of an annulment.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<AnnulmentGroundCode>,
    /// The judgment that it rests on, if that is not the act itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    judgment: Option<Act>,
    /// What an integration request asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    requests: Vec<LongText>,
    /// What the applicant answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<LongText>,
    /// Whether the observations are all that the applicant has to say.
    #[serde(rename = "final", skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    is_final: bool,
    /// Why the observations on the notice are not accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers_observations: Option<LongText>,
    /// The act that was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered: Option<ApplicationStepCode>,
    /// How it reached the applicant, or did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<Delivery>,
    /// Of a decision after its term: the term and the days used.
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<LateDecision>,
    /// What to mind about the step.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<LocalizedText>,
    /// The papers that go with the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 100)]
    documents: Vec<DocumentReference>,
    /// The Region's protocol numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 20)]
    references: Vec<Reference>,
    /// The order of the court by which the application is admitted with reserve (con riserva).
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<CourtReference>,
    /// Its receipt, if it is an act of the applicant: `/poles/{pole_id}/receipts/{receipt_id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_id: Option<Uuid>,
}

/// How late a decision was (L. 241/1990, art. 2 c. 9-quinquies).
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LateDecision {
    /// The term, in days.
    #[schema(maximum = 10_000)]
    term_days: u32,
    /// Its last day.
    due_on: DateText,
    /// The days that the procedure took, without those of suspensions.
    #[schema(maximum = 4_000_000)]
    days_used: u32,
    /// The same as a sentence.
    statement: LocalizedText,
}

impl LateDecision {
    fn show(late: Lateness) -> Self {
        Self {
            term_days: late.days,
            due_on: late.due_on.into(),
            days_used: late.days_used,
            statement: complete(&late.statement()).into(),
        }
    }
}

/// A paper that stands elsewhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentReference {
    /// What it is.
    pub title: ShortText,
    /// Where it is filed: a protocol number, an address.
    pub reference: ShortText,
    /// SHA-256 of its bytes, in hexadecimal.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9A-Fa-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub sha256: String,
}

impl DocumentReference {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<application::Document> {
        let title = reading.required("title", String::read);
        let reference = reading.required("reference", String::read);
        let sha256 = reading.required("sha256", |text| text.parsed(application::Document::digest));
        Ok(application::Document { title: title?, reference: reference?, sha256: sha256? })
    }
}

impl StepView {
    pub(super) fn show(procedure: &Procedure, at: usize, scope: &Scope) -> Option<Self> {
        let head = StepHead { step: Coded(procedure.taken.get(at)?.step) };
        Some(Self { head, taken: StepTaken::show(procedure, at, scope)? })
    }
}

impl StepTaken {
    /// Shows what was taken down of the step at a place, as far as the scope reaches.
    pub(crate) fn show(procedure: &Procedure, at: usize, scope: &Scope) -> Option<Self> {
        let taken = procedure.taken.get(at)?;
        let is_recorded = procedure.notification != Notification::Recorded;
        let Particulars {
            reason,
            act,
            ground,
            judgment,
            requests,
            days: _,
            text,
            is_final,
            documents,
            answers_observations,
            delivery,
            delivered,
            references,
            reserved,
            receipt,
        } = &taken.particulars;
        Some(Self {
            at: taken.at.into(),
            actor: match &taken.actor {
                None if taken.step == application::Step::Assent => Some(EventActor::system()),
                None => None,
                Some(bearer) => Some(EventActor::show(
                    &bearer.roles,
                    bearer.organisation.as_ref(),
                    // Empty if it was erased.
                    Some(bearer.subject.as_str()).filter(|subject| !subject.is_empty()),
                    bearer.client.as_deref(),
                    scope,
                )),
            },
            received_on: procedure.received_on(at).filter(|_| is_recorded).map(Into::into),
            answer_by: procedure.to_be_answered_by(at).map(Into::into),
            reason: reason.as_deref().map(Into::into),
            act: act.as_ref().map(Act::show),
            ground: ground.map(Coded),
            judgment: judgment.as_ref().map(Act::show),
            requests: requests.iter().map(|text| text.as_str().into()).collect(),
            text: text.as_deref().map(Into::into),
            is_final: *is_final,
            answers_observations: answers_observations.as_deref().map(Into::into),
            delivered: delivered.map(Coded),
            delivery: delivery.as_ref().map(Delivery::show),
            late: procedure.lateness(at).map(LateDecision::show),
            warning: procedure.caution(at).map(|text| complete(&text).into()),
            documents: documents
                .iter()
                .map(|document| DocumentReference {
                    title: document.title.as_str().into(),
                    reference: document.reference.as_str().into(),
                    sha256: document.sha256.clone(),
                })
                .collect(),
            references: references.iter().map(Reference::show).collect(),
            reserved: reserved.as_ref().map(CourtReference::show),
            receipt_id: *receipt,
        })
    }
}
