//! Keyset pagination: filters, orders and cursors.

use std::pin::pin;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use futures_util::{Stream, TryStreamExt as _};
use ptp_domain::pole::Pole;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect, Value};
use serde::Serialize;
use uuid::Uuid;

use crate::db::StoreError;
use crate::fold::sort_key;
use crate::stored::Stored;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

/// The position of an item in a list; a page begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The canonical text of the sort key; empty if the list is sorted by identifier.
    pub key: String,
    /// The identifier of the item, to break ties.
    pub id: Uuid,
}

impl From<(String, Uuid)> for After {
    fn from((key, id): (String, Uuid)) -> Self {
        Self { key, id }
    }
}

impl From<After> for (String, Uuid) {
    fn from(After { key, id }: After) -> Self {
        (key, id)
    }
}

impl After {
    /// The key as an instant, if it is the canonical text of one.
    fn instant(&self) -> Option<DateTime<Utc>> {
        let instant = DateTime::parse_from_rfc3339(&self.key).ok()?.to_utc();
        (instant_key(instant) == self.key).then_some(instant)
    }

    /// The key as the identifier of a pole, if it is the canonical text of one.
    fn pole(&self) -> Option<Uuid> {
        let pole: Uuid = self.key.parse().ok()?;
        (pole.to_string() == self.key).then_some(pole)
    }

    /// Whether a cursor fits a list of memberships: a cursor from a client may belong to another
    /// list.
    #[must_use]
    pub fn is_within_a_pole(&self) -> bool {
        self.pole().is_some()
    }

    /// The key as a day, if it is the canonical text of one.
    fn day(&self) -> Option<NaiveDate> {
        let day: NaiveDate = self.key.parse().ok()?;
        (day.to_string() == self.key).then_some(day)
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<S> {
    /// The sort key; ties are broken by identifier.
    pub by: S,
    /// Whether to list the last items first.
    pub descending: bool,
}

/// Sort keys of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallSort {
    /// The opening instant.
    OpensAt,
    /// The closing instant.
    ClosesAt,
}

/// Sort keys of poles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoleSort {
    /// The code, in order of assignment.
    Code,
    /// The name, case and accents folded.
    Name,
    /// The last change of the pole or a member.
    UpdatedAt,
}

/// Sort keys of applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationSort {
    /// The instant of receipt.
    ReceivedAt,
    /// The last change.
    UpdatedAt,
    /// The last day to decide. Only pending applications have one; others are not listed.
    DueOn,
}

impl ApplicationSort {
    /// Whether a cursor fits this order: a cursor from a client may belong to another one.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::ReceivedAt | Self::UpdatedAt => after.instant().is_some(),
            Self::DueOn => after.day().is_some(),
        }
    }
}

impl CallSort {
    /// Whether a cursor fits this order: a cursor from a client may belong to another one.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::OpensAt | Self::ClosesAt => after.instant().is_some(),
        }
    }
}

impl PoleSort {
    /// The position of a pole in a list of this order.
    #[must_use]
    pub fn position(self, pole: &Stored<Pole>) -> After {
        let key = match self {
            Self::Code => String::new(),
            Self::Name => sort_key(&pole.value.description.name),
            Self::UpdatedAt => instant_key(pole.updated_at),
        };
        After { key, id: pole.value.id.uuid() }
    }

    /// Whether a cursor fits this order: a cursor from a client may belong to another one.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::Code => after.key.is_empty(),
            Self::Name => !after.key.contains('\0'),
            Self::UpdatedAt => after.instant().is_some(),
        }
    }
}

/// A condition on a list of values, which does not hold back anything if there are none.
pub(crate) fn any_of<C: ColumnTrait, V: Into<Value>>(
    column: C,
    values: impl IntoIterator<Item = V>,
) -> Condition {
    let mut values = values.into_iter().peekable();
    let is_one = values.peek().is_some().then(|| column.is_in(values));
    Condition::all().add_option(is_one)
}

/// The canonical text of an instant.
pub(crate) fn instant_key(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The instant in a cursor.
pub(crate) fn instant_of(after: &After) -> Result<Value, StoreError> {
    let instant = after.instant().ok_or_else(|| StoreError::corrupt("page", "invalid cursor"))?;
    Ok(instant.into())
}

/// The pole in a cursor.
pub(crate) fn pole_of(after: &After) -> Result<Value, StoreError> {
    let pole = after.pole().ok_or_else(|| StoreError::corrupt("page", "invalid cursor"))?;
    Ok(pole.into())
}

/// The day in a cursor.
pub(crate) fn day_of(after: &After) -> Result<Value, StoreError> {
    let day = after.day().ok_or_else(|| StoreError::corrupt("page", "invalid cursor"))?;
    Ok(day.into())
}

/// The sort key, and its value in the cursor.
pub(crate) struct Key {
    pub(crate) by: Expr,
    pub(crate) after: Option<Value>,
}

/// One page of a query, sorted by the key, if any, then by identifier. It has one row more than
/// the limit, which tells whether another page follows.
pub(crate) fn paged<Q, C>(
    mut query: Q,
    key: Option<Key>,
    id: C,
    descending: bool,
    after: Option<&After>,
    limit: u64,
) -> Q
where
    Q: QueryFilter + QueryOrder + QuerySelect,
    C: ColumnTrait,
{
    let order = if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    if let Some(Key { by, after }) = key {
        query = query.order_by(by.clone(), order.clone());
        columns.push(by);
        values.extend(after.map(Expr::val));
    }
    query = query.order_by(id, order).limit(limit.saturating_add(1));
    columns.push(id.into_expr());
    if let Some(after) = after {
        values.push(Expr::val(after.id));
        let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
        query = query.filter(if descending { columns.lt(values) } else { columns.gt(values) });
    }
    query
}

/// The most that the items of a page may hold, in bytes of JSON as they are stored: a hundred of the
/// largest would make an answer of tens of megabytes. A page ends before, but has one item at least.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// A row of a page, and its size in bytes of JSON.
pub(crate) struct Row<R> {
    pub(crate) row: R,
    bytes: usize,
}

/// The rows of a [`paged`] query, as many as a page can hold and one more.
pub(crate) async fn rows<R: Serialize>(
    rows: impl Stream<Item = Result<R, DbErr>>,
) -> Result<Vec<Row<R>>, StoreError> {
    let mut found = Vec::new();
    let mut total = 0_usize;
    let mut rows = pin!(rows);
    // The first is there whatever its size, and the one after it tells whether another page follows.
    while (total <= MOST_BYTES || found.len() == 1)
        && let Some(row) = rows.try_next().await?
    {
        let bytes = serde_json::to_vec(&row).map_or(0, |json| json.len());
        total = total.saturating_add(bytes);
        found.push(Row { row, bytes });
    }
    Ok(found)
}

impl<T> Page<T> {
    /// Leaves only so many items, at least one, on this page; the others follow on the next one.
    pub fn cut(&mut self, items: usize, position: impl Fn(&T) -> After) {
        if items < self.items.len() {
            self.items.truncate(items.max(1));
            self.next = self.items.last().map(position);
        }
    }

    /// Builds a page from the [`rows`] of a [`paged`] query.
    pub(crate) fn from_rows<R>(
        mut rows: Vec<Row<R>>,
        limit: u64,
        position: impl Fn(&R) -> After,
        restore: impl Fn(R) -> Result<T, StoreError>,
    ) -> Result<Self, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut total = 0_usize;
        let fits = rows.iter().take_while(|row| {
            total = total.saturating_add(row.bytes);
            total <= MOST_BYTES
        });
        let fits = fits.count().max(1).min(limit);
        let more = rows.len() > fits;
        rows.truncate(fits);
        let next = rows.last().filter(|_| more).map(|last| position(&last.row));
        let items = rows.into_iter().map(|row| restore(row.row)).collect::<Result<_, _>>()?;
        Ok(Self { items, next })
    }
}
