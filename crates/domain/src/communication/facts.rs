//! What may be communicated: facts of law or of public registers.

use chrono::NaiveDate;

use crate::accreditation::Accreditation;
use crate::calendar::{Span, day_before};
use crate::fault::Invalid;
use crate::member::CompanyAteco;

/// The properties of a member, as named in the contract, that follow from a fact of law or stand in
/// a public register.
pub const MEMBER_FACTS: [&str; 10] = [
    "name",
    "province",
    "municipality",
    "operating_sites",
    "vat_number",
    "contacts",
    "school",
    "company",
    "accreditations",
    "left_on",
];

/// The properties of a pole that are facts.
pub const POLE_FACTS: [&str; 3] = ["name", "province", "contacts"];

/// Checks that a fact has happened: nothing to come is a fact.
///
/// # Errors
///
/// `fact_in_the_future`.
pub fn happened(on: NaiveDate, today: NaiveDate) -> Result<(), Invalid> {
    if on > today { Err(IN_THE_FUTURE) } else { Ok(()) }
}

/// The codes of a company once a fact is known: from its day on those that it tells, before it those
/// that were known. What was so on an earlier day stays so.
#[must_use]
pub fn ateco_from(
    on: NaiveDate,
    known: &[CompanyAteco],
    told: &[CompanyAteco],
) -> Vec<CompanyAteco> {
    let held = |code: &CompanyAteco, held: Option<Span>| {
        held.map(|held| CompanyAteco { held, ..code.clone() })
    };
    let last = day_before(on);
    let mut codes: Vec<_> =
        known.iter().filter_map(|code| held(code, code.held.up_to(last))).collect();
    for code in told.iter().filter_map(|code| held(code, code.held.since(on))) {
        let goes_on = |earlier: &&mut CompanyAteco| {
            earlier.ateco == code.ateco
                && earlier.primary == code.primary
                && earlier.held.until() == Some(last)
                && code.held.from() == Some(on)
        };
        match codes.iter_mut().find(goes_on) {
            Some(earlier) => {
                let whole = Span::new(earlier.held.from(), code.held.until());
                earlier.held = whole.unwrap_or(earlier.held);
            }
            None => codes.push(code),
        }
    }
    codes
}

/// Checks that accreditations change as a network may tell it. What the Region recorded of one
/// (its first day, a suspension, a revocation) stays, since it keeps that register itself; and
/// nothing that is told changes the days before the fact.
///
/// # Errors
///
/// `recorded_by_the_region`.
pub fn may_be_told(
    known: &[Accreditation],
    told: &[Accreditation],
    on: NaiveDate,
) -> Result<(), Invalid> {
    let is_same = |one: &Accreditation, other: &Accreditation| {
        one.section == other.section && one.number == other.number
    };
    let ends_before = |day: Option<NaiveDate>| day.is_some_and(|day| day < day_before(on));
    let stays = |old: &Accreditation, new: &Accreditation| {
        let (ended, ends) = (old.valid.until(), new.valid.until());
        let further = new.suspensions.get(old.suspensions.len()..);
        new.valid.from() == old.valid.from()
            && (ended == ends || !ends_before(ended) && !ends_before(ends))
            && new.suspensions.starts_with(&old.suspensions)
            && further.is_some_and(|further| further.iter().all(|one| one.from() >= on))
            && (new.revoked_on == old.revoked_on
                || old.revoked_on.is_none() && new.revoked_on.is_some_and(|day| day >= on))
    };
    let all_stay =
        known.iter().all(|old| told.iter().any(|new| is_same(old, new) && stays(old, new)));
    let mut others = told.iter().filter(|new| !known.iter().any(|old| is_same(old, new)));
    if all_stay && others.all(|new| new.valid.from() >= on) {
        Ok(())
    } else {
        Err(RECORDED_BY_THE_REGION)
    }
}

const RECORDED_BY_THE_REGION: Invalid = Invalid::fixed(
    "recorded_by_the_region",
    "l'albo degli accreditamenti è tenuto dalla Regione: si comunicano un rinnovo o un nuovo \
     accreditamento dal giorno del fatto; decorrenza, sospensione e revoca restano come registrate",
    "the register of accreditations is the Region's: a renewal or a new accreditation is communicated \
     from the day of the fact; the first day, a suspension and a revocation stay as they are recorded",
);

const IN_THE_FUTURE: Invalid = Invalid::fixed(
    "fact_in_the_future",
    "si comunica un fatto avvenuto: la data non può essere futura",
    "what is communicated has happened: its date cannot be in the future",
);
