//! Words, dates and strings on the wire.

mod coded;
mod leaf;
mod reading;
mod schema;
mod text;

pub use crate::flattened;
pub use coded::{Coded, is_word, meant, open_code};
pub use leaf::{Leaf, civil_day, instant, word};
pub use reading::{REQUIRED, Read, Reading, Unreadable, lies_in};
pub use schema::joined;
pub use text::{
    AccreditationNumber, AtecoText, CallCodeText, DateText, EmailText, InstantInput, InstantText,
    LongText, Phone, PoleCodeText, ProtocolText, ProvinceCode, ReaText, SchoolCodeText, SearchText,
    ShortText, TaxCodeText, Url, VatNumberText,
};
