//! Numbers, days and words by chance.

use chrono::{Days, NaiveDate};
use ptp_domain::calendar::Period;
use ptp_domain::rules::ruleset::Leeway;
use ptp_domain::vocabulary::Vocabulary;

use super::question::date;

/// Numbers by chance, the same for the same seed (SplitMix64).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// True once in so many times.
    pub(super) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub(super) fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        let index = self.below(all.len() as u64);
        all[usize::try_from(index).expect("a small number")].clone()
    }

    /// A day near the one of the question, its anniversaries, or another one of the years before.
    pub(super) fn near(&mut self, day: NaiveDate) -> NaiveDate {
        let years = self.one_of(&[0, 1, 3, 3, 3, 5]);
        let anniversary = date(2027 - years, 2, 26).min(day);
        let base = if self.once_in(3) { day - Days::new(self.below(2500)) } else { anniversary };
        base + Days::new(self.below(4)) - Days::new(1 + self.below(2))
    }

    /// A period that began before the day, or may have.
    pub(super) fn period(&mut self, day: NaiveDate) -> Period {
        let from = self.near(day);
        let until = from + Days::new(self.below(1500));
        if self.once_in(2) {
            Period::since(from)
        } else {
            Period::new(from, Some(until.max(from))).expect("a period")
        }
    }

    /// Once in eight times, what an official says of all that is in doubt.
    pub(super) fn word(&mut self) -> Option<bool> {
        self.once_in(8).then(|| self.once_in(2))
    }

    pub(super) fn leeway(&mut self) -> Option<Leeway> {
        self.once_in(5).then(|| self.one_of(Leeway::ALL))
    }
}
