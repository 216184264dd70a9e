//! One newtype a file: each is parsed where it enters.

mod ateco;
mod email;
mod province;
mod rea;
mod school_code;
mod tax_code;
mod year_code;

pub use ateco::{Ateco, AtecoClassification};
pub use email::Email;
pub use province::Province;
pub use rea::Rea;
pub use school_code::SchoolCode;
pub use tax_code::TaxCode;
pub use year_code::{
    CallCode, OfApplications, OfCalls, OfPoles, PoleCode, Protocol, Series, YearCode,
};

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
