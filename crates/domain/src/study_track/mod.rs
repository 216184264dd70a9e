//! Study tracks: the catalogue, and the tracks that members offer.

mod catalogue;
mod catalogued;

pub use catalogue::CATALOGUE;
pub use catalogued::{CataloguedTrack, NameBasis, Provider};

use crate::area::Area;
use crate::calendar::Period;
use crate::fault::Invalid;
use crate::identifier::SchoolCode;

impl CataloguedTrack {
    /// The track with this code.
    ///
    /// # Errors
    ///
    /// `study_track_unknown` if it is not in the catalogue.
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

/// A track of the catalogue, or one with a title only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Track {
    /// A track of the catalogue.
    Catalogued(&'static CataloguedTrack),
    /// A track outside the catalogue: an official has to assess whether it belongs to the area.
    Declared {
        /// What it is called.
        title: String,
        /// The area that it is declared for.
        area: Area,
    },
}

impl Track {
    /// The code, or else the title.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Catalogued(track) => track.code,
            Self::Declared { title, .. } => title,
        }
    }
}

/// A track in a member's offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedTrack {
    /// The track.
    pub track: Track,
    /// The site, if relevant.
    pub site_code: Option<SchoolCode>,
    /// First and last day in the offer.
    pub offered: Period,
}
