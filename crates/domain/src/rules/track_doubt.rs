//! What may be in doubt about a track itself, apart from its years.

use crate::text::Text;

/// What an official has to assess of a track, besides how long it has been offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackDoubt {
    /// It is of secondary strength.
    Secondary,
    /// It is outside the catalogue.
    Uncatalogued,
    /// Members of this kind do not give such tracks.
    OfAnotherProvider,
}

impl TrackDoubt {
    /// What is said of the track.
    pub(super) fn said(self) -> Text {
        let (it, en) = match self {
            Self::Secondary => ("è soltanto affine all'area", "is only related to the area"),
            Self::Uncatalogued => ("è fuori catalogo", "is not in the catalogue"),
            Self::OfAnotherProvider => (
                "non rientra nell'offerta di un soggetto di questo tipo",
                "is not one that a member of this kind offers",
            ),
        };
        Text::fixed(it, en)
    }
}
