//! The format of the steps taken in a procedure.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Document, Ground, Particulars, Step, Taken};
use ptp_domain::court::CourtReference;
use ptp_domain::delivery::Delivery;
use ptp_domain::identifier::TaxCode;
use ptp_domain::party::Act;
use ptp_domain::policy::{Bearer, Role};
use ptp_domain::reference::Reference;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::delivery::DeliveryRecord;
use super::office::{CourtReferenceRecord, ReferenceRecord};
use super::party::ActRecord;
use super::word::{Word, Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakenRecord {
    step: Word<Step>,
    at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<BearerRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    act: Option<ActRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ground: Option<Word<Ground>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    judgment: Option<ActRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    requests: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, rename = "final", skip_serializing_if = "std::ops::Not::not")]
    is_final: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<DocumentRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<ReferenceRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reserved: Option<CourtReferenceRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answers_observations: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivered: Option<Word<Step>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    receipt: Option<Uuid>,
}

impl From<&Taken> for TakenRecord {
    fn from(taken: &Taken) -> Self {
        let Taken { step, at, ends_on, actor, particulars } = taken;
        let Particulars {
            reason,
            act,
            ground,
            judgment,
            requests,
            days,
            text,
            is_final,
            documents,
            references,
            reserved,
            answers_observations,
            delivery,
            delivered,
            receipt,
        } = particulars;
        Self {
            step: Word(*step),
            at: *at,
            ends_on: *ends_on,
            actor: actor.as_ref().map(BearerRecord::from),
            reason: reason.clone(),
            act: act.as_ref().map(ActRecord::from),
            ground: ground.map(Word),
            judgment: judgment.as_ref().map(ActRecord::from),
            requests: requests.clone(),
            days: *days,
            text: text.clone(),
            is_final: *is_final,
            documents: documents.iter().map(DocumentRecord::from).collect(),
            references: references.iter().map(ReferenceRecord::from).collect(),
            reserved: reserved.as_ref().map(CourtReferenceRecord::from),
            answers_observations: answers_observations.clone(),
            delivery: delivery.as_ref().map(DeliveryRecord::from),
            delivered: delivered.map(Word),
            receipt: *receipt,
        }
    }
}

impl From<TakenRecord> for Taken {
    fn from(record: TakenRecord) -> Self {
        let TakenRecord {
            step,
            at,
            ends_on,
            actor,
            reason,
            act,
            ground,
            judgment,
            requests,
            days,
            text,
            is_final,
            documents,
            references,
            reserved,
            answers_observations,
            delivery,
            delivered,
            receipt,
        } = record;
        let documents = documents.into_iter().map(Document::from).collect();
        let act = act.map(Act::from);
        let particulars = Particulars {
            reason,
            act,
            ground: ground.map(|word| word.0),
            judgment: judgment.map(Act::from),
            requests,
            days,
            text,
            is_final,
            documents,
            references: references.into_iter().map(Reference::from).collect(),
            reserved: reserved.map(CourtReference::from),
            answers_observations,
            delivery: delivery.map(Delivery::from),
            delivered: delivered.map(|word| word.0),
            receipt,
        };
        let actor = actor.map(Bearer::from);
        Self { step: step.0, at, ends_on, actor, particulars }
    }
}

/// Who took a step, from the claims of the token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BearerRecord {
    issuer: String,
    subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    roles: Vec<Word<Role>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<Written<TaxCode>>,
}

impl From<&Bearer> for BearerRecord {
    fn from(bearer: &Bearer) -> Self {
        let Bearer { issuer, subject, client, roles, organisation } = bearer.clone();
        Self {
            issuer,
            subject,
            client,
            roles: roles.into_iter().map(Word).collect(),
            organisation: organisation.map(Written),
        }
    }
}

impl From<BearerRecord> for Bearer {
    fn from(record: BearerRecord) -> Self {
        let BearerRecord { issuer, subject, client, roles, organisation } = record;
        let roles = roles.into_iter().map(|role| role.0).collect();
        Self { issuer, subject, client, roles, organisation: organisation.map(|code| code.0) }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentRecord {
    title: String,
    reference: String,
    sha256: String,
}

impl From<&Document> for DocumentRecord {
    fn from(document: &Document) -> Self {
        let Document { title, reference, sha256 } = document.clone();
        Self { title, reference, sha256 }
    }
}

impl From<DocumentRecord> for Document {
    fn from(record: DocumentRecord) -> Self {
        let DocumentRecord { title, reference, sha256 } = record;
        Self { title, reference, sha256 }
    }
}
