//! Swagger UI at `/swagger-ui/`: its page, a plugin of ours, and what both load.
//!
//! What is loaded stands under its digest, so that a browser may keep it for ever.

use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use ptp_http::digest::short_digest;
use ptp_http::page::HTML;
use ptp_http::problem::{Problem, own};
use ptp_http::rendition::Rendition;
use utoipa_swagger_ui::Config;

use crate::sandbox::Sandbox;

const PAGE: &str = include_str!("index.html");
const PLUGIN: &str = include_str!("explorer.js");
const STYLE: &str = include_str!("explorer.css");

/// The files of Swagger UI that the page loads.
const VENDORED: [&str; 3] = ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"];

/// What the page loads.
struct Assets {
    digest: String,
    files: Vec<(&'static str, Rendition)>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::collect);

impl Assets {
    fn collect() -> Self {
        let config = Arc::new(Config::default());
        let vendored = VENDORED.into_iter().filter_map(|name| {
            let file = utoipa_swagger_ui::serve(name, Arc::clone(&config)).ok().flatten()?;
            Some((name, Rendition::new(file.content_type, file.bytes.into_owned()).ok()?))
        });
        let own = [("explorer.js", "text/javascript", PLUGIN), ("explorer.css", "text/css", STYLE)];
        let own = own.into_iter().filter_map(|(name, kind, text)| {
            let media_type = format!("{kind}; charset=utf-8");
            Some((name, Rendition::new(media_type, text.as_bytes()).ok()?))
        });
        let files: Vec<_> = vendored.chain(own).collect();
        let all: Vec<u8> = files.iter().flat_map(|(_, file)| file.plain()).copied().collect();
        Self { digest: short_digest(&all), files }
    }
}

/// Mounts the page and its files.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config
        .route("/swagger-ui", web::get().to(to_the_page))
        .route("/swagger-ui/", web::get().to(page))
        .route("/swagger-ui/{digest}/{file}", web::get().to(asset));
}

async fn to_the_page() -> HttpResponse {
    HttpResponse::Found().insert_header((header::LOCATION, "/swagger-ui/")).finish()
}

async fn page(request: HttpRequest) -> HttpResponse {
    let is_sandbox = request.app_data::<Data<Sandbox>>().is_some();
    let page = PAGE
        .replace("{{digest}}", &ASSETS.digest)
        .replace("{{sandbox}}", if is_sandbox { "true" } else { "false" });
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type(HTML)
        .body(page)
}

async fn asset(
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (digest, name) = path.into_inner();
    let known = |(file, _): &&(&str, Rendition)| digest == ASSETS.digest && *file == name;
    let (_, file) = ASSETS.files.iter().find(known).ok_or_else(own::no_such_path)?;
    Ok(file.response(&request, "public, max-age=31536000, immutable"))
}
