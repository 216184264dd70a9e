//! The table `pole_version`: append-only.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pole_version")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pole_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) version: i64,
    pub(crate) at: DateTimeUtc,
    /// Whether everybody could see the pole then.
    pub(crate) is_public: bool,
    /// Whether the content has all members, rather than those that changed.
    pub(crate) is_whole: bool,
    /// JSON, in zlib's format (RFC 1950).
    pub(crate) content: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
