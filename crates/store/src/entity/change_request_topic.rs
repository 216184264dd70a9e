//! The table `change_request_topic`: what requests are about.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_request_topic")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) request_id: Uuid,
    /// A tax code, or `pole`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) topic: String,
    pub(crate) pole_id: Uuid,
    pub(crate) pending: bool,
}

impl ActiveModelBehavior for ActiveModel {}
