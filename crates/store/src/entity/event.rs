//! The table `event`: append-only, chained by hash.

use ptp_domain::policy::Role;
use sea_orm::entity::prelude::*;

use crate::record::Recorded;
use crate::record::word::Word;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) position: i64,
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) at: DateTimeUtc,
    pub(crate) roles: Recorded<Vec<Word<Role>>>,
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
    /// The SHA-256 of the version that the change made, if it is kept.
    pub(crate) content_sha256: Option<String>,
    pub(crate) previous: Option<String>,
    pub(crate) hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
