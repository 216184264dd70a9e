//! The table `event_pending`, on PostgreSQL only.

use sea_orm::entity::prelude::*;

use crate::record::Recorded;
use crate::record::word::Word;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event_pending")]
pub(crate) struct Model {
    /// The order of insertion. Of two changes of one thing the first has the lower number.
    #[sea_orm(primary_key)]
    pub(crate) number: i64,
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) at: DateTimeUtc,
    pub(crate) roles: Recorded<Vec<Word<ptp_domain::policy::Role>>>,
    pub(crate) issuer: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) client: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) aggregate: String,
    pub(crate) aggregate_id: Uuid,
    pub(crate) aggregate_version: i64,
    pub(crate) member_id: Option<Uuid>,
    pub(crate) member_version: Option<i64>,
    pub(crate) changed: Recorded<Vec<String>>,
    pub(crate) reason: Option<String>,
    pub(crate) content_sha256: Option<String>,
    /// The keys of the table `event_audience`.
    pub(crate) audiences: Recorded<Vec<String>>,
}

impl ActiveModelBehavior for ActiveModel {}
