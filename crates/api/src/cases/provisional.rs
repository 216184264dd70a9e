//! That a pole stands somewhere only while the order of a court holds.

use ptp_domain::court::CourtReference;
use ptp_domain::pole::Standing;
use ptp_domain::sentence;

use super::party::LocalizedText;

/// Which order it is, if a pole stands there provisionally.
pub(crate) fn provisional(standing: &Standing<'_>) -> Option<LocalizedText> {
    let CourtReference { court, number, date } = standing.provisional?;
    Some(sentence::provisional(court, number, *date).into())
}
