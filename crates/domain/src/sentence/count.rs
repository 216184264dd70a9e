//! Numbers in sentences, in the right number and gender.

use crate::text::Text;

/// A noun that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// One of them in Italian.
    pub one_it: &'static str,
    /// Several of them in Italian.
    pub more_it: &'static str,
    /// Whether the Italian noun is feminine.
    pub feminine: bool,
    /// One of them in English.
    pub one_en: &'static str,
    /// Several of them in English.
    pub more_en: &'static str,
}

impl Noun {
    /// A masculine noun, singular and plural in both languages.
    #[must_use]
    pub const fn masculine(
        it: (&'static str, &'static str),
        en: (&'static str, &'static str),
    ) -> Self {
        Self { one_it: it.0, more_it: it.1, feminine: false, one_en: en.0, more_en: en.1 }
    }

    /// A feminine noun, singular and plural in both languages.
    #[must_use]
    pub const fn feminine(
        it: (&'static str, &'static str),
        en: (&'static str, &'static str),
    ) -> Self {
        Self { feminine: true, ..Self::masculine(it, en) }
    }

    /// A number of them: `nessuna impresa`, `1 impresa`, `2 imprese`.
    #[must_use]
    pub fn counted(self, number: u64) -> Text {
        let none = self.inflected("nessun", "nessuna");
        match number {
            0 => Text::new(format!("{none} {}", self.one_it), format!("no {}", self.one_en)),
            1 => Text::new(format!("1 {}", self.one_it), format!("1 {}", self.one_en)),
            _ => Text::new(
                format!("{number} {}", self.more_it),
                format!("{number} {}", self.more_en),
            ),
        }
    }

    /// Part of a number that is asked for: `1 delle 2 richieste`, `nessuno dei 2 richiesti`, `1 of
    /// the 2 required`.
    #[must_use]
    pub fn of_those_required(self, found: u32, required: u32) -> Text {
        let part = match found {
            0 => self.inflected("nessuno", "nessuna").to_owned(),
            _ => found.to_string(),
        };
        let of_the = self.of_the(required);
        let asked = self.inflected("richiesti", "richieste");
        let none = if found == 0 { "none".to_owned() } else { found.to_string() };
        Text::new(
            format!("{part} {of_the} {required} {asked}"),
            format!("{none} of the {required} required"),
        )
    }

    /// All that are asked for: `presenti le 2 richieste`, `all 2 required are present`.
    #[must_use]
    pub fn all_those_required(self, required: u32) -> Text {
        let (the, asked) = (self.the(required), self.inflected("richiesti", "richieste"));
        let en = if required == 2 { "both".to_owned() } else { format!("all {required}") };
        Text::new(
            format!("presenti {the} {required} {asked}"),
            format!("{en} required are present"),
        )
    }

    /// `i 2`, `gli 8`, `le 2`: without the number.
    #[must_use]
    pub const fn the(self, number: u32) -> &'static str {
        match (self.feminine, begins_with_a_vowel(number)) {
            (true, _) => "le",
            (false, true) => "gli",
            (false, false) => "i",
        }
    }

    /// `dei 2`, `degli 8`, `delle 2`: without the number.
    #[must_use]
    pub const fn of_the(self, number: u32) -> &'static str {
        match (self.feminine, begins_with_a_vowel(number)) {
            (true, _) => "delle",
            (false, true) => "degli",
            (false, false) => "dei",
        }
    }

    /// A number of them, one without a figure: `un'impresa`, `un istituto`, `2 imprese`; `a company`,
    /// `2 companies`.
    #[must_use]
    pub fn some_of_them(self, number: u64) -> Text {
        if number != 1 {
            return self.counted(number);
        }
        let vowel = |word: &str| word.starts_with(['a', 'e', 'i', 'o', 'u']);
        let it = match (self.feminine, vowel(self.one_it)) {
            (false, _) => "un ",
            (true, false) => "una ",
            (true, true) => "un'",
        };
        let en = if vowel(self.one_en) { "an" } else { "a" };
        Text::new(format!("{it}{}", self.one_it), format!("{en} {}", self.one_en))
    }

    /// `uno`, `una`, `2`; `one`, `2`.
    #[must_use]
    pub fn some(self, number: u32) -> Text {
        match number {
            0 => Text::fixed(self.inflected("nessuno", "nessuna"), "none"),
            1 => Text::fixed(self.inflected("uno", "una"), "one"),
            _ => Text::new(number.to_string(), number.to_string()),
        }
    }

    /// `un altro`, `altri 2`; `un'altra`, `altre 2`.
    #[must_use]
    pub fn others(self, number: u32) -> Text {
        let it = match number {
            0 => self.inflected("nessun altro", "nessun'altra").to_owned(),
            1 => self.inflected("un altro", "un'altra").to_owned(),
            _ => format!("{} {number}", self.inflected("altri", "altre")),
        };
        let en = match number {
            0 => "no other".to_owned(),
            1 => "another one".to_owned(),
            _ => format!("{number} more"),
        };
        Text::new(it, en)
    }

    /// The masculine or the feminine word.
    #[must_use]
    pub const fn inflected(self, masculine: &'static str, feminine: &'static str) -> &'static str {
        if self.feminine { feminine } else { masculine }
    }
}

/// Whether the Italian word of a number begins with a vowel: *otto*, *undici*, *ottanta*,
/// *ottomila*.
const fn begins_with_a_vowel(number: u32) -> bool {
    let mut leading = number;
    while leading >= 1_000 {
        leading /= 1_000;
    }
    matches!(leading, 8 | 11 | 80..=89 | 800..=899)
}
