//! The formats of JSON columns. Separate types, so that the domain does not depend on serde and old
//! rows stay readable when the domain changes. What a newer release has added to a row stays in it:
//! docs/adr/0014-rows-of-a-newer-release-stay-whole.md.

pub(crate) mod accreditation;
pub(crate) mod continuation;
pub(crate) mod delivery;
pub(crate) mod later_act;
pub(crate) mod life;
pub(crate) mod operating_site;
pub(crate) mod party;
pub(crate) mod plan;
pub(crate) mod profile;
mod residue;
pub(crate) mod ruleset;
mod sieve;
pub(crate) mod study_track;
pub(crate) mod taken;
pub(crate) mod word;

use std::collections::BTreeMap;

use ptp_domain::calendar::Period;
use ptp_domain::fault::Invalid;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{TryGetableFromJson, Value};
use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use self::residue::{NoPlace, Residue};
use self::sieve::sift;

/// A JSON column: what this release knows of it, and what a newer one has written besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Recorded<T> {
    value: T,
    residue: Option<Box<Residue>>,
}

impl<T> Recorded<T> {
    /// A column that nobody has written yet. To write one again, use [`Residues::with`].
    pub(crate) const fn new(value: T) -> Self {
        Self { value, residue: None }
    }

    /// What this release knows of it.
    pub(crate) const fn known(&self) -> &T {
        &self.value
    }

    /// Takes what this release knows of it, to be read only.
    pub(crate) fn into_known(self) -> T {
        self.value
    }
}

impl<T> Recorded<Vec<T>> {
    /// Adds an element.
    pub(crate) fn push(&mut self, item: T) {
        self.value.push(item);
    }
}

impl<T: Serialize + DeserializeOwned> Recorded<T> {
    /// Reads a column; most have been written by this release, and are read at once.
    fn read(text: &str) -> Result<Self, serde_json::Error> {
        if let Ok(value) = serde_json::from_str(text) {
            return Ok(Self::new(value));
        }
        let stored = serde_json::from_str(text)?;
        let (value, gaps) = sift::<T>(&stored)?;
        let residue = Residue::of(&gaps, &stored, Some(&serde_json::to_value(&value)?));
        Ok(Self { value, residue: residue.map(Box::new) })
    }
}

impl<T: Serialize> Recorded<T> {
    /// The whole column.
    fn whole(&self) -> Result<serde_json::Value, NoPlace> {
        let known = serde_json::to_value(&self.value).expect("records have string keys");
        match &self.residue {
            Some(residue) => residue.added_to(Some(known)),
            None => Ok(known),
        }
    }
}

impl<T: Serialize> Serialize for Recorded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.residue.is_none() {
            return self.value.serialize(serializer);
        }
        let whole = self.whole().map_err(|NoPlace| S::Error::custom("incomplete"))?;
        whole.serialize(serializer)
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for Recorded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?;
        Self::read(text.get()).map_err(D::Error::custom)
    }
}

/// The column that would lose what a newer release has stored in it.
#[derive(Debug)]
pub(crate) struct Unplaced(pub(crate) &'static str);

/// What the columns of a row have beyond the value that was read from it, by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Residues(BTreeMap<&'static str, Residue>);

impl Residues {
    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a column has any.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    /// Takes what this release knows of a column, and keeps the rest.
    pub(crate) fn keep<T>(&mut self, column: &'static str, recorded: Recorded<T>) -> T {
        let Recorded { value, residue } = recorded;
        self.0.extend(residue.map(|residue| (column, *residue)));
        value
    }

    /// The column with a new value, and with what was kept of it.
    ///
    /// # Errors
    ///
    /// [`Unplaced`] if what was kept belongs to something that was changed or removed.
    pub(crate) fn with<T: Serialize>(
        &self,
        column: &'static str,
        value: T,
    ) -> Result<Recorded<T>, Unplaced> {
        let Some(residue) = self.0.get(column) else { return Ok(Recorded::new(value)) };
        let recorded = Recorded { value, residue: Some(Box::new(residue.clone())) };
        match recorded.whole() {
            Ok(_) => Ok(recorded),
            Err(NoPlace) => Err(Unplaced(column)),
        }
    }

    /// The same for a column that may be null.
    ///
    /// # Errors
    ///
    /// As [`with`](Self::with).
    pub(crate) fn with_any<T: Serialize>(
        &self,
        column: &'static str,
        value: Option<T>,
    ) -> Result<Option<Recorded<T>>, Unplaced> {
        match value {
            Some(value) => self.with(column, value).map(Some),
            None if self.has(column) => Err(Unplaced(column)),
            None => Ok(None),
        }
    }

    /// Logs that a row has some, without what it is.
    pub(crate) fn logged(self, table: &str, id: uuid::Uuid) -> Self {
        if !self.is_empty() {
            let columns: Vec<_> = self.0.keys().collect();
            tracing::debug!(table, %id, ?columns, "a newer release wrote more than is known here");
        }
        self
    }
}

/// Converts values to records.
pub(crate) fn records<'a, D: 'a, T: From<&'a D>>(items: impl IntoIterator<Item = &'a D>) -> Vec<T> {
    items.into_iter().map(T::from).collect()
}

/// Converts records to values.
pub(crate) fn restored<T, D: TryFrom<T, Error = Invalid>>(
    records: Vec<T>,
) -> Result<Vec<D>, Invalid> {
    records.into_iter().map(D::try_from).collect()
}

impl<T: Serialize + DeserializeOwned> TryGetableFromJson for Recorded<T> {}

impl<T: Serialize> From<Recorded<T>> for Value {
    fn from(recorded: Recorded<T>) -> Self {
        let json =
            recorded.whole().expect("a place for what was kept: checked by `Residues::with`");
        Self::Json(Some(Box::new(json)))
    }
}

impl<T: Serialize + DeserializeOwned> ValueType for Recorded<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        match value {
            Value::Json(Some(json)) => Self::read(&json.to_string()).map_err(|_| ValueTypeErr),
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
