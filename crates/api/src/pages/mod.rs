//! Pages for people, in Italian or English by `Accept-Language`: what the service is, the guide, and
//! the types of problems, which programs read as JSON.

mod guide;
mod landing;
mod problem;
mod problems;

use actix_web::web::{self, ServiceConfig};

/// Mounts the pages.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(landing::page))
        .route("/guide", web::get().to(guide::page))
        .route("/problems", web::get().to(problems::all))
        .route("/problems/{slug}", web::get().to(problems::one));
}
