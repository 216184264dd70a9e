//! The service on a socket.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PayloadConfig};
use actix_web::{App, HttpResponse, HttpServer};
use utoipa_actix_web::{AppExt, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::http::LARGEST_BODY;
use crate::http::middleware::{around, no_route};
use crate::service::Service;
use crate::{receipts, routes, status};

/// Serves on a listener until it is told to stop.
///
/// # Errors
///
/// The listener cannot be used.
pub fn server(listener: TcpListener, service: Service) -> std::io::Result<Server> {
    let service = Data::new(service);
    let server = HttpServer::new(move || {
        let (app, _) = App::new()
            .into_utoipa_app()
            .service(scope("/v1").configure(routes::v1))
            .split_for_parts();
        app.app_data(service.clone())
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .service(status::live)
            .service(status::ready)
            .route("/", web::get().to(to_swagger_ui))
            .route("/swagger-ui", web::get().to(to_swagger_ui))
            .route("/openapi.json", web::get().to(openapi_json))
            .route("/openapi.yaml", web::get().to(openapi_yaml))
            .route("/.well-known/jwks.json", web::get().to(receipts::verify::jwks))
            .service(swagger_ui())
            .default_service(web::to(no_route))
            .wrap(from_fn(around))
    })
    .listen(listener)?;
    Ok(server.run())
}

fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/swagger-ui/{_:.*}").config(
        Config::from("/openapi.json")
            .try_it_out_enabled(true)
            .persist_authorization(true)
            .doc_expansion("none"),
    )
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
        .body(service.document.yaml.clone())
}
