//! The table `pole_outcome`: what the rules say of a recognised pole, period after period.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pole_outcome")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pole_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) from_on: Date,
    pub(crate) until_on: Date,
    pub(crate) outcome: String,
}

impl ActiveModelBehavior for ActiveModel {}
