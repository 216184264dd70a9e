//! Vocabulary words and identifiers in JSON, as their codes.

use std::borrow::Cow;

use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{Email, Rea, SchoolCode, TaxCode};
use ptp_domain::member::SchoolStatus;
use ptp_domain::party::ActKind;
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::study_track::CataloguedTrack;
use ptp_domain::vocabulary::Vocabulary;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A word of a vocabulary, as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<V>(pub(crate) V);

impl<V: Vocabulary> From<&V> for Word<V> {
    fn from(word: &V) -> Self {
        Self(*word)
    }
}

impl<V: Vocabulary> Serialize for Word<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, V: Vocabulary> Deserialize<'de> for Word<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        V::from_code(&code).map(Self).map_err(D::Error::custom)
    }
}

/// The word that is shown where one has to stand, and stored is one that only a newer release
/// knows. Elsewhere the property, or the list element, is left out.
macro_rules! neutral {
    ($($word:expr => $Vocabulary:ty;)+) => {$(
        impl Default for Word<$Vocabulary> {
            fn default() -> Self {
                Self($word)
            }
        }
    )+};
}
neutral! {
    ActKind::Other => ActKind;
    RulesetId::default() => RulesetId;
    SchoolStatus::State => SchoolStatus;
}

/// An identifier with a canonical text.
pub(crate) trait Canonical: Sized {
    /// The canonical text.
    fn text(&self) -> &str;

    /// Parses the text.
    fn read(text: &str) -> Result<Self, Invalid>;
}

macro_rules! canonical {
    ($($Type:ty),+) => {$(
        impl Canonical for $Type {
            fn text(&self) -> &str {
                self.as_str()
            }

            fn read(text: &str) -> Result<Self, Invalid> {
                Self::parse(text)
            }
        }
    )+};
}
canonical!(Email, Rea, SchoolCode);

impl Canonical for TaxCode {
    fn text(&self) -> &str {
        self.as_str()
    }

    fn read(text: &str) -> Result<Self, Invalid> {
        Self::restore(text)
    }
}

impl Canonical for &'static CataloguedTrack {
    fn text(&self) -> &str {
        self.code
    }

    fn read(text: &str) -> Result<Self, Invalid> {
        CataloguedTrack::find(text)
    }
}

/// An identifier, as its canonical text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written<T>(pub(crate) T);

impl<T: Clone> From<&T> for Written<T> {
    fn from(identifier: &T) -> Self {
        Self(identifier.clone())
    }
}

impl<T: Canonical> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.text())
    }
}

impl<'de, T: Canonical> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        // The code of the fault rather than its message, which is meant for users.
        T::read(&text).map(Self).map_err(|invalid| D::Error::custom(invalid.code))
    }
}
