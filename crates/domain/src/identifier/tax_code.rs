//! Tax codes of bodies and persons.

use std::fmt;

use super::IdentifierWarning;
use crate::fault::Invalid;
use crate::text::Text;

/// A *codice fiscale*: of a body or a VAT number (11 digits), or of a natural person, such as a
/// sole trader (16 characters).
///
/// Source: D.P.R. 605/1973 and D.M. 23 December 1976 (structure, check character, omocodia); D.P.R.
/// 633/1972, article 35 (VAT number). Codes are compared literally, since those that differ by
/// omocodia belong to different persons. A person's code is personal data: `Debug` hides it, and
/// there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

impl TaxCode {
    /// Parses a code in either case; blanks, dots, dashes and a leading `IT` are dropped.
    ///
    /// # Errors
    ///
    /// - `tax_code_length`: neither 11 nor 16 characters;
    /// - `tax_code_format`: a character not allowed at its position;
    /// - `tax_code_zero`: the first seven of 11 digits are zeros;
    /// - `tax_code_date`: the birth date in 16 characters does not exist;
    /// - `tax_code_check`: wrong check character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let code: String = text
            .chars()
            .filter(|c| !(c.is_whitespace() || matches!(c, '.' | '-')))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let code = match code.strip_prefix("IT") {
            Some(rest) if code.chars().count() != PERSON_LENGTH => rest.to_owned(),
            _ => code,
        };
        match code.chars().count() {
            BODY_LENGTH => check_body(&code)?,
            PERSON_LENGTH => check_person(&code)?,
            _ => return Err(LENGTH),
        }
        Ok(Self(code))
    }

    /// What stands for the code of a person that was forgotten: it equals itself only.
    #[must_use]
    pub fn forgotten(number: u64) -> Self {
        Self(format!("{number:016x}"))
    }

    /// Whether it stands for the code of a person that was forgotten.
    #[must_use]
    pub fn is_forgotten(&self) -> bool {
        self.is_person() && !self.0.contains(|c: char| c.is_ascii_uppercase())
    }

    /// The code that [`as_str`](Self::as_str) gave, also of a person that was forgotten.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn restore(text: &str) -> Result<Self, Invalid> {
        let is_number = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() == PERSON_LENGTH && is_number {
            return Ok(Self(text.to_owned()));
        }
        Self::parse(text)
    }

    /// The canonical form: 11 digits, or 16 upper-case letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it belongs to a natural person: 16 characters.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.0.len() == PERSON_LENGTH
    }

    /// A warning if digits 8 to 10 of 11 are not a known office of the tax authority.
    ///
    /// Known are 001 to 100, 120, 121, 888 and 999. The list may be incomplete, so the code is
    /// accepted.
    #[must_use]
    pub fn warning(&self) -> Option<IdentifierWarning> {
        let office: u32 = self.0.get(7..10)?.parse().ok()?;
        let known = matches!(office, 1..=100 | 120 | 121 | 888 | 999);
        (!self.is_person() && !known).then_some(UNUSUAL_OFFICE)
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TaxCode({})", if self.is_person() { "a person's" } else { &self.0 })
    }
}

const BODY_LENGTH: usize = 11;
const PERSON_LENGTH: usize = 16;

fn check_body(code: &str) -> Result<(), Invalid> {
    let digits: Vec<u32> =
        code.chars().map(|c| c.to_digit(10)).collect::<Option<_>>().ok_or(FORMAT)?;
    if digits.iter().take(7).all(|&digit| digit == 0) {
        return Err(ZERO);
    }
    let weights = [1, 2].into_iter().cycle();
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| digit_sum(d.saturating_mul(w))).sum();
    if sum.is_multiple_of(10) { Ok(()) } else { Err(CHECK) }
}

/// The sum of the two digits of a number under 20.
const fn digit_sum(number: u32) -> u32 {
    (number % 10).saturating_add(number / 10)
}

/// The class of each position of a person's code: letter, digit or its omocodia letter, month.
const PERSON_SHAPE: &str = "LLLLLLDDMDDLDDDL";
/// The letters of the months from January.
const MONTHS: &str = "ABCDEHLMPRST";
/// The letters that replace the digits from 0 in cases of omocodia.
const OMOCODIA: &str = "LMNPQRSTUV";
/// The letters, ordered by the value that they and their digits (A is 0) have at an odd position.
const ODD_VALUES: &str = "BAKPLCQDREVOSFTGUHMINJWZYX";

fn check_person(code: &str) -> Result<(), Invalid> {
    let fits = code.chars().zip(PERSON_SHAPE.chars()).all(|(c, kind)| match kind {
        'L' => c.is_ascii_uppercase(),
        'D' => digit(c).is_some(),
        _ => MONTHS.contains(c),
    });
    if !fits {
        return Err(FORMAT);
    }
    if !has_birth_date(code) {
        return Err(DATE);
    }
    let sum: usize = code
        .chars()
        .take(15)
        .zip([true, false].into_iter().cycle())
        .filter_map(|(c, odd)| if odd { odd_value(c) } else { Some(even_value(c)) })
        .sum();
    let check = code.chars().nth(15).map(even_value);
    if check == Some(sum % 26) { Ok(()) } else { Err(CHECK) }
}

/// The digit at a numeric position, decoded from omocodia.
fn digit(c: char) -> Option<usize> {
    if c.is_ascii_digit() { Some(even_value(c)) } else { OMOCODIA.find(c) }
}

/// The value at an even position: that of the digit, or the letter's index in the alphabet.
fn even_value(c: char) -> usize {
    let first = if c.is_ascii_digit() { '0' } else { 'A' };
    (u32::from(c)).saturating_sub(u32::from(first)) as usize
}

fn odd_value(c: char) -> Option<usize> {
    ODD_VALUES.chars().position(|letter| even_value(letter) == even_value(c))
}

/// Whether year, month and day (plus 40 for women) form an existing date.
///
/// The year has two digits, so 29 February is accepted in every year that is a multiple of four.
fn has_birth_date(code: &str) -> bool {
    let number = |from: usize| {
        let mut digits = code.chars().skip(from).filter_map(digit);
        Some(digits.next()?.saturating_mul(10).saturating_add(digits.next()?))
    };
    let (Some(year), Some(month), Some(day)) = (number(6), code.chars().nth(8), number(9)) else {
        return false;
    };
    let days = match month {
        'B' if year % 4 == 0 => 29,
        'B' => 28,
        'D' | 'H' | 'P' | 'S' => 30,
        _ => 31,
    };
    (1..=days).contains(&day) || (1..=days).contains(&day.saturating_sub(40))
}

const LENGTH: Invalid = Invalid::fixed(
    "tax_code_length",
    "Il codice fiscale ha una lunghezza errata: servono le 11 cifre di un ente o di una partita \
     IVA, oppure i 16 caratteri di una persona fisica.",
    "The tax code has the wrong length: give the 11 digits of a body or VAT number, or the 16 \
     characters of a natural person.",
);
const FORMAT: Invalid = Invalid::fixed(
    "tax_code_format",
    "Il codice fiscale contiene un carattere non ammesso in quella posizione: 11 caratteri sono \
     tutte cifre; 16 sono sei lettere, l'anno, la lettera del mese, il giorno, il codice del \
     luogo (una lettera e tre cifre) e la lettera di controllo.",
    "The tax code has a character that its position does not allow: 11 characters are all digits; \
     16 are six letters, the year, the letter of the month, the day, the code of the place (a \
     letter and three digits) and the check letter.",
);
const ZERO: Invalid = Invalid::fixed(
    "tax_code_zero",
    "Le prime sette cifre del codice fiscale sono tutte zero: devono contenere il numero \
     attribuito al soggetto.",
    "The first seven digits of the tax code are all zero: they must hold the number given to the \
     body.",
);
const DATE: Invalid = Invalid::fixed(
    "tax_code_date",
    "La data di nascita contenuta nel codice fiscale non esiste: il giorno va da 1 alla fine del \
     mese, aumentato di 40 per le donne.",
    "The birth date in the tax code does not exist: the day runs from 1 to the end of the month, \
     plus 40 for women.",
);
const CHECK: Invalid = Invalid::fixed(
    "tax_code_check",
    "Il carattere di controllo del codice fiscale non corrisponde agli altri: verificare che il \
     codice sia trascritto senza errori.",
    "The check character of the tax code does not match the others: verify that the code is \
     copied without errors.",
);
const UNUSUAL_OFFICE: IdentifierWarning = IdentifierWarning {
    code: "tax_code_office",
    message: Text::fixed(
        "Le cifre dall'ottava alla decima del codice fiscale non indicano un ufficio noto (001-100, \
         120, 121, 888, 999): verificare il codice.",
        "Digits 8 to 10 of the tax code name no known office (001-100, 120, 121, 888, 999): \
         verify the code.",
    ),
};
