//! What is wrong with something that was written down: where, which fault, and a sentence.

use crate::text::Text;

/// Something that cannot be read as what it should be.
///
/// The message never repeats the value: it may be personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: Text,
}

impl Invalid {
    /// A refusal whose sentence is known at compile time.
    #[must_use]
    pub const fn fixed(code: &'static str, it: &'static str, en: &'static str) -> Self {
        Self { code, message: Text::fixed(it, en) }
    }

    /// The same refusal, at a place in a document.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Fault {
        Fault { pointer: pointer.into(), code: self.code, message: self.message }
    }
}

/// An [`Invalid`] at a place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: Text,
}

impl Fault {
    /// The same fault in a document that holds this one at `prefix`.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }
}
