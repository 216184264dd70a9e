//! A server as a process of its own, seen from the client.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use ptp_store::DatabaseKind;
use serde_json::{Value, from_str};

use crate::Result;
use crate::processes::Used;

/// The argument of a process that serves.
pub(crate) const SERVE: &str = "serve";

/// What answers the requests.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Service,
    Baseline,
}

/// A running server on a database of its own.
pub(crate) struct Server {
    process: Child,
    /// Host and port.
    pub(crate) address: String,
    /// The URL of its database.
    database: String,
    /// The call that applications are submitted under.
    pub(crate) call: String,
    /// Tokens of applicants of different organisations.
    pub(crate) tokens: Vec<String>,
}

impl Server {
    /// Starts a server whose database holds so many poles.
    pub(crate) fn start(role: Role, kind: DatabaseKind, poles: u32) -> Result<Self> {
        let (role, kind) = (format!("{role:?}"), format!("{kind:?}"));
        let mut process = Command::new(std::env::current_exe()?)
            .args([SERVE, &role, &kind, &poles.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stdout.as_mut().ok_or("no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let told: Value = from_str(&line)?;
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        let tokens = told["tokens"].as_array().into_iter().flatten();
        let tokens = tokens.filter_map(Value::as_str).map(ToOwned::to_owned).collect();
        let (address, database, call) = (text("address"), text("database"), text("call"));
        Ok(Self { process, address, database, call, tokens })
    }

    /// The token that belongs to a number.
    pub(crate) fn token(&self, number: usize) -> &str {
        self.tokens.get(number % self.tokens.len().max(1)).map_or("", String::as_str)
    }

    /// Processor time until now.
    pub(crate) fn used(&self) -> Result<Used> {
        Used::by(self.process.id(), &self.database)
    }

    /// Stops it; it has kept its promises if its log of events is unbroken.
    pub(crate) fn stop(mut self) -> Result<()> {
        drop(self.process.stdin.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err("the log of events is broken".into()) }
    }
}
