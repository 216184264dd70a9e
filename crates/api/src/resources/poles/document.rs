//! What an owner says of a pole, on the wire.

use chrono::NaiveDate;
use ptp_domain::activity_plan::{self, ActionKind, ActivityPlan as Plan, Objective};
use ptp_domain::area::Area;
use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::identifier::Province;
use ptp_domain::member::Member;
use ptp_domain::pole::{self, Description};
use ptp_http::wire::{
    Coded, DateText, Leaf as _, LongText, ProvinceCode, Read, Reading, ShortText, word,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::Contact;
use crate::cases::words::{ActionKindCode, AreaCode, ObjectiveCode};

/// A pole as its owner writes it, without its members.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PoleInput {
    /// Its name.
    pub name: ShortText,
    /// Its area.
    pub area: AreaCode,
    /// The production chain it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub production_chain: Option<ShortText>,
    /// The province of its seat.
    pub province: ProvinceCode,
    /// A text about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LongText>,
    /// The agreement of the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_agreement: Option<NetworkAgreement>,
    /// Its activity plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_plan: Option<ActivityPlan>,
    /// The member that leads it. On creation, members may propose their own `id` for this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_member_id: Option<Uuid>,
    /// Whom to ask; shown to its owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    pub contacts: Option<Vec<Contact>>,
}

/// The agreement that ties the members.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetworkAgreement {
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<DateText>,
    /// Where it is filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ShortText>,
}

/// What the pole plans to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivityPlan {
    /// A summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<LongText>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateText>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
    /// The actions.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub actions: Vec<PlannedAction>,
}

/// An action of the plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlannedAction {
    /// What it is; the plan needs `work_linked_training` and `curricular_flexibility`.
    pub kind: ActionKindCode,
    /// What it is called. The action counts with a title and at least one objective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<ShortText>,
    /// The objectives it serves.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub objectives: Vec<ObjectiveCode>,
    /// Hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 100_000, example = 120)]
    pub hours: Option<u32>,
}

impl PoleInput {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Description> {
        let name = reading.required("name", String::read);
        let area = reading.required("area", word::<Area>);
        let production_chain = reading.optional("production_chain", String::read);
        let province = reading.required("province", Province::read);
        let text = reading.optional("description", String::read);
        let network_agreement = reading.optional("network_agreement", NetworkAgreement::read);
        let activity_plan = reading.optional("activity_plan", ActivityPlan::read);
        let lead_member_id = reading.optional("lead_member_id", Id::<Member>::read);
        let contacts = reading.each("contacts", Contact::read);
        Ok(Description {
            name: name?,
            area: area?,
            production_chain: production_chain?,
            province: province?,
            text: text?,
            network_agreement: network_agreement?,
            activity_plan: activity_plan?,
            lead_member_id: lead_member_id?,
            contacts: contacts?,
        })
    }

    /// Shows the owner's description; contacts only if the caller may see them.
    #[must_use]
    pub(crate) fn show(pole: &Description, personal: bool) -> Self {
        let contacts = personal.then(|| pole.contacts.iter().map(Contact::show).collect());
        Self {
            name: pole.name.as_str().into(),
            area: Coded(pole.area),
            production_chain: pole.production_chain.as_deref().map(Into::into),
            province: pole.province.code().into(),
            description: pole.text.as_deref().map(Into::into),
            network_agreement: pole.network_agreement.as_ref().map(|agreement| NetworkAgreement {
                signed_on: agreement.signed_on.map(Into::into),
                reference: agreement.reference.as_deref().map(Into::into),
            }),
            activity_plan: pole.activity_plan.as_ref().map(ActivityPlan::show),
            lead_member_id: pole.lead_member_id.map(Id::uuid),
            contacts,
        }
    }
}

impl NetworkAgreement {
    fn read(reading: &mut Reading<'_>) -> Read<pole::NetworkAgreement> {
        let signed_on = reading.optional("signed_on", NaiveDate::read);
        let reference = reading.optional("reference", String::read);
        Ok(pole::NetworkAgreement { signed_on: signed_on?, reference: reference? })
    }
}

impl PlannedAction {
    fn read(reading: &mut Reading<'_>) -> Read<activity_plan::PlannedAction> {
        let kind = reading.required("kind", word::<ActionKind>);
        let title = reading.optional("title", String::read);
        let objectives = reading.each("objectives", word::<Objective>);
        let hours = reading.optional("hours", u32::read);
        Ok(activity_plan::PlannedAction {
            kind: kind?,
            title: title?,
            objectives: objectives?,
            hours: hours?,
        })
    }
}

impl ActivityPlan {
    fn read(reading: &mut Reading<'_>) -> Read<Plan> {
        let summary = reading.optional("summary", String::read);
        let from = reading.optional("from", NaiveDate::read);
        let until = reading.optional("until", NaiveDate::read);
        if let (Ok(Some(from)), Ok(until)) = (from, until) {
            let _ = reading.take("until", Period::new(from, until));
        }
        let actions = reading.each("actions", PlannedAction::read);
        Ok(Plan { summary: summary?, from: from?, until: until?, actions: actions? })
    }

    fn show(plan: &Plan) -> Self {
        Self {
            summary: plan.summary.as_deref().map(Into::into),
            from: plan.from.map(Into::into),
            until: plan.until.map(Into::into),
            actions: plan
                .actions
                .iter()
                .map(|action| PlannedAction {
                    kind: Coded(action.kind),
                    title: action.title.as_deref().map(Into::into),
                    objectives: action.objectives.iter().copied().map(Coded).collect(),
                    hours: action.hours,
                })
                .collect(),
        }
    }
}
