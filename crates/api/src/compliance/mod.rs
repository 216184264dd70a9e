//! Compliance: the report, explained, and when it changes.

pub(crate) mod evaluate;
pub(crate) mod question;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod timeline;

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::member::Member;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Network, Report};
use ptp_domain::text::Language;
use ptp_store::StoredPole;

use report::{ComplianceReport, Pointers, Showing};

/// A stored pole as the rules look at it.
pub(crate) fn network(stored: &StoredPole) -> Network<'_> {
    let pole = &stored.pole.value;
    Network {
        area: pole.description.area,
        activity_plan: pole.description.activity_plan.as_ref(),
        recognised_on: recognised_on(stored),
        members: stored.members.iter().map(|member| &member.value).collect::<Vec<&Member>>(),
    }
}

fn recognised_on(stored: &StoredPole) -> Option<NaiveDate> {
    stored.pole.value.recognition.as_ref().map(|recognition| recognition.recognised_on)
}

/// The report of a stored pole, as it is shown.
pub(crate) fn shown(
    stored: &StoredPole,
    ruleset: &Ruleset,
    report: &Report,
    language: Language,
) -> ComplianceReport {
    let network = network(stored);
    let showing = Showing {
        pole_id: Some(stored.pole.value.id.uuid()),
        area: network.area,
        ruleset,
        members: &network.members,
        pointers: &Pointers::new(),
        language,
    };
    showing.report(report)
}

const NO_SUCH_CALL: Invalid = Invalid::fixed(
    "no_such_call",
    "il bando non esiste o non è visibile con queste credenziali",
    "the call does not exist or these credentials cannot see it",
);
