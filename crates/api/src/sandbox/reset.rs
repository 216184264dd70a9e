//! `/sandbox/reset`: the demo as it was at its first start.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};

use super::demo::{Reset, Sandbox};

/// Start the demo anew
///
/// Drops all that was written, puts the clock right and makes the data and the examples again. Tokens
/// and the keys of receipts stay valid. New connections wait a few seconds until it is done.
#[utoipa::path(
    operation_id = "reset_sandbox",
    tag = "sandbox",
    responses((status = 202, description = "The demo starts anew.")),
)]
#[post("/sandbox/reset")]
pub(super) async fn handle(sandbox: Data<Sandbox>) -> HttpResponse {
    let has_whom_to_ask = sandbox.reset.receiver_count() > 0;
    let _ = sandbox.reset.send_replace(Reset::Asked);
    if has_whom_to_ask {
        // Whoever connects after this answer shall not find the data of before.
        drop(sandbox.reset.subscribe().wait_for(|reset| *reset == Reset::Held).await);
    }
    HttpResponse::Accepted().finish()
}
