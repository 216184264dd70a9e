//! Requests to change a recognised network (richieste di variazione).

pub(crate) mod answer;
pub(crate) mod decide;
pub(crate) mod document;
pub(crate) mod effect;
pub(crate) mod effected;
pub(crate) mod file;
mod filing;
pub(crate) mod list;
pub(crate) mod list_actions;
pub(crate) mod read;
mod receipt;
pub(crate) mod reports;
mod step;
mod steps;

use chrono::{DateTime, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::change_request::ChangeRequest;
use ptp_domain::policy::Scope;
use ptp_http::etag::tag;
use ptp_store::Stored;

use crate::cases::visibility::view_beside;

/// Whether the caller sees what persons are concerned in full: an official, or the owner.
fn is_in_full(request: &ChangeRequest, scope: &Scope) -> bool {
    scope.shows_personal_data_of(&request.owner)
}

/// The tag of a request as it is shown on a day: the clock of its procedure is part of it, and so is
/// who is told what. `also` is what else the answer depends on.
fn tag_of(
    stored: &Stored<ChangeRequest>,
    now: DateTime<Utc>,
    scope: &Scope,
    also: &[&str],
) -> String {
    let day = civil_date(now).format("%Y%m%d").to_string();
    let view = view_beside(scope, is_in_full(&stored.value, scope));
    let parts: Vec<_> = [day.as_str(), view].into_iter().chain(also.iter().copied()).collect();
    tag(stored.version, &parts)
}
