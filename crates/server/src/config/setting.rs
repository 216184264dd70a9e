//! The settings without which the service does not start.

use crate::failure::Failure;

/// A setting that has no default.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) variable: &'static str,
    meaning: &'static str,
    example: &'static str,
}

pub(super) const DATABASE_URL: Setting = Setting {
    variable: "PTP_DATABASE_URL",
    meaning: "the database, SQLite or PostgreSQL",
    example: "postgres://ptp:password@localhost/ptp",
};
pub(super) const ISSUER: Setting = Setting {
    variable: "PTP_ISSUER",
    meaning: "who issues the tokens, as their claim iss says",
    example: "https://login.example.org/realms/ptp",
};
pub(super) const AUDIENCE: Setting = Setting {
    variable: "PTP_AUDIENCE",
    meaning: "what the tokens' claim aud must contain; several with commas",
    example: "ptp",
};
pub(super) const JWKS: Setting = Setting {
    variable: "PTP_JWKS",
    meaning: "the issuer's public keys, a JWK Set: a file or an https address",
    example: "https://login.example.org/realms/ptp/certs",
};

pub(super) const RECEIPT_KEY: Setting = Setting {
    variable: "PTP_RECEIPT_KEY_FILE",
    meaning: "the private key that signs receipts: openssl genpkey -algorithm ed25519 -out FILE",
    example: "/etc/ptp/receipts.pem",
};

/// Collects what is missing, so that it is all said at once.
#[derive(Debug, Default)]
pub(super) struct Missing(Vec<Setting>);

impl Missing {
    /// The value, unless it is missing; an empty one is.
    pub(super) fn unless_given(&mut self, value: Option<&str>, setting: Setting) -> String {
        let value = given(value).unwrap_or_default();
        if value.is_empty() {
            self.0.push(setting);
        }
        value.to_owned()
    }

    /// # Errors
    ///
    /// All that is missing, each with an example.
    pub(super) fn check(self) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let meanings = self.0.iter().map(|it| format!("  {}: {}", it.variable, it.meaning));
        let examples = self.0.iter().map(|it| format!("  {}={}", it.variable, it.example));
        let message = std::iter::once("the configuration is not complete. Missing are:".into())
            .chain(meanings)
            .chain(["for example:".into()])
            .chain(examples)
            .chain(["To look around without any configuration: ptp demo".into()])
            .collect::<Vec<String>>()
            .join("\n");
        Err(Failure::configuration(message))
    }
}

/// A value that says something. Tools that start containers pass what is not set as empty.
pub(super) fn given(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}
