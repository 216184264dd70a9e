//! How the service speaks: dates, numbers, lists and quotes in sentences, and those of the procedure.
//!
//! The sentences of findings, rules and remedies stand beside them, in `rules`. All of them are
//! shown in `docs/sentences.md`, which a test writes.

mod count;
mod day;
mod list;
mod procedure;
mod receipt;
mod terms;

pub use count::Noun;
pub use day::{Preposition, day_en, day_it, hour_en, hour_it, on_it};
pub use list::{NAMED, listed, quoted, quoted_names};
pub use procedure::{
    AWAITS_DELIVERY, already_pending, before_reference_date, cannot, closed, complete,
    due_before_reference_date, no_such_version, not_allowed, not_recorded, observations_awaited,
    opens, provisional, replaced_by, requirements_lost, self_redress_over, takes_effect,
    term_running, too_many_drafts, warning_running,
};
pub use receipt::{application_under, of_matter, of_network};
pub use terms::{assent_ahead, assent_given, assent_missed, decided_late, term_without_effect};
