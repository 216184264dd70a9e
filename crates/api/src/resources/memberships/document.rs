//! Memberships on the wire.

use chrono::NaiveDate;
use ptp_domain::policy::Scope;
use ptp_store::{Found, MembershipState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::resources::members::view::MemberView;
use crate::resources::poles::view::PoleSummary;

/// Where a membership stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = MembershipState)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateCode {
    /// The pole says so, and the member has not confirmed it.
    ToConfirm,
    /// The member has confirmed it, or leads the pole and speaks for itself.
    Confirmed,
    /// It is over: the member has left, or the pole has ended.
    Former,
}

impl StateCode {
    pub(super) const fn state(self) -> MembershipState {
        match self {
            Self::ToConfirm => MembershipState::ToConfirm,
            Self::Confirmed => MembershipState::Confirmed,
            Self::Former => MembershipState::Former,
        }
    }
}

impl From<MembershipState> for StateCode {
    fn from(state: MembershipState) -> Self {
        match state {
            MembershipState::ToConfirm => Self::ToConfirm,
            MembershipState::Confirmed => Self::Confirmed,
            MembershipState::Former => Self::Former,
        }
    }
}

/// A membership of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Membership)]
pub(crate) struct FoundMembership {
    /// Where it stands today.
    state: StateCode,
    /// The pole, with the plan that the member commits to (`activity_plan`).
    pole: PoleSummary,
    /// The organisation in it.
    member: MemberView,
}

/// A page of memberships.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MembershipPage)]
pub(crate) struct FoundPage {
    /// The memberships.
    #[schema(max_items = 100)]
    pub(super) items: Vec<FoundMembership>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub(super) next_cursor: Option<String>,
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64, example = 12)]
    pub(super) total: Option<u64>,
}

impl FoundMembership {
    /// Shows a membership as it stands on a day.
    pub(super) fn show(found: &Found, scope: &Scope, today: NaiveDate) -> Self {
        let personal = scope.shows_personal_data_of(&found.pole.value.owner);
        Self {
            state: found.state(today).into(),
            pole: PoleSummary::show(&found.pole, personal, today),
            member: MemberView::show(&found.member, personal),
        }
    }
}
