//! `company_in_area`: each company belongs to the area, told by its ATECO code.

use super::finding::{Finding, Reason};
use super::rule::Rule;
use super::ruleset::Leeway;
use super::standing::Ground;
use crate::area::correspondence::{Strength, is_mapped};
use crate::member::Member;

/// Primary code of core strength; of secondary strength; another code of the area; a primary code
/// that no area takes: the first of these that applies.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let company = member.company()?;
    let strength = |code: &&crate::member::CompanyAteco| {
        ground.links.and_then(|links| links.ateco(&code.ateco))
    };
    let text = |code: &crate::member::CompanyAteco| code.ateco.code().to_owned();
    let primary = || company.ateco.iter().filter(|code| code.primary);
    let other = || company.ateco.iter().filter(|code| !code.primary);

    let core = primary()
        .find(|code| strength(code) == Some(Strength::Core))
        .map(|code| (Leeway::Accept, Reason::AtecoCore { code: text(code) }));
    let secondary = primary()
        .find(|code| strength(code) == Some(Strength::Secondary))
        .map(|code| (Leeway::Review, Reason::AtecoSecondary { code: text(code) }));
    let not_primary = other().find(|code| strength(code).is_some()).map(|code| {
        (ground.parameters.secondary_ateco, Reason::AtecoNotPrimary { code: text(code) })
    });
    let unmapped = primary()
        .find(|code| !is_mapped(&code.ateco))
        .map(|code| (ground.parameters.unmapped_ateco, Reason::AtecoUnmapped { code: text(code) }));
    let outside = Reason::AtecoOutside { code: primary().next().map_or_else(String::new, text) };

    let candidates = [core, secondary, not_primary, unmapped].into_iter().flatten();
    Some(ground.settle(Rule::CompanyInArea, member, candidates, outside))
}
