//! The table `reorganisation`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::record::Recorded;
use crate::record::party::ActRecord;
use crate::record::reorganisation::PairRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "reorganisation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) act: Recorded<ActRecord>,
    pub(crate) effective_on: Date,
    pub(crate) reason: Option<String>,
    pub(crate) handovers: Recorded<Vec<PairRecord>>,
    pub(crate) recorded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
