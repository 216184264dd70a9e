//! An application as it stands in answers.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{self, Counted, Lateness, Particulars, Procedure};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::{Call, Notification};
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::sentence::complete;
use ptp_http::wire::{
    Coded, DateText, InstantText, Leaf as _, LongText, Read, Reading, ShortText, flattened,
};
use ptp_store::Stored;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::office::{AssignmentView, ResponsibleView};
use crate::cases::delivery::Delivery;
use crate::cases::party::{Act, LocalizedText};
use crate::cases::reference::{CourtReference, Reference};
use crate::cases::stamp::Stamp;
use crate::cases::words::{
    AnnulmentGroundCode, ApplicationStatusCode, ApplicationStepCode, NotificationCode,
    ProcedurePeriodCode, PurposeCode,
};
use crate::resources::events::document::EventActor;

/// What an application says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApplicationHead {
    /// Its identifier.
    id: Uuid,
    /// Its number in the register of the year.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    protocol: String,
    /// Where it stands.
    status: ApplicationStatusCode,
    /// Under which call.
    call_id: Uuid,
    /// What the call is for.
    purpose: PurposeCode,
    /// Which pole.
    pole_id: Uuid,
    /// Who answers for the pole: a tax code, or the subject of a token.
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "94004480151")]
    owner: String,
    /// The instant of receipt: the one that decides.
    received_at: InstantText,
    /// The civil date in Europe/Rome on which the pole is judged.
    reference_date: DateText,
    /// The clock of the procedure, while it waits for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ProcedureClock>,
    /// What it means if the term passes without a decision, and whom to turn to then, while it waits
    /// for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_silence: Option<LocalizedText>,
    /// From when on the applicant's terms run.
    notification: NotificationCode,
    /// Whether the last act of the office waits for its delivery: until then no term runs from it.
    awaiting_delivery: bool,
    /// That silence has admitted it, in words to be shown to others (L. 241/1990, art. 20 c. 2-bis).
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation: Option<LocalizedText>,
    /// What has been done, in order.
    #[schema(max_items = 1000)]
    steps: Vec<StepView>,
    /// The person responsible (L. 241/1990, arts. 5 and 8): whom the application is assigned to, else
    /// the officer in charge whom its call names.
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible: Option<ResponsibleView>,
    /// Its assignment; for officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<AssignmentView>,
    /// The Region's protocol numbers of the application as a whole; those of a step stand there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    references: Vec<Reference>,
}

/// By when a decision is due, and how that was counted (L. 241/1990, arts. 2 and 10-bis).
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcedureClock {
    /// The last day to decide; while an answer is awaited, as if it came on the last day.
    due_on: DateText,
    /// Whether that day has passed.
    overdue: bool,
    /// Since when the term is suspended, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    suspended_since: Option<DateText>,
    /// The stretches of days up to `due_on`.
    #[schema(max_items = 1000)]
    counted: Vec<CountedView>,
}

/// A stretch of days.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CountedDays)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountedView {
    /// Why they are counted, or not.
    why: ProcedurePeriodCode,
    /// First day.
    from: DateText,
    /// Last day, included.
    until: DateText,
    /// How many days of the term they use up.
    #[schema(maximum = 10_000)]
    days: u32,
}

/// Which step was taken in the procedure of an application.
#[derive(Debug, Serialize, ToSchema)]
struct StepHead {
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

/// An application (candidatura).
#[derive(Debug, Serialize)]
pub(crate) struct ApplicationView {
    #[serde(flatten)]
    head: ApplicationHead,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(ApplicationView as "Application": "An application (candidatura).",
    [ApplicationHead, Stamp]);

impl ApplicationView {
    /// Shows an application at an instant, as far as the scope reaches.
    #[must_use]
    pub(crate) fn show(
        stored: &Stored<application::Application>,
        now: DateTime<Utc>,
        scope: &Scope,
    ) -> Self {
        let application = &stored.value;
        let procedure = &application.procedure;
        let protocol = application.protocol.to_string();
        let attestation = procedure.attestation(&protocol);
        let today = civil_date(now);
        let clock = application.status.is_pending().then(|| ProcedureClock::show(procedure, today));
        let on_silence =
            clock.as_ref().map(|_| procedure.on_silence(application.reference_date, today));
        let owner = match &application.owner {
            Owner::Organisation(code) => code.as_str().to_owned(),
            Owner::Subject { subject, .. } => subject.clone(),
        };
        Self {
            head: ApplicationHead {
                id: application.id.uuid(),
                protocol,
                status: Coded(application.status),
                call_id: application.call.uuid(),
                purpose: Coded(application.purpose),
                pole_id: application.pole.uuid(),
                owner,
                received_at: application.received_at.into(),
                reference_date: application.reference_date.into(),
                clock,
                on_silence: on_silence.map(|text| complete(&text).into()),
                notification: Coded(procedure.notification),
                awaiting_delivery: procedure.undelivered().is_some(),
                attestation: attestation.map(|text| complete(&text).into()),
                steps: (0..procedure.taken.len())
                    .filter_map(|at| StepView::show(procedure, at, scope))
                    .collect(),
                responsible: application.assignment.as_ref().and_then(ResponsibleView::assigned),
                assignment: application
                    .assignment
                    .as_ref()
                    .filter(|_| scope.is_everything())
                    .map(AssignmentView::show),
                references: application.references.iter().map(Reference::show).collect(),
            },
            stamp: Stamp::of(stored),
        }
    }

    /// The same with who is responsible for what is not assigned.
    #[must_use]
    pub(crate) fn of_office(mut self, call: &Call) -> Self {
        let named = || ResponsibleView::named(call);
        self.head.responsible = self.head.responsible.or_else(named);
        self
    }
}

impl ProcedureClock {
    /// Shows the clock of a procedure on a day.
    pub(crate) fn show(procedure: &application::Procedure, today: NaiveDate) -> Self {
        let clock = procedure.clock(today);
        Self {
            due_on: clock.due_on.into(),
            overdue: clock.due_on < today,
            suspended_since: clock.suspended_since.map(Into::into),
            counted: clock.counted.iter().map(CountedView::show).collect(),
        }
    }
}

impl CountedView {
    fn show(counted: &Counted) -> Self {
        Self {
            why: Coded(counted.why),
            from: counted.from.into(),
            until: counted.until.into(),
            days: counted.days,
        }
    }
}

impl StepView {
    fn show(procedure: &Procedure, at: usize, scope: &Scope) -> Option<Self> {
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
        })
    }
}

/// A page of applications.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationPage {
    /// The applications.
    #[schema(max_items = 100)]
    pub items: Vec<ApplicationView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
}
