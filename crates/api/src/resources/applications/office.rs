//! Who is responsible for an application as it is shown.

use ptp_domain::application::{Assignment, Officer};
use ptp_domain::call::Call;
use ptp_domain::party::ContactRole;
use ptp_http::wire::{DateText, EmailText, Leaf as _, Read, Reading, ShortText};
use serde::Serialize;
use utoipa::ToSchema;

/// The person responsible for an application.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResponsiblePerson)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponsibleView {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<ShortText>,
    /// The office.
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<ShortText>,
    /// An e-mail address or PEC.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<EmailText>,
}

impl ResponsibleView {
    /// Whom an application is assigned to, unless the person was forgotten.
    pub(super) fn assigned(assignment: &Assignment) -> Option<Self> {
        let name = Some(assignment.responsible.name.as_str()).filter(|name| !name.is_empty())?;
        Some(Self { name: Some(name.into()), office: None, email: None })
    }

    /// The officer in charge whom a call names.
    pub(super) fn named(call: &Call) -> Option<Self> {
        let mut contacts = call.terms.contacts.iter();
        let officer = contacts.find(|one| one.role == ContactRole::ResponsibleOfficer)?;
        Some(Self {
            name: officer.name.as_deref().map(Into::into),
            office: officer.office.as_deref().map(Into::into),
            email: officer.email.as_ref().map(|email| email.as_str().into()),
        })
    }
}

/// An official.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficerName {
    /// The name.
    pub name: ShortText,
    /// Whom their token names (`sub`), if it is known: with it they find what is assigned to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ShortText>,
}

/// To whom an application is assigned, by a person who declared to have no conflict of interest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationAssignment)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignmentView {
    /// The person responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible: Option<OfficerName>,
    /// Who acts in their place.
    #[serde(skip_serializing_if = "Option::is_none")]
    deputy: Option<OfficerName>,
    /// Since when.
    on: DateText,
}

impl OfficerName {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<Officer> {
        let name = reading.required("name", String::read);
        let subject = reading.optional("subject", String::read);
        Ok(Officer { name: name?, subject: subject? })
    }

    /// Shows an official, unless the person was forgotten.
    fn show(officer: &Officer) -> Option<Self> {
        (!officer.name.is_empty()).then(|| Self {
            name: officer.name.as_str().into(),
            subject: officer.subject.as_deref().map(Into::into),
        })
    }
}

impl AssignmentView {
    pub(super) fn show(assignment: &Assignment) -> Self {
        Self {
            responsible: OfficerName::show(&assignment.responsible),
            deputy: assignment.deputy.as_ref().and_then(OfficerName::show),
            on: assignment.on.into(),
        }
    }
}
