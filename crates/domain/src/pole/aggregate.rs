//! A pole without its members, as it is kept.

use chrono::NaiveDate;

use super::stage::{Stage, Warning};
use super::states::PoleStatus;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::call::{Call, RulesetChoice};
use crate::id::Id;
use crate::identifier::{PoleCode, Province};
use crate::member::Member;
use crate::party::{Act, Contact};
use crate::policy::Owner;

/// A pole without its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pole {
    /// Its identifier.
    pub id: Id<Pole>,
    /// What people call it by.
    pub code: PoleCode,
    /// Where it stands in its life.
    pub status: PoleStatus,
    /// Who answers for it.
    pub owner: Owner,
    /// Its recognition, from the first one on.
    pub recognition: Option<Recognition>,
    /// What became of it from its recognition on, in order of time.
    pub life: Vec<Stage>,
    /// The last formal warning, until it is reinstated or ends.
    pub warning: Option<Warning>,
    /// What the owner says of it.
    pub description: Description,
}

impl Recognition {
    /// A recognition by the rules of the page, under no call that the service knows.
    #[must_use]
    pub fn by(act: Act) -> Self {
        Self { recognised_on: act.date, act, call: None, ruleset: RulesetChoice::default() }
    }
}

/// What the owner says of a pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Its area.
    pub area: Area,
    /// The production chain it serves.
    pub production_chain: Option<String>,
    /// The province of its seat.
    pub province: Province,
    /// A text about it.
    pub text: Option<String>,
    /// The agreement of the network.
    pub network_agreement: Option<NetworkAgreement>,
    /// Its activity plan.
    pub activity_plan: Option<ActivityPlan>,
    /// The member that leads it.
    pub lead_member_id: Option<Id<Member>>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
}

/// The agreement that ties the members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAgreement {
    /// When it was signed.
    pub signed_on: Option<NaiveDate>,
    /// Where it is filed.
    pub reference: Option<String>,
}

/// The recognition of a pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Since when.
    pub recognised_on: NaiveDate,
    /// By which act.
    pub act: Act,
    /// Under which call, where the service knows.
    pub call: Option<Id<Call>>,
    /// The rules that it was recognised by.
    pub ruleset: RulesetChoice,
}
