//! `distinct_members`: one organisation stands once in a pole, so each has to be told apart.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::ground::Ground;
use super::matter::Matter;
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::Leeway;
use crate::member::{Member, School};

/// A school without any code: it cannot be told from another.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    if member.school().is_none_or(|school| School::codes(school).next().is_some()) {
        return None;
    }
    let asked = [(Leeway::Review, Reason::SchoolUnidentified)];
    Some(ground.settle(Rule::DistinctMembers, member, asked, || Reason::SchoolUnidentified))
}

/// A company with the REA number of another one: a typing error must not merge two firms.
pub(super) fn in_doubt(matter: &Matter<'_>, member: &Member) -> Option<Finding> {
    let rea = member.company()?.rea.clone()?;
    let asked = [(Leeway::Review, Reason::SameRea { rea: rea.clone() })];
    let otherwise = || Reason::SameRea { rea };
    Some(matter.words.settle(Rule::DistinctMembers, member.id, asked, otherwise))
}

/// Whether members with one REA number are one firm: a sole trader, by the owner's tax code and by
/// the VAT number in its place, unless two VAT numbers are stated.
pub(super) fn is_one_firm(members: &[&Member]) -> bool {
    let codes: BTreeSet<_> = members.iter().map(|member| &member.tax_code).collect();
    let persons = codes.iter().filter(|code| code.is_person()).count();
    let numbers = members.iter().filter_map(|member| match &member.vat_number {
        Some(number) => Some(number.as_str()),
        None if member.tax_code.is_person() => None,
        None => Some(member.tax_code.as_str()),
    });
    codes.len() == 2 && persons == 1 && numbers.collect::<BTreeSet<_>>().len() == 1
}
