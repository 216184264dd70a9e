//! Schema validation errors as messages, and property names as JSON pointer tokens (RFC 6901).

use std::fmt::Write as _;

use jsonptr::Token;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use ptp_domain::fault::Fault;
use ptp_domain::sentence::Noun;
use ptp_domain::text::Text;
use serde_json::Value;

use crate::problem::MOST_FAULTS;

/// The code of an array with too many items.
pub(crate) const MAX_ITEMS: &str = "max_items";
/// The code of a text with a character that nobody sees.
pub(crate) const INVISIBLE: &str = "invisible_character";
/// The code of an unknown property.
pub(crate) const UNKNOWN_PROPERTY: &str = "unknown_property";

const ITEM: Noun = Noun::masculine(("elemento", "elementi"), ("item", "items"));
const CHARACTER: Noun = Noun::masculine(("carattere", "caratteri"), ("character", "characters"));

/// The longest list of allowed values that a sentence repeats, in bytes: it has to be read.
const LONGEST_LIST: usize = 800;

/// A number that is not exceeded: `nessun elemento`, `al massimo 1 elemento`.
fn at_most(noun: Noun, most: u64) -> Text {
    let Text { it, en } = noun.counted(most);
    if most == 0 {
        Text::new(it, en)
    } else {
        Text::new(format!("al massimo {it}"), format!("at most {en}"))
    }
}

/// The fault of an array with too many items.
pub(super) fn most_items(pointer: String, most: usize) -> Fault {
    Fault { pointer, code: MAX_ITEMS, message: at_most(ITEM, most as u64) }
}

/// A JSON type in words.
fn type_in_words(name: &str) -> (&'static str, &'static str) {
    match name {
        "string" => ("una stringa", "a string"),
        "integer" => ("un numero intero", "an integer"),
        "number" => ("un numero", "a number"),
        "boolean" => ("true o false", "true or false"),
        "array" => ("un elenco [..]", "an array [..]"),
        "object" => ("un oggetto {..}", "an object {..}"),
        _ => ("null", "null"),
    }
}

/// The fault of a text whose form is wrong because of a character that nobody sees.
fn invisible(pointer: &str, text: &str) -> Option<Fault> {
    let (index, sign) = text.chars().enumerate().find(|(_, sign)| is_invisible(*sign))?;
    let place = index.saturating_add(1);
    let (it, en) = match sign {
        '\t' => ("una tabulazione", "a tab"),
        '\n' | '\r' => ("un ritorno a capo", "a line break"),
        '\u{a0}' => ("uno spazio unificatore", "a no-break space"),
        '\u{ad}' => ("un trattino facoltativo", "a soft hyphen"),
        '\u{200b}' => ("uno spazio di larghezza zero", "a zero-width space"),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => (
            "un carattere che cambia la direzione del testo",
            "a character that turns the text round",
        ),
        '\u{feff}' => ("un indicatore di codifica (BOM)", "a byte order mark"),
        _ => ("un carattere invisibile", "an invisible character"),
    };
    let code = u32::from(sign);
    let message = Text::new(
        format!("contiene {it} (U+{code:04X}) in posizione {place}: occorre toglierlo"),
        format!("contains {en} (U+{code:04X}) at position {place}: take it out"),
    );
    Some(Fault { pointer: pointer.to_owned(), code: INVISIBLE, message })
}

/// The texts of a document that have a character which nobody sees in any text. No pattern lists
/// them: many tools that read patterns know no planes but the first.
pub(super) fn unseen(value: &Value, at: &mut String, found: &mut Vec<Fault>) {
    let length = at.len();
    match value {
        Value::String(text) if text.chars().any(is_never_seen) => found.extend(invisible(at, text)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let _ = write!(at, "/{index}");
                unseen(item, at, found);
                at.truncate(length);
            }
        }
        Value::Object(object) => {
            for (name, item) in object {
                let _ = write!(at, "/{}", escaped(name));
                unseen(item, at, found);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// Whether a character is never seen: fillers, tags, places for private use or for no character.
fn is_never_seen(sign: char) -> bool {
    matches!(
        sign,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}'
    ) || u32::from(sign) & 0xfffe == 0xfffe
}

/// Whether nobody sees a character where it stands inside a text: as the patterns of texts have it,
/// and the spaces that look like others.
fn is_invisible(sign: char) -> bool {
    is_never_seen(sign)
        || sign.is_control()
        || matches!(
            sign,
            '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
                | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}'
        )
}

/// The faults for one failed keyword.
pub(super) fn faults_from(error: &ValidationError<'_>) -> Vec<Fault> {
    use ValidationErrorKind as Kind;
    let pointer = error.instance_path().as_str().to_owned();
    let fault = |pointer: String, code, it: String, en: String| {
        vec![Fault { pointer, code, message: Text::new(it, en) }]
    };
    let here = |code, it: String, en: String| fault(pointer.clone(), code, it, en);
    if let Kind::Pattern { .. } | Kind::Format { .. } | Kind::Enum { .. } = error.kind()
        && let Some(fault) = error.instance().as_str().and_then(|text| invisible(&pointer, text))
    {
        return vec![fault];
    }
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .take(MOST_FAULTS)
            .flat_map(|name| {
                fault(
                    format!("{pointer}/{}", escaped(name)),
                    UNKNOWN_PROPERTY,
                    "proprietà sconosciuta".to_owned(),
                    "unknown property".to_owned(),
                )
            })
            .collect(),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            fault(
                format!("{pointer}/{}", escaped(name)),
                "required",
                "manca: è obbligatorio".to_owned(),
                "missing: it is required".to_owned(),
            )
        }
        Kind::Type { kind } => {
            let names: Vec<_> = match kind {
                TypeKind::Single(one) => vec![one.to_string()],
                TypeKind::Multiple(many) => many.iter().map(|one| one.to_string()).collect(),
            };
            let (it, en): (Vec<_>, Vec<_>) = names.iter().map(|name| type_in_words(name)).unzip();
            here(
                "type",
                format!("tipo errato: serve {}", it.join(" o ")),
                format!("wrong type: {} is needed", en.join(" or ")),
            )
        }
        Kind::Enum { options } => {
            let options: Vec<_> =
                options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let (many, options) = (options.len(), options.join(", "));
            if options.len() > LONGEST_LIST {
                return here(
                    "enum",
                    format!(
                        "valore non ammesso; il contratto (/openapi.json) elenca i {many} ammessi"
                    ),
                    format!("not one of the {many} that the contract (/openapi.json) lists"),
                );
            }
            here(
                "enum",
                format!("valore non ammesso; ammessi: {options}"),
                format!("not one of: {options}"),
            )
        }
        Kind::Pattern { .. } | Kind::Format { .. } => here(
            "pattern",
            "non ha la forma richiesta dal contratto (/openapi.json)".to_owned(),
            "not of the form that the contract asks for (/openapi.json)".to_owned(),
        ),
        Kind::MaxLength { limit } => {
            let Text { it, en } = at_most(CHARACTER, *limit);
            here("max_length", it.into_owned(), en.into_owned())
        }
        Kind::MinLength { .. } => {
            here("min_length", "non può essere vuoto".to_owned(), "must not be empty".to_owned())
        }
        Kind::Maximum { limit } => {
            here("maximum", format!("al massimo {limit}"), format!("at most {limit}"))
        }
        Kind::Minimum { limit } => {
            here("minimum", format!("almeno {limit}"), format!("at least {limit}"))
        }
        Kind::MaxItems { limit } => {
            vec![most_items(pointer, usize::try_from(*limit).unwrap_or(usize::MAX))]
        }
        Kind::MinItems { limit } => {
            let Text { it, en } = ITEM.counted(*limit);
            here("min_items", format!("almeno {it}"), format!("at least {en}"))
        }
        Kind::UniqueItems => {
            here("unique_items", "elementi ripetuti".to_owned(), "repeated items".to_owned())
        }
        _ => here(
            "schema",
            "non corrisponde al contratto (/openapi.json)".to_owned(),
            "does not match the contract (/openapi.json)".to_owned(),
        ),
    }
}

/// A property name as a JSON pointer token; names sent by clients may be long and unprintable.
pub(crate) fn escaped(name: &str) -> String {
    let visible = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let name: String = name.chars().take(100).map(visible).collect();
    Token::new(name).encoded().to_owned()
}

/// The name that a JSON pointer token stands for.
pub(super) fn unescaped(token: &str) -> String {
    Token::from_encoded(token)
        .map_or_else(|_| token.to_owned(), |token| token.decoded().into_owned())
}
