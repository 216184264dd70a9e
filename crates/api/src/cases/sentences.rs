//! Messages of problems that depend on the circumstances.

use chrono::{DateTime, Utc};
use ptp_domain::calendar::in_rome;
use ptp_domain::call::{CallStatus, Phase};
use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;

/// A fragment as a sentence: capitalised, with a full stop.
pub(crate) fn sentence(fragment: &Text) -> Text {
    let whole = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string());
        let stop = if text.ends_with('.') { "" } else { "." };
        format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
    };
    Text::new(whole(&fragment.it), whole(&fragment.en))
}

/// The action that the token's roles do not allow, and the roles that would.
pub(crate) fn not_allowed(action: Action) -> Text {
    let label = action.label();
    let roles: Vec<_> = [Role::Applicant, Role::Official]
        .into_iter()
        .filter(|role| grant(*role, action) != Grant::Nothing)
        .map(Vocabulary::code)
        .collect();
    Text::new(
        format!("I ruoli del token non permettono di {}: serve {}.", label.it, roles.join(" o ")),
        format!(
            "The roles of the token do not allow to {}: {} is needed.",
            label.en,
            roles.join(" or ")
        ),
    )
}

/// Why a call does not accept applications, in Rome time.
pub(crate) fn not_open(
    status: CallStatus,
    phase: Phase,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
) -> Text {
    let Text { it, en } = sentence(&when_open(status, phase, opens_at, closes_at));
    Text::new(format!("{it} Nulla è stato registrato."), format!("{en} Nothing was recorded."))
}

/// When a call accepts applications.
pub(crate) fn when_open(
    status: CallStatus,
    phase: Phase,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
) -> Text {
    if status != CallStatus::Published {
        let label = status.label();
        return Text::new(
            format!("il bando è {}: non riceve candidature", label.it),
            format!("the call is {}: it receives no applications", label.en),
        );
    }
    let rome = |instant| in_rome(instant).format("%d/%m/%Y %H:%M:%S%.f (%:z)").to_string();
    match phase {
        Phase::Upcoming => Text::new(
            format!("il bando apre il {}", rome(opens_at)),
            format!("the call opens on {}", rome(opens_at)),
        ),
        Phase::Open | Phase::Closed => Text::new(
            format!("il bando ha chiuso il {}", rome(closes_at)),
            format!("the call closed on {}", rome(closes_at)),
        ),
    }
}
