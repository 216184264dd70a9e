//! The operations of the contract, with their examples, as the demo asks them of itself.

use std::collections::BTreeMap;

use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary as _;
use serde_json::Value;

/// An operation.
pub(super) struct Operation {
    pub(super) method: String,
    /// Its path, with the names of its parameters in braces.
    pub(super) path: String,
    /// The media type and the example of its body.
    pub(super) body: Option<(String, Value)>,
}

/// All operations of the contract.
pub(super) fn operations(contract: &Value) -> BTreeMap<Action, Operation> {
    let paths = contract["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.filter_map(move |(method, operation)| {
                let action = Action::from_code(operation["operationId"].as_str()?).ok()?;
                let body = example_of(operation);
                Some((
                    action,
                    Operation { method: method.to_uppercase(), path: path.clone(), body },
                ))
            })
        })
        .collect()
}

/// The media type and the example of an operation's body.
fn example_of(operation: &Value) -> Option<(String, Value)> {
    let content = operation.pointer("/requestBody/content")?.as_object()?;
    let (media_type, media) = content.iter().next()?;
    let (_, example) = media["examples"].as_object()?.iter().next()?;
    Some((media_type.clone(), example["value"].clone()))
}
