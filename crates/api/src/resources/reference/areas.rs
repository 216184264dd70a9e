//! The seven areas with their study tracks and ATECO prefixes.

use actix_web::{HttpRequest, HttpResponse, get, web};
use ptp_domain::area::Area;
use ptp_domain::correspondence::VERSION;
use ptp_domain::correspondence::{AtecoLink, Correspondence};
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::policy::Action;
use ptp_domain::study_track::CataloguedTrack;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{AtecoText, Coded, DateText, LongText, ShortText, meant};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;
use crate::cases::words::{AreaCode, AtecoClassificationCode, StrengthCode};

/// An economic and professional area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaSummary {
    /// Its code.
    pub code: AreaCode,
    /// What the regional page calls it.
    pub label: LocalizedText,
    /// What the national guidelines call it.
    pub national_name: LocalizedText,
    /// Where the word comes from.
    pub source: LocalizedText,
}

/// The areas.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaList {
    /// In the page's order.
    #[schema(max_items = 100)]
    pub items: Vec<AreaSummary>,
}

/// An area with what belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaDetail {
    /// Its code.
    pub code: AreaCode,
    /// What the regional page calls it.
    pub label: LocalizedText,
    /// What the national guidelines call it.
    pub national_name: LocalizedText,
    /// Where the word comes from.
    pub source: LocalizedText,
    /// The version of the links below, a date.
    pub links_version: DateText,
    /// How far the links below can be trusted.
    pub links_basis: LocalizedText,
    /// The study tracks of the area.
    #[schema(max_items = 200)]
    pub study_tracks: Vec<AreaTrack>,
    /// The prefixes of ATECO codes of the area; the longest matching one counts.
    #[schema(max_items = 200)]
    pub ateco_prefixes: Vec<AreaPrefix>,
}

/// A study track of an area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaTrack {
    /// Its code in the catalogue.
    pub code: ShortText,
    /// Its Italian name.
    pub name: LongText,
    /// How strongly it belongs to the area.
    pub strength: StrengthCode,
}

/// A prefix of ATECO codes of an area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaPrefix {
    /// The prefix.
    pub prefix: AtecoText,
    /// The classification that has it; codes of 2025 are reached by ISTAT's correspondence
    /// (`GET /ateco/2025/{code}`).
    pub classification: AtecoClassificationCode,
    /// How strongly codes below it belong to the area.
    pub strength: StrengthCode,
}

fn summary(area: Area) -> AreaSummary {
    AreaSummary {
        code: Coded(area),
        label: area.label().into(),
        national_name: area.national_name().into(),
        source: Area::SOURCE.into(),
    }
}

/// The areas, as in `GET /areas` and `GET /programme`.
pub(super) fn summaries() -> Vec<AreaSummary> {
    Area::ALL.iter().map(|area| summary(*area)).collect()
}

fn detail(area: Area) -> AreaDetail {
    let AreaSummary { code, label, national_name, source } = summary(area);
    let prefix = |link: &AtecoLink, classification| AreaPrefix {
        prefix: link.prefix.into(),
        classification: Coded(classification),
        strength: Coded(link.strength),
    };
    let links = Correspondence::of(area);
    AreaDetail {
        code,
        label,
        national_name,
        source,
        links_version: DateText(VERSION.to_owned()),
        links_basis: ptp_domain::text::Text::fixed(
            "I collegamenti sono dedotti, non copiati da una tabella ufficiale: quelli secondari \
             richiedono una valutazione.",
            "The links are inferred, not copied from an official table: secondary ones need an \
             assessment.",
        )
        .into(),
        study_tracks: links
            .into_iter()
            .flat_map(|links| links.study_tracks)
            .filter_map(|(code, strength)| {
                let track = CataloguedTrack::find(code).ok()?;
                Some(AreaTrack {
                    code: track.code.into(),
                    name: track.name.into(),
                    strength: Coded(*strength),
                })
            })
            .collect(),
        ateco_prefixes: links
            .into_iter()
            .flat_map(|links| links.ateco_2007)
            .map(|link| prefix(link, AtecoClassification::Ateco2007))
            .collect(),
    }
}

/// The areas; static data, so it is also the example.
pub(crate) fn all() -> AreaList {
    AreaList { items: summaries() }
}

/// The area of the contract's example.
pub(crate) fn example() -> AreaDetail {
    detail(Area::Mechanics)
}

/// The seven areas
///
/// The economic and professional areas; a pole refers to exactly one.
#[utoipa::path(
    operation_id = Action::ListAreas.code(),
    tag = "reference",
    responses((status = 200, description = "The areas.", body = AreaList)),
)]
#[get("/areas")]
pub(crate) async fn list(
    _caller: Caller<op::ListAreas>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &all())?)
}

/// An area
///
/// With the study tracks and the ATECO prefixes that belong to it, and how strongly.
#[utoipa::path(
    operation_id = Action::ReadArea.code(),
    tag = "reference",
    params(("code" = AreaCode, Path, description = "The code of the area.", example = "mechanics")),
    responses((status = 200, description = "The area.", body = AreaDetail)),
)]
#[get("/areas/{code}")]
pub(crate) async fn read(
    _caller: Caller<op::ReadArea>,
    code: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let area = meant::<Area>(&code).ok_or(ApiError::NotFound)?;
    Ok(digested(&request, CachePolicy::Reference, &detail(area))?)
}
