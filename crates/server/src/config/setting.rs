//! Required settings.

use crate::failure::Failure;

/// A setting without a default.
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
    meaning: "the issuer of the tokens: their claim iss",
    example: "https://login.example.org/realms/ptp",
};
pub(super) const AUDIENCE: Setting = Setting {
    variable: "PTP_AUDIENCE",
    meaning: "what the tokens' claim aud must contain; separate several with commas",
    example: "ptp",
};
pub(super) const JWKS: Setting = Setting {
    variable: "PTP_JWKS",
    meaning: "the issuer's public keys, a JWK Set: a file or an https URL",
    example: "https://login.example.org/realms/ptp/certs",
};

pub(super) const RECEIPT_KEY: Setting = Setting {
    variable: "PTP_RECEIPT_KEY_FILE",
    meaning: "the private key that signs receipts: openssl genpkey -algorithm ed25519 -out FILE",
    example: "/etc/ptp/receipts.pem",
};

/// Collects missing settings, so that all are reported at once.
#[derive(Debug, Default)]
pub(super) struct Missing(Vec<Setting>);

impl Missing {
    /// The value; records the setting as missing if it is absent or empty.
    pub(super) fn unless_given(&mut self, value: Option<&str>, setting: Setting) -> String {
        let value = given(value).unwrap_or_default();
        if value.is_empty() {
            self.0.push(setting);
        }
        value.to_owned()
    }

    /// Fails if any setting is missing.
    ///
    /// # Errors
    ///
    /// Every missing setting, with an example.
    pub(super) fn check(self) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let meanings = self.0.iter().map(|it| format!("  {}: {}", it.variable, it.meaning));
        let examples = self.0.iter().map(|it| format!("  {}={}", it.variable, it.example));
        let message = std::iter::once("the configuration is incomplete. Missing:".into())
            .chain(meanings)
            .chain(["for example:".into()])
            .chain(examples)
            .chain(["To try it without configuration: ptp demo".into()])
            .collect::<Vec<String>>()
            .join("\n");
        Err(Failure::configuration(message))
    }
}

/// A non-blank value, trimmed. Container tools pass unset variables as empty.
pub(super) fn given(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}
