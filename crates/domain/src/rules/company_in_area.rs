//! `company_in_area`: each company belongs to the area, by its ATECO code.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::Leeway;
use crate::correspondence::{Strength, is_mapped};
use crate::identifier::Ateco;
use crate::member::Member;

/// The first that applies of: primary code of core strength; of secondary strength; another code of
/// the area; a primary code mapped to no area.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let company = member.company()?;
    let strength = |code: &&Ateco| ground.links.and_then(|links| links.ateco(code));
    let codes = |primary| {
        company.ateco.iter().filter(move |code| code.primary == primary).map(|code| &code.ateco)
    };
    let (primary, other) = (|| codes(true), || codes(false));

    let core = primary()
        .find(|code| strength(code) == Some(Strength::Core))
        .map(|code| (Leeway::Accept, Reason::AtecoCore { code: code.clone() }));
    let secondary = primary()
        .find(|code| strength(code) == Some(Strength::Secondary))
        .map(|code| (Leeway::Review, Reason::AtecoSecondary { code: code.clone() }));
    let not_primary = other().find(|code| strength(code).is_some()).map(|code| {
        (ground.parameters.secondary_ateco, Reason::AtecoNotPrimary { code: code.clone() })
    });
    let unmapped = primary().find(|code| !is_mapped(code)).map(|code| {
        (ground.parameters.unmapped_ateco, Reason::AtecoUnmapped { code: code.clone() })
    });
    let outside = || Reason::AtecoOutside { code: primary().next().cloned() };

    // Only the first case is decided: if it is refused, by an official or the rules, the later ones
    // do not replace it.
    let first = core.or(secondary).or(not_primary).or(unmapped);
    Some(ground.settle(Rule::CompanyInArea, member, first, outside))
}
