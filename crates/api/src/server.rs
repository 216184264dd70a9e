//! The service on a socket.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use utoipa_swagger_ui::{Config, SwaggerUi, oauth};

use crate::http::LARGEST_BODY;
use crate::http::middleware::{around, no_route, preflight};
use crate::service::Service;
use crate::{problem_page, receipts, routes, sandbox, status};

/// Serves on a listener until it is told to stop.
///
/// # Errors
///
/// The listener cannot be used.
pub fn server(listener: TcpListener, service: Service) -> std::io::Result<Server> {
    let origins = service.settings.origins.clone();
    let has_sandbox = service.sandbox.is_some();
    let service = Data::new(service);
    let server = HttpServer::new(move || {
        App::new()
            .service(web::scope("/v1").configure(routes::v1))
            .configure(if has_sandbox { sandbox::mount } else { |_: &mut ServiceConfig| {} })
            .app_data(service.clone())
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .service(status::live)
            .service(status::ready)
            .route("/", web::get().to(to_swagger_ui))
            .route("/swagger-ui", web::get().to(to_swagger_ui))
            .route("/openapi.json", web::get().to(openapi_json))
            .route("/openapi.yaml", web::get().to(openapi_yaml))
            .route("/.well-known/jwks.json", web::get().to(receipts::verify::jwks))
            .service(swagger_ui(has_sandbox))
            .service(problem_page::all)
            .service(problem_page::one)
            .default_service(web::to(no_route))
            .wrap(Compress::default())
            .wrap(from_fn(around))
            .wrap(cors(&origins))
            .wrap(from_fn(preflight))
    })
    .listen(listener)?;
    Ok(server.run())
}

/// Lets the pages of some origins call the API; without any, none but our own.
fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        .allowed_headers([
            "accept",
            "accept-language",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "traceparent",
        ])
        .expose_headers([
            "content-language",
            "etag",
            "idempotency-replayed",
            "location",
            "retry-after",
            "x-correlation-id",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
        ])
        .block_on_origin_mismatch(false)
        .max_age(3_600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}

fn swagger_ui(has_sandbox: bool) -> SwaggerUi {
    let ui = SwaggerUi::new("/swagger-ui/{_:.*}").config(
        Config::from("/openapi.json")
            .try_it_out_enabled(true)
            // A real token does not belong into a browser's storage.
            .persist_authorization(has_sandbox)
            .doc_expansion("none"),
    );
    if has_sandbox {
        // The sandbox asks nobody who they are.
        ui.oauth(oauth::Config::new().client_id("demo").client_secret("demo"))
    } else {
        ui
    }
}

async fn to_swagger_ui() -> HttpResponse {
    HttpResponse::Found().insert_header((header::LOCATION, "/swagger-ui/")).finish()
}

async fn openapi_json(service: Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(service.document.json.clone())
}

async fn openapi_yaml(service: Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/yaml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(service.document.yaml().to_owned())
}
