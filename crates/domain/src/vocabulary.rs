//! Closed vocabularies: one declaration gives the enum, its codes, labels and source.

use std::fmt;

use crate::text::Text;

/// A closed vocabulary; each word has a stable code.
///
/// The code is stored in database columns and sent on the wire, so changing one requires a
/// migration and a new version of the contract.
pub trait Vocabulary: Copy + Ord + std::hash::Hash + fmt::Debug + Sized + 'static {
    /// The name of the vocabulary, as in the contract.
    const NAME: &'static str;

    /// All words, in the order of the source.
    const ALL: &'static [Self];

    /// The source of the words: the page, the law or a project decision.
    const SOURCE: Text;

    /// The stable code of this word.
    fn code(self) -> &'static str;

    /// What people call it.
    fn label(self) -> Text;

    /// The word with this code.
    ///
    /// # Errors
    ///
    /// [`UnknownCode`] if there is none.
    fn from_code(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|word| word.code() == code)
            .ok_or_else(|| UnknownCode { list: Self::NAME, code: code.to_owned() })
    }
}

/// A code that is not in the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The vocabulary.
    pub list: &'static str,
    /// The unknown code.
    pub code: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no {} has the code {:?}", self.list, self.code)
    }
}

impl std::error::Error for UnknownCode {}

/// Declares a vocabulary: `Word = "code", "Italian label", "English label";`.
macro_rules! vocabulary {
    (
        $(#[$list_doc:meta])*
        pub enum $List:ident: $name:literal, from $source:ident($source_it:expr, $source_en:expr) {
            $($(#[$word_doc:meta])* $Word:ident = $code:literal, $it:expr, $en:expr;)+
        }
    ) => {
        $(#[$list_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $List {
            $($(#[$word_doc])* $Word,)+
        }

        impl $List {
            /// The stable code of this word, in const context.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$Word => $code),+ }
            }
        }

        impl $crate::vocabulary::Vocabulary for $List {
            const NAME: &'static str = $name;
            const ALL: &'static [Self] = &[$(Self::$Word),+];
            const SOURCE: $crate::text::Text = $crate::text::Text::$source($source_it, $source_en);

            fn code(self) -> &'static str {
                self.id()
            }

            fn label(self) -> $crate::text::Text {
                match self { $(Self::$Word => $crate::text::Text::fixed($it, $en)),+ }
            }
        }
    };
}
pub(crate) use vocabulary;
