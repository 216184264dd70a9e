//! Study tracks: the catalogue, and what a member says it offers.

mod catalogue;

use chrono::NaiveDate;

pub use catalogue::CATALOGUE;

use crate::area::Area;
use crate::calendar::Period;
use crate::fault::Invalid;
use crate::identifier::SchoolCode;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who gives a track. It informs and is never judged.
    pub enum Provider: "track_provider", from fixed("decisione di progetto", "project decision") {
        /// Technical institutes.
        TechnicalInstitute = "technical_institute", "istituto tecnico", "technical institute";
        /// Vocational institutes.
        VocationalInstitute = "vocational_institute", "istituto professionale",
            "vocational institute";
        /// ITS academies.
        ItsAcademy = "its_academy", "istituto tecnologico superiore (ITS Academy)", "ITS academy";
        /// Vocational education and training bodies.
        Iefp = "iefp", "istruzione e formazione professionale (IeFP)",
            "vocational education and training (IeFP)";
    }
}

vocabulary! {
    /// How sure the name of a track is.
    pub enum NameBasis: "name_basis", from fixed("decisione di progetto", "project decision") {
        /// Read in the official text.
        Verified = "verified", "verificato", "verified";
        /// Not compared with the official text.
        FromMemory = "from_memory", "da verificare", "to be verified";
    }
}

/// A track of the catalogue. The codes are this project's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CataloguedTrack {
    /// Its code, such as `IT-MME`.
    pub code: &'static str,
    /// Its Italian name.
    pub name: &'static str,
    /// Who gives it.
    pub provider: Provider,
    /// The act that orders it; empty if unknown.
    pub ordering: &'static str,
    /// First day on which it exists.
    pub from: Option<NaiveDate>,
    /// Last day on which a first class could begin.
    pub last_first_class: Option<NaiveDate>,
    /// The tracks that a legacy one became.
    pub merges_into: &'static [&'static str],
    /// How sure the name is.
    pub name_basis: NameBasis,
}

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
