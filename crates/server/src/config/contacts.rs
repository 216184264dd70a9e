//! Contacts for the programme, read from a file of the operator.

use std::path::{Path, PathBuf};

use clap::Args;
use ptp_domain::identifier::Email;
use ptp_domain::party::{Contact, ContactRole};
use ptp_domain::vocabulary::Vocabulary as _;
use serde::Deserialize;

use crate::failure::Failure;

/// The contacts of the programme.
#[derive(Args, Clone, Debug)]
pub struct ContactArgs {
    /// Contacts for the programme: a JSON list of objects with role (responsible_officer,
    /// information) and optionally office, name, email, phone.
    #[arg(long, env = "PTP_CONTACTS_FILE", value_name = "FILE")]
    contacts_file: Option<PathBuf>,
}

impl ContactArgs {
    /// The contacts, if a file is named.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn read(&self) -> Result<Option<Vec<Contact>>, Failure> {
        let path = self.contacts_file.as_ref().filter(|path| !path.as_os_str().is_empty());
        let contacts = path.map(|path| {
            read(path).map_err(|reason| {
                Failure::configuration(format!("PTP_CONTACTS_FILE {}: {reason}", path.display()))
            })
        });
        contacts.transpose()
    }
}

/// A contact in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    role: String,
    office: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// Reads a JSON list of contacts, or says what is wrong with the file.
fn read(path: &Path) -> Result<Vec<Contact>, String> {
    let json = std::fs::read(path).map_err(|error| error.to_string())?;
    let listed: Vec<Listed> = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    listed.into_iter().map(contact).collect()
}

fn contact(listed: Listed) -> Result<Contact, String> {
    let email = listed.email.map(|email| Email::parse(&email)).transpose();
    Ok(Contact {
        role: ContactRole::from_code(&listed.role).map_err(|error| error.to_string())?,
        office: listed.office,
        name: listed.name,
        email: email.map_err(|invalid| invalid.message.en.into_owned())?,
        phone: listed.phone,
    })
}
