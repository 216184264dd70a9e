//! Reading a body into the domain: every fault is noted, none stops the reading.

use ptp_domain::fault::{Fault, Invalid};

/// Where in the body one is, and what was wrong so far.
pub struct Reading {
    at: String,
    faults: Vec<Fault>,
}

impl Reading {
    /// Begins at a place of the body; the empty pointer is the whole of it.
    pub fn at(pointer: impl Into<String>) -> Self {
        Self { at: pointer.into(), faults: Vec::new() }
    }

    /// Notes what is wrong with a property of the place one is at.
    pub fn take<T>(&mut self, property: &str, result: Result<T, Invalid>) -> Option<T> {
        result.map_err(|invalid| self.refuse(property, invalid)).ok()
    }

    /// The same for a property that may be absent: `Some(None)` if it is.
    #[expect(clippy::option_option, reason = "what could not be read is not what is absent")]
    pub fn take_optional<T>(
        &mut self,
        property: &str,
        result: Option<Result<T, Invalid>>,
    ) -> Option<Option<T>> {
        match result {
            None => Some(None),
            Some(result) => self.take(property, result).map(Some),
        }
    }

    /// Notes a fault at a property.
    pub fn refuse(&mut self, property: &str, invalid: Invalid) {
        let pointer =
            if property.is_empty() { self.at.clone() } else { format!("{}/{property}", self.at) };
        self.faults.push(invalid.at(pointer));
    }

    /// Notes faults whose pointers are relative to the place one is at.
    pub fn refuse_all(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.extend(faults.into_iter().map(|fault| fault.under(&self.at)));
    }

    /// Reads what stands below a property.
    pub fn inside<T>(
        &mut self,
        property: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let mut inner = Self::at(format!("{}/{property}", self.at));
        let value = read(&mut inner);
        self.faults.append(&mut inner.faults);
        value
    }

    /// Reads each item of an array.
    pub fn each<I, T>(
        &mut self,
        property: &str,
        items: impl IntoIterator<Item = I>,
        mut read: impl FnMut(&mut Self, I) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut whole = Some(Vec::new());
        for (index, item) in items.into_iter().enumerate() {
            match (
                self.inside(&format!("{property}/{index}"), |inner| read(inner, item)),
                &mut whole,
            ) {
                (Some(value), Some(values)) => values.push(value),
                (None, _) => whole = None,
                (Some(_), None) => {}
            }
        }
        whole
    }

    /// What was read, or all that was wrong with it.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}

/// A property that is required and absent.
pub const REQUIRED: Invalid =
    Invalid::fixed("required", "manca: è obbligatorio", "missing: it is required");
