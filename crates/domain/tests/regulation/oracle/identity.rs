//! Who is who: the members that are one organisation.

use std::collections::BTreeSet;

use ptp_domain::identifier::{Rea, VatNumber};
use ptp_domain::member::Member;
use ptp_domain::rules::Rule;

use super::answer::{Answer, Doubt, No, Yes, worst};
use super::question::Question;

/// The number of the organisation of each member present.
pub(super) fn organisations(question: &Question<'_>) -> Vec<usize> {
    let members = &question.members;
    let mut of: Vec<_> = (0..members.len()).collect();
    // As often as there are members: whoever is the same as the same is the same.
    for _ in 0..members.len() {
        for one in 0..members.len() {
            for other in 0..members.len() {
                if is_same(question, members[one], members[other]) {
                    let least = of[one].min(of[other]);
                    (of[one], of[other]) = (least, least);
                }
            }
        }
    }
    of
}

fn is_same(question: &Question<'_>, one: &Member, other: &Member) -> bool {
    let schools = one.school().zip(other.school());
    one.tax_code == other.tax_code
        || schools.is_some_and(|(one, other)| {
            one.codes().any(|code| other.codes().any(|other| code.is_same_institution(other)))
        })
        || is_one_trader(question, one, other)
        || is_one_trader(question, other, one)
}

/// «A 16-character code and a VAT number with the same REA: the same firm.»
fn is_one_trader(question: &Question<'_>, owner: &Member, firm: &Member) -> bool {
    let Some(rea) = rea(owner) else { return false };
    // Whoever bears the number may say that there are two.
    let bearers = question.members.iter().filter(|member| self::rea(member) == Some(rea));
    let numbers = bearers.filter_map(|member| {
        let own = Some(member.tax_code.as_str()).filter(|_| !member.tax_code.is_person());
        member.vat_number.as_ref().map(VatNumber::as_str).or(own)
    });
    owner.tax_code.is_person()
        && !firm.tax_code.is_person()
        && self::rea(firm) == Some(rea)
        && codes_of(question, rea).len() == 2
        && numbers.collect::<BTreeSet<_>>().len() == 1
}

fn rea(member: &Member) -> Option<&str> {
    member.company().and_then(|company| company.rea.as_ref()).map(Rea::as_str)
}

/// The tax codes of the companies with a REA number.
fn codes_of<'a>(question: &Question<'a>, number: &str) -> Vec<&'a str> {
    let bearers = question.members.iter().filter(|member| rea(member) == Some(number));
    let mut codes: Vec<_> = bearers.map(|member| member.tax_code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Whether every organisation stands once in the pole.
pub(super) fn are_distinct(question: &Question<'_>) -> Answer {
    let of = organisations(question);
    worst((0..of.len()).map(|index| {
        let member = question.members[index];
        if (0..of.len()).any(|other| other != index && of[other] == of[index]) {
            return No;
        }
        let is_unknown = member.school().is_some_and(|school| school.codes().next().is_none());
        let of_codes = if is_unknown {
            question.settled(Rule::DistinctMembers, member, "school_unidentified:", Doubt)
        } else {
            Yes
        };
        let of_rea = match rea(member) {
            Some(rea) if codes_of(question, rea).len() > 1 => {
                question.settled(Rule::DistinctMembers, member, &format!("same_rea:{rea}"), Doubt)
            }
            _ => Yes,
        };
        worst([of_codes, of_rea])
    }))
}
