//! The formats of contacts and acts.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::Email;
use ptp_domain::party::{Act, ActKind, Contact, ContactRole};
use serde::{Deserialize, Serialize};

use super::word::{Word, Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactRecord {
    role: Word<ContactRole>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<Written<Email>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

impl From<&Contact> for ContactRecord {
    fn from(contact: &Contact) -> Self {
        let Contact { role, office, name, email, phone } = contact.clone();
        Self { role: Word(role), office, name, email: email.map(Written), phone }
    }
}

impl TryFrom<ContactRecord> for Contact {
    type Error = Invalid;

    fn try_from(record: ContactRecord) -> Result<Self, Invalid> {
        let ContactRecord { role, office, name, email, phone } = record;
        Ok(Self { role: role.0, office, name, email: email.map(|email| email.0), phone })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActRecord {
    #[serde(default)]
    kind: Word<ActKind>,
    number: String,
    date: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl From<&Act> for ActRecord {
    fn from(act: &Act) -> Self {
        let Act { kind, number, date, url } = act.clone();
        Self { kind: Word(kind), number, date, url }
    }
}

impl From<ActRecord> for Act {
    fn from(record: ActRecord) -> Self {
        let ActRecord { kind, number, date, url } = record;
        Self { kind: kind.0, number, date, url }
    }
}
