//! Stored domain values with their versions and timestamps.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::Application;
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;

use crate::record::Residues;

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
    /// What a newer release has stored with it. A save keeps it.
    pub(crate) residues: Residues,
    /// Of a pole: the last version of which the content is kept.
    pub(crate) kept: Option<i64>,
}

impl<T> Stored<T> {
    /// A value with its version and timestamps.
    pub fn new(
        value: T,
        version: i64,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    ) -> Self {
        let residues = Residues::default();
        Self { value, version, created_at, updated_at, residues, kept: None }
    }

    /// A value that was written for the first time.
    pub(crate) fn first(value: T, at: DateTime<Utc>) -> Self {
        Self::new(value, 1, at, at)
    }

    /// The same, written once more.
    pub(crate) fn next(self, at: DateTime<Utc>) -> Self {
        Self { version: self.version.saturating_add(1), updated_at: at, ..self }
    }

    /// Whether the value has all that is stored. If not, a newer release has stored more, which
    /// this one cannot judge.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.residues.is_empty()
    }
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
        self.put(member);
        self
    }

    /// Puts a member in its place, or in that of the one with its identifier.
    pub(crate) fn put(&mut self, member: Stored<Member>) {
        self.members.retain(|other| other.value.id != member.value.id);
        let place = self.members.partition_point(|other| other.value.id < member.value.id);
        self.members.insert(place, member);
    }

    /// The pole without a member, which does not lead it any more.
    #[must_use]
    pub fn without(mut self, member: Id<Member>) -> Self {
        self.strike(member);
        self
    }

    /// Takes a member out in place.
    pub(crate) fn strike(&mut self, member: Id<Member>) {
        self.members.retain(|other| other.value.id != member);
        let lead = &mut self.pole.value.description.lead_member_id;
        *lead = lead.filter(|lead| *lead != member);
    }

    /// Whether pole and members have all that is stored ([`Stored::is_whole`]).
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.pole.is_whole() && self.members.iter().all(Stored::is_whole)
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

/// Where a membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipState {
    /// The pole says so, and the member has not confirmed it.
    ToConfirm,
    /// The member has confirmed it, or leads the pole and speaks for itself.
    Confirmed,
    /// The member has left, or the pole has ended.
    Former,
}

impl Found {
    /// Where the membership stands on a day.
    #[must_use]
    pub fn state(&self, on: NaiveDate) -> MembershipState {
        let member = &self.member.value;
        let has_left = member.membership.until().is_some_and(|last| last < on);
        if has_left || self.pole.value.status_on(on).is_over() {
            MembershipState::Former
        } else if member.confirmed_at.is_some()
            || self.pole.value.owner == Owner::Organisation(member.tax_code.clone())
        {
            MembershipState::Confirmed
        } else {
            MembershipState::ToConfirm
        }
    }
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
    /// A member, which is identified within its pole.
    Member(Id<Pole>, Id<Member>),
}
