//! Texts folded for sorting and searching: no case, accents or punctuation.
//!
//! Folded texts are stored, so a change here needs a migration that folds them again.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of texts, each preceded by a space: compatibility forms decomposed, marks and
/// punctuation removed, lower case.
///
/// A text has a word with the prefix `x` if its folded form contains `" x"`. Since only letters and
/// digits remain, nothing needs escaping in `LIKE`.
pub(crate) fn fold<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for text in texts {
        let mut in_word = false;
        for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            let is_word_char = c.is_alphanumeric();
            if is_word_char {
                if !in_word {
                    folded.push(' ');
                }
                folded.push(c);
            }
            in_word = is_word_char;
        }
    }
    folded
}

/// The sort key of a text: its words, truncated to what an index of PostgreSQL can hold.
pub(crate) fn sort_key(text: &str) -> String {
    fold([text]).chars().take(LONGEST_KEY).collect()
}

/// In characters, of at most four bytes. One character of a text may fold to eighteen.
const LONGEST_KEY: usize = 300;

/// Matches if every word of the query is a prefix of a word in the folded column.
///
/// A query without words, such as `!`, matches nothing.
pub(crate) fn has_words(column: impl ColumnTrait, query: &str) -> Condition {
    let folded = fold([query]);
    let words: BTreeSet<&str> = folded.split_whitespace().collect();
    if words.is_empty() {
        return Condition::all().add(Expr::val(1).eq(0));
    }
    words.into_iter().fold(Condition::all(), |all, word| all.add(column.like(format!("% {word}%"))))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_KEY, fold, sort_key};

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert_eq!(fold(["Città dell'Élite"]), " citta dell elite");
        assert_eq!(fold(["E\u{300}", "PTP-2027-0012"]), " e ptp 2027 0012");
        assert_eq!(fold(["ﬁliera ①  ½"]), " filiera 1 1 2");
        assert_eq!(fold(["İstanbul ß"]), " istanbul ß");
    }

    #[test]
    fn a_sort_key_stays_short_whatever_a_text_folds_to() {
        let longest = "\u{fdfa}".repeat(200);
        assert!(fold([longest.as_str()]).len() > 2_704);
        assert_eq!(sort_key(&longest).chars().count(), LONGEST_KEY);
        assert_eq!(sort_key("Élite"), " elite");
    }

    #[test]
    fn no_special_character_of_like_is_left() {
        assert_eq!(fold(["100%_\\ '"]), " 100");
        assert_eq!(fold(["-- !", ""]), "");
    }
}
