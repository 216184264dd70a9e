//! The table `change_request`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::record::Recorded;
use crate::record::taken::TakenRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "change_request")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) protocol: String,
    pub(crate) status: String,
    pub(crate) pole_id: Uuid,
    pub(crate) owner_tax_code: Option<String>,
    pub(crate) owner_issuer: Option<String>,
    pub(crate) owner_subject: Option<String>,
    pub(crate) received_at: DateTimeUtc,
    /// As it was asked for; once accepted, in force.
    pub(crate) effective_on: Option<Date>,
    /// JSON of the contract; empty once it was erased.
    pub(crate) changes: String,
    pub(crate) reason: Option<String>,
    pub(crate) cures: bool,
    pub(crate) starts_on: Date,
    pub(crate) days: i32,
    pub(crate) notice_required: bool,
    pub(crate) taken: Recorded<Vec<TakenRecord>>,
    pub(crate) due_on: Option<Date>,
    /// The day from which `due_on_lapsed` applies if no answer arrives.
    pub(crate) lapses_on: Option<Date>,
    pub(crate) due_on_lapsed: Option<Date>,
    /// Tax codes of persons who are to be forgotten once it is decided, with a blank between them.
    pub(crate) forget_later: String,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
