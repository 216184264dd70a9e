//! A receipt as it is issued: composed while nobody waits, then numbered and signed.

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use ptp_auth::receipt_keys::Document;
use ptp_domain::application::{Assignment, Officer};
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::party::{Contact, ContactRole};
use ptp_domain::pole::Pole;
use ptp_domain::receipt::{self, ACCESS, ADMINISTRATION, Matter, Prospect, ReceiptAct};
use ptp_domain::sentence::complete;
use ptp_domain::text::Text;
use ptp_http::digest::sha256;
use ptp_http::wire::Coded;
use uuid::Uuid;

use super::document::{ReceiptClaims, ReceiptOffice};
use crate::cases::base::Base;
use crate::cases::idempotent::said;
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What was presented, and what is said of it.
pub(crate) struct Presented<'a> {
    pub(crate) service: &'a Service,
    pub(crate) base: &'a Base,
    pub(crate) act: ReceiptAct,
    pub(crate) matter: Matter,
    /// The number of the matter, if it has one already.
    pub(crate) protocol: Option<Protocol>,
    pub(crate) pole: &'a Pole,
    /// The call of an application, or the one that recognised the pole: whose office it is.
    pub(crate) call: Option<&'a Call>,
    pub(crate) assignment: Option<&'a Assignment>,
    pub(crate) at: DateTime<Utc>,
    pub(crate) prospect: Prospect,
    /// The body that was sent; of an application its snapshot says what it was.
    pub(crate) body: Option<&'a Bytes>,
}

/// A receipt that lacks its number and the signature.
pub(crate) struct Draft {
    pub(crate) claims: ReceiptClaims,
    receipt: receipt::Receipt,
}

impl Presented<'_> {
    /// Composes a receipt with an identifier.
    ///
    /// # Errors
    ///
    /// The system has no randomness.
    pub(crate) fn draft(self, id: Uuid) -> Result<Draft, ApiError> {
        let Self { service, base: Base(base), act, matter, protocol, pole, call, .. } = self;
        let of_call = call.into_iter().flat_map(|call| &call.terms.contacts);
        let contacts: Vec<_> = of_call.chain(&service.settings.contacts).collect();
        let officer = officer(&contacts, self.assignment);
        let salt = self.body.map(|_| salt()).transpose()?;
        let content = self
            .body
            .zip(salt)
            .map(|(body, salt)| hex::encode(sha256(&[salt.as_slice(), &said(body)].concat())));
        let protocol = protocol.map(|number| number.to_string()).unwrap_or_default();
        let pole_code = pole.code.to_string();
        let call = call.filter(|_| matches!(matter, Matter::Application(_)));
        let call_code = call.map(|call| call.code.to_string());
        let object = matter.object(act, &protocol, &pole_code, call_code.as_deref());
        let (mut application_id, mut request_id, mut communication_id) = (None, None, None);
        let file = match matter {
            Matter::Application(id) => {
                application_id = Some(id.uuid());
                format!("{base}/v1/applications/{id}")
            }
            Matter::ChangeRequest(id) => {
                request_id = Some(id.uuid());
                format!("{base}/v1/poles/{}/change-requests/{id}", pole.id)
            }
            Matter::Communication(id) => {
                communication_id = Some(id.uuid());
                format!("{base}/v1/poles/{}/communications/{id}", pole.id)
            }
        };
        let Prospect { due_on, on_silence, remedy } = self.prospect;
        let whole = |text: &Text| LocalizedText::from(complete(text));
        let claims = ReceiptClaims {
            iss: Some(base.as_str().into()),
            receipt_id: Some(id),
            act: Some(Coded(act)),
            administration: Some(ADMINISTRATION.into()),
            object: Some(object.into()),
            protocol,
            application_id,
            request_id,
            communication_id,
            call_id: call.map(|call| call.id.uuid()),
            call_code,
            pole_id: pole.id.uuid(),
            pole_code,
            received_at: self.at.into(),
            opens_at: None,
            closes_at: None,
            snapshot_sha256: None,
            content_sha256: content,
            office: office(&contacts),
            responsible: officer.as_ref().map(|(officer, _)| officer.name.as_str().into()),
            due_on: due_on.map(Into::into),
            on_silence: Some(whole(&on_silence)),
            remedy: Some(whole(&remedy)),
            file: Some(file.into()),
            access: Some(whole(&ACCESS)),
        };
        let receipt = receipt::Receipt {
            id: Id::new(id),
            act,
            matter,
            pole: pole.id,
            presented_at: self.at,
            jws: String::new(),
            salt,
            officer,
        };
        Ok(Draft { claims, receipt })
    }
}

impl Draft {
    /// Signs it, with the number of what it is about.
    ///
    /// # Errors
    ///
    /// A defect: it cannot be signed.
    pub(crate) fn signed(
        &self,
        service: &Service,
        protocol: Protocol,
    ) -> Result<receipt::Receipt, ApiError> {
        let claims = ReceiptClaims { protocol: protocol.to_string(), ..self.claims.clone() };
        let jws = service
            .receipt_keys
            .sign(Document::Receipt, &claims)
            .map_err(|error| ApiError::Internal(error.to_string()))?;
        Ok(receipt::Receipt { jws, ..self.receipt.clone() })
    }
}

/// The person responsible, with who issues the tokens that name them: to whom it is assigned, unless
/// forgotten, else the officer in charge whom the contacts name.
fn officer(
    contacts: &[&Contact],
    assignment: Option<&Assignment>,
) -> Option<(Officer, Option<String>)> {
    let assigned = assignment.filter(|assignment| !assignment.responsible.name.is_empty());
    let named = || {
        let mut officers =
            contacts.iter().filter(|one| one.role == ContactRole::ResponsibleOfficer);
        let name = officers.next()?.name.clone()?;
        Some((Officer { name, subject: None }, None))
    };
    assigned
        .map(|assignment| (assignment.responsible.clone(), assignment.issuer.clone()))
        .or_else(named)
}

/// The office of the officer in charge, else the one that informs.
fn office(contacts: &[&Contact]) -> Option<ReceiptOffice> {
    let of = |role| contacts.iter().filter(move |one| one.role == role);
    let mut all = of(ContactRole::ResponsibleOfficer).chain(of(ContactRole::Information));
    let name = all.clone().find_map(|one| one.office.as_deref()).map(Into::into);
    let email = all.find_map(|one| one.email.as_ref()).map(|email| email.as_str().into());
    let office = ReceiptOffice { name, email };
    (office.name.is_some() || office.email.is_some()).then_some(office)
}

fn salt() -> Result<[u8; 32], ApiError> {
    let mut salt = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| ApiError::Internal("no randomness".to_owned()))?;
    Ok(salt)
}
