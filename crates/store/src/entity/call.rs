//! The table `call`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::record::Recorded;
use crate::record::later_act::LaterActRecord;
use crate::record::party::{ActRecord, ContactRecord};
use crate::record::ruleset::{DerogationRecord, OverridesRecord};
use crate::record::word::Word;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "call")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) status: String,
    pub(crate) purpose: String,
    pub(crate) title_it: String,
    pub(crate) title_en: Option<String>,
    pub(crate) text_it: Option<String>,
    pub(crate) text_en: Option<String>,
    pub(crate) areas: Recorded<Vec<Word<ptp_domain::area::Area>>>,
    pub(crate) opens_at: DateTimeUtc,
    pub(crate) closes_at: DateTimeUtc,
    pub(crate) ruleset_id: String,
    pub(crate) overrides: Recorded<OverridesRecord>,
    pub(crate) derogation: Option<Recorded<DerogationRecord>>,
    pub(crate) priority_for_poles: bool,
    pub(crate) procedure_days: i32,
    pub(crate) procedure_from: String,
    pub(crate) rejection_notice: bool,
    pub(crate) notification: String,
    pub(crate) silence: String,
    pub(crate) silence_basis: Option<String>,
    pub(crate) act: Option<Recorded<ActRecord>>,
    pub(crate) contacts: Recorded<Vec<ContactRecord>>,
    pub(crate) later_acts: Recorded<Vec<LaterActRecord>>,
    pub(crate) folded: String,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
