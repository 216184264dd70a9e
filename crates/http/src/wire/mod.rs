//! How words, dates and texts stand on the wire.

mod coded;
mod reading;
mod schema;
mod text;

pub use crate::flattened;
pub use coded::Coded;
pub use reading::{REQUIRED, Reading};
pub use schema::joined;
pub use text::{
    AccreditationNumber, AtecoText, DateText, EmailText, InstantInput, InstantText, LongText,
    Phone, ProvinceCode, ReaText, SchoolCodeText, ShortText, TaxCodeText, Url,
};
