//! What is kept of an application: the snapshot, and the receipt over it.

use std::io::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use ptp_auth::receipt_keys::Document;
use serde::Serialize;
use serde_json::{Value, json};

use super::Baseline;
use super::document::{Application, Shown, Stored};

/// The call, as far as snapshot and receipt name it.
pub(super) struct Call {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) opens_at: DateTime<Utc>,
    pub(super) closes_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    application: &'a Application,
    call: &'a Value,
    pole: &'a Stored<Shown>,
    report: &'a Value,
}

/// What is stored beside the application.
pub(super) struct Frozen {
    pub(super) compressed: Vec<u8>,
    pub(super) sha256: String,
    pub(super) receipt: String,
    pub(super) salt: Vec<u8>,
}

/// The content of a version of a pole, compressed, and its digest.
pub(super) fn version_of(pole: &Stored<Shown>) -> Result<(Vec<u8>, String), sqlx::Error> {
    let content = serde_json::to_vec(pole).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let content = compressed(&content)?;
    let sha256 = hex::encode(digest(&SHA256, &content));
    Ok((content, sha256))
}

fn compressed(content: &[u8]) -> Result<Vec<u8>, sqlx::Error> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

/// Freezes an application.
pub(super) fn freeze(
    baseline: &Baseline,
    application: &Application,
    call: &Call,
    pole: &Stored<Shown>,
) -> Result<Frozen, sqlx::Error> {
    let encode = |error: serde_json::Error| sqlx::Error::Encode(Box::new(error));
    let of_call = json!({
        "id": application.call_id,
        "code": call.code,
        "title": call.title,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
    });
    let snapshot = Snapshot { application, call: &of_call, pole, report: &baseline.report };
    let snapshot = serde_json::to_vec(&snapshot).map_err(encode)?;
    let sha256 = hex::encode(digest(&SHA256, &snapshot));
    let receipt = json!({
        "protocol": application.protocol,
        "application_id": application.id,
        "call_id": application.call_id,
        "call_code": call.code,
        "pole_id": pole.id,
        "pole_code": pole.value.code,
        "received_at": application.received_at,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "snapshot_sha256": sha256,
    });
    let receipt = baseline.receipt_keys.sign(Document::Receipt, &receipt);
    let receipt = receipt.map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let mut salt = vec![0; 32];
    rand::fill(&mut salt).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    Ok(Frozen { compressed: compressed(&snapshot)?, sha256, receipt, salt })
}
