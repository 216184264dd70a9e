//! `ptp audit`: verifies what is recorded.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::SecondsFormat;
use clap::{Args, Subcommand};
use ptp_api::ReceiptKeys;
use ptp_auth::receipt_keys::Document;
use ptp_domain::receipt::{Matter, Receipt};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_store::{ChainCheck, ChainFault, Read, Received, StoreError, Tx, Unkept, Untold};
use serde_json::Value;

use crate::config::{DatabaseArgs, ReceiptArgs};
use crate::failure::Failure;
use crate::migrate;

/// The subcommands of `ptp audit`.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Verify that events, what they tell of, snapshots and receipts fit together; exits with 1 if
    /// they do not.
    Verify(VerifyArgs),
}

/// The arguments of `ptp audit verify`.
#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// With the key, the signatures of receipts are verified too.
    #[command(flatten)]
    receipts: ReceiptArgs,
    /// A hash that was published earlier (/.well-known/ptp-head): an event has to have it, so that
    /// nothing up to it was changed or removed.
    #[arg(long, value_name = "HASH")]
    expect_hash: Option<String>,
}

/// Runs a subcommand.
///
/// # Errors
///
/// Something is not as it was recorded, or the database is unreachable.
pub async fn audit(command: &AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify(args) = command;
    verify(args).await
}

/// So many faults are listed.
const LISTED: usize = 50;

async fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let database = args.database.resolve()?;
    let keys = args.receipts.open_if_given()?;
    let failed = |error: StoreError| database.failure(&error);
    let store = migrate::open(&database).await?;
    let tx = store.read().await.map_err(failed)?;
    let mut faults = Vec::new();

    let ChainCheck { events, last_hash, broken, pending } =
        tx.verify_events().await.map_err(failed)?;
    let last = last_hash.unwrap_or_else(|| "none".to_owned());
    match broken {
        None => println!("{events} events, unbroken; last hash {last}"),
        Some((position, fault)) => faults.push(broken_at(position, fault)),
    }
    if pending > 0 {
        println!("{pending} more wait for their place in the chain");
    }
    if let Some(hash) = &args.expect_hash {
        if tx.has_hash(hash).await.map_err(failed)? {
            println!("the expected hash is that of an event");
        } else {
            faults.push(format!("no event has the expected hash {hash}"));
        }
    }
    let untold = tx.untold().await.map_err(failed)?;
    if untold.is_empty() {
        println!("calls, poles, members and applications are in the versions that the events tell");
    }
    faults.extend(untold.iter().map(untold_of));
    let (versions, unkept) = tx.unkept_versions().await.map_err(failed)?;
    if unkept.is_empty() {
        println!("{versions} versions of poles are as the events have them");
    }
    faults.extend(unkept.iter().map(unkept_of));
    let (received, altered) = applications(&tx, keys.as_ref()).await.map_err(failed)?;
    if altered.is_empty() {
        let signed = if keys.is_some() { ", the receipts are signed" } else { "" };
        println!("{received} applications are as they were received{signed}");
    }
    faults.extend(altered);
    let (issued, altered) = receipts(&tx, keys.as_ref()).await.map_err(failed)?;
    if altered.is_empty() {
        println!("{issued} receipts of other acts are as they were issued");
    }
    faults.extend(altered);
    drop(tx);
    store.close().await.map_err(failed)?;

    if keys.is_none() && received.saturating_add(issued) > 0 {
        println!("signatures were not verified: give PTP_RECEIPT_KEY_FILE");
    }
    if faults.is_empty() {
        return Ok(());
    }
    let all = faults.len();
    faults.truncate(LISTED);
    Err(Failure::new(format!("{all} faults:\n{}", faults.join("\n"))))
}

fn broken_at(position: i64, fault: ChainFault) -> String {
    let what = match fault {
        ChainFault::Missing => "is missing",
        ChainFault::Unlinked => "does not link to the one before it",
        ChainFault::Altered => "is not what was recorded",
    };
    let before = position.saturating_sub(1);
    format!("the chain is broken: event {position} {what}; the {before} before it are valid")
}

fn untold_of(Untold { kind, id, version, told }: &Untold) -> String {
    match (version, told) {
        (None, _) => format!("{kind} {id} is gone, and no event tells of it"),
        (Some(version), None) => format!("{kind} {id} has version {version}, and no event"),
        (Some(version), Some(told)) => {
            format!("{kind} {id} has version {version}, the last event made version {told}")
        }
    }
}

fn unkept_of(Unkept { pole, version, is_there }: &Unkept) -> String {
    let what = if *is_there { "is not what was recorded" } else { "is gone" };
    format!("version {version} of pole {pole} {what}")
}

/// How many applications there are, and what of them is not as it was received.
async fn applications(
    tx: &Tx<Read>,
    keys: Option<&ReceiptKeys>,
) -> Result<(usize, Vec<String>), StoreError> {
    let (mut count, mut faults, mut last) = (0_usize, Vec::new(), None);
    loop {
        let batch = tx.received_after(last).await?;
        let Some(end) = batch.last() else { return Ok((count, faults)) };
        last = Some(end.id);
        count = count.saturating_add(batch.len());
        faults.extend(batch.iter().filter_map(|received| {
            let fault = altered(received, keys)?;
            Some(format!("application {}: {fault}", received.protocol))
        }));
    }
}

/// What of an application is not as it was received.
fn altered(received: &Received, keys: Option<&ReceiptKeys>) -> Option<&'static str> {
    let Some(snapshot) = &received.snapshot else { return Some("its snapshot is missing") };
    if hex::encode(digest(&SHA256, snapshot.as_bytes())) != received.sha256 {
        return Some("the snapshot does not have the digest that was received");
    }
    let keys = keys?;
    let Ok(claims) = keys.open::<Value>(Document::Receipt, &received.receipt) else {
        return Some("the receipt is not signed by any of the keys");
    };
    let instant = received.received_at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let [id, call, pole] =
        [received.id.uuid(), received.call, received.pole].map(|id| id.to_string());
    let stored = [
        ("application_id", &id),
        ("call_id", &call),
        ("pole_id", &pole),
        ("protocol", &received.protocol),
        ("snapshot_sha256", &received.sha256),
        ("received_at", &instant),
    ];
    let differs = stored.into_iter().any(|(name, value)| claims[name] != value.as_str());
    differs.then_some("the receipt says something else")
}

/// How many receipts there are of what followed applications, and what of them is not as it was
/// issued.
async fn receipts(
    tx: &Tx<Read>,
    keys: Option<&ReceiptKeys>,
) -> Result<(usize, Vec<String>), StoreError> {
    let gone = tx.lost_receipts().await?;
    let mut faults: Vec<_> =
        gone.iter().map(|id| format!("receipt {id} is gone, and a step tells of it")).collect();
    let (mut count, mut last) = (0_usize, None);
    loop {
        let batch = tx.receipts_after(last).await?;
        let Some((end, _)) = batch.last() else { return Ok((count, faults)) };
        last = Some(end.id);
        count = count.saturating_add(batch.len());
        faults.extend(batch.iter().filter_map(|(receipt, sha256)| {
            let fault = reissued(receipt, sha256, keys)?;
            Some(format!("receipt {}: {fault}", receipt.id))
        }));
    }
}

/// What of a receipt is not as it was issued. One that was erased says nothing.
fn reissued(receipt: &Receipt, sha256: &str, keys: Option<&ReceiptKeys>) -> Option<&'static str> {
    let Receipt { id, act, matter, pole, presented_at, jws, .. } = receipt;
    if jws.is_empty() {
        return None;
    }
    if hex::encode(digest(&SHA256, jws.as_bytes())) != sha256 {
        return Some("it does not have the digest that was kept");
    }
    let Ok(claims) = keys?.open::<Value>(Document::Receipt, jws) else {
        return Some("it is not signed by any of the keys");
    };
    let of = match matter {
        Matter::Application(id) => ("application_id", id.to_string()),
        Matter::ChangeRequest(id) => ("request_id", id.to_string()),
        Matter::Communication(id) => ("communication_id", id.to_string()),
    };
    let stored = [
        of,
        ("receipt_id", id.to_string()),
        ("act", act.code().to_owned()),
        ("pole_id", pole.to_string()),
        ("received_at", presented_at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
    ];
    let differs = stored.into_iter().any(|(name, value)| claims[name] != value.as_str());
    differs.then_some("it says something else")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use ptp_domain::id::Id;
    use ptp_domain::receipt::ReceiptAct;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn issued(keys: &ReceiptKeys, act: ReceiptAct) -> (Receipt, String) {
        let [id, application, pole] = [1, 2, 3].map(Uuid::from_u128);
        let claims = json!({
            "receipt_id": id, "act": "observations", "application_id": application,
            "pole_id": pole, "received_at": "2027-01-20T10:00:00Z",
        });
        let jws = keys.sign(Document::Receipt, &claims).unwrap();
        let sha256 = hex::encode(digest(&SHA256, jws.as_bytes()));
        let presented_at = DateTime::parse_from_rfc3339("2027-01-20T10:00:00Z").unwrap().to_utc();
        let (id, matter) = (Id::new(id), Matter::Application(Id::new(application)));
        let pole = Id::new(pole);
        let (salt, officer) = (None, None);
        (Receipt { id, act, matter, pole, presented_at, jws, salt, officer }, sha256)
    }

    #[test]
    fn a_receipt_is_compared_with_its_signature_and_its_row() {
        let keys = ReceiptKeys::generate().unwrap();
        let (sound, sha256) = issued(&keys, ReceiptAct::Observations);
        assert_eq!(reissued(&sound, &sha256, Some(&keys)), None);
        assert_eq!(reissued(&sound, &sha256, None), None);
        let erased = Receipt { jws: String::new(), ..sound.clone() };
        assert_eq!(reissued(&erased, &sha256, Some(&keys)), None);

        let altered = Receipt { jws: format!("{}x", sound.jws), ..sound.clone() };
        assert!(reissued(&altered, &sha256, None).is_some(), "without a key too");
        let others = ReceiptKeys::generate().unwrap();
        assert!(reissued(&sound, &sha256, Some(&others)).is_some());
        let of_another = Matter::ChangeRequest(Id::new(Uuid::from_u128(2)));
        for other in [
            Receipt { act: ReceiptAct::Withdrawal, ..sound.clone() },
            Receipt { id: Id::new(Uuid::from_u128(9)), ..sound.clone() },
            Receipt { pole: Id::new(Uuid::from_u128(9)), ..sound.clone() },
            Receipt { matter: of_another, ..sound.clone() },
            Receipt { presented_at: DateTime::UNIX_EPOCH, ..sound.clone() },
        ] {
            assert!(reissued(&other, &sha256, Some(&keys)).is_some(), "{other:?}");
        }
    }
}
