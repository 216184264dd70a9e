//! The correspondence between areas, study tracks and ATECO codes.

mod links;
mod table;

pub use links::{AtecoLink, Correspondence, Strength};
pub use table::VERSION;

use crate::area::Area;
use crate::identifier::{Ateco, AtecoClassification};
use crate::study_track::CataloguedTrack;
use table::CORRESPONDENCE;

/// Division 45 of ATECO 2007 has no successor with the same number in ATECO 2025.
const DIVISION_ONLY_2007: &str = "45";

impl Correspondence {
    /// The links of `area`.
    #[must_use]
    pub fn of(area: Area) -> Option<&'static Self> {
        CORRESPONDENCE.iter().find(|links| links.area == area)
    }

    /// The strength of a track, by its own code or those it merged into.
    #[must_use]
    pub fn track(&self, track: &CataloguedTrack) -> Option<Strength> {
        self.study_tracks
            .iter()
            .filter(|(code, _)| *code == track.code || track.merges_into.contains(code))
            .map(|(_, strength)| *strength)
            .min()
    }

    /// The strength of an ATECO code: that of the longest matching prefix.
    #[must_use]
    pub fn ateco(&self, ateco: &Ateco) -> Option<Strength> {
        let inherited = self.ateco_2007.iter().filter(|link| {
            ateco.classification() == AtecoClassification::Ateco2007
                || !link.prefix.starts_with(DIVISION_ONLY_2007)
        });
        let extra = self
            .ateco_2025_extra
            .iter()
            .filter(|_| ateco.classification() == AtecoClassification::Ateco2025);
        inherited
            .chain(extra)
            .filter(|link| has_prefix(ateco.digits(), link.prefix))
            .max_by_key(|link| link.prefix.len())
            .map(|link| link.strength)
            .filter(|strength| *strength != Strength::Excluded)
    }
}

/// Whether the code is linked to any area.
#[must_use]
pub fn is_mapped(ateco: &Ateco) -> bool {
    CORRESPONDENCE.iter().any(|links| links.ateco(ateco).is_some())
}

fn has_prefix(digits: &str, dotted: &str) -> bool {
    let mut rest = digits.bytes();
    dotted.bytes().filter(|byte| *byte != b'.').all(|byte| rest.next() == Some(byte))
}
