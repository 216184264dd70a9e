//! Sentences in the two languages that the API speaks.

use std::borrow::Cow;

/// A sentence in Italian and in English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The Italian sentence.
    pub it: Cow<'static, str>,
    /// The English sentence.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A sentence known at compile time.
    #[must_use]
    pub const fn fixed(it: &'static str, en: &'static str) -> Self {
        Self { it: Cow::Borrowed(it), en: Cow::Borrowed(en) }
    }

    /// A sentence composed at run time.
    #[must_use]
    pub fn new(it: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// The sentence with more at its end.
    #[must_use]
    pub fn and(self, it: &str, en: &str) -> Self {
        Self::new(format!("{}{it}", self.it), format!("{}{en}", self.en))
    }
}
