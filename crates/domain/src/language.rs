//! The languages of the API.

use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A language of the API's responses.
    pub enum Language: "language", from fixed("decisione di progetto", "project decision") {
        /// Italian, the default.
        Italian = "it", "italiano", "Italian";
        /// English.
        English = "en", "inglese", "English";
    }
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Italian => &self.it,
            Language::English => &self.en,
        }
    }
}
