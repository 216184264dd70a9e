//! What goes with the steps of a procedure: of an application, and of a request to change a network.

use ptp_domain::application::{Document, Particulars};
use ptp_domain::{delivery, party};
use ptp_http::wire::{Leaf as _, LongText, Read, Reading};
use utoipa::ToSchema;

use super::step_view::DocumentReference;
use crate::cases::delivery::Delivery;
use crate::cases::party::{Act, OptionalReasonInput};

/// A review needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewInput {}

/// What is asked for.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationRequestInput {
    /// Each paper or declaration that is missing.
    #[schema(min_items = 1, max_items = 50)]
    pub requests: Vec<LongText>,
    /// How many days the applicant has (L. 241/1990, art. 2 c. 7: the term is suspended for at most
    /// thirty).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 30, default = 10, example = 10)]
    pub days: Option<u32>,
    /// How it reached the applicant, if that is known at once.
    #[schema(value_type = Option<Delivery>)]
    pub delivery: Option<delivery::Delivery>,
}

/// Why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionNoticeInput {
    /// The reasons that stand in the way.
    pub reason: LongText,
    /// The act that gives notice, if there is one.
    #[schema(value_type = Option<Act>)]
    pub act: Option<party::Act>,
    /// How it reached the applicant, if that is known at once.
    #[schema(value_type = Option<Delivery>)]
    pub delivery: Option<delivery::Delivery>,
}

impl RejectionNoticeInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.optional("act", Act::read);
        let delivery = reading.optional("delivery", Delivery::read);
        Ok(Self { reason: reason?, act: act?, delivery: delivery? })
    }
}

impl IntegrationRequestInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let requests = reading.each("requests", LongText::read);
        let days = reading.optional("days", u32::read);
        let delivery = reading.optional("delivery", Delivery::read);
        Ok(Self { requests: requests?, days: days?, delivery: delivery? })
    }
}

/// What the applicant sends.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationInput {
    /// What it answers.
    pub text: LongText,
    /// The papers that go with it.
    #[serde(default)]
    #[schema(value_type = Vec<DocumentReference>, max_items = 100)]
    pub documents: Vec<Document>,
}

/// What the applicant replies to a notice, or states by itself.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationsInput {
    /// What it replies.
    pub text: LongText,
    /// Whether that is all: the office goes on without waiting for the end of the term.
    #[serde(default, rename = "final")]
    pub is_final: bool,
}

/// That the acts have been read: nothing more is needed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcknowledgementInput {}

impl IntegrationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let text = reading.required("text", LongText::read);
        let documents = reading.each("documents", DocumentReference::read);
        Ok(Self { text: text?, documents: documents? })
    }
}

impl ObservationsInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let text = reading.required("text", LongText::read);
        let is_final = reading.defaulted("final", bool::read);
        Ok(Self { text: text?, is_final: is_final? })
    }
}

pub(crate) fn requested(reading: &mut Reading<'_>) -> Read<Particulars> {
    let IntegrationRequestInput { requests, days, delivery } =
        IntegrationRequestInput::read(reading)?;
    let requests = requests.into_iter().map(|text| text.0).collect();
    Ok(Particulars { requests, days, delivery, ..Particulars::default() })
}

pub(crate) fn noticed(reading: &mut Reading<'_>) -> Read<Particulars> {
    let RejectionNoticeInput { reason, act, delivery } = RejectionNoticeInput::read(reading)?;
    Ok(Particulars { reason: Some(reason.0), act, delivery, ..Particulars::default() })
}

pub(crate) fn answered(reading: &mut Reading<'_>) -> Read<Particulars> {
    let IntegrationInput { text, documents } = IntegrationInput::read(reading)?;
    Ok(Particulars { text: Some(text.0), documents, ..Particulars::default() })
}

pub(crate) fn observed(reading: &mut Reading<'_>) -> Read<Particulars> {
    let ObservationsInput { text, is_final } = ObservationsInput::read(reading)?;
    Ok(Particulars { text: Some(text.0), is_final, ..Particulars::default() })
}

pub(crate) fn optionally_reasoned(reading: &mut Reading<'_>) -> Read<Particulars> {
    let OptionalReasonInput { reason } = OptionalReasonInput::read(reading)?;
    Ok(Particulars { reason: reason.map(|reason| reason.0), ..Particulars::default() })
}
