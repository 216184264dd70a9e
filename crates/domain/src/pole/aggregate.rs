//! A pole without its members.

use chrono::NaiveDate;

use super::stage::{FormalWarning, Stage, Transfer};
use super::states::PoleStatus;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::call::{Call, RulesetChoice};
use crate::id::Id;
use crate::identifier::{PoleCode, Province};
use crate::member::Member;
use crate::network_agreement::NetworkAgreement;
use crate::party::{Act, Contact};
use crate::policy::Owner;
use crate::reorganisation::Succession;

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
    /// The stages since its recognition, in chronological order.
    pub life: Vec<Stage>,
    /// The last formal warning, until reinstatement or the end.
    pub warning: Option<FormalWarning>,
    /// Its transfers to other owners, in order.
    pub transfers: Vec<Transfer>,
    /// The reorganisations that it went through, in the order of their recording.
    pub successions: Vec<Succession>,
    /// The owner's description.
    pub description: Description,
}

impl Recognition {
    /// A recognition under the rules of the page, by an act without a known call.
    #[must_use]
    pub fn without_call(act: Act) -> Self {
        Self { recognised_on: act.date, act, call: None, ruleset: RulesetChoice::default() }
    }
}

/// The owner's description of a pole.
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
    /// Contacts.
    pub contacts: Vec<Contact>,
}

/// The recognition of a pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Since when.
    pub recognised_on: NaiveDate,
    /// By which act.
    pub act: Act,
    /// The call, if known to the service.
    pub call: Option<Id<Call>>,
    /// The rules that it was recognised under.
    pub ruleset: RulesetChoice,
}
