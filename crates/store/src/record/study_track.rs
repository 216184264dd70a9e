//! The format of study tracks.

use ptp_domain::area::Area;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::SchoolCode;
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use serde::{Deserialize, Serialize};

use super::PeriodRecord;
use super::continuation::ContinuationRecord;
use super::word::{Word, Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyTrackRecord {
    track: TrackRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site_code: Option<Written<SchoolCode>>,
    offered: PeriodRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    continues: Option<ContinuationRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum TrackRecord {
    /// A track in the catalogue.
    Catalogued(Written<&'static CataloguedTrack>),
    Declared {
        title: String,
        area: Word<Area>,
    },
}

impl From<&OfferedTrack> for StudyTrackRecord {
    fn from(offered: &OfferedTrack) -> Self {
        let OfferedTrack { track, site_code, offered, continues } = offered;
        Self {
            track: match track {
                Track::Catalogued(track) => TrackRecord::Catalogued(track.into()),
                Track::Declared { title, area } => {
                    TrackRecord::Declared { title: title.clone(), area: Word(*area) }
                }
            },
            site_code: site_code.as_ref().map(Written::from),
            offered: PeriodRecord::from(offered),
            continues: continues.as_ref().map(ContinuationRecord::from),
        }
    }
}

impl TryFrom<StudyTrackRecord> for OfferedTrack {
    type Error = Invalid;

    fn try_from(record: StudyTrackRecord) -> Result<Self, Invalid> {
        let StudyTrackRecord { track, site_code, offered, continues } = record;
        Ok(Self {
            track: match track {
                TrackRecord::Catalogued(track) => Track::Catalogued(track.0),
                TrackRecord::Declared { title, area } => Track::Declared { title, area: area.0 },
            },
            site_code: site_code.map(|code| code.0),
            offered: offered.try_into()?,
            continues: continues.map(Into::into),
        })
    }
}
