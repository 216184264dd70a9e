//! «Le aziende devono essere appartenenti all'area», «si impegnano a garantire a tutti gli studenti…».

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::correspondence::{Basis, Correspondence, Strength};
use ptp_domain::identifier::{Ateco, AtecoClassification};
use ptp_domain::istat::counterparts;
use ptp_domain::member::{Commitment, Company, CompanyAteco, Member};
use ptp_domain::vocabulary::Vocabulary;

use super::answer::{Answer, Doubt, No, Yes, by, whether};
use super::question::{Question, date};

/// Whether the company is of the area, by its ATECO codes.
pub(super) fn is_of_area(question: &Question<'_>, company: &Company) -> Answer {
    question.decided(by_its_codes(question, company))
}

fn by_its_codes(question: &Question<'_>, company: &Company) -> Answer {
    let held: Vec<_> =
        company.ateco.iter().filter(|code| code.held.contains(question.day)).collect();
    let in_use = if question.day >= date(2025, 4, 1) {
        AtecoClassification::Ateco2025
    } else {
        AtecoClassification::Ateco2007
    };
    let primary = |of| held.iter().find(|code| code.primary && code.ateco.classification() == of);
    let main = primary(in_use).or_else(|| primary(in_use.other()));
    let strength = |ateco: &Ateco| strength(question, question.pole.area, company, ateco);
    match main.and_then(|main| strength(&main.ateco)) {
        Some(Strength::Core) => return Yes,
        Some(Strength::Secondary) => return Doubt,
        Some(Strength::Excluded) | None => {}
    }
    let of_use = |code: &&&CompanyAteco| code.ateco.classification() == in_use;
    let any_in_use = held.iter().any(|code| of_use(&code));
    let mut others = held.iter().filter(|code| !code.primary && (!any_in_use || of_use(code)));
    if others.any(|code| strength(&code.ateco).is_some()) {
        return by(question.rules.secondary_ateco);
    }
    let is_mapped = |main: &CompanyAteco| {
        Area::ALL.iter().any(|area| self::strength(question, *area, company, &main.ateco).is_some())
    };
    match main {
        Some(main) if !is_mapped(main) => by(question.rules.unmapped_ateco),
        _ => No,
    }
}

/// How strongly a code belongs to an area.
fn strength(
    question: &Question<'_>,
    area: Area,
    company: &Company,
    ateco: &Ateco,
) -> Option<Strength> {
    let links = Correspondence::of(area).expect("links of the area");
    let alone = links.assess(ateco);
    let is_mixed = matches!(alone.basis, Basis::PrincipalCounterparts | Basis::MixedCounterparts);
    if !is_mixed || ateco.classification() == AtecoClassification::Ateco2007 {
        return alone.strength;
    }
    // «Where both codes are given and the 2007 one is a counterpart, it settles a mixed case.»
    let mut old: Vec<_> = company
        .ateco
        .iter()
        .filter(|code| code.ateco.classification() == AtecoClassification::Ateco2007)
        .filter(|code| {
            let days = [question.day, date(2025, 3, 31)];
            days.iter().any(|day| code.held.contains(*day))
        })
        .filter(|code| {
            let is_below = |other: &str| {
                other.starts_with(code.ateco.code()) || code.ateco.code().starts_with(other)
            };
            counterparts(ateco.classification(), ateco.code()).any(|other| is_below(other.code))
        })
        .collect();
    old.sort_by_key(|code| !code.primary);
    match old.first() {
        Some(code) => links.ateco(&code.ateco),
        None => alone.strength,
    }
}

/// Whether the company is committed to the plan, for all students, by the day.
pub(super) fn is_committed(question: &Question<'_>, member: &Member, company: &Company) -> Answer {
    let Some(word) = &company.commitment else { return No };
    if !word.all_students {
        No
    } else if word.signed_on <= question.day {
        Yes
    } else if goes_on(question, member, word, question.day) {
        question.decided(Doubt)
    } else {
        No
    }
}

/// Whether the commitment of another firm, which this one took over, counts on the day.
fn goes_on(question: &Question<'_>, member: &Member, word: &Commitment, on: NaiveDate) -> bool {
    let Some(continues) = &word.continues else { return false };
    let start = member.membership.from();
    let follows = |until: NaiveDate| {
        [Some(start), start.pred_opt()]
            .into_iter()
            .flatten()
            .any(|day| day.pred_opt() == Some(until))
    };
    if continues.from > on || continues.until.is_some_and(|until| !follows(until)) {
        return false;
    }
    let mut recorded = question
        .pole
        .members
        .iter()
        .filter(|other| other.tax_code == continues.organisation.tax_code)
        .peekable();
    recorded.peek().is_none()
        || recorded.any(|other| {
            let committed = other.company().and_then(|company| company.commitment.as_ref());
            other.membership.until().is_some_and(follows)
                && committed.is_some_and(|before| {
                    // What it took over itself counts as it states it.
                    let earlier = before.continues.as_ref().map(|earlier| earlier.from);
                    before.all_students
                        && [Some(before.signed_on), earlier]
                            .into_iter()
                            .flatten()
                            .any(|since| since <= continues.from)
                })
        })
}

/// Whether the company is entered in the register of companies, if it has to be.
pub(super) fn is_registered(question: &Question<'_>, company: &Company) -> Answer {
    if !question.rules.require_company_registration {
        return Yes;
    }
    question.decided(company.registered.map_or(Doubt, whether))
}
