//! Outcomes of recognised poles over time, and the determinations that affect them.

mod determination;
mod foreseen;
mod read;
mod recompute;
mod renew;

pub use self::determination::Settled;
pub use self::read::OutcomeOn;
pub use self::renew::RENEWED_AT_ONCE;
