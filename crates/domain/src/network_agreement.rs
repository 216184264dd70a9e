//! The agreement of a network.

use chrono::NaiveDate;

/// The agreement that ties the members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAgreement {
    /// When it was signed.
    pub signed_on: Option<NaiveDate>,
    /// Where it is filed.
    pub reference: Option<String>,
}
