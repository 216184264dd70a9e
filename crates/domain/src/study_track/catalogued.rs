//! An entry of the catalogue of study tracks.

use chrono::NaiveDate;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The provider of a track. IFTS courses, financed year by year, are not in the catalogue.
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
    /// How reliable the name of a track is.
    pub enum NameBasis: "name_basis", from fixed("decisione di progetto", "project decision") {
        /// Taken from the official text.
        Verified = "verified", "verificato", "verified";
        /// Not verified against the official text.
        FromMemory = "from_memory", "da verificare", "to be verified";
    }
}

/// A track of the catalogue. The codes are defined by this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CataloguedTrack {
    /// Its code, such as `IT-MME`.
    pub code: &'static str,
    /// Its Italian name.
    pub name: &'static str,
    /// Who gives it.
    pub provider: Provider,
    /// The act that establishes it; empty if unknown.
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
