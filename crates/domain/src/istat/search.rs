//! Codes of a classification by the beginning of the code, or by words of the title.

use super::ateco::{Entry, Level, all, beginning_with};
use super::fold::words;
use crate::identifier::AtecoClassification;

/// The codes that a company may bear, in the order of the codes: those that begin with these digits,
/// with or without dots, or whose title has words that begin with each of these; all by default.
#[must_use]
pub fn search(classification: AtecoClassification, sought: Option<&str>) -> Vec<Entry> {
    let of_companies = |entry: &Entry| entry.level() >= Level::Class;
    let Some(sought) = sought.map(str::trim) else {
        return all(classification).filter(of_companies).collect();
    };
    if sought.starts_with(|sign: char| sign.is_ascii_digit()) {
        let digits = sought.replace('.', "");
        let division: String = digits.chars().take(2).collect();
        return beginning_with(classification, &division)
            .filter(of_companies)
            .filter(|entry| entry.code.replace('.', "").starts_with(&digits))
            .collect();
    }
    let asked = words(sought);
    let asked: Vec<_> = asked.split_whitespace().map(|word| format!(" {word}")).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let has_all = |entry: &Entry| {
        let title = words(entry.title);
        asked.iter().all(|word| title.contains(word.as_str()))
    };
    all(classification).filter(of_companies).filter(has_all).collect()
}
