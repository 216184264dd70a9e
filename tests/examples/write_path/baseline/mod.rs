//! The baseline: what a careful programmer would write by hand for these three operations alone.
//!
//! The same rows in one transaction, codes given once, events chained by hash with their audiences,
//! a snapshot that is kept, a receipt that is signed. No schema, no rules, no policy, no layers.

mod document;
mod event;
mod freeze;
mod postgres;
mod sqlite;

use std::net::TcpListener;

use actix_web::http::header::{ETAG, LOCATION};
use actix_web::web::{Bytes, Data, Json, Path};
use actix_web::{App, HttpResponse, HttpServer, post};
use ptp_api::ReceiptKeys;
use ptp_clock::Clock;
use ptp_store::DatabaseKind;
use ptp_tests::TestApp;
use ptp_tests::fixtures::ORGANISATION;
use serde::Serialize;
use serde_json::{Value, from_slice};
use uuid::Uuid;

use self::document::{Member, Pole, Submission};
use crate::Result;

/// What all handlers share.
struct Baseline {
    database: Database,
    clock: Clock,
    receipt_keys: ReceiptKeys,
    /// What the rules said of a pole, for every snapshot.
    report: Value,
}

enum Database {
    Postgres(postgres::Database),
    Sqlite(sqlite::Database),
}

/// Serves on the database of a service, which has received an application; returns the address.
pub(crate) async fn serve(app: &TestApp, application: &str) -> Result<String> {
    let snapshot = app.applicant().get(&format!("/v1/applications/{application}/snapshot")).await;
    let baseline = Data::new(Baseline {
        database: match app.store.kind() {
            DatabaseKind::Postgres => {
                Database::Postgres(postgres::Database::open(&app.guard.url).await?)
            }
            DatabaseKind::Sqlite => Database::Sqlite(sqlite::Database::open(&app.guard.url).await?),
        },
        clock: app.clock.clone(),
        receipt_keys: app.receipt_keys.clone(),
        report: snapshot.expect(200).body["report"].clone(),
    });
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(baseline.clone())
            .service(create_pole)
            .service(add_member)
            .service(submit)
    });
    tokio::spawn(server.listen(listener)?.run());
    Ok(address)
}

#[post("/v1/poles")]
async fn create_pole(baseline: Data<Baseline>, body: Bytes) -> actix_web::Result<HttpResponse> {
    let pole: Pole = from_slice(&body)?;
    let made = match &baseline.database {
        Database::Postgres(database) => database.create(&baseline.clock, pole).await,
        Database::Sqlite(database) => database.create(&baseline.clock, pole).await,
    };
    let made = made.map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(created(format!("/v1/poles/{}", made.id), made.version, &made))
}

#[post("/v1/poles/{pole}/members")]
async fn add_member(
    baseline: Data<Baseline>,
    pole: Path<Uuid>,
    body: Bytes,
) -> actix_web::Result<HttpResponse> {
    let member: Member = from_slice(&body)?;
    let made = match &baseline.database {
        Database::Postgres(database) => database.add(&baseline.clock, *pole, member).await,
        Database::Sqlite(database) => database.add(&baseline.clock, *pole, member).await,
    };
    let made = made.map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(created(format!("/v1/poles/{pole}/members/{}", made.id), made.version, &made))
}

#[post("/v1/applications")]
async fn submit(
    baseline: Data<Baseline>,
    body: Json<Submission>,
) -> actix_web::Result<HttpResponse> {
    let made = match &baseline.database {
        Database::Postgres(database) => database.submit(&baseline, &body).await,
        Database::Sqlite(database) => database.submit(&baseline, &body).await,
    };
    let made = made.map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(created(format!("/v1/applications/{}", made.id), 1, &made))
}

fn created(path: String, version: i64, made: &impl Serialize) -> HttpResponse {
    let etag = format!("\"{version}\"");
    HttpResponse::Created().insert_header((LOCATION, path)).insert_header((ETAG, etag)).json(made)
}

/// Who owns every pole of the baseline: no token is verified.
const OWNER: &str = ORGANISATION;
