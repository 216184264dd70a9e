//! Stored domain values with their versions and timestamps.

use chrono::{DateTime, Utc};
use ptp_domain::application::Application;
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::pole::Pole;

/// A value as it was read, with the version that a save must name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// How often it has been written, from 1.
    pub version: i64,
    /// When it was first written (UTC, microseconds).
    pub created_at: DateTime<Utc>,
    /// When it was last written (UTC, microseconds).
    pub updated_at: DateTime<Utc>,
}

/// A pole with its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPole {
    /// The pole.
    pub pole: Stored<Pole>,
    /// Its members, including past and future ones, by identifier.
    pub members: Vec<Stored<Member>>,
}

impl StoredPole {
    /// The pole with a member that joins it, or takes the place of the one with its identifier.
    #[must_use]
    pub fn with(mut self, member: Stored<Member>) -> Self {
        self.members.retain(|other| other.value.id != member.value.id);
        let place = self.members.partition_point(|other| other.value.id < member.value.id);
        self.members.insert(place, member);
        self
    }

    /// The pole without a member, which does not lead it any more.
    #[must_use]
    pub fn without(mut self, member: Id<Member>) -> Self {
        self.members.retain(|other| other.value.id != member);
        let lead = &mut self.pole.value.description.lead_member_id;
        *lead = lead.filter(|lead| *lead != member);
        self
    }
}

/// The organisation to search for among the members of all poles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sought {
    /// The one with this tax code.
    TaxCode(TaxCode),
    /// The institution of the school with this code.
    School(SchoolCode),
}

/// A membership found by a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The pole.
    pub pole: Stored<Pole>,
    /// The member.
    pub member: Stored<Member>,
}

/// A membership in a pole that was ever recognised; all of it is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The pole.
    pub pole: Id<Pole>,
    /// The member.
    pub member: Id<Member>,
    /// Its name in the pole.
    pub name: String,
    /// What it is there.
    pub kind: MemberKind,
}

/// An entity with a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A call.
    Call(Id<Call>),
    /// A pole; a change of a member counts as a change of its `members`.
    Pole(Id<Pole>),
    /// An application.
    Application(Id<Application>),
    /// A member.
    Member(Id<Member>),
}
