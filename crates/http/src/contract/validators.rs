//! Validation of bodies and parameters against the contract's own schemas.

use std::collections::BTreeMap;

use jsonschema::Registry;
use ptp_domain::fault::Fault;
use ptp_domain::text::Text;
use serde_json::{Map, Value, json};
use utoipa::ToSchema as _;

use super::faults::{UNKNOWN_PROPERTY, escaped, unseen};
use super::judge::{Judge, List};
use super::lenient::{Nulls, put_right};
use super::schemas::{REFERENCE, long_lists};
use crate::wire::InstantInput;

/// The compiled schemas of the contract.
pub struct Validators {
    bodies: BTreeMap<String, Judge>,
    parameters: BTreeMap<String, Parameters>,
    schemas: Value,
}

/// The query parameters of one operation.
struct Parameters {
    /// How each is written.
    types: BTreeMap<String, ParameterType>,
    judge: Judge,
}

/// How a query parameter is written.
struct ParameterType {
    /// Its JSON type, or the name of its schema, to parse its text as.
    kind: String,
    /// Whether it has several values: given more than once, or with commas between them.
    is_list: bool,
}

impl Validators {
    /// Compiles the schemas of bodies and query parameters. `patched` names the schemas that
    /// validate the result of a patch.
    ///
    /// Schemas are registered once, so that validators share them.
    ///
    /// # Errors
    ///
    /// The first invalid schema (a bug).
    pub fn new(document: &Value, patched: &[String]) -> Result<Self, String> {
        let mut schemas = document["components"]["schemas"].clone();
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            if name.ends_with("Patch") {
                // A patch is validated by its result: for a property that is wrong or null its own
                // schema could only report that no alternative of `anyOf` matches.
                *schema = json!({"type": "object"});
            } else if schema["additionalProperties"] == false {
                // Without this the validator does not report which properties are unknown.
                let object = schema.as_object_mut();
                let _ = object.map(|object| object.entry("properties").or_insert(json!({})));
            }
        }
        let queries: Vec<_> = operations(document).filter_map(query_of).collect();
        let by_operation: Map<_, _> =
            queries.iter().map(|(id, _, schema)| (id.clone(), schema.clone())).collect();
        let whole = json!({"components": {"schemas": &schemas}, QUERIES: by_operation});
        let registry =
            Registry::new().add(WHOLE, &whole).and_then(jsonschema::RegistryBuilder::prepare);
        let registry = registry.map_err(|error| error.to_string())?;
        let validator = |pointer: &str| {
            jsonschema::draft202012::options()
                .with_registry(&registry)
                .build(&json!({"$ref": format!("{WHOLE}{pointer}")}))
                .map_err(|error| error.to_string())
        };
        let compile = |schema: Value, pointer: String| {
            let lists = long_lists(&schemas, &schema)
                .into_iter()
                .map(|(path, items)| Ok::<_, String>(List { path, item: validator(&items)? }));
            let lists = lists.collect::<Result<_, _>>()?;
            Ok::<_, String>(Judge { validator: validator(&pointer)?, lists, schema })
        };
        let mut bodies = BTreeMap::new();
        let names = operations(document).filter_map(body_of).map(str::to_owned);
        for name in names.chain(patched.iter().cloned()) {
            let pointer = format!("{REFERENCE}{name}");
            let judge = compile(json!({"$ref": pointer}), pointer)?;
            bodies.insert(name, judge);
        }
        let mut parameters = BTreeMap::new();
        for (id, types, schema) in queries {
            let judge = compile(schema, format!("#/{QUERIES}/{id}"))?;
            parameters.insert(id, Parameters { types, judge });
        }
        Ok(Self { bodies, parameters, schemas })
    }

    /// The schemas of the contract by name.
    #[must_use]
    pub fn schemas(&self) -> &Value {
        &self.schemas
    }

    /// Validates a body against a schema.
    ///
    /// # Errors
    ///
    /// The contract has no body with that schema (a bug).
    pub fn body_faults(&self, schema: &str, body: &Value) -> Result<Vec<Fault>, String> {
        let judge =
            self.bodies.get(schema).ok_or_else(|| format!("no body has the schema {schema}"))?;
        Ok(judge.faults(&self.schemas, body))
    }

    /// Brings a document into the form of a schema, as far as its meaning is certain.
    pub(crate) fn put_right(&self, schema: &str, document: &mut Value, nulls: Nulls) {
        put_right(&self.schemas, &self.schemas[schema], document, nulls);
    }

    /// The texts of a document that have a character which nobody ever sees.
    pub(crate) fn unseen(document: &Value) -> Vec<Fault> {
        let mut found = Vec::new();
        unseen(document, &mut String::new(), &mut found);
        found
    }

    /// As [`put_right`](Self::put_right), by the schema itself.
    pub(crate) fn put_right_at(&self, schema: &Value, document: &mut Value) {
        put_right(&self.schemas, schema, document, Nulls::Absent);
    }

    /// Parses the query of an operation into the types of its parameters.
    ///
    /// # Errors
    ///
    /// Every fault: unknown, repeated or malformed parameters.
    pub fn read_query(
        &self,
        operation: &str,
        pairs: &[(String, String)],
    ) -> Result<Value, Vec<Fault>> {
        let mut object = Map::new();
        let mut faults = Vec::new();
        let known = self.parameters.get(operation);
        for (name, text) in pairs {
            let kind = known.and_then(|known| known.types.get(name));
            if kind.is_some_and(|kind| kind.is_list) {
                let values = object.entry(name.clone()).or_insert_with(|| json!([]));
                let more = text.split(',').map(|text| typed(kind, text));
                let _ = values.as_array_mut().map(|values| values.extend(more));
            } else if object.insert(name.clone(), typed(kind, text)).is_some() {
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
        let mut query = Value::Object(object);
        if let Some(known) = known {
            put_right(&self.schemas, &known.judge.schema, &mut query, Nulls::Absent);
            let known_names: Vec<_> = known.types.keys().map(String::as_str).collect();
            faults.extend(known.judge.faults(&self.schemas, &query).into_iter().map(|fault| {
                if fault.code == UNKNOWN_PROPERTY {
                    return Fault { message: unknown_parameter(&known_names), ..fault };
                }
                // Of which value does not matter: a parameter has a name, and no places.
                let name = fault.pointer.split('/').nth(1).unwrap_or_default();
                Fault { pointer: format!("/{name}"), ..fault }
            }));
            faults.dedup();
        }
        if faults.is_empty() { Ok(query) } else { Err(faults) }
    }
}

/// The URI of the registered document with all schemas.
const WHOLE: &str = "urn:ptp:contract";
/// The key of the query schemas, by operation.
const QUERIES: &str = "queries";

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let paths = document["paths"].as_object().into_iter();
    let items = paths.flat_map(|paths| paths.values()).filter_map(Value::as_object);
    items.flat_map(|methods| methods.values())
}

/// The schema name of an operation's request body.
fn body_of(operation: &Value) -> Option<&str> {
    let content = operation["requestBody"]["content"].as_object()?;
    content.values().next()?["schema"]["$ref"].as_str()?.rsplit('/').next()
}

/// An operation with its query parameters' types and their schema.
fn query_of(operation: &Value) -> Option<(String, BTreeMap<String, ParameterType>, Value)> {
    let id = operation["operationId"].as_str()?;
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let (mut properties, mut types) = (Map::new(), BTreeMap::new());
    for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
        let name = parameter["name"].as_str()?;
        let schema = &parameter["schema"];
        let is_list = schema["type"] == "array";
        let one = if is_list { &schema["items"] } else { schema };
        let named = one["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        let kind = one["type"].as_str().or(named).unwrap_or("string").to_owned();
        types.insert(name.to_owned(), ParameterType { kind, is_list });
        let mut schema = schema.clone();
        if let (Value::String(example), Value::Object(schema)) =
            (&parameter["example"], &mut schema)
        {
            // What has the wrong form is told by it.
            let _ = schema.insert("examples".to_owned(), json!([example]));
        }
        properties.insert(name.to_owned(), schema);
    }
    let schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    Some((id.to_owned(), types, schema))
}

/// The parameter's text as its JSON type; if it does not parse it stays a string, which the schema
/// rejects. The `+` of an offset, sent as it is, arrives as a blank.
fn typed(kind: Option<&ParameterType>, text: &str) -> Value {
    match kind.map(|kind| kind.kind.as_str()) {
        Some("integer") => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), |yes| json!(yes)),
        Some(name) if name == InstantInput::name() => json!(text.trim().replace(' ', "+")),
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
