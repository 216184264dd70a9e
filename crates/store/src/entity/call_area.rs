//! The table `call_area`: the areas in `call.areas`, for searching.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_area")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) call_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) area: String,
}

impl ActiveModelBehavior for ActiveModel {}
