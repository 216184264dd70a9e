//! Faults in input: where, which one, and a message.

use crate::text::Text;

/// A value that cannot be parsed.
///
/// The message never repeats the value: it may be personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is wrong and what is expected.
    pub message: Text,
}

impl Invalid {
    /// A fault with a fixed message.
    #[must_use]
    pub const fn fixed(code: &'static str, it: &'static str, en: &'static str) -> Self {
        Self { code, message: Text::fixed(it, en) }
    }

    /// The same fault, at a location in a document.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Fault {
        Fault { pointer: pointer.into(), code: self.code, message: self.message }
    }
}

/// An [`Invalid`] at a location in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The location, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is wrong and what is expected.
    pub message: Text,
}

impl Fault {
    /// Prefixes the pointer, for a document that contains this one.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }
}
