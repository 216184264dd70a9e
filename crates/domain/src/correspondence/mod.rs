//! The correspondence between areas, study tracks and ATECO codes.

mod assessment;
mod exceptions;
mod links;
mod table;

pub use assessment::{Assessment, Basis, is_mapped};
pub(crate) use assessment::{is_mapped_beside, is_mixed};
pub use links::{AtecoLink, Correspondence, Strength};
pub use table::VERSION;

use crate::area::Area;
use crate::study_track::CataloguedTrack;
use table::CORRESPONDENCE;

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
}
