//! Text in the two languages of the API.

use std::borrow::Cow;

/// A text in Italian and in English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The Italian text.
    pub it: Cow<'static, str>,
    /// The English text.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A constant text.
    #[must_use]
    pub const fn fixed(it: &'static str, en: &'static str) -> Self {
        Self { it: Cow::Borrowed(it), en: Cow::Borrowed(en) }
    }

    /// A text composed at run time.
    #[must_use]
    pub fn new(it: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// Appends to the text.
    #[must_use]
    pub fn and(self, it: &str, en: &str) -> Self {
        Self::new(format!("{}{it}", self.it), format!("{}{en}", self.en))
    }
}
