//! Answers to a question about a member.

use ptp_domain::rules::Outcome;
use ptp_domain::rules::ruleset::Leeway;

/// An answer; the later in this order, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It is so.
    Yes,
    /// An official has to say.
    Doubt,
    /// It is not so.
    No,
}

pub(super) use Answer::{Doubt, No, Yes};

impl Answer {
    pub(super) const fn outcome(self) -> Outcome {
        match self {
            Yes => Outcome::Satisfied,
            Doubt => Outcome::NeedsReview,
            No => Outcome::Violated,
        }
    }
}

/// The answer to a yes-or-no question.
pub(super) const fn whether(so: bool) -> Answer {
    if so { Yes } else { No }
}

/// What a parameter says of a case that the rules leave open.
pub(super) const fn by(leeway: Leeway) -> Answer {
    match leeway {
        Leeway::Accept => Yes,
        Leeway::Review => Doubt,
        Leeway::Reject => No,
    }
}

/// The worst of several answers.
pub(super) fn worst(answers: impl IntoIterator<Item = Answer>) -> Answer {
    answers.into_iter().max().unwrap_or(Yes)
}

/// The best of several answers.
pub(super) fn best(answers: impl IntoIterator<Item = Answer>) -> Answer {
    answers.into_iter().min().unwrap_or(No)
}
