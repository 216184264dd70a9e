//! The rules of composition and eligibility, one per file, and their evaluation.
//!
//! Evaluation is a pure function of a network, a ruleset, a civil date in Europe/Rome and the
//! determinations of officials, within a budget of work.

mod activity_plan;
mod bonds;
mod boundaries;
mod budget;
mod company_commitment;
mod company_in_area;
mod company_registered;
mod composition;
mod determination;
mod distinct_members;
mod dossier;
mod evaluation;
mod finding;
mod fingerprint;
mod fit;
mod ground;
mod inheritance;
mod judgement;
mod lead;
mod load;
mod matter;
mod member_confirmation;
mod member_kinds;
mod min_its;
mod network_agreement;
mod offers;
mod organisations;
mod reason;
mod remarks;
mod remedies;
mod remedy;
mod report;
mod rule;
pub mod ruleset;
mod ruling;
mod seating;
mod section_a;
mod sentences;
mod standing;
mod tally;
mod ties;
mod timeline;
mod training_seniority;

pub use budget::{Budget, Exhausted, MOST_EFFORT};
pub use determination::Determination;
pub use evaluation::{Network, evaluate, timeline};
pub use finding::{Finding, Settlement};
pub use fingerprint::FINGERPRINT;
pub use load::{is_too_much_work, most_work};
pub use reason::Reason;
pub use remedy::{Change, MOST_REMEDIES, Remedy};
pub use report::{MemberResult, Report, RuleResult};
pub use rule::{Outcome, Rule, Slot, Verdict};
pub use timeline::TimelineEntry;
