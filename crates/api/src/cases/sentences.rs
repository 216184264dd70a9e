//! Sentences about calls and actions, by what the service knows of them.

use chrono::{DateTime, Utc};
use ptp_domain::call::{CallStatus, Phase};
use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::sentence::{self, complete};
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;

/// The action that the token's roles do not allow, and the roles that would.
pub(crate) fn not_allowed(action: Action) -> Text {
    let roles: Vec<_> = [Role::Applicant, Role::Official]
        .into_iter()
        .filter(|role| grant(*role, action) != Grant::Nothing)
        .map(Vocabulary::code)
        .collect();
    sentence::not_allowed(&action.label(), &roles)
}

/// Why a call does not accept applications, in Rome time.
pub(crate) fn not_open(
    status: CallStatus,
    phase: Phase,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
) -> Text {
    complete(&when_open(status, phase, opens_at, closes_at))
        .and(" Nulla è stato registrato.", " Nothing was recorded.")
}

/// When a call accepts applications.
pub(crate) fn when_open(
    status: CallStatus,
    phase: Phase,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
) -> Text {
    if status != CallStatus::Published {
        return status.clause().and(" e non riceve candidature", " and receives no applications");
    }
    match phase {
        Phase::Upcoming => sentence::opens(opens_at),
        Phase::Open | Phase::Closed => sentence::closed(closes_at),
    }
}
