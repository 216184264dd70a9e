//! Vocabulary words on the wire: serialised as their code.

use std::borrow::Cow;

use ptp_domain::vocabulary::Vocabulary;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::extensions::{Extensions, ExtensionsBuilder};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A word of the vocabulary `V`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coded<V>(pub V);

impl<V: Vocabulary> Serialize for Coded<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, V: Vocabulary> Deserialize<'de> for Coded<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        V::from_code(&code).map(Self).map_err(D::Error::custom)
    }
}

impl<V: Vocabulary> PartialSchema for Coded<V> {
    fn schema() -> RefOr<Schema> {
        let labels: Vec<_> =
            V::ALL.iter().map(|word| format!("`{}`: {}", word.code(), word.label().it)).collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(labels.join("; ")))
            .enum_values(Some(V::ALL.iter().map(|word| word.code())))
            .extensions(names_of_numbers::<V>())
            .into()
    }
}

/// Whether a text means the word with this code: in any case, with blanks, dashes and underscores
/// alike.
#[must_use]
pub fn is_word(code: &str, text: &str) -> bool {
    // A minus sign before the word turns an order round.
    let folded = |text: &str| -> String {
        let folded = text.trim().char_indices().map(|(index, sign)| match sign {
            '-' | '_' if index > 0 => '_',
            blank if blank.is_whitespace() => '_',
            letter => letter.to_ascii_lowercase(),
        });
        folded.collect()
    };
    code == text || folded(code) == folded(text)
}

/// The word that a text means.
#[must_use]
pub fn meant<V: Vocabulary>(text: &str) -> Option<V> {
    V::ALL.iter().copied().find(|word| is_word(word.code(), text))
}

/// The schema of a code in an answer that may also be a word of a newer release: any code, with
/// the known ones in the description.
#[must_use]
pub fn open_code<V: Vocabulary>() -> Schema {
    let labels: Vec<_> =
        V::ALL.iter().map(|word| format!("`{}`: {}", word.code(), word.label().it)).collect();
    let labels = labels.join("; ");
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(format!("Later releases may add codes. So far {labels}.")))
        .min_length(Some(1))
        .max_length(Some(60))
        .pattern(Some("^[a-z0-9_-]+$"))
        .into()
}

/// Names for numeric codes, for generated code: `2025` is `ateco_2025`.
fn names_of_numbers<V: Vocabulary>() -> Option<Extensions> {
    let is_number = |word: &V| word.code().starts_with(|first: char| first.is_ascii_digit());
    let prefix = V::NAME.split('_').next()?;
    let names: Vec<_> = V::ALL.iter().map(|word| format!("{prefix}_{}", word.code())).collect();
    let extensions = ExtensionsBuilder::new().add("x-enum-varnames", names).build();
    V::ALL.iter().any(is_number).then_some(extensions)
}

impl<V: Vocabulary> ToSchema for Coded<V> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(pascal_case(V::NAME))
    }
}

/// `member_kind` to `MemberKind`: the schema name of a vocabulary.
fn pascal_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}
