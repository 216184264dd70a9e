//! The table `reorganisation_pole`: what a reorganisation did to a pole.

use sea_orm::entity::prelude::*;

use crate::record::Recorded;
use crate::record::reorganisation::EffectsRecord;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reorganisation_pole")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) reorganisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pole_id: Uuid,
    pub(crate) effects: Recorded<EffectsRecord>,
}

impl ActiveModelBehavior for ActiveModel {}
