//! REA numbers of companies.

use std::fmt;

use super::Province;
use crate::fault::Invalid;

/// A number of the *repertorio economico amministrativo* (REA), `MI-123456`.
///
/// The province of the chamber of commerce and one to seven digits. Source: D.P.R. 581/1995,
/// article 9. A number does not by itself prove that the company is in the register of companies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rea(String);

impl Rea {
    /// Parses a number in either case, with blanks, a dash or nothing after the letters.
    ///
    /// Leading zeros are dropped.
    ///
    /// # Errors
    ///
    /// - `rea_format`: not two letters and one to seven digits, or the number is zero;
    /// - `rea_province`: unknown province.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim().to_ascii_uppercase();
        let (letters, rest) = text.split_at_checked(2).ok_or(FORMAT)?;
        if !letters.chars().all(|c| c.is_ascii_uppercase()) {
            return Err(FORMAT);
        }
        let rest = rest.trim_start();
        let digits = rest.strip_prefix('-').unwrap_or(rest).trim_start();
        if !(1..=7).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(FORMAT);
        }
        let number = digits.trim_start_matches('0');
        if number.is_empty() {
            return Err(FORMAT);
        }
        Province::of_register_letters(letters).ok_or(PROVINCE)?;
        Ok(Self(format!("{letters}-{number}")))
    }

    /// The canonical form, `MI-123456`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Rea {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

const FORMAT: Invalid = Invalid::fixed(
    "rea_format",
    "Il numero REA non è ben formato: la sigla della provincia e da una a sette cifre, per esempio \
     MI-123456.",
    "The REA number is not well formed: the letters of the province and one to seven digits, such \
     as MI-123456.",
);
const PROVINCE: Invalid = Invalid::fixed(
    "rea_province",
    "Le due lettere del numero REA non corrispondono a nessuna provincia: serve la sigla della \
     provincia della camera di commercio.",
    "The two letters of the REA number name no province: give those of the province of the chamber \
     of commerce.",
);
