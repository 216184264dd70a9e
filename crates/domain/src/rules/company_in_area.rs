//! `company_in_area`: each company belongs to the area, by its ATECO code.

use super::activities::Activities;
use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::Leeway;
use crate::correspondence::Strength;
use crate::member::Member;

/// The first that applies of: primary code of core strength; of secondary strength; another code of
/// the area; a primary code mapped to no area.
pub(super) fn finding(
    ground: &Ground<'_>,
    member: &Member,
    activities: &Activities<'_>,
) -> Option<Finding> {
    member.company()?;
    let (primary, others) = (|| activities.primary(ground.day), || activities.others(ground.day));

    let of_strength = |sought| {
        let mut primary = primary();
        primary.find(|(_, worth)| worth.strength == Some(sought)).map(|(code, _)| code.clone())
    };
    let core = of_strength(Strength::Core).map(|code| (Leeway::Accept, Reason::AtecoCore { code }));
    let secondary = of_strength(Strength::Secondary)
        .map(|code| (Leeway::Review, Reason::AtecoSecondary { code }));
    let not_primary = others().find(|(_, worth)| worth.strength.is_some()).map(|(code, _)| {
        (ground.parameters.secondary_ateco, Reason::AtecoNotPrimary { code: code.clone() })
    });
    let unmapped = primary().find(|(_, worth)| !worth.is_mapped).map(|(code, _)| {
        (ground.parameters.unmapped_ateco, Reason::AtecoUnmapped { code: code.clone() })
    });
    let outside = || Reason::AtecoOutside { code: primary().next().map(|(code, _)| code.clone()) };

    // Only the first case is decided: if it is refused, by an official or the rules, the later ones
    // do not replace it.
    let first = core.or(secondary).or(not_primary).or(unmapped);
    Some(ground.settle(Rule::CompanyInArea, member, first, outside))
}
