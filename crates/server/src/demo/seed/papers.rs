//! Acts and contacts: offices, never persons, with addresses that do not exist.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::Email;
use ptp_domain::party::{Act, ActKind, Contact, ContactRole};

/// A decree.
pub(super) fn decree(number: &str, date: NaiveDate) -> Act {
    Act {
        kind: ActKind::Decree,
        number: number.to_owned(),
        date,
        url: Some(format!("https://regione.example/decreti/{date}/{number}")),
    }
}

/// An office and its mailbox.
pub(super) fn office(role: ContactRole, name: &str, email: &str) -> Result<Contact, Invalid> {
    Ok(Contact {
        role,
        office: Some(name.to_owned()),
        name: None,
        email: Some(Email::parse(email)?),
        phone: None,
    })
}

/// The contacts of the programme in the demo, which say themselves that they are invented.
///
/// # Errors
///
/// An address is not valid (a bug).
pub fn contacts() -> Result<Vec<Contact>, Invalid> {
    let name = "Ufficio dimostrativo Poli Tecnici Professionali (inventato)";
    Ok(vec![
        office(ContactRole::ResponsibleOfficer, name, "responsabile.inventato@regione.example")?,
        office(ContactRole::Information, name, "informazioni.inventate@regione.example")?,
    ])
}
