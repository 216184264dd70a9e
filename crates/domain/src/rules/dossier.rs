//! Date-independent facts about a member.

use super::activities::Activities;
use super::inheritance::Accord;
use super::offers::Offers;
use super::ties::Tie;
use crate::member::Member;

/// Date-independent facts about a member: computed once, used for every day.
#[derive(Debug)]
pub(super) struct Dossier<'a> {
    pub(super) member: &'a Member,
    /// Its offer, if the rules ask for one.
    pub(super) offers: Offers<'a>,
    /// Its activities, if it is a company.
    pub(super) activities: Activities<'a>,
    /// Of a company that takes over a commitment: whether the records agree.
    pub(super) commitment: Option<Accord>,
    pub(super) tie: Tie,
    /// The cost of evaluating it on one day.
    pub(super) look: u64,
}
