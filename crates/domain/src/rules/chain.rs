//! Chains of periods that lead up to a day without a gap.

use chrono::NaiveDate;

use crate::calendar::Period;

/// The links of the chain that leads up to `day`, each with its first day, the latest first; none if
/// no period holds the day.
///
/// The periods come by first day. At each step it takes the earliest-starting one that reaches the
/// current day. The running maximum of the periods' ends lets it find that by binary search.
pub(super) fn chain<T: Copy>(periods: &[(Period, T)], day: NaiveDate) -> Vec<(NaiveDate, T)> {
    let ends: Vec<_> = periods
        .iter()
        .scan(NaiveDate::MIN, |latest, (period, _)| {
            *latest = (*latest).max(period.over_on().unwrap_or(NaiveDate::MAX));
            Some(*latest)
        })
        .collect();
    let earliest = |is_before: &dyn Fn(NaiveDate) -> bool| {
        let (period, link) = periods.get(ends.partition_point(|over| is_before(*over)))?;
        Some((period.from(), *link))
    };
    let mut links = Vec::new();
    let mut next = earliest(&|over| over <= day).filter(|(from, _)| *from <= day);
    while let Some((since, link)) = next {
        links.push((since, link));
        next = earliest(&|over| over < since).filter(|(from, _)| *from < since);
    }
    links
}
