//! What chooses the items of lists.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::ApplicationStatus;
use ptp_domain::area::Area;
use ptp_domain::call::{Call, CallStatus, Phase, Purpose};
use ptp_domain::change_request::RequestStatus;
use ptp_domain::communication::{CommunicationKind, CommunicationStatus};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Province, TaxCode};
use ptp_domain::member::MemberKind;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::Owner;
use ptp_domain::rules::Verdict;

use crate::stored::MembershipState;

/// Which calls to list; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFilter {
    /// Of this purpose.
    pub purpose: Option<Purpose>,
    /// With one of these codes, if there are any.
    pub codes: Vec<String>,
    /// Open to one of these areas, if there are any: it is listed, or no area is.
    pub areas: Vec<Area>,
    /// In one of these statuses, if there are any.
    pub statuses: Vec<CallStatus>,
    /// Every word is a prefix of a word of the code or the title. Without letters or digits,
    /// matches none.
    pub q: Option<String>,
    /// Published, and in this phase at this instant.
    pub phase: Option<(Phase, DateTime<Utc>)>,
}

/// Which poles to list; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoleFilter {
    /// With one of these codes, if there are any.
    pub codes: Vec<String>,
    /// Of one of these areas, if there are any.
    pub areas: Vec<Area>,
    /// In one of these statuses, if there are any, on this day (a civil date in Rome), which is not
    /// before their last change.
    pub statuses: (Vec<PoleStatus>, NaiveDate),
    /// With its seat in one of these provinces, if there are any.
    pub provinces: Vec<Province>,
    /// Of this owner.
    pub owner: Option<Owner>,
    /// With a member of one of these kinds, if there are any, including past and future ones.
    pub member_kinds: Vec<MemberKind>,
    /// With a member that has its seat in one of these municipalities, if there are any, including
    /// past and future ones. Case, accents and punctuation do not matter.
    pub municipalities: Vec<String>,
    /// Every word is a prefix of a word of the code or the name. Without letters or digits, matches
    /// none.
    pub q: Option<String>,
    /// Last written at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Ever recognised, with such an outcome.
    pub compliance: Option<ComplianceFilter>,
}

/// Which memberships of an organisation to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipFilter {
    /// The organisation.
    pub organisation: TaxCode,
    /// In one of these states, if there are any.
    pub states: Vec<MembershipState>,
    /// On this day (a civil date in Rome).
    pub today: NaiveDate,
}

/// The outcome of a pole on a day, under the rules it was recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplianceFilter {
    /// The outcome.
    pub outcome: Option<Verdict>,
    /// On this day (a civil date in Rome).
    pub on: NaiveDate,
    /// Not non-compliant on that day, but from a later day on, by this one.
    pub fails_by: Option<NaiveDate>,
}

/// Which applications to list; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationFilter {
    /// In one of these statuses, if there are any.
    pub statuses: Vec<ApplicationStatus>,
    /// Under one of these calls, if there are any.
    pub calls: Vec<Id<Call>>,
    /// Of one of these poles, if there are any.
    pub poles: Vec<Id<Pole>>,
    /// With one of these protocol numbers, if there are any.
    pub protocols: Vec<String>,
    /// Last written at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Whether the applicant has answered, and the office has done nothing since. Only those that
    /// wait for a decision.
    pub answered: Option<bool>,
    /// Whether the last act of the office has not reached the applicant; decided ones too.
    pub awaiting_delivery: Option<bool>,
    /// Whether their last day to decide is over. Only those that wait for a decision.
    pub overdue: Option<bool>,
    /// With their last day to decide on this day or earlier.
    pub due_by: Option<NaiveDate>,
    /// Assigned to the person whom a token names so.
    pub responsible: Option<Owner>,
    /// The current day (a civil date in Rome). While an answer is awaited, the last day to decide
    /// depends on it.
    pub today: NaiveDate,
}

/// Which requests to list; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeRequestFilter {
    /// In one of these statuses, if there are any.
    pub statuses: Vec<RequestStatus>,
    /// Of this pole.
    pub pole: Option<Id<Pole>>,
    /// Whether their last day to decide is over. Only those that wait for a decision.
    pub overdue: Option<bool>,
    /// With their last day to decide on this day or earlier.
    pub due_by: Option<NaiveDate>,
    /// Waiting for a decision, and received in these days (civil dates in Rome), both included: the
    /// first may be missing.
    pub waiting_since: Option<(Option<NaiveDate>, NaiveDate)>,
    /// The current day (a civil date in Rome). While an answer is awaited, the last day to decide
    /// depends on it.
    pub today: NaiveDate,
}

/// Which communications to list; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommunicationFilter {
    /// Of one of these kinds, if there are any.
    pub kinds: Vec<CommunicationKind>,
    /// In one of these statuses, if there are any.
    pub statuses: Vec<CommunicationStatus>,
    /// About this pole.
    pub pole: Option<Id<Pole>>,
}
