//! School codes of the ministry of education.

use super::{IdentifierWarning, Province};
use crate::fault::Invalid;
use crate::text::Text;

/// A *codice meccanografico*, `BGTF003011`: province, type, series and check character.
///
/// Positions 1-2 are the province, 3-4 the type (`TF` technical, `RI` vocational, `IS` an
/// institution of several), 5-9 the series (with letters for some schools *paritarie*), 10 the
/// check character. Source: the ministry's open data on schools; D.M. 7 February 2013, annex C, for
/// the kinds of schools.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolCode {
    code: String,
    province: Province,
}

impl SchoolCode {
    /// Parses a code in either case; blanks are ignored.
    ///
    /// # Errors
    ///
    /// - `school_code_length`: not ten characters;
    /// - `school_code_format`: characters other than letters and digits, or a digit at positions 1,
    ///   2 or 4;
    /// - `school_code_province`: unknown province;
    /// - `school_code_liceo`: the type of a *liceo*.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let code = text.split_whitespace().collect::<String>().to_ascii_uppercase();
        if code.chars().count() != 10 {
            return Err(LENGTH);
        }
        let well_formed = code.char_indices().all(|(index, c)| {
            c.is_ascii_uppercase() || (c.is_ascii_digit() && !matches!(index, 0 | 1 | 3))
        });
        if !well_formed {
            return Err(FORMAT);
        }
        let province = Province::of_register_letters(part(&code, 0, 2)).ok_or(PROVINCE)?;
        if LICEO_TYPES.contains(&part(&code, 2, 4)) {
            return Err(LICEO);
        }
        Ok(Self { code, province })
    }

    /// The ten characters, in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.code
    }

    /// The province of the first two letters (`FO` for Forlì-Cesena, `PS` for Pesaro e Urbino).
    #[must_use]
    pub const fn province(&self) -> Province {
        self.province
    }

    /// The two characters of the type, `TF`. They do not prove which study tracks the school
    /// offers.
    #[must_use]
    pub fn type_code(&self) -> &str {
        part(&self.code, 2, 4)
    }

    /// Whether both are sites of one institution, as far as the codes can tell.
    ///
    /// True if they share their first seven characters, or their [`series`](Self::series). False
    /// proves nothing: the tax code or the institution's own code may still be the same.
    #[must_use]
    pub fn is_same_institution(&self, other: &Self) -> bool {
        self.institution_prefix() == other.institution_prefix()
            || self.series().is_some_and(|series| other.series() == Some(series))
    }

    /// The first seven characters, shared by the sites of one institution: `BGTF003`.
    #[must_use]
    pub fn institution_prefix(&self) -> &str {
        part(&self.code, 0, 7)
    }

    /// The part shared across types by the sites of an institution: the two letters of the province
    /// and positions 5-7, `BG003`. `None` if positions 8-9 are `00`, where the number belongs to
    /// the type.
    #[must_use]
    pub fn series(&self) -> Option<String> {
        self.series_parts().map(|(letters, number)| format!("{letters}{number}"))
    }

    /// The two parts of the [`series`](Self::series).
    pub(crate) fn series_parts(&self) -> Option<(&str, &str)> {
        let numbered = part(&self.code, 7, 9) != "00";
        numbered.then(|| (part(&self.code, 0, 2), part(&self.code, 4, 7)))
    }

    /// A warning if the check character does not match the others.
    ///
    /// No official text states the algorithm (it was inferred from the ministry's data, where it
    /// holds but for eight codes in 34,000), so the code is accepted.
    #[must_use]
    pub fn warning(&self) -> Option<IdentifierWarning> {
        let expected = self.expected_check()?;
        (!self.code.ends_with(expected)).then_some(UNUSUAL_CHECK)
    }

    /// The check character computed from the first nine; `None` where the algorithm does not apply:
    /// letters in positions 5-9, `500` in 7-9, Valle d'Aosta, or a letter without a value.
    fn expected_check(&self) -> Option<char> {
        if part(&self.code, 6, 9) == "500" || self.province.code() == "AO" {
            return None;
        }
        let letters = part(&self.code, 0, 4).chars().map(letter_value);
        let digits =
            part(&self.code, 4, 9).chars().map(|c| c.to_digit(10).map(|digit| digit as usize));
        let sum: usize = letters
            .chain(digits)
            .zip(WEIGHTS)
            .map(|(value, weight)| Some(value?.saturating_mul(weight)))
            .sum::<Option<_>>()?;
        CHECKS.chars().nth(sum.saturating_add(22) % 23)
    }
}

const LICEO_TYPES: [&str; 6] = ["PS", "PC", "PM", "PL", "SL", "SD"];
const WEIGHTS: [usize; 9] = [20, 14, 19, 11, 20, 14, 19, 11, 1];
/// The characters of positions 1-4 by value from 0; `Z` and `K` follow after a gap.
const LETTERS: &str = "0123456789ABCDEGLNPQRTVXFHIMOSU";
/// The check characters, in the order of the remainders from 1 to 23 (equivalent to 0).
const CHECKS: &str = "123456789ABCDEGLNPQRTVX";

fn letter_value(c: char) -> Option<usize> {
    match c {
        'Z' => Some(32),
        'K' => Some(33),
        _ => LETTERS.find(c),
    }
}

/// A slice of an ASCII code.
fn part(code: &str, from: usize, to: usize) -> &str {
    code.get(from..to).unwrap_or_default()
}

const LENGTH: Invalid = Invalid::fixed(
    "school_code_length",
    "Il codice meccanografico ha una lunghezza errata: è formato da dieci caratteri.",
    "The school code has the wrong length: it has ten characters.",
);
const FORMAT: Invalid = Invalid::fixed(
    "school_code_format",
    "Il codice meccanografico non è ben formato: due lettere della provincia, due del tipo di \
     istituto, cinque cifre o lettere e un carattere di controllo.",
    "The school code is not well formed: two letters of the province, two of the type of school, \
     five digits or letters and a check character.",
);
const PROVINCE: Invalid = Invalid::fixed(
    "school_code_province",
    "Le prime due lettere del codice meccanografico non corrispondono a nessuna provincia: deve \
     iniziare con la sigla di una provincia esistente.",
    "The first two letters of the school code name no province: it must begin with the letters of \
     one that exists.",
);
const LICEO: Invalid = Invalid::fixed(
    "school_code_liceo",
    "Il codice meccanografico è di un liceo: contano soltanto gli istituti tecnici e \
     professionali; di un istituto superiore va indicato il codice della sede tecnica o \
     professionale.",
    "The school code is that of a liceo: only technical and vocational institutes count; for an \
     institution of several schools give the code of the technical or vocational one.",
);
const UNUSUAL_CHECK: IdentifierWarning = IdentifierWarning {
    code: "school_code_check",
    message: Text::fixed(
        "Il carattere di controllo del codice meccanografico non è quello atteso: verificare che \
         il codice sia trascritto senza errori.",
        "The check character of the school code is not the expected one: verify that the code is \
         copied without errors.",
    ),
};
