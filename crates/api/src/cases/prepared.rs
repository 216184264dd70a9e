//! Writes that are judged before their transaction: no schema is applied and nothing is evaluated
//! while others wait for a row, or for SQLite's writer.

use actix_web::HttpResponse;
use actix_web::web::Data;
use ptp_store::{Read, Tx, Write};
use uuid::Uuid;

use super::problems::ApiError;
use super::state::Service;

/// How often a write is tried whose basis others change meanwhile, or that the database gives up for
/// the sake of others.
pub(super) const ATTEMPTS: u32 = 4;

/// What reading and judging a request has come to.
pub(crate) enum Prepared<P> {
    /// There is nothing to write.
    Answered(HttpResponse),
    /// This is to be written.
    ToWrite(P),
}

/// Reads and judges, and then writes if nothing of what was read has changed; if it has, everything
/// is done anew. `write` is [`ApiError::Aborted`] then. Writers of the same `subject` take turns.
///
/// # Errors
///
/// Those of `prepare` and `write`; [`ApiError::Aborted`] if others were faster too often.
pub(crate) async fn prepared<P>(
    service: &Data<Service>,
    subject: Uuid,
    prepare: impl AsyncFn(&Tx<Read>) -> Result<Prepared<P>, ApiError>,
    write: impl AsyncFn(&Tx<Write>, &P) -> Result<HttpResponse, ApiError>,
) -> Result<HttpResponse, ApiError> {
    let _turn = service.turns.at(subject).await;
    let mut attempts = 1;
    loop {
        let tx = service.store.glance();
        let ready = match Box::pin(prepare(&tx)).await? {
            Prepared::Answered(answer) => return Ok(answer),
            Prepared::ToWrite(ready) => ready,
        };
        drop(tx);
        match Box::pin(written(service, &ready, &write)).await {
            Err(ApiError::Aborted) if attempts < ATTEMPTS => attempts += 1,
            answer => return answer,
        }
    }
}

async fn written<P>(
    service: &Data<Service>,
    ready: &P,
    write: impl AsyncFn(&Tx<Write>, &P) -> Result<HttpResponse, ApiError>,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.write().await?;
    let answer = write(&tx, ready).await?;
    tx.commit().await?;
    Ok(answer)
}
