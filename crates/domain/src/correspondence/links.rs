//! The links of an area to study tracks and ATECO codes.

use crate::area::Area;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The strength of a link to an area.
    pub enum Strength: "strength", from fixed("decisione di progetto", "project decision") {
        /// Belongs to the area without further assessment.
        Core = "core", "appartiene all'area", "belongs to the area";
        /// Plausible: an official has to assess it.
        Secondary = "secondary", "plausibile, da valutare", "plausible, to be assessed";
        /// Excluded from the area, though a shorter prefix is linked.
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
    /// Prefixes of ATECO 2007; codes of 2025 are reached by ISTAT's correspondence.
    pub ateco_2007: &'static [AtecoLink],
}

/// A prefix of ATECO codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtecoLink {
    /// The prefix, dotted.
    pub prefix: &'static str,
    /// The strength of the codes below it.
    pub strength: Strength,
}
