//! The catalogue of study tracks.

use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::study_track::{CATALOGUE, CataloguedTrack};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{Coded, DateText, LongText, ShortText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::words::{NameBasisCode, ProviderCode};

/// A track of the catalogue. Its provider and dates inform, they are never judged.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyTrackDetail {
    /// Its code, this service's own.
    pub code: ShortText,
    /// Its Italian name.
    pub name: LongText,
    /// Who gives it.
    pub provider: ProviderCode,
    /// The act that orders it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordering: Option<ShortText>,
    /// First day on which it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateText>,
    /// Last day on which a first class could begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_first_class: Option<DateText>,
    /// The tracks that a legacy one became; it counts for them from its own start.
    #[schema(max_items = 10)]
    pub merges_into: Vec<ShortText>,
    /// How sure the name is.
    pub name_basis: NameBasisCode,
}

/// The catalogue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyTrackList {
    /// Every track.
    #[schema(max_items = 1000)]
    pub items: Vec<StudyTrackDetail>,
}

fn detail(track: &CataloguedTrack) -> StudyTrackDetail {
    StudyTrackDetail {
        code: track.code.into(),
        name: track.name.into(),
        provider: Coded(track.provider),
        ordering: Some(track.ordering).filter(|text| !text.is_empty()).map(Into::into),
        from: track.from.map(Into::into),
        last_first_class: track.last_first_class.map(Into::into),
        merges_into: track.merges_into.iter().map(|code| (*code).into()).collect(),
        name_basis: Coded(track.name_basis),
    }
}

/// The first tracks of the catalogue.
fn first(count: usize) -> StudyTrackList {
    StudyTrackList { items: CATALOGUE.iter().take(count).map(detail).collect() }
}

/// The example of the contract: the first tracks of the catalogue.
pub(crate) fn example() -> StudyTrackList {
    first(3)
}

/// The study tracks
///
/// The catalogue that members choose their tracks from; a track outside it needs an assessment.
#[utoipa::path(
    operation_id = Action::ListStudyTracks.code(),
    tag = "reference",
    responses((status = 200, description = "The catalogue.", body = StudyTrackList)),
)]
#[get("/study-tracks")]
pub(crate) async fn list(
    _caller: Caller<op::ListStudyTracks>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &first(CATALOGUE.len()))?)
}
