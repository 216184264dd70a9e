//! The table `communication`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::record::Recorded;
use crate::record::communication::AnswerRecord;
use crate::record::party::ActRecord;
use crate::record::taken::BearerRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "communication")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) protocol: String,
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) in_effect: bool,
    pub(crate) pole_id: Uuid,
    pub(crate) received_at: DateTimeUtc,
    pub(crate) effective_on: Date,
    pub(crate) source: String,
    pub(crate) reason: Option<String>,
    pub(crate) act: Option<Recorded<ActRecord>>,
    /// JSON of the contract; empty once it was erased.
    pub(crate) changes: String,
    /// Tax codes of the members that it is about, with a blank between them.
    pub(crate) about: String,
    pub(crate) filed_by: Option<Recorded<BearerRecord>>,
    pub(crate) answer: Option<Recorded<AnswerRecord>>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
