//! The table `pole`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::record::Recorded;
use crate::record::life::{AnnulledRecord, StageRecord, TransferRecord, WarningRecord};
use crate::record::party::{ActRecord, ContactRecord};
use crate::record::plan::{ActivityPlanRecord, NetworkAgreementRecord};
use crate::record::reorganisation::SuccessionRecord;
use crate::record::ruleset::RulesetChoiceRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "pole")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) status: String,
    pub(crate) owner_tax_code: Option<String>,
    pub(crate) owner_issuer: Option<String>,
    pub(crate) owner_subject: Option<String>,
    pub(crate) recognised_on: Option<Date>,
    pub(crate) recognition_act: Option<Recorded<ActRecord>>,
    pub(crate) recognition_call_id: Option<Uuid>,
    pub(crate) recognition_ruleset: Option<Recorded<RulesetChoiceRecord>>,
    pub(crate) life: Recorded<Vec<StageRecord>>,
    pub(crate) warning: Option<Recorded<WarningRecord>>,
    // Versions that were kept before there was this column do not have it.
    #[serde(default)]
    pub(crate) transfers: Recorded<Vec<TransferRecord>>,
    /// The changes of status that follow without another act.
    pub(crate) next_on: Option<Date>,
    pub(crate) next_status: Option<String>,
    pub(crate) then_on: Option<Date>,
    pub(crate) then_status: Option<String>,
    pub(crate) later_on: Option<Date>,
    pub(crate) later_status: Option<String>,
    #[serde(default)]
    pub(crate) successions: Recorded<Vec<SuccessionRecord>>,
    pub(crate) outcomes_until: Option<Date>,
    pub(crate) outcomes_by: Option<String>,
    pub(crate) annulled: Option<Recorded<AnnulledRecord>>,
    pub(crate) name: String,
    pub(crate) area: String,
    pub(crate) production_chain: Option<String>,
    pub(crate) province: String,
    pub(crate) description: Option<String>,
    pub(crate) network_agreement: Option<Recorded<NetworkAgreementRecord>>,
    pub(crate) activity_plan: Option<Recorded<ActivityPlanRecord>>,
    pub(crate) lead_member_id: Option<Uuid>,
    pub(crate) contacts: Recorded<Vec<ContactRecord>>,
    pub(crate) folded_name: String,
    pub(crate) folded: String,
    /// The last version of which the content is kept.
    pub(crate) kept_version: Option<i64>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
