//! Applications (candidature): submitted by applicants, decided by officials.

pub(crate) mod answer;
pub(crate) mod assign;
pub(crate) mod bodies;
pub(crate) mod changes;
pub(crate) mod decide;
pub(crate) mod deliver;
pub(crate) mod document;
pub(crate) mod instant;
pub(crate) mod list;
pub(crate) mod list_actions;
mod office;
pub(crate) mod order;
pub(crate) mod read;
pub(crate) mod receipt;
mod replace;
pub(crate) mod snapshot;
mod step;
pub(crate) mod step_view;
pub(crate) mod submission;
pub(crate) mod submit;

use chrono::{DateTime, Utc};
use ptp_domain::application::Application;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::policy::{Action, Actor, Scope};
use ptp_http::etag::tag;
use ptp_store::Stored;

use crate::cases::problems::ApiError;
use crate::cases::visibility::view_of;

/// How far the caller reads applications: what is shown after a write is what a reader is shown.
fn reading(actor: &Actor) -> Result<Scope, ApiError> {
    actor.scope(Action::ReadApplication).map_err(|_| ApiError::NotFound)
}

/// The tag of an application as it is shown on a day: the clock of its procedure is part of it, and
/// so is who is told by whom its steps were taken, and its call, which names who is responsible.
fn tag_of(
    stored: &Stored<Application>,
    call: &Stored<Call>,
    now: DateTime<Utc>,
    scope: &Scope,
) -> String {
    let day = civil_date(now).format("%Y%m%d").to_string();
    tag(stored.version, &[&day, view_of(scope.is_everything()), &call.version.to_string()])
}
