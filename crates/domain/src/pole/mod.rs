//! Poles: networks of one area, constituted under a call.

mod act_dates;
mod aggregate;
mod continuations;
mod court;
mod effect;
mod estate;
mod life;
mod list;
mod orders;
mod outcomes;
mod reorganised;
mod size;
mod stage;
mod states;
mod suspension;

pub use crate::network_agreement::NetworkAgreement;
pub use aggregate::{Description, Pole, Recognition};
pub use court::{Contested, CourtOrder, OrderEffect};
pub use effect::{Effect, Stated};
pub use life::{MOST_AHEAD, Standing};
pub use list::{faults_of_change, lead_is_no_member, list_faults, listed_twice, too_many_members};
pub use outcomes::{OutcomePeriod, YEARS_AHEAD, horizon, outcome_periods};
pub use reorganised::{Effects, Reorganised, reorganised};
pub use stage::{FormalWarning, Stage, Transfer};
pub use states::{Admission, Ahead, Extending, Facts, PoleStatus, REQUEST_NEEDED, Step, attempt};
pub use suspension::{Extension, Suspension, SuspensionKind};
