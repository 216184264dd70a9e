//! The municipalities of Italy: whether one lies in the province that goes with it.

use std::cmp::Ordering;

use super::fold::folded;
use super::lines::Lines;
use crate::fault::Invalid;
use crate::identifier::{IdentifierWarning, Province};
use crate::text::Text;

static MUNICIPALITIES: Lines = Lines(include_str!("../../data/municipalities.tsv"));

/// Between the parts of a name in two languages: `Bolzano/Bozen`, `Bolzano - Bozen`.
const BETWEEN_LANGUAGES: [char; 2] = ['/', '-'];

/// Checks that a municipality does not lie in other provinces only.
///
/// Names are compared without case, accents, blanks, apostrophes and dashes; of one in two
/// languages, the Italian part is enough.
///
/// # Errors
///
/// `municipality_in_other_province`, which names the provinces that have it.
pub fn of_province(name: &str, province: Province) -> Result<(), Invalid> {
    if is_in(name, province) {
        return Ok(());
    }
    let others: Vec<_> = name
        .split('/')
        .flat_map(province_codes)
        .filter_map(|code| Province::parse(code).ok())
        .collect();
    if others.is_empty() { Ok(()) } else { Err(in_other_province(&others)) }
}

/// The warning about a municipality that the list does not have, or not in this province.
#[must_use]
pub fn warning(name: &str, province: Province) -> Option<IdentifierWarning> {
    match of_province(name, province) {
        Err(Invalid { code, message }) => Some(IdentifierWarning { code, message }),
        Ok(()) if is_in(name, province) => None,
        Ok(()) => Some(IdentifierWarning {
            code: "municipality_unknown",
            message: Text::fixed(
                "Il comune non è nell'elenco ISTAT dei comuni italiani: verificare il nome.",
                "The municipality is not in ISTAT's list of Italian municipalities: check its name.",
            ),
        }),
    }
}

/// Whether the province has a municipality of this name, or of a part of it in another language.
fn is_in(name: &str, province: Province) -> bool {
    let has = |name: &str| province_codes(name).any(|code| code == province.code());
    has(name) || name.split(BETWEEN_LANGUAGES).any(has)
}

/// The letters of the provinces that have a municipality of this name.
fn province_codes(name: &str) -> impl Iterator<Item = &'static str> {
    let order = |key: &str| key.bytes().cmp(folded(name));
    MUNICIPALITIES
        .from(order)
        .take_while(move |line| order(line.key()) == Ordering::Equal)
        .filter_map(|line| line.rest().nth(1))
}

fn in_other_province(others: &[Province]) -> Invalid {
    let names: Vec<_> =
        others.iter().map(|other| format!("{} ({})", other.name(), other.code())).collect();
    Invalid {
        code: "municipality_in_other_province",
        message: Text::new(
            format!(
                "il comune non è nella provincia indicata: è in quella di {}",
                names.join(" e in quella di ")
            ),
            format!(
                "the municipality is not in the province given: it is in that of {}",
                names.join(" and in that of ")
            ),
        ),
    }
}
