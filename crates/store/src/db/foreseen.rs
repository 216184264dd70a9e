//! What was computed before a transaction.

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{OutcomePeriod, Pole};
use ptp_domain::policy::Owner;

use crate::stored::Stored;

/// What a write of a pole need not look up or compute, if the pole is still as it was read.
#[derive(Clone, Debug)]
pub struct Foreseen {
    pub(crate) pole: Id<Pole>,
    /// The version that was read.
    pub(crate) read_at: i64,
    /// The owner then.
    pub(crate) owner: Owner,
    /// Whether it was recognised, and so public.
    pub(crate) was_recognised: bool,
    /// The outcomes after the write.
    pub(crate) outcomes: Option<Computed>,
    /// The members, if the version that is written has to have all of them.
    pub(crate) members: Option<Vec<Stored<Member>>>,
}

/// The outcomes of a recognised pole, to be written.
#[derive(Clone, Debug)]
pub(crate) struct Computed {
    pub(crate) pole: Id<Pole>,
    pub(crate) folded_name: String,
    pub(crate) periods: Vec<OutcomePeriod>,
    pub(crate) known_until: NaiveDate,
}
