//! What an area is linked to.

use crate::area::Area;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How strongly something belongs to an area.
    pub enum Strength: "strength", from fixed("decisione di progetto", "project decision") {
        /// Belongs to the area: counts by itself.
        Core = "core", "appartiene all'area", "belongs to the area";
        /// Plausible: needs an official's word.
        Secondary = "secondary", "plausibile, da valutare", "plausible, to be assessed";
        /// Not of the area although a shorter prefix of it would be.
        Excluded = "excluded", "escluso", "excluded";
    }
}

/// The links of one area.
#[derive(Clone, Copy, Debug)]
pub struct Correspondence {
    /// The area.
    pub area: Area,
    /// Codes of catalogued study tracks.
    pub study_tracks: &'static [(&'static str, Strength)],
    /// Prefixes of ATECO 2007.
    pub ateco_2007: &'static [AtecoLink],
    /// Prefixes that exist in ATECO 2025 only.
    pub ateco_2025_extra: &'static [AtecoLink],
}

/// A prefix of ATECO codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtecoLink {
    /// The prefix, dotted.
    pub prefix: &'static str,
    /// How strongly the codes below it belong to the area.
    pub strength: Strength,
}
