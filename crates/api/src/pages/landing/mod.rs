//! `/`: what this service is, and where to go from here.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ptp_domain::language::Language;
use ptp_http::language::Preferred;
use ptp_http::page::{Page, escaped};

use crate::cases::state::{Notices, Service};
use crate::sandbox::Sandbox;

/// Where programs find the contract, people the guide, and both the status (RFC 8631).
const LINKS: &str = "</openapi.json>; rel=\"service-desc\", </guide>; rel=\"service-doc\", \
    </v1/status>; rel=\"status\"";

/// The page.
pub(super) async fn page(
    request: HttpRequest,
    Preferred(language): Preferred,
    service: Data<Service>,
) -> HttpResponse {
    let is_demo = request.app_data::<Data<Sandbox>>().is_some();
    let (body, demo) = match language {
        Language::Italian => (include_str!("it.html"), include_str!("demo.it.html")),
        Language::English => (include_str!("en.html"), include_str!("demo.en.html")),
    };
    let body = body
        .replace("{{demo}}", if is_demo { demo } else { "" })
        .replace("{{notices}}", &notices(&service.settings.notices, language, is_demo))
        .replace("{{version}}", env!("CARGO_PKG_VERSION"));
    let page = Page { language, title: "Poli Tecnici Professionali".to_owned(), body };
    let mut answer = page.answer(&request, "Accept-Encoding, Accept-Language");
    answer.headers_mut().insert(header::LINK, header::HeaderValue::from_static(LINKS));
    answer
}

/// What the operator says elsewhere; the demo has no operator, and says so.
fn notices(notices: &Notices, language: Language, is_demo: bool) -> String {
    let (heading, privacy, legal, accessibility, none) = match language {
        Language::Italian => (
            "Informazioni legali",
            "Informativa sulla privacy",
            "Note legali",
            "Dichiarazione di accessibilità",
            "La demo non ha gestore, e dunque né informativa sulla privacy né note legali né \
             dichiarazione di accessibilità: non inserirvi dati veri.",
        ),
        Language::English => (
            "Legal information",
            "Privacy notice",
            "Legal notes",
            "Accessibility statement",
            "The demo has no operator, and so no privacy notice, legal notes or accessibility \
             statement: enter no real data.",
        ),
    };
    let links: Vec<_> = [
        (&notices.privacy, privacy),
        (&notices.legal, legal),
        (&notices.accessibility, accessibility),
    ]
    .into_iter()
    .filter_map(|(url, name)| Some((url.as_deref()?, name)))
    .map(|(url, name)| format!("<li><a href=\"{}\">{name}</a></li>\n", escaped(url)))
    .collect();
    if links.is_empty() && !is_demo {
        return String::new();
    }
    let list = if links.is_empty() {
        format!("<p>{none}</p>\n")
    } else {
        format!("<ul>\n{}</ul>\n", links.concat())
    };
    format!("<h2>{heading}</h2>\n{list}")
}
