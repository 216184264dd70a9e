//! The keys that sign receipts.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use jsonwebtoken::jwk::JwkSet;
use ptp_api::ReceiptKeys;
use ptp_auth::signing::SigningKey;

use super::setting::{Missing, RECEIPT_KEY};
use crate::failure::Failure;

/// The key that signs receipts, and former ones.
#[derive(Args, Clone, Debug)]
pub struct ReceiptArgs {
    /// The private key that signs receipts: Ed25519, PKCS#8, PEM. The same for all replicas.
    #[arg(long, env = "PTP_RECEIPT_KEY_FILE", value_name = "FILE")]
    receipt_key_file: Option<PathBuf>,
    /// Public keys of former signing keys, a JWK Set: receipts they signed stay valid.
    #[arg(long, env = "PTP_RECEIPT_FORMER_KEYS_FILE", value_name = "FILE")]
    receipt_former_keys_file: Option<PathBuf>,
}

/// The files that hold the keys.
#[derive(Clone, Debug)]
pub struct ReceiptFiles {
    signing: PathBuf,
    former: Option<PathBuf>,
}

impl ReceiptArgs {
    pub(super) fn collect(&self, missing: &mut Missing) -> ReceiptFiles {
        let signing = self.receipt_key_file.as_ref().map(|path| path.to_string_lossy());
        let signing = missing.unless_given(signing.as_deref(), RECEIPT_KEY);
        let former = self.receipt_former_keys_file.clone();
        ReceiptFiles {
            signing: signing.into(),
            former: former.filter(|path| !path.as_os_str().is_empty()),
        }
    }
}

impl ReceiptArgs {
    /// The keys, if one that signs is configured.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or holds other data.
    pub fn open_if_given(&self) -> Result<Option<ReceiptKeys>, Failure> {
        let is_given = |path: &PathBuf| !path.as_os_str().is_empty();
        if !self.receipt_key_file.as_ref().is_some_and(is_given) {
            return Ok(None);
        }
        self.collect(&mut Missing::default()).open().map(Some)
    }
}

impl ReceiptFiles {
    /// Reads the keys.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or holds other data.
    pub fn open(&self) -> Result<ReceiptKeys, Failure> {
        let signing = key(&self.signing)?;
        let former = match &self.former {
            None => JwkSet { keys: Vec::new() },
            Some(path) => {
                let name = format!("PTP_RECEIPT_FORMER_KEYS_FILE {}", path.display());
                let text = fs::read(path).map_err(|error| failed(&name, &error))?;
                serde_json::from_slice(&text).map_err(|error| failed(&name, &error))?
            }
        };
        ReceiptKeys::new(signing, former)
            .map_err(|error| failed("the keys that sign receipts", &error))
    }
}

fn key(path: &Path) -> Result<SigningKey, Failure> {
    let name = format!("PTP_RECEIPT_KEY_FILE {}", path.display());
    let pem = fs::read(path).map_err(|error| failed(&name, &error))?;
    SigningKey::from_pem(&pem).map_err(|error| failed(&name, &error))
}

fn failed(name: &str, error: &dyn std::error::Error) -> Failure {
    Failure::configuration(format!("{name}: {}", crate::failure::chain(error)))
}
