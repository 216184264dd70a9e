//! `evaluate_network`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::activity_plan::ActivityPlan;
use ptp_domain::area::Area;
use ptp_domain::calendar::parse_date;
use ptp_domain::call::RulesetChoice;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::policy::{Action, Owner};
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_domain::rules::{Determination, Network, evaluate};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::show::plain;
use ptp_http::state::HttpState;
use ptp_http::wire::{DateText, Reading, flattened};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::changed::changed;
use super::question::Question;
use super::report::{ComplianceReport, Pointers, Showing};
use crate::cases::caller::{Caller, op};
use crate::cases::judging::{NO_SUCH_CALL, determinations, is_looked_at};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::calls::document::RulesetInput;
use crate::resources::members::document::MemberInput;
use crate::resources::members::view::MemberCreation;
use crate::resources::poles::creation::{MemberList, read_members};
use crate::resources::poles::document::PoleInput;
use crate::resources::poles::register::Recognition;

/// What is to be judged: a pole in the body, or a stored one with changes; by which rules; when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluationInput {
    /// A pole as for `POST /poles`, plus an optional recognition.
    #[serde(default)]
    pub pole: Option<EvaluatedPole>,
    /// Or a stored pole that the caller may see.
    #[serde(default)]
    pub pole_id: Option<Uuid>,
    /// What would change in the stored pole.
    #[serde(default)]
    pub changes: Option<MemberChanges>,
    /// The civil date in Europe/Rome; today, or the reference date of the call.
    #[serde(default)]
    pub as_of: Option<DateText>,
    /// The rules; the page's own unless given.
    #[serde(default)]
    pub ruleset: Option<RulesetInput>,
    /// Or a call, to be judged by its rules.
    #[serde(default)]
    pub call_id: Option<Uuid>,
}

/// When the pole in the body was recognised, if it was.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct OptionalRecognition {
    /// Its recognition; only `recognised_on` matters.
    #[serde(default)]
    pub recognition: Option<Recognition>,
}

/// A pole in the body.
#[derive(Debug, Deserialize)]
pub(crate) struct EvaluatedPole {
    #[serde(flatten)]
    pole: PoleInput,
    #[serde(flatten)]
    list: MemberList,
    #[serde(flatten)]
    recognition: OptionalRecognition,
}
flattened!(EvaluatedPole as "EvaluatedPole": "A pole to be judged; nothing of it is stored.",
    [PoleInput, MemberList, OptionalRecognition]);

/// What would change in a stored pole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberChanges {
    /// Members that would join.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub add: Vec<MemberCreation>,
    /// Members that would not be there.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub remove: Vec<Uuid>,
    /// Members that would be otherwise.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub update: Vec<MemberUpdate>,
}

/// A member that would be otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberUpdate {
    /// Which.
    pub member_id: Uuid,
    /// What would change, as a merge-patch (RFC 7396).
    #[schema(value_type = MemberInput)]
    pub member: Value,
}

const POLE_OR_ID: Invalid = Invalid::fixed(
    "pole_or_pole_id",
    "indicare pole (una rete nel corpo) oppure pole_id (un polo registrato), uno solo dei due",
    "give either pole (a network in the body) or pole_id (a stored pole), one of the two",
);
const CHANGES_NEED_ID: Invalid = Invalid::fixed(
    "changes_need_pole_id",
    "changes vale solo con pole_id",
    "changes goes with pole_id only",
);
const RULESET_OR_CALL: Invalid = Invalid::fixed(
    "ruleset_or_call",
    "indicare ruleset oppure call_id, non entrambi",
    "give either ruleset or call_id, not both",
);
const NO_SUCH_POLE: Invalid = Invalid::fixed(
    "no_such_pole",
    "il polo non esiste o non è visibile con queste credenziali",
    "the pole does not exist or these credentials cannot see it",
);
/// What is judged, read.
pub(super) struct Subject {
    pub(super) pole_id: Option<Uuid>,
    pub(super) area: Area,
    pub(super) plan: Option<ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) members: Vec<Member>,
    /// Who speaks for it, by which rules it was recognised, what was settled: if it is stored.
    pub(super) applicant: Option<Owner>,
    pub(super) ruleset: Ruleset,
    pub(super) determinations: Vec<Determination>,
    pub(super) pointers: Pointers,
}

/// What the body asks, read as far as the body alone allows.
struct Asked {
    subject: AskedSubject,
    as_of: Option<NaiveDate>,
    ruleset: Option<RulesetChoice>,
    call_id: Option<Uuid>,
}

enum AskedSubject {
    Given(Box<Subject>),
    Stored(Uuid, Option<MemberChanges>),
}

impl EvaluationInput {
    fn read(self, new_id: impl Fn() -> Uuid, reading: &mut Reading) -> Option<Asked> {
        if self.ruleset.is_some() && self.call_id.is_some() {
            reading.refuse("call_id", RULESET_OR_CALL);
        }
        if self.changes.is_some() && self.pole_id.is_none() {
            reading.refuse("changes", CHANGES_NEED_ID);
        }
        let subject = match (self.pole, self.pole_id) {
            (Some(pole), None) => reading
                .inside("pole", |inner| pole.read(new_id, inner))
                .map(|given| AskedSubject::Given(Box::new(given))),
            (None, Some(id)) => Some(AskedSubject::Stored(id, self.changes)),
            _ => reading.take("", Err(POLE_OR_ID)),
        };
        let as_of = reading.take_optional("as_of", self.as_of.map(|day| parse_date(&day.0)));
        let ruleset = match self.ruleset {
            None => Some(None),
            Some(ruleset) => reading.inside("ruleset", |inner| ruleset.read(inner)).map(Some),
        };
        Some(Asked { subject: subject?, as_of: as_of?, ruleset: ruleset?, call_id: self.call_id })
    }
}

impl EvaluatedPole {
    fn read(self, new_id: impl Fn() -> Uuid, reading: &mut Reading) -> Option<Subject> {
        let description = self.pole.read(reading);
        let members = read_members(self.list.members, new_id, reading);
        let recognised_on = reading.inside("recognition", |inner| {
            let day = self.recognition.recognition.map(|given| parse_date(&given.recognised_on.0));
            inner.take_optional("recognised_on", day)
        });
        let (description, members) = (description?, members?);
        let pointers = members
            .iter()
            .enumerate()
            .map(|(index, member)| (member.id, format!("/pole/members/{index}")))
            .collect();
        Some(Subject {
            pole_id: None,
            area: description.area,
            plan: description.activity_plan,
            recognised_on: recognised_on?,
            members,
            applicant: None,
            ruleset: RulesetId::default().ruleset(),
            determinations: Vec::new(),
            pointers,
        })
    }
}

/// Evaluate a network
///
/// The report of a pole sent in the body, or of a stored one with changes (`add`, `remove`,
/// `update` a member). Nothing is stored: try a network before it exists.
#[utoipa::path(
    operation_id = Action::EvaluateNetwork.code(),
    tag = "compliance",
    request_body(content = EvaluationInput, description = "What is to be judged, by which rules, when."),
    responses((status = 200, description = "The report.", body = ComplianceReport)),
)]
#[post("/compliance/evaluations")]
pub(crate) async fn handle(
    caller: Caller<op::EvaluateNetwork>,
    service: Data<Service>,
    http: Data<HttpState>,
    Preferred(language): Preferred,
    body: Body<EvaluationInput>,
) -> Result<HttpResponse, ApiError> {
    let (asked, _) = body.read(|input, reading| input.read(|| service.clock.new_id(), reading))?;
    let now = service.clock.now();
    let invalid =
        |invalid: Invalid, pointer: &str| ApiError::InvalidBody(vec![invalid.at(pointer)]);
    let tx = service.store.read().await?;
    let subject = match asked.subject {
        AskedSubject::Given(subject) => *subject,
        AskedSubject::Stored(id, changes) => {
            let stored = tx
                .find_pole(&caller.scope, Id::new(id))
                .await?
                .ok_or_else(|| invalid(NO_SUCH_POLE, "/pole_id"))?;
            let personal = caller.scope.shows_personal_data_of(&stored.pole.value.owner);
            let determinations = determinations(&tx, stored.pole.value.id).await?;
            changed(&service, &http.contract.validators, stored, changes, determinations, personal)?
        }
    };
    let calls = caller.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
    let usual = subject.ruleset.clone();
    let mut question = Question::asked(&tx, &calls, asked.call_id, usual, asked.as_of, now, || {
        invalid(NO_SUCH_CALL, "/call_id")
    })
    .await?;
    if let Some(choice) = asked.ruleset {
        question.ruleset = choice.id.ruleset().with(&choice.overrides);
    }

    let joined = subject.members.iter().filter(|one| is_looked_at(one, question.joined_by));
    let network = Network {
        area: subject.area,
        activity_plan: subject.plan.as_ref(),
        recognised_on: subject.recognised_on,
        members: joined.collect(),
        applicant: subject.applicant.as_ref(),
    };
    let report = evaluate(&network, &question.ruleset, question.as_of, &subject.determinations);
    let showing = Showing {
        pole_id: subject.pole_id,
        area: subject.area,
        ruleset: &question.ruleset,
        members: &network.members,
        pointers: &subject.pointers,
        language,
    };
    Ok(plain(&showing.report(&report)))
}
