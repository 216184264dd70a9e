//! Identifiers, one newtype per file, parsed at the boundary.

mod ateco;
mod email;
mod province;
mod rea;
mod school_code;
mod tax_code;
mod vat_number;
mod warning;
mod year_code;

pub use ateco::{Ateco, AtecoClassification};
pub use email::Email;
pub use province::Province;
pub use rea::Rea;
pub use school_code::SchoolCode;
pub use tax_code::TaxCode;
pub use vat_number::VatNumber;
pub use warning::IdentifierWarning;
pub use year_code::{
    CallCode, OfApplications, OfCalls, OfPoles, PoleCode, Protocol, Series, YearCode,
};
