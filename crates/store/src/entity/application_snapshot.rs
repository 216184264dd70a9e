//! The table `application_snapshot`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "application_snapshot")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) application_id: Uuid,
    /// The text, in zlib's format (RFC 1950).
    pub(crate) compressed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
