//! A successful request for every operation of the contract: resource, body, expected status.

mod given;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_tests::{Answer, Caller};
use reqwest::Method;
use serde_json::Value;

pub(super) use self::given::{Given, Made};
pub(super) use self::table::rows;

/// A request that succeeds for those entitled to it.
pub(super) struct Row {
    pub(super) action: Action,
    /// The situation that it needs.
    pub(super) given: Given,
    /// Makes the body for that situation.
    pub(super) body: Option<fn(&Made) -> Value>,
    /// The status of the success.
    pub(super) success: u16,
    /// The status for callers with a right to the operation, but not to this resource.
    pub(super) strangers: u16,
}

/// An operation as described by the contract.
pub(super) struct Operation {
    pub(super) method: Method,
    template: String,
    /// The media type and example of the body.
    pub(super) body: Option<(String, Value)>,
    /// The documented statuses.
    pub(super) statuses: BTreeSet<u16>,
    /// Whether it requires `If-Match`.
    conditional: bool,
}

/// The operations of the contract.
pub(super) fn operations() -> BTreeMap<Action, Operation> {
    let contract = ptp_api::contract::whole().unwrap();
    let mut operations = BTreeMap::new();
    for (template, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let action = Action::from_code(operation["operationId"].as_str().unwrap()).unwrap();
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let mut references = parameters.filter_map(|one| one["$ref"].as_str());
            let content = operation["requestBody"]["content"].as_object();
            let media = content.and_then(|content| content.iter().next());
            let operation = Operation {
                method: Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(),
                template: template.clone(),
                body: media.map(|(media, body)| {
                    (media.clone(), body["examples"]["example"]["value"].clone())
                }),
                statuses: operation["responses"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(|status| status.parse().unwrap())
                    .collect(),
                conditional: references.any(|reference| reference.ends_with("/IfMatch")),
            };
            assert!(operations.insert(action, operation).is_none());
        }
    }
    operations
}

impl Operation {
    /// Sends the request for what was created, with its current version.
    pub(super) async fn ask(
        &self,
        caller: &Caller<'_>,
        made: &Made,
        body: Option<&Value>,
    ) -> Answer {
        let path = format!("/v1{}", made.fill(&self.template));
        let mut headers = Vec::new();
        if self.conditional {
            headers.push(("if-match", "*"));
        }
        assert_eq!(body.is_some(), self.body.is_some(), "the body of {} {path}", self.method);
        if let Some((media, _)) = &self.body {
            headers.push(("content-type", media));
        }
        caller.send(self.method.clone(), &path, body, &headers).await
    }
}
