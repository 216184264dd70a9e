//! Contacts, acts and texts in two languages, as they stand in calls and poles.

use ptp_domain::calendar::parse_date;
use ptp_domain::identifier::Email;
use ptp_domain::party;
use ptp_domain::text::Text;
use ptp_http::wire::{Coded, DateText, EmailText, LongText, Phone, Reading, ShortText, Url};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{ActKindCode, ContactRoleCode};

/// A text in Italian and in English.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocalizedText {
    /// In Italian.
    pub it: LongText,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<LongText>,
}

impl LocalizedText {
    pub(crate) fn read(self) -> party::Localized {
        party::Localized { it: self.it.0, en: self.en.map(|en| en.0) }
    }

    pub(crate) fn show(text: &party::Localized) -> Self {
        Self { it: text.it.as_str().into(), en: text.en.as_deref().map(Into::into) }
    }
}

impl From<Text> for LocalizedText {
    fn from(text: Text) -> Self {
        Self { it: LongText(text.it.into_owned()), en: Some(LongText(text.en.into_owned())) }
    }
}

/// A short text in Italian and in English.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocalizedTitle {
    /// In Italian.
    pub it: ShortText,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<ShortText>,
}

impl LocalizedTitle {
    pub(crate) fn read(self) -> party::Localized {
        party::Localized { it: self.it.0, en: self.en.map(|en| en.0) }
    }

    pub(crate) fn show(text: &party::Localized) -> Self {
        Self { it: text.it.as_str().into(), en: text.en.as_deref().map(Into::into) }
    }
}

/// Whom to ask.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    /// What for.
    pub role: ContactRoleCode,
    /// The office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<ShortText>,
    /// A person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ShortText>,
    /// An e-mail address or PEC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailText>,
    /// A phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

impl Contact {
    pub(crate) fn read(self, reading: &mut Reading) -> Option<party::Contact> {
        let email =
            reading.take_optional("email", self.email.map(|email| Email::parse(&email.0)))?;
        Some(party::Contact {
            role: self.role.0,
            office: self.office.map(|office| office.0),
            name: self.name.map(|name| name.0),
            email,
            phone: self.phone.map(|phone| phone.0),
        })
    }

    /// Shows a contact.
    #[must_use]
    pub(crate) fn show(contact: &party::Contact) -> Self {
        Self {
            role: Coded(contact.role),
            office: contact.office.as_deref().map(Into::into),
            name: contact.name.as_deref().map(Into::into),
            email: contact.email.as_ref().map(|email| email.as_str().into()),
            phone: contact.phone.as_deref().map(Into::into),
        }
    }
}

/// Why, and by which act.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonedInput {
    /// Why.
    pub reason: LongText,
    /// The official act, if there is one.
    #[serde(default)]
    pub act: Option<Act>,
}

impl ReasonedInput {
    pub(crate) fn read(self, reading: &mut Reading) -> Option<(String, Option<party::Act>)> {
        let act = match self.act {
            None => None,
            Some(act) => Some(reading.inside("act", |inner| act.read(inner))?),
        };
        Some((self.reason.0, act))
    }
}

/// Why, if there is something to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionalReasonInput {
    /// Why.
    #[serde(default)]
    pub reason: Option<LongText>,
}

/// An official act.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    /// What it is.
    pub kind: ActKindCode,
    /// Its number.
    pub number: ShortText,
    /// Its date.
    pub date: DateText,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
}

impl Act {
    pub(crate) fn read(self, reading: &mut Reading) -> Option<party::Act> {
        let date = reading.take("date", parse_date(&self.date.0))?;
        Some(party::Act {
            kind: self.kind.0,
            number: self.number.0,
            date,
            url: self.url.map(|url| url.0),
        })
    }

    pub(crate) fn show(act: &party::Act) -> Self {
        Self {
            kind: Coded(act.kind),
            number: act.number.as_str().into(),
            date: act.date.into(),
            url: act.url.as_deref().map(Into::into),
        }
    }
}
