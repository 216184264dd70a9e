//! How certainly a member could fill a slot.

use super::rule::{Outcome, Slot};

/// How certainly a member could fill a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Certainly.
    Certain,
    /// If an official agrees.
    Review,
    /// Not at all.
    #[default]
    No,
}

impl From<Outcome> for Fit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Satisfied | Outcome::NotApplicable | Outcome::Waived => Self::Certain,
            Outcome::NeedsReview => Self::Review,
            Outcome::Violated => Self::No,
        }
    }
}

/// How certainly a member could fill each slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fits {
    pub(super) school: Fit,
    pub(super) company: Fit,
    pub(super) section_a: Fit,
    pub(super) its: Fit,
}

impl Fits {
    /// The number of distinct values.
    pub(super) const KINDS: usize = 256;

    /// The index of this value, from 0.
    pub(super) const fn number(self) -> usize {
        (self.school as usize) << 6
            | (self.company as usize) << 4
            | (self.section_a as usize) << 2
            | self.its as usize
    }

    pub(super) const fn slot(self, slot: Slot) -> Fit {
        match slot {
            Slot::School => self.school,
            Slot::Company => self.company,
            Slot::SectionA => self.section_a,
            Slot::Its => self.its,
        }
    }

    /// Certain for one slot, and none of the others.
    pub(super) fn only(slot: Slot) -> Self {
        Self::default().with(slot, Fit::Certain)
    }

    /// The same, with another fit for one slot.
    pub(super) fn with(mut self, slot: Slot, fit: Fit) -> Self {
        *match slot {
            Slot::School => &mut self.school,
            Slot::Company => &mut self.company,
            Slot::SectionA => &mut self.section_a,
            Slot::Its => &mut self.its,
        } = fit;
        self
    }

    /// No better than this for any slot.
    pub(super) fn at_best(self, fit: Fit) -> Self {
        Self {
            school: self.school.max(fit),
            company: self.company.max(fit),
            section_a: self.section_a.max(fit),
            its: self.its.max(fit),
        }
    }

    /// The better of the two for each slot.
    pub(super) fn best(self, other: Self) -> Self {
        Self {
            school: self.school.min(other.school),
            company: self.company.min(other.company),
            section_a: self.section_a.min(other.section_a),
            its: self.its.min(other.its),
        }
    }
}
