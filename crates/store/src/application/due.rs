//! The clock of a procedure as columns, of applications and change requests alike: the last day to
//! decide, which depends on the current day while an answer is awaited.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::Procedure;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition};

use crate::db::StoreError;
use crate::page::{After, ApplicationSort, Key, day_of, instant_key, instant_of};

/// The days that a procedure has, as a column. Saturates: the CHECK of the column rejects such values
/// anyway.
pub(crate) fn days_column(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// The days in the column.
pub(crate) fn days_of(column: i32) -> Result<u32, StoreError> {
    u32::try_from(column).map_err(|_| StoreError::Corrupt("negative days".to_owned()))
}

/// The last day to decide, the day on which it moves if no answer arrives, and to which day; nothing
/// unless the procedure is pending.
pub(crate) fn due_values(is_pending: bool, procedure: &Procedure) -> [Option<NaiveDate>; 3] {
    let due = is_pending.then(|| procedure.due());
    let lapse = due.and_then(|due| due.lapse);
    [due.map(|due| due.on), lapse.map(|lapse| lapse.from), lapse.map(|lapse| lapse.due_on)]
}

/// The last day to decide, as of a day. The columns are those of [`due_values`].
fn due_as_of<C: ColumnTrait>(columns: [C; 3], today: NaiveDate) -> Expr {
    let [due_on, lapses_on, due_on_lapsed] = columns;
    Expr::case(lapses_on.lte(today), due_on_lapsed.into_expr()).finally(due_on.into_expr()).into()
}

/// Whether it is pending, and its last day to decide is over, or is not, as of a day.
pub(crate) fn overdue_as_of<C: ColumnTrait>(
    columns: [C; 3],
    is_overdue: bool,
    today: NaiveDate,
) -> Condition {
    let due = due_as_of(columns, today);
    let when = if is_overdue { due.lt(today) } else { due.gte(today) };
    Condition::all().add(when).add(columns[0].is_not_null())
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

/// What a list is sorted by, and the position in it after which a page begins. By what is due there
/// is only what is pending: `due_on` is to be filtered by.
pub(crate) fn key_of<C: ColumnTrait>(
    by: ApplicationSort,
    ([received_at, updated_at], due): ([C; 2], [C; 3]),
    after: Option<&After>,
    today: NaiveDate,
) -> Result<Key, StoreError> {
    Ok(match by {
        ApplicationSort::ReceivedAt => {
            Key { by: received_at.into_expr(), after: after.map(instant_of).transpose()? }
        }
        ApplicationSort::UpdatedAt => {
            Key { by: updated_at.into_expr(), after: after.map(instant_of).transpose()? }
        }
        ApplicationSort::DueOn => {
            Key { by: due_as_of(due, today), after: after.map(day_of).transpose()? }
        }
    })
}

/// The position of a row in such a list.
pub(crate) fn position_of(
    by: ApplicationSort,
    [received_at, updated_at]: [DateTime<Utc>; 2],
    [due_on, lapses_on, due_on_lapsed]: [Option<NaiveDate>; 3],
    today: NaiveDate,
) -> String {
    match by {
        ApplicationSort::ReceivedAt => instant_key(received_at),
        ApplicationSort::UpdatedAt => instant_key(updated_at),
        ApplicationSort::DueOn => {
            let has_lapsed = lapses_on.is_some_and(|day| day <= today);
            let due_on = if has_lapsed { due_on_lapsed } else { due_on };
            due_on.map(|day| day.to_string()).unwrap_or_default()
        }
    }
}
