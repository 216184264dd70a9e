//! Contacts for the programme, read from a file of the operator.

use std::path::Path;

use ptp_domain::identifier::Email;
use ptp_domain::party::{Contact, ContactRole};
use ptp_domain::vocabulary::Vocabulary as _;
use serde::Deserialize;

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

/// Reads a JSON list of contacts.
///
/// # Errors
///
/// What is wrong with the file, for the operator.
pub(super) fn read(path: &Path) -> Result<Vec<Contact>, String> {
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
