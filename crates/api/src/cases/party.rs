//! Contacts, acts and bilingual texts on the wire.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::Email;
use ptp_domain::party::{self, ActKind, ContactRole};
use ptp_domain::text::Text;
use ptp_http::wire::{
    Coded, DateText, EmailText, Leaf as _, LongText, Phone, Read, Reading, ShortText, Url, word,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::problems::ApiError;
use crate::cases::words::{ActKindCode, ContactRoleCode};

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
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<party::Localized> {
        localized(reading)
    }

    pub(crate) fn show(text: &party::Localized) -> Self {
        Self { it: text.it.as_str().into(), en: text.en.as_deref().map(Into::into) }
    }
}

fn localized(reading: &mut Reading<'_>) -> Read<party::Localized> {
    let it = reading.required("it", String::read);
    let en = reading.optional("en", String::read);
    Ok(party::Localized { it: it?, en: en? })
}

impl From<Text> for LocalizedText {
    fn from(text: Text) -> Self {
        Self { it: LongText(text.it.into_owned()), en: Some(LongText(text.en.into_owned())) }
    }
}

/// A short text in Italian and in English.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocalizedTitle {
    /// In Italian.
    pub it: ShortText,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<ShortText>,
}

impl LocalizedTitle {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<party::Localized> {
        localized(reading)
    }

    pub(crate) fn show(text: &party::Localized) -> Self {
        Self { it: text.it.as_str().into(), en: text.en.as_deref().map(Into::into) }
    }
}

/// Whom to ask.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<party::Contact> {
        let role = reading.required("role", word::<ContactRole>);
        let office = reading.optional("office", String::read);
        let name = reading.optional("name", String::read);
        let email = reading.optional("email", Email::read);
        let phone = reading.optional("phone", String::read);
        Ok(party::Contact {
            role: role?,
            office: office?,
            name: name?,
            email: email?,
            phone: phone?,
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
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonedInput {
    /// Why.
    pub reason: LongText,
    /// The official act, or the judgment.
    #[schema(value_type = Act)]
    pub act: party::Act,
}

impl ReasonedInput {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        Ok(Self { reason: reason?, act: act? })
    }
}

/// Why, if there is something to say.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionalReasonInput {
    /// Why.
    #[serde(default)]
    pub reason: Option<LongText>,
}

impl OptionalReasonInput {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { reason: reading.optional("reason", LongText::read)? })
    }
}

/// An official act.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<party::Act> {
        let kind = reading.required("kind", word::<ActKind>);
        if kind == Ok(ActKind::Silence) {
            reading.refuse("kind", NOT_AN_ACT);
        }
        let number = reading.required("number", String::read);
        let date = reading.required("date", NaiveDate::read);
        let url = reading.optional("url", String::read);
        Ok(party::Act { kind: kind?, number: number?, date: date?, url: url? })
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

const NOT_AN_ACT: Invalid = Invalid::fixed(
    "not_an_act",
    "il silenzio assenso non è un atto: lo registra il servizio alla scadenza del termine",
    "silence is no act: the service records it when the term has passed",
);

/// Checks that the act of a body has been adopted by today.
///
/// # Errors
///
/// `act_in_the_future`.
pub(crate) fn dated(act: &party::Act, today: NaiveDate) -> Result<(), ApiError> {
    act.adopted_by(today).map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/act/date")]))
}
