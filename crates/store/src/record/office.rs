//! The formats of what an office keeps of a matter: protocol numbers, who is responsible, court orders.

use chrono::NaiveDate;
use ptp_domain::application::{Assignment, Officer};
use ptp_domain::court::CourtReference;
use ptp_domain::reference::{Direction, Reference};
use serde::{Deserialize, Serialize};

use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceRecord {
    number: String,
    date: NaiveDate,
    direction: Word<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

impl From<&Reference> for ReferenceRecord {
    fn from(reference: &Reference) -> Self {
        let Reference { number, date, direction, subject } = reference.clone();
        Self { number, date, direction: Word(direction), subject }
    }
}

impl From<ReferenceRecord> for Reference {
    fn from(record: ReferenceRecord) -> Self {
        let ReferenceRecord { number, date, direction, subject } = record;
        Self { number, date, direction: direction.0, subject }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignmentRecord {
    responsible: OfficerRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deputy: Option<OfficerRecord>,
    on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerRecord {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

impl From<&Officer> for OfficerRecord {
    fn from(officer: &Officer) -> Self {
        let Officer { name, subject } = officer.clone();
        Self { name, subject }
    }
}

impl From<OfficerRecord> for Officer {
    fn from(record: OfficerRecord) -> Self {
        let OfficerRecord { name, subject } = record;
        Self { name, subject }
    }
}

impl From<&Assignment> for AssignmentRecord {
    fn from(assignment: &Assignment) -> Self {
        let Assignment { responsible, deputy, on, issuer } = assignment;
        let deputy = deputy.as_ref().map(OfficerRecord::from);
        Self { responsible: responsible.into(), deputy, on: *on, issuer: issuer.clone() }
    }
}

impl From<AssignmentRecord> for Assignment {
    fn from(record: AssignmentRecord) -> Self {
        let AssignmentRecord { responsible, deputy, on, issuer } = record;
        Self { responsible: responsible.into(), deputy: deputy.map(Officer::from), on, issuer }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtReferenceRecord {
    court: String,
    number: String,
    date: NaiveDate,
}

impl From<&CourtReference> for CourtReferenceRecord {
    fn from(reference: &CourtReference) -> Self {
        let CourtReference { court, number, date } = reference.clone();
        Self { court, number, date }
    }
}

impl From<CourtReferenceRecord> for CourtReference {
    fn from(record: CourtReferenceRecord) -> Self {
        let CourtReferenceRecord { court, number, date } = record;
        Self { court, number, date }
    }
}
