//! An application as it stands in answers.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{self, Counted};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::sentence::complete;
use ptp_http::wire::{Coded, DateText, InstantText, flattened};
use ptp_store::Stored;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::office::{AssignmentView, ResponsibleView};
use super::step_view::StepView;
use crate::cases::party::LocalizedText;
use crate::cases::reference::Reference;
use crate::cases::stamp::Stamp;
use crate::cases::words::{
    ApplicationStatusCode, NotificationCode, ProcedurePeriodCode, PurposeCode,
};

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
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64, example = 12)]
    pub total: Option<u64>,
}
