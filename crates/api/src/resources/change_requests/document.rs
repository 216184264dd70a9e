//! A request as it is filed, and as it stands in answers.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::change_request::{self, RequestStep};
use ptp_domain::policy::{Owner, Scope};
use ptp_http::wire::{Coded, DateText, InstantText, Leaf as _, LongText, Read, Reading, flattened};
use ptp_store::Stored;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::is_in_full;
use crate::cases::stamp::Stamp;
use crate::cases::words::{ChangeRequestStatusCode, ChangeRequestStepCode};
use crate::resources::applications::document::ProcedureClock;
use crate::resources::applications::step_view::StepTaken;
use crate::resources::compliance::evaluation::Changes;
use crate::resources::compliance::report::ComplianceReport;

/// What would change, from when on, and why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRequestInput {
    /// What would change, as in an evaluation. `joined_on` and `left_on` are absent or the day on
    /// which the change takes effect.
    pub changes: Changes,
    /// The first day on which it is to take effect: today or later. The day of the act that accepts
    /// it unless given.
    #[serde(default)]
    #[schema(value_type = Option<DateText>)]
    pub effective_on: Option<NaiveDate>,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
}

impl ChangeRequestInput {
    /// Reads a request; `new_id` gives identifiers to members that join and propose none.
    pub(crate) fn read(new_id: impl Fn() -> Uuid, reading: &mut Reading<'_>) -> Read<Self> {
        let changes = reading.required("changes", Changes::read);
        let effective_on = reading.optional("effective_on", NaiveDate::read);
        let reason = reading.optional("reason", LongText::read);
        let changes = with_ids(changes?, new_id);
        Ok(Self { changes, effective_on: effective_on?, reason: reason? })
    }
}

/// The same changes, with identifiers for members that join and propose none.
pub(crate) fn with_ids(mut changes: Changes, new_id: impl Fn() -> Uuid) -> Changes {
    for member in changes.add.iter_mut().filter_map(Value::as_object_mut) {
        if member.get("id").is_none_or(Value::is_null) {
            member.insert("id".to_owned(), json!(new_id()));
        }
    }
    changes
}

/// Changes as they are stored.
pub(crate) fn kept(changes: &Changes) -> String {
    let update: Vec<_> = changes
        .update
        .iter()
        .map(|update| json!({"member_id": update.member_id, "member": update.member}))
        .collect();
    let mut kept = json!({"add": changes.add, "remove": changes.remove, "update": update});
    if let Some(pole) = &changes.pole {
        kept["pole"] = pole.clone();
    }
    kept.to_string()
}

/// Changes as they were received; none once they were erased.
pub(crate) fn received(kept: &str) -> Option<Changes> {
    let value: Value = serde_json::from_str(kept).ok()?;
    let mut reading = Reading::of(&value);
    let changes = Changes::read(&mut reading);
    reading.finish(changes).ok()
}

/// What a request says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeRequestHead {
    /// Its identifier.
    id: Uuid,
    /// Its number in the register of the year, which has those of applications too.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    protocol: String,
    /// Where it stands.
    status: ChangeRequestStatusCode,
    /// Which pole.
    pole_id: Uuid,
    /// Who answers for the pole: a tax code, or the subject of a token. A member that the request
    /// names is not told of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "94004480151")]
    owner: Option<String>,
    /// The instant of receipt: it takes effect no earlier than that day.
    received_at: InstantText,
    /// The day on which it is to take effect, if it says so; once accepted, on which it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_on: Option<DateText>,
    /// What would change. Absent once it was erased; a member that it names sees no personal data of
    /// others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Changes, required = false)]
    changes: Option<Value>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// The clock of the procedure, while it waits for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ProcedureClock>,
    /// What has been done, in order.
    #[schema(max_items = 1000)]
    steps: Vec<RequestStepView>,
    /// Its receipt (`/poles/{pole_id}/receipts/{receipt_id}`), for the owner of the pole and officials.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_id: Option<Uuid>,
}

/// The reports on the network before and after the change.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct BeforeAndAfter {
    /// The report on the network in force, on the day that the change would take effect on; only
    /// where the request is filed, or a pending one is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ComplianceReport>)]
    pub(super) before: Option<Value>,
    /// The same with the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ComplianceReport>)]
    pub(super) after: Option<Value>,
}

/// Which step was taken in the procedure of a request.
#[derive(Debug, Serialize, ToSchema)]
struct RequestStepHead {
    /// Which.
    step: ChangeRequestStepCode,
}

/// A step of a request.
#[derive(Debug, Serialize)]
pub(crate) struct RequestStepView {
    #[serde(flatten)]
    head: RequestStepHead,
    #[serde(flatten)]
    taken: StepTaken,
}
flattened!(RequestStepView as "ChangeProcedureStep": "A step that was taken.",
    [RequestStepHead, StepTaken]);

/// A request to change a recognised network (richiesta di variazione).
#[derive(Debug, Serialize)]
pub(crate) struct ChangeRequestView {
    #[serde(flatten)]
    head: ChangeRequestHead,
    #[serde(flatten)]
    reports: BeforeAndAfter,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(ChangeRequestView as "ChangeRequest":
    "A request to change a recognised network (richiesta di variazione).",
    [ChangeRequestHead, BeforeAndAfter, Stamp]);

impl ChangeRequestView {
    /// Shows a request at an instant, as far as the scope reaches.
    #[must_use]
    pub(crate) fn show(
        stored: &Stored<change_request::ChangeRequest>,
        now: DateTime<Utc>,
        scope: &Scope,
    ) -> Self {
        let request = &stored.value;
        let is_pending = request.status.is_pending();
        let personal = is_in_full(request, scope);
        let owner = match &request.owner {
            Owner::Organisation(code) if personal || !code.is_person() => {
                Some(code.as_str().to_owned())
            }
            Owner::Subject { subject, .. } if personal => {
                // Empty if the person was forgotten.
                Some(subject.clone()).filter(|subject| !subject.is_empty())
            }
            Owner::Organisation(_) | Owner::Subject { .. } => None,
        };
        let mut changes: Option<Value> = serde_json::from_str(&request.changes).ok();
        if !personal {
            changes.iter_mut().for_each(hide);
        }
        let procedure = &request.procedure;
        let step = |at: usize| {
            let taken = StepTaken::show(procedure, at, scope)?;
            let head =
                RequestStepHead { step: Coded(RequestStep::of(procedure.taken.get(at)?.step)?) };
            Some(RequestStepView { head, taken })
        };
        Self {
            head: ChangeRequestHead {
                id: request.id.uuid(),
                protocol: request.protocol.to_string(),
                status: Coded(request.status),
                pole_id: request.pole.uuid(),
                owner,
                received_at: request.received_at.into(),
                effective_on: request.effective_on.map(Into::into),
                changes,
                reason: request.reason.as_deref().map(Into::into),
                clock: is_pending
                    .then(|| ProcedureClock::show(&request.procedure, civil_date(now))),
                steps: (0..procedure.taken.len()).filter_map(step).collect(),
                receipt_id: personal.then(|| request.id.uuid()),
            },
            reports: BeforeAndAfter::default(),
            stamp: Stamp::of(stored),
        }
    }

    /// The same with the reports before and after.
    #[must_use]
    pub(crate) fn with(self, reports: BeforeAndAfter) -> Self {
        Self { reports, ..self }
    }
}

/// Leaves out persons: for those that the request names.
pub(crate) fn hide(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            let is_person =
                |code: &Value| code.as_str().is_some_and(|code| code.trim().len() == 16);
            // A patch does not say of whom the VAT number is, which may be a sole trader.
            if properties.get("tax_code").is_none_or(is_person) {
                properties.retain(|name, _| !["tax_code", "vat_number"].contains(&name.as_str()));
            }
            properties.retain(|name, _| !["contacts", "signatory"].contains(&name.as_str()));
            if let Some(founders) = properties.get_mut("founders").and_then(Value::as_array_mut) {
                founders.retain(|code| !is_person(code));
            }
            properties.values_mut().for_each(hide);
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

/// A page of requests.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRequestPage {
    /// The requests.
    #[schema(max_items = 100)]
    pub items: Vec<ChangeRequestView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64, example = 12)]
    pub total: Option<u64>,
}
