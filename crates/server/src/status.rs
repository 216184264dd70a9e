//! `ptp status`: checks whether a service is alive, for container health checks.

use std::time::Duration;

use clap::Args;
use reqwest::{Client, Url};

use crate::config::ListenArgs;
use crate::failure::Failure;

/// The arguments of `ptp status`.
#[derive(Args, Debug)]
pub struct StatusArgs {
    /// Where the service is; by default the address it listens on.
    #[arg(long)]
    url: Option<Url>,
    #[command(flatten)]
    listen: ListenArgs,
}

const TIMEOUT: Duration = Duration::from_secs(3);

/// Requests `/livez`.
///
/// # Errors
///
/// The service does not respond in time, or responds with an error.
pub async fn status(args: &StatusArgs) -> Result<(), Failure> {
    let url = match &args.url {
        Some(url) => format!("{}/livez", url.as_str().trim_end_matches('/')),
        None => format!("http://{}/livez", args.listen.address()?),
    };
    let builder = Client::builder().timeout(TIMEOUT);
    // An image may lack certificates, and a proxy makes no sense for a request to itself.
    let builder =
        if url.starts_with("http:") { builder.tls_certs_only([]).no_proxy() } else { builder };
    let client = builder.build().map_err(|error| Failure::because("cannot ask", &error))?;
    let answer =
        client.get(url).send().await.map_err(|error| Failure::because("not alive", &error))?;
    if !answer.status().is_success() {
        return Err(Failure::new(format!("not well: {}", answer.status())));
    }
    println!("alive");
    Ok(())
}
