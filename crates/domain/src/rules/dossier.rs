//! What is known of a member whatever the day.

use super::offers::Offers;
use super::ties::Tie;
use crate::member::Member;

/// What is known of a member whatever the day: worked out once, asked for every day.
#[derive(Debug)]
pub(super) struct Dossier<'a> {
    pub(super) member: &'a Member,
    /// What it offers, for whom the rules ask it.
    pub(super) offers: Offers<'a>,
    pub(super) tie: Tie,
    /// What it costs to look at it on one day.
    pub(super) look: u64,
}
