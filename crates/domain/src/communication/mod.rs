//! Communications of facts about a recognised network, and acts of office: what the law or a public
//! register says of it takes effect by itself.

mod facts;
mod states;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

pub use facts::{MEMBER_FACTS, POLE_FACTS, ateco_from, happened, may_be_told};
pub use states::{Answering, CommunicationKind, CommunicationStatus, attempt};

use crate::id::Id;
use crate::identifier::{Protocol, TaxCode};
use crate::party::Act;
use crate::pole::Pole;
use crate::policy::Bearer;

/// A fact that was communicated, or recorded by the Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Communication {
    /// Its identifier.
    pub id: Id<Communication>,
    /// Its number in the register of the year, which it shares with applications.
    pub protocol: Protocol,
    /// Who says so: the network, or the Region.
    pub kind: CommunicationKind,
    /// What the office makes of it.
    pub status: CommunicationStatus,
    /// Whether the network is so in the register: that of a body outside the network waits for the
    /// office to take note of it.
    pub in_effect: bool,
    /// The pole.
    pub pole: Id<Pole>,
    /// When it was received (UTC, microseconds).
    pub received_at: DateTime<Utc>,
    /// The day of the fact: the first on which it is so.
    pub effective_on: NaiveDate,
    /// Where the fact stands: a register, a deed.
    pub source: String,
    /// Why, if there is something to say.
    pub reason: Option<String>,
    /// The act of an act of office.
    pub act: Option<Act>,
    /// What changed, as it was received: the JSON of the contract. Empty once it was erased.
    pub changes: String,
    /// The members that it is about.
    pub about: BTreeSet<TaxCode>,
    /// Who filed it; `None` without a token.
    pub filed_by: Option<Bearer>,
    /// How the office answered.
    pub answer: Option<Answer>,
}

/// How the office answered a communication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// When (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The official.
    pub actor: Option<Bearer>,
    /// The reason.
    pub reason: Option<String>,
}
