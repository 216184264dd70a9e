//! Study tracks: the catalogue, and what a member says it offers.

mod catalogue;
mod catalogued;

pub use catalogue::CATALOGUE;
pub use catalogued::{CataloguedTrack, NameBasis, Provider};

use crate::area::Area;
use crate::calendar::Period;
use crate::fault::Invalid;
use crate::identifier::SchoolCode;

impl CataloguedTrack {
    /// The track that has this code.
    ///
    /// # Errors
    ///
    /// `study_track_unknown` if the catalogue has none.
    pub fn find(code: &str) -> Result<&'static Self, Invalid> {
        CATALOGUE.iter().find(|track| track.code == code).ok_or(Invalid::fixed(
            "study_track_unknown",
            "il codice non è nel catalogo degli indirizzi (GET /study-tracks); per un indirizzo \
             fuori catalogo indicare titolo e area",
            "the code is not in the catalogue of study tracks (GET /study-tracks); for a track \
             outside it give title and area",
        ))
    }
}

/// What is taught: a track of the catalogue, or one that only a title describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Track {
    /// A track of the catalogue.
    Catalogued(&'static CataloguedTrack),
    /// A track outside it: an official has to say whether it belongs to the area.
    Declared {
        /// What it is called.
        title: String,
        /// The area it is said to belong to.
        area: Area,
    },
}

impl Track {
    /// The code, or the title of a track that has none.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Catalogued(track) => track.code,
            Self::Declared { title, .. } => title,
        }
    }
}

/// A track in the offer of a member, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedTrack {
    /// What is taught.
    pub track: Track,
    /// Where, if it matters.
    pub site_code: Option<SchoolCode>,
    /// First and last day in the offer.
    pub offered: Period,
}
