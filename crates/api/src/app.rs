//! Assembly of the service on a listening socket.

use std::io;
use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::http::{Method, header};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpServer};
use ptp_auth::Verifier;
use ptp_auth::receipt_keys::ReceiptKeys;
use ptp_clock::Clock;
use ptp_http::contract::Form;
use ptp_http::limits::Limits;
use ptp_http::problem::{Problem, own};
use ptp_http::state::HttpState;
use ptp_http::{LARGEST_BODY, layers};
use ptp_store::Store;

use crate::cases::day_seen::DaySeen;
use crate::cases::running::RunningKeys;
use crate::cases::silence::silence;
use crate::cases::state::{Service, Settings};
use crate::cases::turns::Turns;
use crate::contract::{routes, served};
use crate::resources::{receipts, status};
use crate::sandbox::{self, Sandbox};
use crate::{explorer, pages};

/// The parts of the service.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Verifies tokens.
    pub verifier: Verifier,
    /// The time, and the source of identifiers.
    pub clock: Clock,
    /// The operator's settings.
    pub settings: Settings,
    /// The keys for signing receipts.
    pub receipt_keys: ReceiptKeys,
    /// The sandbox, in the demo only.
    pub sandbox: Option<Sandbox>,
}

impl App {
    /// Serves on a listener until shut down.
    ///
    /// # Errors
    ///
    /// A setting or a schema of the contract is invalid (a bug), or the listener cannot be used.
    pub fn serve(self, listener: TcpListener) -> io::Result<Server> {
        let Self { store, verifier, clock, settings, receipt_keys, sandbox } = self;
        let public_url = settings.public_url.as_deref();
        let contract = match &sandbox {
            None => served(public_url),
            Some(sandbox) => sandbox::contract(sandbox, public_url),
        };
        let http = Data::new(HttpState {
            contract: contract.map_err(io::Error::other)?,
            verifier,
            clock: clock.clone(),
            limits: Limits::new(settings.limits.clone(), clock.clone())
                .map_err(io::Error::other)?,
            body_within: settings.limits.body_within,
        });
        let origins = settings.origins.clone();
        let sandbox = sandbox.map(Data::new);
        let workers = settings.workers;
        let service = Data::new(Service {
            store,
            clock,
            settings,
            receipt_keys,
            running: RunningKeys::default(),
            silences: DaySeen::default(),
            turns: Turns::default(),
        });
        let mut server = HttpServer::new(move || {
            let demo = sandbox.clone();
            actix_web::App::new()
                .service(web::scope("/v1").wrap(from_fn(silence)).configure(routes::v1))
                .configure(move |config: &mut ServiceConfig| {
                    if let Some(sandbox) = demo {
                        config.app_data(sandbox).configure(sandbox::mount);
                    }
                })
                .app_data(http.clone())
                .app_data(service.clone())
                .app_data(PayloadConfig::new(LARGEST_BODY))
                .service(status::live)
                .service(status::ready)
                .route("/openapi.json", web::get().to(openapi_json))
                .route("/openapi.yaml", web::get().to(openapi_yaml))
                .route("/.well-known/jwks.json", web::get().to(receipts::verify::jwks))
                .route("/.well-known/ptp-head", web::get().to(receipts::head::head))
                .configure(explorer::mount)
                .configure(pages::mount)
                .default_service(web::to(no_route))
                // From the innermost to the outermost.
                .wrap(Compress::default())
                .wrap(from_fn(layers::deadline))
                .wrap(from_fn(layers::head))
                .wrap(from_fn(layers::bounds))
                .wrap(from_fn(layers::problems))
                .wrap(from_fn(layers::limit))
                .wrap(from_fn(layers::headers))
                .wrap(from_fn(layers::trace))
                .wrap(cors(&origins))
                .wrap(from_fn(layers::preflight))
        })
        // Whoever hangs up does not want the answer: what makes it is dropped, and stops.
        .h1_allow_half_closed(false);
        if let Some(workers) = workers {
            server = server.workers(workers.get());
        }
        Ok(server.listen(listener)?.run())
    }
}

/// The fallback: 405 if the path exists, else 404.
async fn no_route(request: HttpRequest, http: Data<HttpState>) -> Result<HttpResponse, Problem> {
    let allowed = http.contract.methods_of(request.path());
    if allowed.is_empty() {
        return Err(own::no_such_path());
    }
    let allow = allowed.join(", ");
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
    }
    Err(own::method_not_allowed(&allow))
}

async fn openapi_json(request: HttpRequest, http: Data<HttpState>) -> HttpResponse {
    http.contract.document(Form::Json, &request)
}

async fn openapi_yaml(request: HttpRequest, http: Data<HttpState>) -> HttpResponse {
    http.contract.document(Form::Yaml, &request)
}

/// CORS for the given origins; without any, same-origin only.
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
            "submission-instant",
            "traceparent",
        ])
        .expose_headers([
            "accept-patch",
            "content-language",
            "etag",
            "idempotency-replayed",
            "location",
            "retry-after",
            "www-authenticate",
            "x-correlation-id",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
        ])
        .block_on_origin_mismatch(false)
        .max_age(3_600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
