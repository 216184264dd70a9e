//! Reads as much of a JSON document as a type knows, and says what it left.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// What was left, as a tree of keys and indexes.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Whether it was left as a whole.
    pub(super) whole: bool,
    /// What was left of it, if not.
    pub(super) below: BTreeMap<String, Gaps>,
}

impl Gaps {
    fn add(&mut self, path: &[String]) {
        let mut gaps = self;
        for step in path {
            gaps = gaps.below.entry(step.clone()).or_default();
        }
        gaps.whole = true;
    }

    fn has(&self, step: &str) -> bool {
        self.below.get(step).is_some_and(|gaps| gaps.whole)
    }
}

/// Reads a document without the properties that `T` does not name. What cannot be read is left
/// together with the nearest list element or optional property around it.
///
/// # Errors
///
/// There is none around it.
pub(super) fn sift<T: DeserializeOwned>(document: &Value) -> Result<(T, Gaps), Error> {
    let mut gaps = Gaps::default();
    loop {
        let found = RefCell::default();
        let all = Part { value: document, path: None, gaps: Some(&gaps), found: &found };
        let outcome = T::deserialize(all);
        let Found { unknown, unreadable } = found.into_inner();
        match (outcome, unreadable) {
            (Ok(value), _) => {
                for path in &unknown {
                    gaps.add(path);
                }
                return Ok((value, gaps));
            }
            // The whole is read anew without it. If it was required, what contains it is
            // unreadable next.
            (Err(_), Some(path)) => gaps.add(&path),
            (Err(error), None) => return Err(error),
        }
    }
}

/// What came up while a document was read.
#[derive(Default)]
struct Found {
    unknown: Vec<Vec<String>>,
    /// The innermost part that could not be read.
    unreadable: Option<Vec<String>>,
}

/// The path to a part: its last step, and the path to what contains it.
#[derive(Clone, Copy)]
struct Path<'a> {
    above: Option<&'a Path<'a>>,
    step: &'a str,
}

fn steps(mut path: Option<&Path<'_>>) -> Vec<String> {
    let mut steps = Vec::new();
    while let Some(Path { above, step }) = path {
        steps.push((*step).to_owned());
        path = *above;
    }
    steps.reverse();
    steps
}

/// A part of a document that is being read.
#[derive(Clone, Copy)]
struct Part<'de, 'a> {
    value: &'de Value,
    path: Option<&'a Path<'a>>,
    /// What is skipped below it.
    gaps: Option<&'a Gaps>,
    found: &'a RefCell<Found>,
}

impl<'de> Part<'de, '_> {
    fn skips(&self, step: &str) -> bool {
        self.gaps.is_some_and(|gaps| gaps.has(step))
    }

    fn leaves(&self, step: Option<&str>) {
        let mut path = steps(self.path);
        path.extend(step.map(ToOwned::to_owned));
        self.found.borrow_mut().unknown.push(path);
    }

    /// Reads a part of this part.
    fn below<T>(
        &self,
        step: &str,
        value: &'de Value,
        read: impl FnOnce(Part<'de, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let path = Path { above: self.path, step };
        let gaps = self.gaps.and_then(|gaps| gaps.below.get(step));
        read(Part { value, path: Some(&path), gaps, found: self.found }).inspect_err(|_| {
            let mut found = self.found.borrow_mut();
            let _ = found.unreadable.get_or_insert_with(|| steps(Some(&path)));
        })
    }

    fn visit_object<V: Visitor<'de>>(
        self,
        names: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(entries) => visitor.visit_map(Properties {
                of: self,
                entries: entries.iter(),
                names,
                next: None,
            }),
            other => other.deserialize_any(visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Part<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.value.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => {
                visitor.visit_seq(Elements { of: self, items: items.iter().enumerate() })
            }
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_object(None, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.visit_object(Some(fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Object(entries) = self.value else {
            return self.value.deserialize_enum(name, variants, visitor);
        };
        let (known, unknown): (Vec<_>, Vec<_>) = entries
            .iter()
            .filter(|(name, _)| !self.skips(name))
            .partition(|(name, _)| variants.contains(&name.as_str()));
        let Some((name, content)) = known.first().or(unknown.first()) else {
            return Err(Error::custom("no variant"));
        };
        for (other, _) in entries.iter().filter(|(other, _)| other != name && !self.skips(other)) {
            self.leaves(Some(other));
        }
        visitor.visit_enum(Variant { of: self, name, content })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The elements of a list, without those that are skipped.
struct Elements<'de, 'a> {
    of: Part<'de, 'a>,
    items: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
}

impl<'de> SeqAccess<'de> for Elements<'de, '_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        for (index, item) in self.items.by_ref() {
            let step = index.to_string();
            if !self.of.skips(&step) {
                return self.of.below(&step, item, |part| seed.deserialize(part)).map(Some);
            }
        }
        Ok(None)
    }
}

/// The properties of an object, without those that are skipped or have no name in the type.
struct Properties<'de, 'a> {
    of: Part<'de, 'a>,
    entries: serde_json::map::Iter<'de>,
    names: Option<&'static [&'static str]>,
    next: Option<(&'de str, &'de Value)>,
}

impl<'de> MapAccess<'de> for Properties<'de, '_> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        for (name, value) in self.entries.by_ref() {
            if self.of.skips(name) {
                continue;
            }
            if self.names.is_some_and(|names| !names.contains(&name.as_str())) {
                self.of.leaves(Some(name));
                continue;
            }
            self.next = Some((name, value));
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (name, value) = self.next.take().ok_or_else(|| Error::custom("no value"))?;
        self.of.below(name, value, |part| seed.deserialize(part))
    }
}

/// A variant of an enumeration, as an object with its name.
struct Variant<'de, 'a> {
    of: Part<'de, 'a>,
    name: &'de str,
    content: &'de Value,
}

impl<'de> EnumAccess<'de> for Variant<'de, '_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = StrDeserializer::new(self.name);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        // A release that has data for it writes an object.
        self.of.leaves(None);
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        self.of.below(self.name, self.content, |part| seed.deserialize(part))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        self.of.below(self.name, self.content, |part| part.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.of.below(self.name, self.content, |part| part.visit_object(Some(fields), visitor))
    }
}
