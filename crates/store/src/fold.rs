//! Texts without case, accents and punctuation: how names sort and how words are found.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of texts: compatibility forms taken apart, marks and punctuation dropped, lower case,
/// a blank before each.
///
/// So a word of a question begins a word of the text where `" question"` stands in it; and with
/// letters and digits alone, nothing means anything to `LIKE`.
pub(crate) fn fold<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for text in texts {
        let mut in_word = false;
        for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            let belongs = c.is_alphanumeric();
            if belongs {
                if !in_word {
                    folded.push(' ');
                }
                folded.push(c);
            }
            in_word = belongs;
        }
    }
    folded
}

/// What a text sorts by: its words, as far as an index can hold them on PostgreSQL.
pub(crate) fn sort_key(text: &str) -> String {
    fold([text]).chars().take(LONGEST_KEY).collect()
}

/// In characters, of four bytes at most; a single one may unfold into eighteen.
const LONGEST_KEY: usize = 300;

/// Every word of the question begins a word of the folded column.
///
/// A question without any word finds nothing: whoever types `!` is not looking for everything.
pub(crate) fn has_words(column: impl ColumnTrait, question: &str) -> Condition {
    let folded = fold([question]);
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
    fn a_key_stays_short_whatever_a_text_unfolds_into() {
        let longest = "\u{fdfa}".repeat(200);
        assert!(fold([longest.as_str()]).len() > 2_704);
        assert_eq!(sort_key(&longest).chars().count(), LONGEST_KEY);
        assert_eq!(sort_key("Élite"), " elite");
    }

    #[test]
    fn nothing_that_means_anything_to_like_is_left() {
        assert_eq!(fold(["100%_\\ '"]), " 100");
        assert_eq!(fold(["-- !", ""]), "");
    }
}
