//! Texts folded for sorting and searching: no case, accents or punctuation.
//!
//! Folded texts are stored: after a change here `refold` folds them again, but for sort keys.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of texts, each preceded by a space: compatibility forms decomposed, marks and
/// punctuation removed, lower case. Initials are one word: `I.T.I.S.` is `itis`.
///
/// A text has a word with the prefix `x` if its folded form contains `" x"`. Since only letters and
/// digits remain, nothing needs escaping in `LIKE`.
pub(crate) fn fold<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for text in texts {
        let mut follows_initial = false;
        for (gap, word) in separated(text) {
            let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
            if !(follows_initial && is_initial && gap.trim_end() == ".") {
                folded.push(' ');
            }
            folded.push_str(&word);
            follows_initial = is_initial;
        }
    }
    folded
}

/// The words of a query.
pub(crate) fn words(query: &str) -> Vec<String> {
    fold([query]).split_whitespace().map(str::to_owned).collect()
}

/// The words of a text in lower case, each with what stands before it.
fn separated(text: &str) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    let (mut gap, mut in_word) = (String::new(), false);
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            gap.push(c);
            in_word = false;
            continue;
        }
        match words.last_mut().filter(|_| in_word) {
            Some((_, word)) => word.push(c),
            None => words.push((std::mem::take(&mut gap), c.to_string())),
        }
        in_word = true;
    }
    words
}

/// The sort key of a text: its words, initials apart, truncated to what an index of PostgreSQL can
/// hold.
pub(crate) fn sort_key(text: &str) -> String {
    let words = separated(text).into_iter().map(|(_, word)| format!(" {word}"));
    words.collect::<String>().chars().take(LONGEST_KEY).collect()
}

/// In characters, of at most four bytes. One character of a text may fold to eighteen.
const LONGEST_KEY: usize = 300;

/// Matches if every word of the query is a prefix of a word in the folded column.
///
/// A query without words, such as `!`, matches nothing.
pub(crate) fn has_words(column: impl ColumnTrait, query: &str) -> Condition {
    let words: BTreeSet<String> = words(query).into_iter().collect();
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
    fn initials_are_one_word() {
        assert_eq!(fold(["I.T.I.S. Paleocapa"]), " itis paleocapa");
        assert_eq!(fold(["Torneria S.p.A.", "G.B. Vico"]), " torneria spa gb vico");
        assert_eq!(fold(["I. S. di A.B.C", "G. B. Vico"]), " is di abc gb vico");
        assert_eq!(fold(["E.Fermi 1.2 a-b"]), " e fermi 1 2 a b");
        assert_eq!(sort_key("I.T.I.S."), " i t i s");
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
