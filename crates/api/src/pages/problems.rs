//! `/problems` and `/problems/{slug}`: the problem types, as JSON for programs and as pages for
//! people.

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use ptp_domain::language::Language;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::accept::prefers;
use ptp_http::language::Preferred;
use ptp_http::problem::{Problem, ProblemType, own};
use serde::Serialize;
use serde_json::json;

use super::problem;
use crate::cases::catalogue::{PROBLEM_TYPES, from_slug};

/// What the answers are chosen by.
const VARY: &str = "Accept, Accept-Encoding, Accept-Language";

/// A problem type as JSON.
#[derive(Serialize)]
struct Explained {
    r#type: String,
    status: u16,
    title: String,
    description: String,
}

impl Explained {
    fn show(kind: &ProblemType, language: Language) -> Self {
        Self {
            r#type: format!("/problems/{}", kind.slug()),
            status: kind.status().as_u16(),
            title: kind.title().in_language(language).to_owned(),
            description: kind.advice().in_language(language).to_owned(),
        }
    }
}

/// One problem type.
pub(super) async fn one(
    slug: Path<String>,
    request: HttpRequest,
    Preferred(language): Preferred,
) -> Result<HttpResponse, Problem> {
    let kind = from_slug(&slug).ok_or_else(own::no_such_path)?;
    if prefers(&request, "text/html") {
        return Ok(problem::page(kind, language).answer(&request, VARY));
    }
    Ok(as_json(language, &Explained::show(kind, language)))
}

/// All problem types.
pub(super) async fn all(request: HttpRequest, Preferred(language): Preferred) -> HttpResponse {
    if prefers(&request, "text/html") {
        return problem::index(language).answer(&request, VARY);
    }
    let items = PROBLEM_TYPES.map(|kind| Explained::show(kind, language));
    as_json(language, &json!({"items": items}))
}

fn as_json(language: Language, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::CONTENT_LANGUAGE, language.code()))
        .insert_header((header::VARY, VARY))
        .json(body)
}
