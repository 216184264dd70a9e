//! The two languages that the API speaks.

use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A language of the API's answers.
    pub enum Language: "language", from fixed("decisione di progetto", "project decision") {
        /// Italian, the default.
        Italian = "it", "italiano", "Italian";
        /// English.
        English = "en", "inglese", "English";
    }
}

impl Text {
    /// The sentence in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Italian => &self.it,
            Language::English => &self.en,
        }
    }
}
