//! The table `application`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::record::Recorded;
use crate::record::office::{AssignmentRecord, ReferenceRecord};
use crate::record::taken::TakenRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "application")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) protocol: String,
    pub(crate) status: String,
    pub(crate) call_id: Uuid,
    pub(crate) pole_id: Uuid,
    pub(crate) purpose: String,
    pub(crate) owner_tax_code: Option<String>,
    pub(crate) owner_issuer: Option<String>,
    pub(crate) owner_subject: Option<String>,
    pub(crate) received_at: DateTimeUtc,
    /// As at receipt.
    pub(crate) reference_date: Date,
    /// The reference date in force, if it was written since that can move.
    pub(crate) judged_on: Option<Date>,
    pub(crate) starts_on: Date,
    pub(crate) days: i32,
    pub(crate) notice_required: bool,
    pub(crate) notification: String,
    pub(crate) silence: String,
    pub(crate) silence_basis: Option<String>,
    pub(crate) substitute_power: Option<String>,
    pub(crate) taken: Recorded<Vec<TakenRecord>>,
    pub(crate) due_on: Option<Date>,
    /// The day from which `due_on_lapsed` applies if no answer arrives.
    pub(crate) lapses_on: Option<Date>,
    pub(crate) due_on_lapsed: Option<Date>,
    /// Whether the applicant's answer is the last step; unknown of what an earlier release wrote.
    pub(crate) answered: Option<bool>,
    pub(crate) office_references: Recorded<Vec<ReferenceRecord>>,
    pub(crate) assignment: Option<Recorded<AssignmentRecord>>,
    /// Whom the token of the person responsible names.
    pub(crate) responsible: Option<String>,
    /// Whether the last act of the office has not reached the applicant.
    pub(crate) awaiting_delivery: bool,
    pub(crate) snapshot_sha256: String,
    pub(crate) receipt: String,
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
