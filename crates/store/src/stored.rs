//! What the store hands out: domain values with their version and times.

use chrono::{DateTime, Utc};
use ptp_domain::application::Application;
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;

/// A value as it was read, with the version that a save has to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// How many times it was written, from 1.
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
    /// Its members, past and future ones too, in the order of their identifiers.
    pub members: Vec<Stored<Member>>,
}

/// Which organisation is sought among the members of all poles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The one that has this tax code.
    TaxCode(TaxCode),
    /// The institution that a school with this code belongs to.
    School(SchoolCode),
}

/// A membership that was sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The pole.
    pub pole: Stored<Pole>,
    /// The member.
    pub member: Stored<Member>,
}

/// What has a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A call.
    Call(Id<Call>),
    /// A pole; a change of a member is a change of its `members`.
    Pole(Id<Pole>),
    /// An application.
    Application(Id<Application>),
    /// A member.
    Member(Id<Member>),
}
