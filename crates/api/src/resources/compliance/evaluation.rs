//! The request of an evaluation.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::activity_plan::ActivityPlan;
use ptp_domain::area::Area;
use ptp_domain::call::RulesetChoice;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::Province;
use ptp_domain::member::Member;
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Owner;
use ptp_domain::reorganisation::Succession;
use ptp_domain::rules::Determination;
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_http::wire::{DateText, Leaf as _, Read, Reading, flattened};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::member_reference::Pointers;
use crate::resources::calls::document::RulesetInput;
use crate::resources::members::document::MemberInput;
use crate::resources::members::view::MemberJoining;
use crate::resources::poles::creation::{MemberList, read_members};
use crate::resources::poles::document::PoleInput;
use crate::resources::poles::register::Recognition;

/// What is to be judged: a pole in the body, or a stored one with changes; by which rules; when.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluationInput {
    /// A pole as for `POST /poles`, plus an optional recognition.
    #[serde(default)]
    pole: Option<EvaluatedPole>,
    /// Or a stored pole that the caller may see.
    #[serde(default)]
    pole_id: Option<Uuid>,
    /// What would change in the stored pole.
    #[serde(default)]
    changes: Option<Changes>,
    /// The civil date in Europe/Rome; today, or the reference date of the call.
    #[serde(default)]
    as_of: Option<DateText>,
    /// The rules; the page's own unless given.
    #[serde(default)]
    ruleset: Option<RulesetInput>,
    /// Or a call, to be judged by its rules.
    #[serde(default)]
    call_id: Option<Uuid>,
}

/// When the pole in the body was recognised, if it was.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
pub(crate) struct OptionalRecognition {
    /// Its recognition; only `recognised_on` matters.
    #[serde(default)]
    recognition: Option<Recognition>,
}

/// A pole in the body.
pub(crate) struct EvaluatedPole;
flattened!(EvaluatedPole as "EvaluatedPole": "A pole to be judged; nothing of it is stored.",
    [PoleInput, MemberList, OptionalRecognition]);

/// What would change in a stored pole.
#[derive(Clone, Debug, Default, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    /// Members that would join.
    #[serde(default)]
    #[schema(value_type = Vec<MemberJoining>, max_items = 500)]
    pub add: Vec<Value>,
    /// Members that would not be there.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub remove: Vec<Uuid>,
    /// Members that would be otherwise.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub update: Vec<MemberUpdate>,
    /// What would be otherwise in the pole itself, its lead and its plan: a merge-patch (RFC 7396).
    #[serde(default)]
    #[schema(value_type = PoleInput, required = false)]
    pub pole: Option<Value>,
}

/// A member that would be otherwise.
#[derive(Clone, Debug, ToSchema)]
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
const UPDATED_TWICE: Invalid = Invalid::fixed(
    "id_repeated",
    "lo stesso membro si modifica una volta sola: unire le modifiche",
    "one member is changed once only: put the changes together",
);
const REMOVED_TWICE: Invalid = Invalid::fixed(
    "id_repeated",
    "lo stesso membro si toglie una volta sola",
    "one member is removed once only",
);
const RULESET_OR_CALL: Invalid = Invalid::fixed(
    "ruleset_or_call",
    "indicare ruleset oppure call_id, non entrambi",
    "give either ruleset or call_id, not both",
);
/// What is evaluated.
pub(super) struct Evaluated {
    pub(super) pole_id: Option<Uuid>,
    pub(super) area: Area,
    pub(super) seat: Province,
    pub(super) plan: Option<ActivityPlan>,
    pub(super) agreement: Option<NetworkAgreement>,
    pub(super) lead: Option<Id<Member>>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) members: Vec<Member>,
    /// The applicant, the rules, the determinations and the reorganisations of a stored pole.
    pub(super) applicant: Option<Owner>,
    pub(super) ruleset: Ruleset,
    pub(super) determinations: Vec<Determination>,
    pub(super) successions: Vec<Succession>,
    pub(super) pointers: Pointers,
}

/// The request, as far as it can be read without the store.
pub(super) struct Asked {
    pub(super) subject: Target,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) ruleset: Option<RulesetChoice>,
    pub(super) call_id: Option<Uuid>,
}

pub(super) enum Target {
    Given(Box<Evaluated>),
    Stored(Uuid, Option<Changes>),
}

impl EvaluationInput {
    pub(super) fn read(new_id: impl Fn() -> Uuid, reading: &mut Reading<'_>) -> Read<Asked> {
        if reading.has("ruleset") && reading.has("call_id") {
            reading.refuse("call_id", RULESET_OR_CALL);
        }
        if reading.has("changes") && !reading.has("pole_id") {
            reading.refuse("changes", CHANGES_NEED_ID);
        }
        let subject = match ["pole", "pole_id"].map(|given| reading.has(given)) {
            [true, false] => reading
                .required("pole", |pole| EvaluatedPole::read(new_id, pole))
                .map(|given| Target::Given(Box::new(given))),
            [false, true] => {
                let id = reading.required("pole_id", Uuid::read);
                let changes = reading.optional("changes", Changes::read);
                id.and_then(|id| Ok(Target::Stored(id, changes?)))
            }
            _ => reading.take("", Err(POLE_OR_ID)),
        };
        let as_of = reading.optional("as_of", NaiveDate::read);
        let ruleset = reading.optional("ruleset", RulesetInput::read);
        let call_id = reading.optional("call_id", Uuid::read);
        Ok(Asked { subject: subject?, as_of: as_of?, ruleset: ruleset?, call_id: call_id? })
    }
}

impl Changes {
    /// Reads the changes; what is in them is read later, together with what is stored.
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let add = reading.each("add", Value::read);
        let remove = reading.each("remove", Uuid::read);
        let update = reading.each("update", |update| {
            let member_id = update.required("member_id", Uuid::read);
            let member = update.required("member", Value::read);
            Ok(MemberUpdate { member_id: member_id?, member: member? })
        });
        let pole = reading.optional("pole", Value::read);
        refuse_repeated(&remove, &update, reading);
        Ok(Self { add: add?, remove: remove?, update: update?, pole: pole? })
    }
}

/// Refuses to remove a member twice, or to change it twice: one patch can say it all.
fn refuse_repeated(
    remove: &Read<Vec<Uuid>>,
    update: &Read<Vec<MemberUpdate>>,
    reading: &mut Reading<'_>,
) {
    let mut gone = BTreeSet::new();
    for (index, id) in remove.iter().flatten().enumerate() {
        if !gone.insert(*id) {
            reading.refuse(&format!("remove/{index}"), REMOVED_TWICE);
        }
    }
    let mut seen = BTreeSet::new();
    for (index, update) in update.iter().flatten().enumerate() {
        if !seen.insert(update.member_id) {
            reading.refuse(&format!("update/{index}/member_id"), UPDATED_TWICE);
        }
    }
}

impl EvaluatedPole {
    fn read(new_id: impl Fn() -> Uuid, reading: &mut Reading<'_>) -> Read<Evaluated> {
        let description = PoleInput::read(reading);
        let members = read_members(new_id, reading);
        let recognised_on = reading.optional("recognition", |recognition| {
            recognition.required("recognised_on", NaiveDate::read)
        });
        let (description, members) = (description?, members?);
        let pointers = members
            .iter()
            .enumerate()
            .map(|(index, member)| (member.id, format!("/pole/members/{index}")))
            .collect();
        Ok(Evaluated {
            pole_id: None,
            area: description.area,
            seat: description.province,
            plan: description.activity_plan,
            agreement: description.network_agreement,
            lead: description.lead_member_id,
            recognised_on: recognised_on?,
            members,
            applicant: None,
            ruleset: RulesetId::default().ruleset(),
            determinations: Vec::new(),
            successions: Vec::new(),
            pointers,
        })
    }
}
