//! By when applications are to be decided: that depends on the day while an answer is awaited.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::application as table;

/// The last day to decide that holds on a day.
pub(super) fn due_as_of(today: NaiveDate) -> Expr {
    Expr::case(table::Column::LapsesOn.lte(today), table::Column::DueOnLapsed.into_expr())
        .finally(table::Column::DueOn.into_expr())
        .into()
}

/// Whether that day is such a one or before, in words that the indexes on both columns are for.
pub(super) fn due_by_as_of(day: NaiveDate, today: NaiveDate) -> Condition {
    let lapsed = Condition::all()
        .add(table::Column::DueOnLapsed.lte(day))
        .add(table::Column::LapsesOn.lte(today));
    let not_lapsed = Condition::any()
        .add(table::Column::LapsesOn.is_null())
        .add(table::Column::LapsesOn.gt(today));
    Condition::any()
        .add(lapsed)
        .add(Condition::all().add(table::Column::DueOn.lte(day)).add(not_lapsed))
}

impl table::Model {
    /// The last day to decide that holds on a day.
    pub(super) fn due_as_of(&self, today: NaiveDate) -> Option<NaiveDate> {
        if self.lapses_on.is_some_and(|day| day <= today) {
            self.due_on_lapsed
        } else {
            self.due_on
        }
    }
}
