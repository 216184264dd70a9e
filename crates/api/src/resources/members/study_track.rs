//! Offered study tracks on the wire.

use ptp_domain::area::Area;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::SchoolCode;
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use ptp_http::wire::{Coded, DateText, Leaf as _, Read, Reading, SchoolCodeText, ShortText, word};
use serde::Serialize;
use utoipa::ToSchema;

use super::continuation::TrackContinuation;
use super::read_period;
use crate::cases::words::AreaCode;

/// A track in the offer: a code of the catalogue, or a title and an area outside it. IFTS courses,
/// financed year by year, are outside it: an official assesses them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyTrack {
    /// The code in the catalogue (`GET /study-tracks`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ShortText>,
    /// What a track outside the catalogue is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<ShortText>,
    /// The area that a track outside the catalogue is said to belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// Where it is taught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_code: Option<SchoolCodeText>,
    /// First day in the offer.
    pub started_on: DateText,
    /// Last day in the offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<DateText>,
    /// The track of another organisation that it goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<TrackContinuation>,
}

const CODE_OR_TITLE: Invalid = Invalid::fixed(
    "code_or_title",
    "indicare il codice del catalogo, oppure titolo e area per un indirizzo fuori catalogo",
    "give either the code in the catalogue, or title and area for a track outside it",
);

impl StudyTrack {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<OfferedTrack> {
        let track = match ["code", "title", "area"].map(|part| reading.has(part)) {
            [true, false, false] => reading
                .required("code", |code| code.parsed(CataloguedTrack::find))
                .map(Track::Catalogued),
            [false, true, true] => {
                let title = reading.required("title", String::read);
                let area = reading.required("area", word::<Area>);
                title.and_then(|title| Ok(Track::Declared { title, area: area? }))
            }
            _ => reading.take("", Err(CODE_OR_TITLE)),
        };
        let site_code = reading.optional("site_code", SchoolCode::read);
        let offered = read_period(reading, "started_on", "ended_on");
        let continues = reading.optional("continues", TrackContinuation::read);
        if let (Ok(track), Ok(offered), Ok(continues)) = (&track, offered, &continues) {
            let (track, continues) = (track.clone(), continues.clone());
            let alone = OfferedTrack { track, site_code: None, offered, continues };
            let _ = reading.take("continues", alone.checked());
        }
        Ok(OfferedTrack {
            track: track?,
            site_code: site_code?,
            offered: offered?,
            continues: continues?,
        })
    }

    pub(super) fn show(offered: &OfferedTrack, personal: bool) -> Self {
        let (code, title, area) = match &offered.track {
            Track::Catalogued(track) => (Some(track.code.into()), None, None),
            Track::Declared { title, area } => {
                (None, Some(title.as_str().into()), Some(Coded(*area)))
            }
        };
        Self {
            code,
            title,
            area,
            site_code: offered.site_code.as_ref().map(|code| code.as_str().into()),
            started_on: offered.offered.from().into(),
            ended_on: offered.offered.until().map(Into::into),
            continues: offered
                .continues
                .as_ref()
                .map(|continues| TrackContinuation::show(continues, personal)),
        }
    }
}
