//! The rules of composition and eligibility, one per file, and their evaluation.
//!
//! Evaluation is a pure function of a network, a ruleset, a civil date in Europe/Rome and the
//! determinations of officials, within a budget of work.

mod activities;
mod bonds;
mod boundaries;
mod budget;
mod company_commitment;
mod company_in_area;
mod company_registered;
mod composition;
mod determination;
mod dossier;
mod evaluation;
mod explanation;
mod finding;
mod fingerprint;
mod fit;
mod ground;
mod judgement;
mod load;
mod matter;
mod member_confirmation;
mod member_kinds;
mod min_its;
mod offers;
mod organisations;
mod phrases;
mod reason;
mod remarks;
mod remedies;
mod remedy;
mod report;
mod rule;
pub mod ruleset;
mod seating;
mod section_a;
mod sentences;
mod standing;
mod succession;
mod tally;
mod task;
mod territory;
mod ties;
mod timeline;
mod to_do;
pub mod to_do_text;
mod training_seniority;
mod trial;

pub use budget::{Budget, Exhausted, MOST_EFFORT};
pub use determination::Determination;
pub use evaluation::{Network, evaluate, timeline};
pub use explanation::Explained;
pub use finding::{Finding, Settlement};
pub use fingerprint::FINGERPRINT;
pub use load::{is_too_much_work, most_work};
pub use reason::Reason;
pub use remedy::{Change, MOST_REMEDIES, Remedy};
pub use report::{MemberResult, Report, RuleResult};
pub use rule::{Outcome, Rule, Slot, Verdict};
pub use succession::MOST_PREDECESSORS;
pub(crate) use succession::heirs_of_too_many;
pub use task::{Task, ToDo};
pub use timeline::TimelineEntry;
