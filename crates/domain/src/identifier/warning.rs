//! What is odd about an identifier that is accepted all the same.

use crate::text::Text;

/// What is odd about an identifier that is accepted all the same.
///
/// It is for checks that no official text proves. Like an [`Invalid`](crate::fault::Invalid), it
/// never repeats the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A stable machine code, `snake_case`.
    pub code: &'static str,
    /// What is odd and what should be verified.
    pub message: Text,
}
