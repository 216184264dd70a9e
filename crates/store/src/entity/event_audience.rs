//! The table `event_audience`: who may see an event besides officials.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_audience")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) audience: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
