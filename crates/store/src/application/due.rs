//! The last day to decide in a procedure. While an answer is awaited, it depends on the current day.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

/// The last day to decide, as of a day. The columns are `due_on`, `lapses_on` and `due_on_lapsed`.
pub(crate) fn due_as_of<C: ColumnTrait>(columns: [C; 3], today: NaiveDate) -> Expr {
    let [due_on, lapses_on, due_on_lapsed] = columns;
    Expr::case(lapses_on.lte(today), due_on_lapsed.into_expr()).finally(due_on.into_expr()).into()
}

/// Whether the last day to decide is `day` or earlier, in a form that uses the indexes on both
/// columns.
pub(crate) fn due_by_as_of<C: ColumnTrait>(
    columns: [C; 3],
    day: NaiveDate,
    today: NaiveDate,
) -> Condition {
    let [due_on, lapses_on, due_on_lapsed] = columns;
    let lapsed = Condition::all().add(due_on_lapsed.lte(day)).add(lapses_on.lte(today));
    let not_lapsed = Condition::any().add(lapses_on.is_null()).add(lapses_on.gt(today));
    Condition::any().add(lapsed).add(Condition::all().add(due_on.lte(day)).add(not_lapsed))
}

/// The last day to decide, as of a day, from the values of these columns.
pub(crate) fn due_on_day(
    [due_on, lapses_on, due_on_lapsed]: [Option<NaiveDate>; 3],
    today: NaiveDate,
) -> Option<NaiveDate> {
    if lapses_on.is_some_and(|day| day <= today) { due_on_lapsed } else { due_on }
}
