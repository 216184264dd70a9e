//! Warnings about identifiers that are accepted nevertheless.

use crate::text::Text;

/// A warning about an identifier that is accepted nevertheless.
///
/// For checks that no official text specifies. Like an [`Invalid`](crate::fault::Invalid), it never
/// repeats the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierWarning {
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is suspicious and what should be verified.
    pub message: Text,
}
