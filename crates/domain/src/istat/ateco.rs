//! The ATECO classifications: codes with their titles, and how those of one correspond to those of
//! the other.

use chrono::NaiveDate;

use super::lines::{Line, Lines};
use crate::fault::Invalid;
use crate::identifier::{Ateco, AtecoClassification};
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

static TITLES_2007: Lines = Lines(include_str!("../../data/ateco-2007.tsv"));
static TITLES_2025: Lines = Lines(include_str!("../../data/ateco-2025.tsv"));
static FROM_2007: Lines = Lines(include_str!("../../data/ateco-2007-to-2025.tsv"));
static FROM_2025: Lines = Lines(include_str!("../../data/ateco-2025-to-2007.tsv"));

/// The first day on which ATECO 2025 is in use in public registers.
#[must_use]
pub const fn reclassified_on() -> NaiveDate {
    match NaiveDate::from_ymd_opt(2025, 4, 1) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

/// The edition of a classification.
#[must_use]
pub const fn edition(classification: AtecoClassification) -> Text {
    match classification {
        AtecoClassification::Ateco2007 => {
            Text::fixed("ATECO 2007 (aggiornamento 2022)", "ATECO 2007 (update 2022)")
        }
        AtecoClassification::Ateco2025 => Text::fixed("ATECO 2025", "ATECO 2025"),
    }
}

vocabulary! {
    /// A level of the classification, from the widest to the narrowest.
    pub enum Level: "ateco_level", from fixed(
        "ISTAT, classificazione ATECO", "ISTAT, ATECO classification"
    ) {
        /// A letter.
        Section = "section", "sezione", "section";
        /// Two digits.
        Division = "division", "divisione", "division";
        /// Three digits.
        Group = "group", "gruppo", "group";
        /// Four digits.
        Class = "class", "classe", "class";
        /// Five digits.
        Category = "category", "categoria", "category";
        /// Six digits.
        Subcategory = "subcategory", "sottocategoria", "subcategory";
    }
}

vocabulary! {
    /// How much of a code another one takes in.
    pub enum Coverage: "ateco_coverage", from fixed(
        "ISTAT, corrispondenza tra ATECO 2025 e ATECO 2007 (aggiornamento 2022)",
        "ISTAT, correspondence of ATECO 2025 and ATECO 2007 (update 2022)"
    ) {
        /// All of it.
        Total = "total", "per intero", "in total";
        /// A part of it.
        Partial = "partial", "in parte", "in part";
    }
}

/// A code of a classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code, with its dots.
    pub code: &'static str,
    /// Its Italian title.
    pub title: &'static str,
}

impl Entry {
    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.code.len() {
            0 | 1 => Level::Section,
            2 => Level::Division,
            4 => Level::Group,
            5 => Level::Class,
            7 => Level::Category,
            _ => Level::Subcategory,
        }
    }
}

/// A code of the other classification that means the same in total or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// The code of the other classification, with its dots.
    pub code: &'static str,
    /// How much it takes in of the code that it corresponds to.
    pub covers: Coverage,
    /// How much of it the code that it corresponds to takes in.
    pub covered: Coverage,
}

impl Counterpart {
    /// Whether it weighs most among several: it is wholly absorbed by the code that it corresponds
    /// to, or bears the same one.
    #[must_use]
    pub fn is_principal(&self, of: &str) -> bool {
        self.covered == Coverage::Total || self.code == of
    }
}

/// The entry of a code written with its dots; `None` if the classification does not have it.
#[must_use]
pub fn entry(classification: AtecoClassification, code: &str) -> Option<Entry> {
    titles(classification).of(code).next().map(described)
}

/// The entry of a code in any case, with or without dots.
#[must_use]
pub fn find(classification: AtecoClassification, text: &str) -> Option<Entry> {
    match Ateco::parse(text, classification) {
        Ok(ateco) => entry(classification, ateco.code()),
        // A section is a letter.
        Err(_) => entry(classification, &text.trim().to_ascii_uppercase()),
    }
}

/// The code, if a company may bear it: its classification has it, at the level of a class or below.
///
/// # Errors
///
/// - `ateco_unknown`: the classification does not have it;
/// - `ateco_too_general`: a division or a group.
pub fn of_company(ateco: Ateco) -> Result<Ateco, Invalid> {
    let (classification, code) = (ateco.classification(), ateco.code());
    match entry(classification, code) {
        Some(entry) if entry.level() >= Level::Class => Ok(ateco),
        Some(_) => Err(TOO_GENERAL),
        None => Err(unknown(classification, code)),
    }
}

const TOO_GENERAL: Invalid = Invalid::fixed(
    "ateco_too_general",
    "Il codice ATECO è una divisione o un gruppo: occorre almeno la classe, quattro cifre, per \
     esempio 28.41.",
    "The ATECO code is a division or a group: a class at least is needed, four digits, such as \
     28.41.",
);

/// The fault of a code that does not exist, which says so if the other classification has it.
#[must_use]
pub fn unknown(classification: AtecoClassification, code: &str) -> Invalid {
    let other = classification.other();
    let (here, there) = (edition(classification), edition(other));
    let message = Text::new(
        format!("Il codice non esiste nella classificazione {}", here.it),
        format!("The code does not exist in the classification {}", here.en),
    );
    let message = match entry(other, code) {
        Some(_) => message.and(
            &format!("; esiste nella {}: verificare quale delle due è indicata.", there.it),
            &format!("; it exists in {}: check which of the two is meant.", there.en),
        ),
        None => message.and(
            ": cercare quello giusto per titolo (GET /ateco).",
            ": look for the right one by its title (GET /ateco).",
        ),
    };
    Invalid { code: "ateco_unknown", message }
}

/// The entries of a classification, in the order of their codes; sections come last.
pub fn all(classification: AtecoClassification) -> impl Iterator<Item = Entry> {
    titles(classification).all().map(described)
}

/// The entries whose code, written with its dots, begins like this.
pub fn beginning_with(
    classification: AtecoClassification,
    dotted: &str,
) -> impl Iterator<Item = Entry> {
    titles(classification)
        .from(move |key| key.cmp(dotted))
        .map(described)
        .take_while(move |entry| entry.code.starts_with(dotted))
}

/// The codes of the other classification that correspond to one, by its code with its dots.
pub fn counterparts(
    classification: AtecoClassification,
    code: &str,
) -> impl Iterator<Item = Counterpart> {
    let table = match classification {
        AtecoClassification::Ateco2007 => FROM_2007,
        AtecoClassification::Ateco2025 => FROM_2025,
    };
    table.of(code).filter_map(|line| {
        let mut columns = line.rest();
        let code = columns.next()?;
        let mut coverage = || Coverage::from_code(columns.next()?).ok();
        Some(Counterpart { code, covers: coverage()?, covered: coverage()? })
    })
}

const fn titles(classification: AtecoClassification) -> Lines {
    match classification {
        AtecoClassification::Ateco2007 => TITLES_2007,
        AtecoClassification::Ateco2025 => TITLES_2025,
    }
}

fn described(line: Line) -> Entry {
    Entry { code: line.key(), title: line.rest().next().unwrap_or_default() }
}
