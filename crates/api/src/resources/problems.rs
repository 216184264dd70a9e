//! `/problems/{slug}`: documentation of the problem types, for people and programs.

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::language::Language;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::accept::prefers;
use ptp_http::language::Preferred;
use ptp_http::problem::{Problem, ProblemType, own};
use serde::Serialize;

use crate::cases::catalogue::{PROBLEM_TYPES, from_slug};

/// A problem type as JSON.
#[derive(Serialize)]
struct Explained {
    r#type: String,
    status: u16,
    title: String,
    description: String,
}

/// One problem type.
#[get("/problems/{slug}")]
pub(crate) async fn one(
    slug: Path<String>,
    request: HttpRequest,
    Preferred(language): Preferred,
) -> Result<HttpResponse, Problem> {
    let kind = from_slug(&slug).ok_or_else(own::no_such_path)?;
    Ok(answer(&request, language, &[kind], kind.title().in_language(language)))
}

/// All problem types.
#[get("/problems")]
pub(crate) async fn all(request: HttpRequest, Preferred(language): Preferred) -> HttpResponse {
    let title = match language {
        Language::Italian => "Tipi di problema",
        Language::English => "Types of problems",
    };
    answer(&request, language, &PROBLEM_TYPES, title)
}

fn answer(
    request: &HttpRequest,
    language: Language,
    kinds: &[&'static ProblemType],
    title: &str,
) -> HttpResponse {
    let explained: Vec<_> = kinds
        .iter()
        .map(|kind| Explained {
            r#type: format!("/problems/{}", kind.slug()),
            status: kind.status().as_u16(),
            title: kind.title().in_language(language).to_owned(),
            description: kind.advice().in_language(language).to_owned(),
        })
        .collect();
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::CONTENT_LANGUAGE, language.code()))
        .insert_header((header::VARY, "Accept, Accept-Encoding, Accept-Language"));
    if prefers(request, "text/html") {
        return response
            .content_type("text/html; charset=utf-8")
            .body(html(language, title, &explained));
    }
    match explained.as_slice() {
        [single] => response.json(single),
        many => response.json(serde_json::json!({"items": many})),
    }
}

fn html(language: Language, title: &str, kinds: &[Explained]) -> String {
    let entries: Vec<_> = kinds
        .iter()
        .map(|Explained { r#type, status, title, description }| {
            format!(
                "<dt><a href=\"{type}\"><code>{type}</code></a> – {status} {title}</dt>\n\
                 <dd>{description}</dd>\n"
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         </head>\n<body>\n<h1>{title}</h1>\n<dl>\n{}</dl>\n</body>\n</html>\n",
        language.code(),
        entries.concat().replace("<JWT>", "&lt;JWT&gt;")
    )
}
