//! The report of a stored pole.

use ptp_domain::language::Language;
use ptp_domain::rules::Report;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_store::StoredPole;

use super::member_reference::Pointers;
use super::report::{ComplianceReport, Showing};
use crate::cases::judging::network;

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
