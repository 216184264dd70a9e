//! The table `member`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::record::Recorded;
use crate::record::accreditation::AccreditationRecord;
use crate::record::operating_site::OperatingSiteRecord;
use crate::record::party::ContactRecord;
use crate::record::profile::ProfileRecord;
use crate::record::study_track::StudyTrackRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "member")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pole_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) tax_code: String,
    pub(crate) vat_number: Option<String>,
    pub(crate) province: String,
    pub(crate) municipality: Option<String>,
    /// To be found by; see `fold.rs`.
    pub(crate) folded_municipality: Option<String>,
    pub(crate) operating_sites: Recorded<Vec<OperatingSiteRecord>>,
    pub(crate) joined_on: Date,
    pub(crate) left_on: Option<Date>,
    pub(crate) confirmed_at: Option<DateTimeUtc>,
    pub(crate) profile: Recorded<ProfileRecord>,
    pub(crate) study_tracks: Recorded<Vec<StudyTrackRecord>>,
    pub(crate) accreditations: Recorded<Vec<AccreditationRecord>>,
    pub(crate) contacts: Recorded<Vec<ContactRecord>>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "pole_id", to = "id")]
    pub(crate) pole: BelongsTo<super::pole::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
