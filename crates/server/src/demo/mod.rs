//! `ptp demo`: the API on this machine, without configuration.
//!
//! Its keys are generated at each start and kept in memory, and `ptp serve` refuses the demo's
//! issuer: demo tokens are never valid there.

mod keys;
mod prepared;
mod seed;

use std::io::{ErrorKind, Write as _};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use jsonwebtoken::jwk::JwkSet;
use ptp_api::ReceiptKeys;
use ptp_api::{Body, LimitSettings, Reset, Sandbox, ServerHandle, Settings};
use ptp_auth::Verifier;
use ptp_auth::signing::SigningKey;
use ptp_clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_domain::identifier::TaxCode;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::Store;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::config::{ContactArgs, Database, ListenArgs};
use crate::failure::Failure;
use crate::signing::TokenRequest;
use crate::token::write_private;
use crate::{migrate, serve, telemetry};

pub use self::keys::{AUDIENCE, DemoKeys, ISSUER, ORGANISATION};
pub use self::prepared::{Beginnings, prepare};
pub use self::seed::{contacts, is_empty, seed};

/// The arguments of `ptp demo`.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Where the demo keeps its database.
    #[arg(long, env = "PTP_DATA_DIR", value_name = "DIR", default_value = "./ptp-data")]
    data_dir: PathBuf,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    contacts: ContactArgs,
}

/// Requests per minute: effectively unlimited.
const NO_LIMIT: NonZeroU32 = NonZeroU32::new(100_000_000).unwrap();

/// Serves the demo until it is stopped.
///
/// # Errors
///
/// The address is in use or not a loopback address, the folder cannot be written, or the file of
/// contacts is not valid.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let listener = args.listen.bind_on_loopback()?;
    let address = serve::address_of(&listener)?;
    // Tokens use the system clock, even if the demo's clock is moved.
    let (clock, now) = (Clock::movable(), Clock::system());
    let keys = DemoKeys::generate().map_err(|error| Failure::because("the demo's key", &error))?;
    let verifier = Verifier::open(vec![keys.issuer()], now.clone())
        .await
        .map_err(|error| Failure::because("the demo's key", &error))?;
    let database = database(args)?;
    let receipt_keys = receipt_keys(&args.data_dir.join("receipts.pem"))?;
    let limits =
        LimitSettings { with_token: NO_LIMIT, anonymous: NO_LIMIT, ..LimitSettings::default() };
    let contacts = match args.contacts.read()? {
        Some(contacts) => contacts,
        None => contacts()
            .map_err(|invalid| Failure::new(format!("the demo's contacts: {}", invalid.code)))?,
    };
    let settings = Settings { demo: true, limits, contacts, ..Settings::default() };
    let file = args.data_dir.join("prepared.json");
    let mut is_first = true;
    loop {
        let (store, is_new) = Box::pin(telemetry::quietly(open(&database, &clock))).await?;
        let kept = if is_new { None } else { kept(&file, &clock) };
        let beginnings = if let Some(beginnings) = kept {
            beginnings
        } else {
            let keys_too = receipt_keys.clone();
            let own = migrate::open(&database).await?;
            if is_first {
                say("preparing the data, which takes a few seconds\n")?;
            }
            // It is walked at another address than the one that receipts shall name.
            let walked = Settings { public_url: Some(address.clone()), ..settings.clone() };
            let preparing = prepare(own, &keys, &clock, keys_too, walked);
            let made = Box::pin(telemetry::quietly(preparing)).await?;
            keep(&file, &clock, &made)?;
            made
        };
        if is_first {
            announce(&keys, &clock, &address, &args.data_dir)?;
            is_first = false;
        }
        let sandbox = sandbox(keys.clone(), now.clone())?.beginning_with(beginnings);
        let reset = sandbox.reset();
        let with = serve::With {
            verifier: verifier.clone(),
            clock: clock.clone(),
            settings: settings.clone(),
            receipt_keys: receipt_keys.clone(),
            sandbox: Some(sandbox),
        };
        let stop = |server| when_asked(reset.clone(), server);
        // Connections wait at this listener while the demo starts anew.
        let listening = listener.try_clone();
        let listening = listening.map_err(|error| Failure::because("PTP_LISTEN", &error))?;
        serve::run(listening, store, with, stop).await?;
        if *reset.borrow() == Reset::No {
            return Ok(());
        }
        tracing::info!("the demo starts anew");
        clear(&args.data_dir)?;
        clock.reset();
    }
}

/// Stops the server once somebody asks for the demo to start anew.
async fn when_asked(reset: watch::Sender<Reset>, server: ServerHandle) {
    drop(reset.subscribe().wait_for(|reset| *reset == Reset::Asked).await);
    server.pause().await;
    let _ = reset.send_replace(Reset::Held);
    server.stop(true).await;
}

/// Removes the demo's database.
fn clear(folder: &Path) -> Result<(), Failure> {
    for name in ["demo.sqlite", "demo.sqlite-wal", "demo.sqlite-shm"] {
        let file = folder.join(name);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::because(file.display(), &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The demo's database, in a folder that is made if there is none.
fn database(args: &DemoArgs) -> Result<Database, Failure> {
    let folder = &args.data_dir;
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::because(format_args!("PTP_DATA_DIR {}", folder.display()), &error)
    })?;
    Ok(Database::sqlite(&folder.join("demo.sqlite")))
}

/// Opens the demo's database, and fills it if it is empty; whether it was.
async fn open(database: &Database, clock: &Clock) -> Result<(Store, bool), Failure> {
    let failed = |error| database.failure(&error);
    let store = migrate::open(database).await?;
    migrate::apply(&store, clock).await.map_err(failed)?;
    let is_new = is_empty(&store).await.map_err(failed)?;
    if is_new {
        seed(&store, clock).await.map_err(failed)?;
    }
    Ok((store, is_new))
}

/// What was prepared today, by an earlier start.
fn kept(file: &Path, clock: &Clock) -> Option<Beginnings> {
    let kept: Kept = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    (kept.on == civil_date(clock.now())).then_some(kept.beginnings)
}

/// Keeps what was prepared, for later starts on the same day.
fn keep(file: &Path, clock: &Clock, beginnings: &Beginnings) -> Result<(), Failure> {
    let kept = Kept { on: civil_date(clock.now()), beginnings: beginnings.clone() };
    let failed = |error: &dyn std::error::Error| Failure::because(file.display(), error);
    let text = serde_json::to_vec(&kept).map_err(|error| failed(&error))?;
    std::fs::write(file, text).map_err(|error| failed(&error))
}

/// What was prepared, and on which day.
#[derive(Serialize, Deserialize)]
struct Kept {
    on: NaiveDate,
    beginnings: Beginnings,
}

/// The sandbox: tokens on request, a movable clock, prepared scenarios.
///
/// # Errors
///
/// The tax code of one of the demo's bodies is invalid (a bug).
pub fn sandbox(keys: DemoKeys, now: Clock) -> Result<Sandbox, Failure> {
    let body = |(tax_code, name): (&str, &str)| {
        let tax_code = TaxCode::parse(tax_code)
            .map_err(|invalid| Failure::new(format!("the demo's {name}: {}", invalid.code)))?;
        Ok(Body { tax_code, name: name.to_owned() })
    };
    let bodies = seed::leads().into_iter().map(body).collect::<Result<_, Failure>>()?;
    let valid_for = u32::try_from(DemoKeys::VALID_FOR.num_seconds()).unwrap_or_default();
    Ok(Sandbox::new(bodies, valid_for, move |role, organisation| {
        let wanted = |request: &TokenRequest| request.roles.iter().any(|it| it == role.code());
        let mut request = DemoKeys::requests(&now).into_iter().find(wanted)?;
        request.organisation = organisation.map(|code| code.as_str().to_owned());
        keys.token(&request).ok()
    }))
}

/// The key that signs receipts, kept with the data so that receipts stay valid after a restart.
fn receipt_keys(path: &Path) -> Result<ReceiptKeys, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::because(path.display(), error);
    if !path.exists() {
        let key = SigningKey::generate().map_err(|error| failed(&error))?;
        write_private(path, &key.pem()).map_err(|error| failed(&error))?;
    }
    let pem = std::fs::read(path).map_err(|error| failed(&error))?;
    let key = SigningKey::from_pem(&pem).map_err(|error| failed(&error))?;
    ReceiptKeys::new(key, JwkSet { keys: Vec::new() }).map_err(|error| failed(&error))
}

/// Prints the tokens and the URL. The listener is bound already, so early connections wait.
fn announce(keys: &DemoKeys, clock: &Clock, address: &str, folder: &Path) -> Result<(), Failure> {
    let mut lines = vec![
        "this is a demo, not for production: its data is made up, its tokens are valid in this \
         process only and expire after 12 hours"
            .to_owned(),
        format!(
            "it comes with calls and poles of fictitious organisations, stored in {}; the \
             applicant acts for the organisation {ORGANISATION}",
            folder.display()
        ),
    ];
    for request in DemoKeys::requests(clock) {
        let token =
            keys.token(&request).map_err(|error| Failure::because("the demo's tokens", &error))?;
        lines.push(format!("{} token: {token}", request.roles.join("+")));
    }
    lines.push(format!("Swagger UI: {address}/swagger-ui/\n"));
    say(&lines.join("\n"))
}

fn say(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|error| Failure::because("cannot write to stdout", &error))
}
