//! Communications of facts about a recognised network, and acts of office.

pub(crate) mod answer;
pub(crate) mod document;
pub(crate) mod file;
mod filing;
pub(crate) mod list;
pub(crate) mod read;

use ptp_domain::policy::Scope;
use ptp_http::etag::tag;
use ptp_store::Stored;

use crate::cases::visibility::view_beside;

/// The tag of a communication as it is shown to a caller. `also` is what else the answer depends on.
fn tag_of<T>(stored: &Stored<T>, scope: &Scope, is_in_full: bool, also: &[&str]) -> String {
    let parts: Vec<_> =
        [view_beside(scope, is_in_full)].into_iter().chain(also.iter().copied()).collect();
    tag(stored.version, &parts)
}
