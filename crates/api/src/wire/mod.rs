//! How words, dates and texts stand on the wire.

mod coded;
mod leaf;
mod reading;
mod schema;
mod text;

pub(crate) use coded::*;
pub(crate) use leaf::Leaf;
pub(crate) use reading::{MOST_FAULTS, REQUIRED, Read, Reading, Unreadable, lies_in};
pub(crate) use schema::{flattened, joined};
pub(crate) use text::{
    AccreditationNumber, AtecoText, DateText, EmailText, InstantInput, InstantText, LongText,
    Phone, ProvinceCode, ReaText, SchoolCodeText, ShortText, TaxCodeText, Url,
};
