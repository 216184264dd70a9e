//! The table `pole_word`: the words of the folded texts of poles, which triggers keep.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pole_word")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pole_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
