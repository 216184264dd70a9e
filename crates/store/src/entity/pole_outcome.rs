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
    /// The first day of the next period of non-compliance.
    pub(crate) fails_on: Option<Date>,
    /// The pole's identifier once more, to sort by: by the other one a database that knows both to
    /// be equal would rather walk along all poles.
    pub(crate) place: Uuid,
    /// The pole's, to sort by.
    pub(crate) folded_name: String,
    /// The pole's, to sort by.
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
