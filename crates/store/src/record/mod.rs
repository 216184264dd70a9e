//! The formats of JSON columns. Separate types, so that the domain does not depend on serde and old
//! rows stay readable when the domain changes.

pub(crate) mod accreditation;
pub(crate) mod continuation;
pub(crate) mod life;
pub(crate) mod operating_site;
pub(crate) mod party;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod ruleset;
pub(crate) mod study_track;
pub(crate) mod taken;
pub(crate) mod word;

use ptp_domain::calendar::Period;
use ptp_domain::fault::Invalid;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{TryGetableFromJson, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A JSON column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Recorded<T>(pub(crate) T);

impl<T> Recorded<Vec<T>> {
    /// Converts a list to records.
    pub(crate) fn list<'a, D: 'a>(items: impl IntoIterator<Item = &'a D>) -> Self
    where
        T: From<&'a D>,
    {
        Self(items.into_iter().map(T::from).collect())
    }

    /// Converts the records to domain values.
    pub(crate) fn restore<D: TryFrom<T, Error = Invalid>>(self) -> Result<Vec<D>, Invalid> {
        self.0.into_iter().map(D::try_from).collect()
    }
}

impl<T: DeserializeOwned> TryGetableFromJson for Recorded<T> {}

impl<T: Serialize> From<Recorded<T>> for Value {
    fn from(recorded: Recorded<T>) -> Self {
        let json = serde_json::to_value(recorded).expect("records have string keys");
        Self::Json(Some(Box::new(json)))
    }
}

impl<T: Serialize + DeserializeOwned> ValueType for Recorded<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        match value {
            Value::Json(Some(json)) => serde_json::from_value(*json).map_err(|_| ValueTypeErr),
            _ => Err(ValueTypeErr),
        }
    }

    fn type_name() -> String {
        "Recorded".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::Json
    }

    fn column_type() -> ColumnType {
        ColumnType::JsonBinary
    }
}

impl<T> Nullable for Recorded<T> {
    fn null() -> Value {
        Value::Json(None)
    }
}

/// First and last day, inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodRecord {
    from: chrono::NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<chrono::NaiveDate>,
}

impl From<&Period> for PeriodRecord {
    fn from(period: &Period) -> Self {
        Self { from: period.from(), until: period.until() }
    }
}

impl TryFrom<PeriodRecord> for Period {
    type Error = Invalid;

    fn try_from(record: PeriodRecord) -> Result<Self, Invalid> {
        Self::new(record.from, record.until)
    }
}
