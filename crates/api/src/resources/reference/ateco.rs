//! The ATECO classifications: one code, and the search for codes.

use actix_web::{HttpRequest, HttpResponse, get, web};
use ptp_domain::area::Area;
use ptp_domain::correspondence::{Assessment, Correspondence};
use ptp_domain::identifier::{Ateco, AtecoClassification};
use ptp_domain::istat::{self, Entry, Level};
use ptp_domain::policy::Action;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::Query;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{SearchText, meant};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ateco_document::{AtecoDetail, AtecoEntry, AtecoList};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::words::{AreaCode, AtecoClassificationCode};

/// How many codes a search gives at most.
const MOST_FOUND: usize = 50;

/// What chooses ATECO codes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AtecoQuery {
    /// The digits that the code begins with, with or without dots, or words that the title has;
    /// accents and case do not matter. All codes unless given.
    #[param(example = "riparazione motocicli")]
    q: Option<SearchText>,
    /// The version of the classification; `2025` unless given.
    classification: Option<AtecoClassificationCode>,
    /// Only codes that belong to this area, however strongly.
    area: Option<AreaCode>,
}

/// The codes that were found, at the level of a class or below.
fn found(classification: AtecoClassification, q: Option<&str>, area: Option<Area>) -> AtecoList {
    let links = area.and_then(Correspondence::of);
    let strength = |entry: &Entry| {
        let ateco = Ateco::parse(entry.code, classification).ok()?;
        links.and_then(|links| links.ateco(&ateco))
    };
    let mut all: Vec<_> = istat::search(classification, q)
        .into_iter()
        .map(|entry| (strength(&entry), entry))
        .filter(|(strength, _)| links.is_none() || strength.is_some())
        .collect();
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    all.truncate(MOST_FOUND);
    let items = all
        .into_iter()
        .map(|(strength, entry)| AtecoEntry::show(classification, entry, strength))
        .collect();
    AtecoList::show(items, total)
}

/// A code with what corresponds to it, and how strongly it belongs to each area.
fn detail(classification: AtecoClassification, entry: Entry) -> AtecoDetail {
    let ateco = Ateco::parse(entry.code, classification).ok();
    let assessed: Vec<(Area, Assessment)> = Area::ALL
        .iter()
        .filter(|_| entry.level() >= Level::Class)
        .filter_map(|area| Some((*area, Correspondence::of(*area)?.assess(ateco.as_ref()?))))
        .collect();
    AtecoDetail::show(classification, entry, &assessed)
}

/// The search of the contract's example.
pub(crate) fn example_list() -> AtecoList {
    found(AtecoClassification::Ateco2025, Some("riparazione motocicli"), Some(Area::Mechanics))
}

/// The code of the contract's example.
pub(crate) fn example() -> Option<AtecoDetail> {
    let classification = AtecoClassification::Ateco2025;
    Some(detail(classification, istat::entry(classification, "95.31.10")?))
}

/// Search the ATECO codes
///
/// For a form: the codes that a company may bear (a class or below), by the beginning of the code
/// or by words of the Italian title, at most 50 in the order of the codes.
#[utoipa::path(
    operation_id = Action::ListAtecoCodes.code(),
    tag = "reference",
    params(AtecoQuery),
    responses((status = 200, description = "The codes.", body = AtecoList)),
)]
#[get("/ateco")]
pub(crate) async fn list(
    _caller: Caller<op::ListAtecoCodes>,
    query: Query<op::ListAtecoCodes, AtecoQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let AtecoQuery { q, classification, area } = query.into_inner();
    let classification = classification.map_or(AtecoClassification::Ateco2025, |code| code.0);
    let list =
        found(classification, q.as_ref().map(|words| words.0.as_str()), area.map(|area| area.0));
    Ok(digested(&request, CachePolicy::Reference, &list)?)
}

/// An ATECO code
///
/// Its title and level, the codes of the other classification that correspond to it, and how
/// strongly it belongs to each area, with the reason. Dots and case do not matter.
#[utoipa::path(
    operation_id = Action::ReadAtecoCode.code(),
    tag = "reference",
    params(
        ("classification" = AtecoClassificationCode, Path,
            description = "The version of the classification.", example = "2025"),
        ("code" = String, Path, description = "The code, with or without dots.",
            min_length = 1, max_length = 10, pattern = "^[0-9A-Za-z.]+$", example = "95.31.10"),
    ),
    responses((status = 200, description = "The code.", body = AtecoDetail)),
)]
#[get("/ateco/{classification}/{code}")]
pub(crate) async fn read(
    _caller: Caller<op::ReadAtecoCode>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (classification, code) = path.into_inner();
    let classification = meant::<AtecoClassification>(&classification)
        .ok_or(ApiError::Unlisted(NO_SUCH_CLASSIFICATION))?;
    let entry = istat::find(classification, &code).ok_or_else(|| {
        // With its dots, if it is well formed.
        let ateco = Ateco::parse(&code, classification);
        let code = ateco.as_ref().map_or(code.as_str(), Ateco::code);
        ApiError::Unlisted(istat::unknown(classification, code).message)
    })?;
    Ok(digested(&request, CachePolicy::Reference, &detail(classification, entry))?)
}

const NO_SUCH_CLASSIFICATION: Text = Text::fixed(
    "Le classificazioni sono due: 2007 (aggiornamento 2022) e 2025.",
    "There are two classifications: 2007 (update 2022) and 2025.",
);
