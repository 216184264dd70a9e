//! Pages of a list by keyset: what is filtered, in which order, and where the next page begins.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use ptp_domain::application::ApplicationStatus;
use ptp_domain::area::Area;
use ptp_domain::call::{Call, CallStatus, Phase, Purpose};
use ptp_domain::id::Id;
use ptp_domain::identifier::Province;
use ptp_domain::member::MemberKind;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::Owner;
use ptp_domain::rules::Verdict;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Value};
use uuid::Uuid;

use crate::error::StoreError;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins, if there is more.
    pub next: Option<After>,
}

/// The place of an item in a list: a page begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The canonical text of what the list is sorted by; empty where that is the identifier.
    pub key: String,
    /// The identifier of the item, which settles ties.
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
    /// Whether the key can be one of instants.
    fn instant(&self) -> Option<DateTime<Utc>> {
        let instant = DateTime::parse_from_rfc3339(&self.key).ok()?.to_utc();
        (instant_key(instant) == self.key).then_some(instant)
    }

    /// Whether the key can be one of days.
    fn day(&self) -> Option<NaiveDate> {
        let day: NaiveDate = self.key.parse().ok()?;
        (day.to_string() == self.key).then_some(day)
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<S> {
    /// What it is sorted by; ties by identifier.
    pub by: S,
    /// The last first.
    pub descending: bool,
}

/// What calls can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallSort {
    /// The opening instant.
    OpensAt,
    /// The closing instant.
    ClosesAt,
}

/// What poles can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoleSort {
    /// The code, in the order in which codes were given.
    Code,
    /// The name, case and accents folded.
    Name,
    /// When the pole or a member of it last changed.
    UpdatedAt,
}

/// What applications can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationSort {
    /// When they were received.
    ReceivedAt,
    /// The last day to decide: only those that wait for a decision have one, and are listed.
    DueOn,
}

impl ApplicationSort {
    /// Whether a page of this order can begin after such a place: one that came from outside may
    /// be of another order.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::ReceivedAt => after.instant().is_some(),
            Self::DueOn => after.day().is_some(),
        }
    }
}

impl CallSort {
    /// Whether a page of this order can begin after such a place: one that came from outside may
    /// be of another order.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::OpensAt | Self::ClosesAt => after.instant().is_some(),
        }
    }
}

impl PoleSort {
    /// Whether a page of this order can begin after such a place: one that came from outside may
    /// be of another order.
    #[must_use]
    pub fn accepts(self, after: &After) -> bool {
        match self {
            Self::Code => after.key.is_empty(),
            Self::Name => !after.key.contains('\0'),
            Self::UpdatedAt => after.instant().is_some(),
        }
    }
}

/// Which calls a list has; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFilter {
    /// Of this purpose.
    pub purpose: Option<Purpose>,
    /// Open to this area: it is listed, or none is.
    pub area: Option<Area>,
    /// In this status.
    pub status: Option<CallStatus>,
    /// Every word begins a word of the code or of the title. Without any letter or digit: none.
    pub q: Option<String>,
    /// Published, and in this phase at this instant.
    pub phase: Option<(Phase, DateTime<Utc>)>,
}

/// Which poles a list has; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoleFilter {
    /// Of this area.
    pub area: Option<Area>,
    /// In this status.
    pub status: Option<PoleStatus>,
    /// With its seat in this province.
    pub province: Option<Province>,
    /// Of this owner.
    pub owner: Option<Owner>,
    /// With a member of this kind, be it a past or a future one.
    pub member_kind: Option<MemberKind>,
    /// Every word begins a word of the code or of the name. Without any letter or digit: none.
    pub q: Option<String>,
    /// Written at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Ever recognised, and such that the rules say this of it.
    pub compliance: Option<ComplianceFilter>,
}

/// What the rules that recognised a pole say of it on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplianceFilter {
    /// They say this.
    pub outcome: Option<Verdict>,
    /// On this day (a civil date in Rome).
    pub on: NaiveDate,
    /// It is not non-compliant then, but will be from a later day on, this one at the latest.
    pub fails_by: Option<NaiveDate>,
}

/// Which applications a list has; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationFilter {
    /// In this status.
    pub status: Option<ApplicationStatus>,
    /// Under this call.
    pub call: Option<Id<Call>>,
    /// Of this pole.
    pub pole: Option<Id<Pole>>,
    /// To be decided on this day or before, as it stands today.
    pub due_by: Option<NaiveDate>,
    /// Which day it is (a civil date in Rome): that to decide depends on it while an answer is
    /// awaited.
    pub today: NaiveDate,
}

/// The canonical text of an instant.
pub(crate) fn instant_key(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The instant that a page begins after.
pub(crate) fn instant_of(after: &After) -> Result<Value, StoreError> {
    let instant = after.instant().ok_or_else(|| StoreError::corrupt("page", "no such place"))?;
    Ok(instant.into())
}

/// The day that a page begins after.
pub(crate) fn day_of(after: &After) -> Result<Value, StoreError> {
    let day = after.day().ok_or_else(|| StoreError::corrupt("page", "no such place"))?;
    Ok(day.into())
}

/// What to sort by, and the value of it that the page begins after.
pub(crate) struct Key {
    pub(crate) by: Expr,
    pub(crate) after: Option<Value>,
}

/// One page of a query: sorted by the key, if there is one, then by identifier; one row more than
/// asked for tells whether another page follows.
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

impl<T> Page<T> {
    /// The page made of the rows of [`paged`].
    pub(crate) fn of<R>(
        mut rows: Vec<R>,
        limit: u64,
        place: impl Fn(&R) -> After,
        restore: impl Fn(R) -> Result<T, StoreError>,
    ) -> Result<Self, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(place);
        let items = rows.into_iter().map(restore).collect::<Result<_, _>>()?;
        Ok(Self { items, next })
    }
}
