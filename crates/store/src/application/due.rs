//! The last day to decide an application. While an answer is awaited, it depends on the current
//! day.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::application as table;

/// The last day to decide, as of a day.
pub(super) fn due_as_of(today: NaiveDate) -> Expr {
    Expr::case(table::Column::LapsesOn.lte(today), table::Column::DueOnLapsed.into_expr())
        .finally(table::Column::DueOn.into_expr())
        .into()
}

/// Whether the last day to decide is `day` or earlier, in a form that uses the indexes on both
/// columns.
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
    /// The last day to decide, as of a day.
    pub(super) fn due_as_of(&self, today: NaiveDate) -> Option<NaiveDate> {
        if self.lapses_on.is_some_and(|day| day <= today) {
            self.due_on_lapsed
        } else {
            self.due_on
        }
    }
}
