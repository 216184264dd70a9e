//! What may be communicated: facts of law or of public registers.

use chrono::NaiveDate;

use crate::fault::Invalid;

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

const IN_THE_FUTURE: Invalid = Invalid::fixed(
    "fact_in_the_future",
    "si comunica un fatto avvenuto: la data non può essere futura",
    "what is communicated has happened: its date cannot be in the future",
);
