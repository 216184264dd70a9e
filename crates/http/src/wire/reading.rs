//! Reading a body into the domain, collecting every fault.

use std::fmt::{Display, Write as _};

use ptp_domain::fault::{Fault, Invalid};
use serde_json::Value;

use crate::problem::MOST_FAULTS;

/// The value cannot be read, and a fault is reported already: by the schema if it is missing or of
/// the wrong type, by the domain if it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The result of reading a value.
pub type Read<T> = Result<T, Unreadable>;

/// A location in a body, and the faults found in the body so far.
///
/// Whatever the schema reports is skipped silently: a value that is missing, of the wrong type or
/// not in its vocabulary is just [`Unreadable`], and its siblings are still read. So a reader reads
/// all parts before it gives up on the whole.
pub struct Reading<'v> {
    value: &'v Value,
    at: String,
    faults: Vec<Fault>,
    /// The whole body as it was, if this is a change of it.
    before: Option<&'v Value>,
}

impl<'v> Reading<'v> {
    /// Starts at the root of a body.
    #[must_use]
    pub fn of(value: &'v Value) -> Self {
        Self::at(String::new(), value)
    }

    /// Starts at a pointer of a body.
    #[must_use]
    pub const fn at(pointer: String, value: &'v Value) -> Self {
        Self { value, at: pointer, faults: Vec::new(), before: None }
    }

    /// Reads the body as a change of what it was.
    #[must_use]
    pub fn changing(mut self, before: Option<&'v Value>) -> Self {
        self.before = before;
        self
    }

    /// Whether this stood here before the change, at whatever place of a list.
    ///
    /// What an earlier release has taken stays, though bounds or official tables have changed, until
    /// a change touches it.
    #[must_use]
    pub fn stood(&self, is_it: impl Fn(&Value) -> bool) -> bool {
        let tokens: Vec<_> = self.at.split('/').skip(1).collect();
        self.before.is_some_and(|before| stood(before, &tokens, &is_it))
    }

    /// The current value.
    #[must_use]
    pub const fn value(&self) -> &'v Value {
        self.value
    }

    /// The current value as a string.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn text(&self) -> Read<&'v str> {
        self.value.as_str().ok_or(Unreadable)
    }

    /// Parses the current value, a string.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Result<T, Invalid>) -> Read<T> {
        let text = self.text()?;
        self.take("", parse(text))
    }

    /// Whether a property is present, readable or not; null counts as absent.
    #[must_use]
    pub fn has(&self, property: &str) -> bool {
        self.value.get(property).is_some_and(|value| !value.is_null())
    }

    /// Reads a required property.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn required<T>(
        &mut self,
        property: &str,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        self.optional(property, read)?.ok_or(Unreadable)
    }

    /// Reads an optional property. Null counts as absent, even where the schema does not allow it.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn optional<T>(
        &mut self,
        property: &str,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<Option<T>> {
        match self.property(property)? {
            None | Some(Value::Null) => Ok(None),
            Some(value) => self.inside(property, value, read).map(Some),
        }
    }

    /// Reads a property that defaults if absent.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn defaulted<T: Default>(
        &mut self,
        property: &str,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        match self.property(property)? {
            None => Ok(T::default()),
            Some(value) => self.inside(property, value, read),
        }
    }

    fn property(&self, property: &str) -> Read<Option<&'v Value>> {
        Ok(self.value.as_object().ok_or(Unreadable)?.get(property))
    }

    /// Reads each item of an array property; none if it is absent.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn each<T>(
        &mut self,
        property: &str,
        read: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        self.defaulted(property, |array| array.items(read))
    }

    /// Reads each item of the current array.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn items<T, All: FromIterator<T>>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<All> {
        let items = self.value.as_array().ok_or(Unreadable)?;
        let read =
            items.iter().enumerate().map(|(index, item)| self.inside(index, item, &mut read));
        // Read them all before the first unreadable one ends it.
        let read: Vec<_> = read.collect();
        read.into_iter().collect()
    }

    fn inside<T>(
        &mut self,
        token: impl Display,
        value: &'v Value,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let (outer, length) = (self.value, self.at.len());
        self.value = value;
        let _ = write!(self.at, "/{token}");
        let read = read(self);
        self.value = outer;
        self.at.truncate(length);
        read
    }

    /// Records the fault of a property, or of the current value if the name is empty.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn take<T>(&mut self, property: &str, result: Result<T, Invalid>) -> Read<T> {
        result.map_err(|invalid| {
            self.refuse(property, invalid);
            Unreadable
        })
    }

    /// Records a fault of a property.
    pub fn refuse(&mut self, property: &str, invalid: Invalid) {
        let pointer = self.pointer(property);
        self.note(invalid.at(pointer));
    }

    /// Records faults with pointers relative to here.
    pub fn refuse_all(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            let fault = fault.under(&self.at);
            self.note(fault);
        }
    }

    /// Whether a fault is recorded at a property or below it.
    ///
    /// Checks across several parts run only if none of them was refused, so that each mistake is
    /// reported once.
    #[must_use]
    pub fn refused(&self, property: &str) -> bool {
        if self.faults.is_empty() {
            return false;
        }
        let place = self.pointer(property);
        self.faults.iter().any(|fault| lies_in(&fault.pointer, &place))
    }

    /// The value, or all faults.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    pub fn finish<T>(self, value: Read<T>) -> Result<T, Vec<Fault>> {
        match value {
            Ok(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }

    fn pointer(&self, property: &str) -> String {
        if property.is_empty() { self.at.clone() } else { format!("{}/{property}", self.at) }
    }

    fn note(&mut self, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }
}

fn stood(value: &Value, tokens: &[&str], is_it: &dyn Fn(&Value) -> bool) -> bool {
    let Some((token, below)) = tokens.split_first() else { return is_it(value) };
    match value {
        Value::Array(items) => items.iter().any(|item| stood(item, below, is_it)),
        _ => value.get(token).is_some_and(|value| stood(value, below, is_it)),
    }
}

/// Whether a pointer equals `place` or lies below it.
#[must_use]
pub fn lies_in(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A required property is missing.
pub const REQUIRED: Invalid =
    Invalid::fixed("required", "manca: è obbligatorio", "missing: it is required");

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use serde_json::json;

    use super::*;
    use crate::wire::Leaf as _;

    fn pointers(reading: Reading<'_>) -> Vec<String> {
        let faults = reading.finish(Err::<(), _>(Unreadable)).unwrap_err();
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn absent_differs_from_unreadable() {
        let body = json!({"null": null, "number": -1, "text": "x"});
        let mut reading = Reading::of(&body);
        assert_eq!(reading.optional("absent", u32::read), Ok(None));
        assert_eq!(reading.required("absent", u32::read), Err(Unreadable));
        assert_eq!(reading.defaulted("absent", u32::read), Ok(0));
        assert_eq!(reading.optional("number", u32::read), Err(Unreadable));
        assert_eq!(reading.optional("number", i64::read), Ok(Some(-1)));
        assert_eq!(reading.optional("null", String::read), Ok(None));
        assert_eq!(reading.defaulted("null", bool::read), Err(Unreadable));
        assert_eq!(reading.each("text", String::read), Err(Unreadable));
        assert!(reading.has("text") && !reading.has("null") && !reading.has("absent"));
        assert!(pointers(reading).is_empty(), "left to the schema");
        let mut nowhere = Reading::of(&body["text"]);
        assert_eq!(
            nowhere.optional("absent", u32::read),
            Err(Unreadable),
            "a property needs an object"
        );
    }

    #[test]
    fn domain_faults_have_the_pointer_of_the_value() {
        let body = json!({"days": ["2027-02-30", 7, "2027-02-28", "2027-13-01"]});
        let mut reading = Reading::at("/pole".to_owned(), &body);
        assert_eq!(reading.each("days", NaiveDate::read), Err(Unreadable));
        assert!(reading.refused("") && reading.refused("days") && !reading.refused("day"));
        reading.refuse("", REQUIRED);
        assert_eq!(pointers(reading), ["/pole/days/0", "/pole/days/3", "/pole"]);
    }

    #[test]
    fn what_stood_before_a_change_is_known_wherever_it_stands_now() {
        let before = json!({"codes": [{"code": "a"}, {"code": "b"}], "name": "x"});
        let after = json!({"codes": [{"code": "b"}, {"code": "c"}], "name": "x"});
        let known = |change: &mut Reading<'_>| -> Read<Vec<bool>> {
            change.each("codes", |entry| {
                entry.required("code", |code| {
                    let text = code.text()?;
                    Ok(code.stood(|old| old == text))
                })
            })
        };
        assert_eq!(known(&mut Reading::of(&after).changing(Some(&before))), Ok(vec![true, false]));
        assert_eq!(known(&mut Reading::of(&after)), Ok(vec![false, false]));
    }

    #[test]
    fn no_more_faults_are_collected_than_a_problem_lists() {
        let body = json!(vec!["never"; 1_000]);
        let mut reading = Reading::of(&body);
        assert_eq!(reading.items::<_, Vec<_>>(NaiveDate::read), Err(Unreadable));
        assert_eq!(pointers(reading).len(), MOST_FAULTS);
    }
}
