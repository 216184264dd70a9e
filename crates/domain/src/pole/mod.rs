//! Poles: networks of one area, constituted under a call.

mod aggregate;
mod continuations;
mod estate;
mod life;
mod list;
mod outcomes;
mod reorganised;
mod size;
mod stage;
mod states;

pub use crate::network_agreement::NetworkAgreement;
pub use aggregate::{Description, Pole, Recognition};
pub use list::{faults_of_change, lead_is_no_member, list_faults, listed_twice, too_many_members};
pub use outcomes::{OutcomePeriod, YEARS_AHEAD, horizon, outcome_periods};
pub use reorganised::{Effects, Reorganised, reorganised};
pub use stage::{FormalWarning, Stage, Transfer};
pub use states::{Facts, PoleStatus, Step, attempt};
