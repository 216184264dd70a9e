//! `min_its`: the participation of an ITS is not binding in the first three years.

use chrono::NaiveDate;

use super::matter::Matter;
use crate::calendar::next_day;

/// Whether an ITS is required, but not binding yet.
pub(super) fn is_waived(matter: &Matter<'_>, day: NaiveDate) -> bool {
    match binding_from(matter, day) {
        Some(binding_from) => day < binding_from,
        // The years run from recognition; a grace of zero years binds from the start.
        None => matter.parameters.its_grace_years > 0,
    }
}

/// The first day on which an ITS is binding, as known on `day`.
pub(super) fn binding_from(matter: &Matter<'_>, day: NaiveDate) -> Option<NaiveDate> {
    let parameters = matter.parameters;
    match parameters.its_grace_until {
        Some(last) => Some(next_day(last)),
        None if parameters.its_grace_years == 0 => None,
        None => matter
            .recognised_on
            .filter(|recognised| *recognised <= day)
            .map(|since| parameters.anniversary.reached(since, parameters.its_grace_years)),
    }
}

/// The days on which the end of the grace becomes known, or is reached.
pub(super) fn boundaries(matter: &Matter<'_>) -> impl Iterator<Item = NaiveDate> {
    let end = binding_from(matter, matter.recognised_on.unwrap_or(NaiveDate::MIN));
    [matter.recognised_on, end].into_iter().flatten()
}
