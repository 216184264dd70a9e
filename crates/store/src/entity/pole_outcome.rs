//! The table `pole_outcome`: the outcomes of recognised poles, by period.

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
    /// The pole's identifier again, to sort by. Sorted by `pole_id`, which it knows to equal
    /// `pole.id`, a database would scan all poles instead.
    pub(crate) place: Uuid,
    /// Copied from the pole, to sort by.
    pub(crate) folded_name: String,
    /// Copied from the pole, to sort by.
    pub(crate) updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
