//! Bodies and parameters against the contract's own schemas: its bounds are the enforced ones.

use std::collections::BTreeMap;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use ptp_domain::fault::Fault;
use ptp_domain::text::Text;
use serde_json::{Value, json};

use super::schemas::{example_at, too_long};
use crate::wire::MOST_FAULTS;

/// Where the contract keeps its schemas.
pub(crate) const REFERENCE: &str = "#/components/schemas/";
/// The code of an array with too many items.
pub(crate) const MAX_ITEMS: &str = "max_items";
/// The code of a property that the contract does not know.
pub(crate) const UNKNOWN_PROPERTY: &str = "unknown_property";

/// The schemas of the contract, ready to judge.
pub(crate) struct Validators {
    bodies: BTreeMap<String, Judge>,
    parameters: BTreeMap<String, Parameters>,
    schemas: Value,
}

/// The query parameters of one operation.
struct Parameters {
    /// The type of each, to read the text as.
    types: BTreeMap<String, String>,
    judge: Judge,
}

/// A schema, ready to judge, and as it stands in the contract.
struct Judge {
    validator: Validator,
    schema: Value,
}

impl Validators {
    /// Compiles what the document says of bodies and query parameters.
    ///
    /// # Errors
    ///
    /// The first schema that is none.
    pub(crate) fn of(document: &Value) -> Result<Self, String> {
        let mut schemas = document["components"]["schemas"].clone();
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            if name.ends_with("Patch") {
                // A patch is judged by what comes of it: of a property that is wrong or null the
                // schema of the patch itself could only say that neither fits.
                *schema = json!({"type": "object"});
            } else if schema["additionalProperties"] == false {
                // Without it the validator does not name the properties that are too many.
                let object = schema.as_object_mut();
                let _ = object.map(|object| object.entry("properties").or_insert(json!({})));
            }
        }
        let mut validators = Self { bodies: BTreeMap::new(), parameters: BTreeMap::new(), schemas };
        let paths = document["paths"].as_object();
        let operations = paths
            .into_iter()
            .flat_map(|paths| paths.values())
            .filter_map(Value::as_object)
            .flat_map(|methods| methods.values());
        for operation in operations {
            validators.add_body(operation)?;
            validators.add_parameters(operation)?;
        }
        Ok(validators)
    }

    fn add_body(&mut self, operation: &Value) -> Result<(), String> {
        let schema = operation["requestBody"]["content"]
            .as_object()
            .and_then(|content| content.values().next())
            .and_then(|media| media["schema"]["$ref"].as_str());
        if let Some(name) = schema.and_then(|reference| reference.rsplit('/').next())
            && !self.bodies.contains_key(name)
        {
            self.add_schema(name)?;
            // What comes of a patch is judged like what a client writes whole.
            let whole = name.replace("Patch", "Input");
            if whole != name && self.schemas.get(&whole).is_some() {
                self.add_schema(&whole)?;
            }
        }
        Ok(())
    }

    fn add_schema(&mut self, name: &str) -> Result<(), String> {
        let judge = self.compile(json!({"$ref": format!("{REFERENCE}{name}")}))?;
        self.bodies.insert(name.to_owned(), judge);
        Ok(())
    }

    fn add_parameters(&mut self, operation: &Value) -> Result<(), String> {
        let Some(id) = operation["operationId"].as_str() else { return Ok(()) };
        let mut properties = serde_json::Map::new();
        let mut types = BTreeMap::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] != "query" {
                continue;
            }
            if let Some(name) = parameter["name"].as_str() {
                let schema = &parameter["schema"];
                let kind = schema["type"].as_str().unwrap_or("string").to_owned();
                types.insert(name.to_owned(), kind);
                properties.insert(name.to_owned(), schema.clone());
            }
        }
        let judge = self.compile(json!({
            "type": "object", "properties": properties, "additionalProperties": false,
        }))?;
        self.parameters.insert(id.to_owned(), Parameters { types, judge });
        Ok(())
    }

    fn compile(&self, schema: Value) -> Result<Judge, String> {
        let mut whole = schema.clone();
        whole["components"] = json!({"schemas": self.schemas});
        let validator =
            jsonschema::draft202012::options().build(&whole).map_err(|error| error.to_string())?;
        Ok(Judge { validator, schema })
    }

    /// The schemas of the contract by name.
    pub(crate) fn schemas(&self) -> &Value {
        &self.schemas
    }

    /// What is wrong with a body, by the name of its schema.
    ///
    /// # Errors
    ///
    /// The contract has no such body: a defect.
    pub(crate) fn body_faults(&self, schema: &str, body: &Value) -> Result<Vec<Fault>, String> {
        let judge =
            self.bodies.get(schema).ok_or_else(|| format!("no body has the schema {schema}"))?;
        Ok(judge.faults(&self.schemas, body))
    }

    /// Reads the query of an operation as its parameters' types.
    ///
    /// # Errors
    ///
    /// Every fault: unknown, repeated or malformed parameters.
    pub(crate) fn read_query(
        &self,
        operation: &str,
        pairs: &[(String, String)],
    ) -> Result<Value, Vec<Fault>> {
        let mut object = serde_json::Map::new();
        let mut faults = Vec::new();
        let known = self.parameters.get(operation);
        for (name, text) in pairs {
            let kind = known.and_then(|known| known.types.get(name)).map(String::as_str);
            if object.insert(name.clone(), typed(kind, text)).is_some() {
                faults.push(Fault {
                    pointer: format!("/{}", escaped(name)),
                    code: "repeated",
                    message: Text::fixed(
                        "il parametro è ripetuto: indicarlo una volta sola",
                        "the parameter is repeated: give it once",
                    ),
                });
            }
        }
        let query = Value::Object(object);
        if let Some(known) = known {
            let known_names: Vec<_> = known.types.keys().map(String::as_str).collect();
            faults.extend(known.judge.faults(&self.schemas, &query).into_iter().map(|fault| {
                if fault.code == UNKNOWN_PROPERTY {
                    return Fault { message: unknown_parameter(&known_names), ..fault };
                }
                fault
            }));
        }
        if faults.is_empty() { Ok(query) } else { Err(faults) }
    }
}

/// The text of a parameter as its type; what cannot be read stays a text and is refused as such.
fn typed(kind: Option<&str>, text: &str) -> Value {
    match kind {
        Some("integer") => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), |yes| json!(yes)),
        _ => json!(text),
    }
}

fn unknown_parameter(known: &[&str]) -> Text {
    if known.is_empty() {
        return Text::fixed(
            "parametro sconosciuto: questa operazione non ne ha",
            "unknown parameter: this operation has none",
        );
    }
    let known = known.join(", ");
    Text::new(
        format!("parametro sconosciuto; ammessi: {known}"),
        format!("unknown parameter; known are: {known}"),
    )
}

impl Judge {
    /// What is wrong with an instance; what has the wrong form comes with an example.
    fn faults(&self, schemas: &Value, instance: &Value) -> Vec<Fault> {
        // What is too long is said alone: of its items nothing more needs to be known.
        let mut long = Vec::new();
        too_long(schemas, &self.schema, instance, &mut String::new(), &mut long);
        if !long.is_empty() {
            return long;
        }
        let faults = self.validator.iter_errors(instance).flat_map(|error| faults_from(&error));
        faults
            .take(MOST_FAULTS)
            .map(|mut fault| {
                if fault.code == "pattern"
                    && let Some(example) = example_at(schemas, &self.schema, &fault.pointer)
                {
                    fault.message = Text::new(
                        format!("non ha la forma richiesta; per esempio: {example}"),
                        format!("not of the form that is asked for; for example: {example}"),
                    );
                }
                fault
            })
            .collect()
    }
}

/// The fault of an array with too many items.
pub(super) fn most_items(pointer: String, most: usize) -> Fault {
    let message = Text::new(format!("al massimo {most} elementi"), format!("at most {most} items"));
    Fault { pointer, code: MAX_ITEMS, message }
}

/// A type of JSON in words.
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

/// What one failed keyword means, in words.
fn faults_from(error: &ValidationError<'_>) -> Vec<Fault> {
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
            let options = options.join(", ");
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
        Kind::MaxLength { limit } => here(
            "max_length",
            format!("al massimo {limit} caratteri"),
            format!("at most {limit} characters"),
        ),
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
            here("min_items", format!("almeno {limit} elementi"), format!("at least {limit} items"))
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

/// A property's name as a token of a JSON pointer (RFC 6901).
pub(crate) fn escaped(name: &str) -> String {
    let visible = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let name: String = name.chars().take(100).map(visible).collect();
    name.replace('~', "~0").replace('/', "~1")
}
