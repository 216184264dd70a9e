//! Study tracks: the catalogue, and the tracks that members offer.

mod catalogue;
mod catalogued;

pub use catalogue::CATALOGUE;
pub use catalogued::{CataloguedTrack, NameBasis, Provider};

use crate::area::Area;
use crate::calendar::Period;
use crate::continuation::Continuation;
use crate::fault::Invalid;
use crate::identifier::SchoolCode;

impl CataloguedTrack {
    /// The track with this code, in any case, with or without blanks and dashes.
    ///
    /// # Errors
    ///
    /// `study_track_unknown` if it is not in the catalogue.
    pub fn find(code: &str) -> Result<&'static Self, Invalid> {
        let is_meant = |track: &&Self| track.code == code || signs(track.code).eq(signs(code));
        CATALOGUE.iter().find(is_meant).ok_or(Invalid::fixed(
            "study_track_unknown",
            "il codice non è nel catalogo degli indirizzi (GET /study-tracks); per un indirizzo \
             fuori catalogo indicare titolo e area",
            "the code is not in the catalogue of study tracks (GET /study-tracks); for a track \
             outside it give title and area",
        ))
    }
}

/// The letters and digits of a code.
fn signs(code: &str) -> impl Iterator<Item = char> {
    code.chars().filter(|sign| sign.is_alphanumeric()).map(|sign| sign.to_ascii_uppercase())
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
    /// Whose track it goes on with, if it does.
    pub continues: Option<Continuation>,
}

impl OfferedTrack {
    /// The track that it goes on with, by code or title: the same, or one that merged into it.
    #[must_use]
    pub fn continued(&self) -> Option<(&Continuation, &str)> {
        let continues = self.continues.as_ref()?;
        Some((continues, continues.track.as_deref().unwrap_or_else(|| self.track.label())))
    }

    /// Checks what it goes on with.
    ///
    /// # Errors
    ///
    /// `continuation_of_another_track`, `continuation_not_before`.
    pub fn checked(self) -> Result<Self, Invalid> {
        let Some((continues, label)) = self.continued() else { return Ok(self) };
        let merged = CataloguedTrack::find(label)
            .is_ok_and(|old| old.merges_into.contains(&self.track.label()));
        if label != self.track.label() && !merged {
            return Err(Invalid::fixed(
                "continuation_of_another_track",
                "un indirizzo prosegue lo stesso indirizzo, o uno che vi è confluito",
                "a track continues the same track, or one that merged into it",
            ));
        }
        if continues.from >= self.offered.from() {
            return Err(crate::continuation::NOT_BEFORE);
        }
        Ok(self)
    }
}
