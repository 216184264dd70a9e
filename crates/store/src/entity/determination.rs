//! The table `determination`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "determination")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) pole_id: Uuid,
    pub(crate) rule: String,
    pub(crate) member_id: Uuid,
    pub(crate) fact: String,
    pub(crate) accepted: bool,
    pub(crate) reason: String,
    pub(crate) decided_at: DateTimeUtc,
    pub(crate) issuer: String,
    pub(crate) subject: String,
}

impl ActiveModelBehavior for ActiveModel {}
