//! ATECO codes of economic activities.

use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// An edition of the classification: the same digits may mean different activities in each.
    pub enum AtecoClassification: "ateco_classification",
        from fixed("ISTAT, classificazione ATECO", "ISTAT, ATECO classification")
    {
        /// In force from 2008 to March 2025, with the update of 2022.
        Ateco2007 = "2007", "ATECO 2007", "ATECO 2007";
        /// In use since April 2025.
        Ateco2025 = "2025", "ATECO 2025", "ATECO 2025";
    }
}

impl AtecoClassification {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ateco2007 => Self::Ateco2025,
            Self::Ateco2025 => Self::Ateco2007,
        }
    }
}

/// A code of ATECO, the Italian version of NACE, in one edition of the classification.
///
/// Two to six digits in pairs, `28`, `28.4`, `28.41`, `28.41.0` or `56.10.11`: division, group,
/// class, category and subcategory. Source: ISTAT; Regulation (EC) 1893/2006, amended by Regulation
/// (EU) 2023/137. Whether the edition has it is for [`of_company`](crate::istat::of_company).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ateco {
    dotted: String,
    digits: String,
    classification: AtecoClassification,
}

impl Ateco {
    /// Parses a code with or without dots; blanks are ignored, also in place of dots.
    ///
    /// # Errors
    ///
    /// - `ateco_length`: fewer than two or more than six digits;
    /// - `ateco_format`: characters other than digits, or dots elsewhere than after each pair.
    pub fn parse(code: &str, classification: AtecoClassification) -> Result<Self, Invalid> {
        let code: String = code.split_whitespace().collect();
        let digits = code.replace('.', "");
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(FORMAT);
        }
        if !(2..=6).contains(&digits.len()) {
            return Err(LENGTH);
        }
        let dotted = dotted(&digits);
        if code != dotted && code != digits {
            return Err(FORMAT);
        }
        Ok(Self { dotted, digits, classification })
    }

    /// The code with its dots, `28.41`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.dotted
    }

    /// The digits without dots, `2841`: a code contains those that start with its digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The edition that gives the code its meaning.
    #[must_use]
    pub const fn classification(&self) -> AtecoClassification {
        self.classification
    }
}

/// Inserts a dot after each pair of digits but the last.
fn dotted(digits: &str) -> String {
    let mut dotted = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 2 == 0 {
            dotted.push('.');
        }
        dotted.push(digit);
    }
    dotted
}

const LENGTH: Invalid = Invalid::fixed(
    "ateco_length",
    "Il codice ATECO ha un numero di cifre errato: ne ha da due a sei, per esempio 28.41.",
    "The ATECO code has the wrong number of digits: it has from two to six, such as 28.41.",
);
const FORMAT: Invalid = Invalid::fixed(
    "ateco_format",
    "Il codice ATECO non è ben formato: cifre a coppie separate da un punto, per esempio 28.41 o \
     56.10.11, oppure le sole cifre.",
    "The ATECO code is not well formed: digits in pairs with a dot between them, such as 28.41 or \
     56.10.11, or the digits alone.",
);
