//! Schema validation errors as messages, and property names as JSON pointer tokens (RFC 6901).

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

/// The faults for one failed keyword.
pub(super) fn faults_from(error: &ValidationError<'_>) -> Vec<Fault> {
    use ValidationErrorKind as Kind;
    let pointer = error.instance_path().as_str().to_owned();
    let fault = |pointer: String, code, it: String, en: String| {
        vec![Fault { pointer, code, message: Text::new(it, en) }]
    };
    let here = |code, it: String, en: String| fault(pointer.clone(), code, it, en);
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
