//! Official data of ISTAT, compiled in: the ATECO classifications and the municipalities of Italy.
//!
//! The tables are texts sorted by their first column (`data/README.md`); a look-up is a binary
//! search that allocates nothing.

mod ateco;
mod fold;
mod lines;
mod municipality;
mod search;

pub use ateco::{
    Counterpart, Coverage, Entry, Level, all, beginning_with, counterparts, edition, entry, find,
    of_company, reclassified_on, unknown,
};
pub use municipality::{of_province, warning};
pub use search::search;

use crate::text::Text;

/// The licence of the data.
pub const LICENCE: &str = "CC BY 4.0";

/// Where the licence can be read.
pub const LICENCE_URL: &str = "https://creativecommons.org/licenses/by/4.0/";

/// Whom to name as the author of the data.
pub const ATTRIBUTION: Text = Text::fixed(
    "Fonte: ISTAT, classificazioni ATECO 2007 (aggiornamento 2022) e ATECO 2025 e loro \
     corrispondenza; licenza CC BY 4.0.",
    "Source: ISTAT, classifications ATECO 2007 (update 2022) and ATECO 2025 and their \
     correspondence; licence CC BY 4.0.",
);
