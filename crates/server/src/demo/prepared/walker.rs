//! Walks to where an example succeeds.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use ptp_api::Beginning;
use ptp_api::contract::shift;
use ptp_clock::Clock;
use ptp_domain::calendar::parse_date;
use ptp_domain::policy::{Action, Grant, Role, grant};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use uuid::Uuid;

use super::operation::Operation;
use super::walks::{TO_READ, adapt, before, reorganised};
use crate::demo::DemoKeys;
use crate::failure::Failure;

/// The day on which the contract's examples take place, unless they tell of a later one.
const WRITTEN_ON: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 20).unwrap();
/// The first day after the closing of the examples' call.
const CLOSED_ON: NaiveDate = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
const NOON: NaiveTime = NaiveTime::from_hms_opt(11, 0, 0).unwrap();
/// Where a body says on which day it is sent.
const TELLING: [&str; 6] =
    ["/act/date", "/effective_on", "/on", "/delivery/on", "/order/date", "/reference/date"];
/// The member in the examples, which stands for the fourth one of the example pole.
const MEMBER: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d12";

/// What was made on a walk.
#[derive(Clone, Default)]
pub(super) struct Things {
    /// The identifiers, by the name of the parameter.
    ids: BTreeMap<&'static str, String>,
    members: Vec<String>,
    receipt: Option<String>,
}

/// Asks the service for the steps of walks.
pub(super) struct Walker {
    client: Client,
    base: String,
    operations: BTreeMap<Action, Operation>,
    applicant: String,
    official: String,
    /// That of the service.
    clock: Clock,
    today: NaiveDate,
    /// A call that is open today.
    open_call: Option<Uuid>,
    /// The calls that were published on a walk, by their body: one is enough for many poles.
    published: BTreeMap<String, String>,
}

impl Walker {
    pub(super) fn new(
        base: String,
        operations: BTreeMap<Action, Operation>,
        keys: &DemoKeys,
        clock: Clock,
        today: NaiveDate,
        open_call: Option<Uuid>,
    ) -> Result<Self, Failure> {
        let failed = |error: &dyn std::error::Error| Failure::because("preparing the demo", error);
        let client =
            Client::builder().timeout(Duration::from_secs(30)).tls_certs_only([]).no_proxy();
        let client = client.build().map_err(|error| failed(&error))?;
        let [applicant, official] = DemoKeys::requests(&Clock::system()).map(|it| keys.token(&it));
        Ok(Self {
            client,
            base,
            operations,
            applicant: applicant.map_err(|error| failed(&error))?,
            official: official.map_err(|error| failed(&error))?,
            clock,
            today,
            open_call,
            published: BTreeMap::new(),
        })
    }

    /// Makes what is read.
    pub(super) async fn things_to_read(&mut self) -> Result<Things, String> {
        let mut things = self.walked(&TO_READ.concat(), None).await?;
        things.ids.extend(self.open_call.map(|id| ("call_id", id.to_string())));
        let receipt = self.ask(Action::ReadReceipt, &things, None).await?;
        things.receipt = receipt["jws"].as_str().map(ToOwned::to_owned);
        Ok(things)
    }

    /// What an operation begins with, once what leads there has been done.
    pub(super) async fn beginning(
        &mut self,
        action: Action,
        read: &Things,
    ) -> Result<Beginning, String> {
        let steps = before(action);
        let mut things = read.clone();
        if !steps.is_empty() {
            let made = self.walked(&steps, Some(action)).await?;
            things.ids.extend(made.ids);
            things.members = made.members;
        }
        // The first member is the applicant's own body.
        let member = if action == Action::ConfirmMembership { 0 } else { 3 };
        let member = things.members.get(member).map(|id| ("member_id".to_owned(), id.clone()));
        let ids = things.ids.iter().map(|(name, id)| ((*name).to_owned(), id.clone()));
        let by = self.today - self.takes_place(&steps, Some(action));
        Ok(Beginning {
            parameters: ids.chain(member).collect(),
            body: self.body(action, Some(action), by, &things),
        })
    }

    /// Takes steps, each on its day; what they made.
    async fn walked(
        &mut self,
        steps: &[Action],
        towards: Option<Action>,
    ) -> Result<Things, String> {
        let by = self.today - self.takes_place(steps, towards);
        let is_shared = steps.contains(&Action::SubmitApplication);
        let (mut things, mut day, mut unpublished) = (Things::default(), WRITTEN_ON, None);
        for step in steps {
            day = day.max(self.day_of(*step));
            self.clock.set((day + by).and_time(NOON).and_utc());
            let body = self.body(*step, towards, by, &things);
            match step {
                Action::CreateCall if is_shared => {
                    let key = json!(body).to_string();
                    if let Some(id) = self.published.get(&key) {
                        things.ids.insert("call_id", id.clone());
                        continue;
                    }
                    unpublished = Some(key);
                }
                Action::PublishCall if is_shared => match unpublished.take() {
                    None => continue,
                    Some(key) => {
                        let id = things.ids.get("call_id").cloned().unwrap_or_default();
                        self.published.insert(key, id);
                    }
                },
                _ => {}
            }
            let made = self.ask(*step, &things, body).await?;
            things.keep(*step, &made);
        }
        Ok(things)
    }

    /// On which day an operation takes place, in the time of the examples.
    fn takes_place(&self, steps: &[Action], towards: Option<Action>) -> NaiveDate {
        let days = steps.iter().copied().chain(towards).map(|step| self.day_of(step));
        let last = days.max().unwrap_or(WRITTEN_ON);
        // Applications are decided on, and calls reopened and archived, once the call has closed.
        let is_later = steps.contains(&Action::SubmitApplication)
            || matches!(towards, Some(Action::ReopenCall | Action::ArchiveCall));
        if is_later { last.max(CLOSED_ON) } else { last }
    }

    /// On which day the example of an operation takes place.
    fn day_of(&self, action: Action) -> NaiveDate {
        let body = self.operations.get(&action).and_then(|operation| operation.body.as_ref());
        let days = body.into_iter().flat_map(|(_, body)| {
            TELLING.iter().filter_map(|at| parse_date(body.pointer(at)?.as_str()?).ok())
        });
        days.max().unwrap_or(WRITTEN_ON).max(WRITTEN_ON)
    }

    /// The example of a body, with what was made instead of what it names, so many days later.
    fn body(
        &self,
        step: Action,
        towards: Option<Action>,
        by: TimeDelta,
        things: &Things,
    ) -> Option<Value> {
        let mut body = self.operations.get(&step)?.body.as_ref()?.1.clone();
        shift(&mut body, by);
        adapt(&mut body, step, towards);
        for (name, id) in &things.ids {
            if body.get(name).is_some() {
                body[*name] = json!(id);
            }
        }
        if let (Some(receipt), Some(own)) = (body.get_mut("receipt"), &things.receipt) {
            *receipt = json!(own);
        }
        let mut text = body.to_string();
        if let Some(member) = things.members.get(3) {
            text = text.replace(MEMBER, member);
        }
        if let Some((school, other)) = reorganised(towards) {
            text = text.replace(school, other);
        }
        serde_json::from_str(&text).ok()
    }

    /// Asks for an operation as whoever may do it; the answer, or the refusal in words.
    async fn ask(
        &self,
        action: Action,
        things: &Things,
        body: Option<Value>,
    ) -> Result<Value, String> {
        let operation = self.operations.get(&action).ok_or("there is no such operation")?;
        let filled =
            |path: String, (name, id): (&&str, &String)| path.replace(&format!("{{{name}}}"), id);
        let path = things.ids.iter().fold(operation.path.clone(), filled);
        let is_official = grant(Role::Official, action) == Grant::Everything;
        let token = if is_official { &self.official } else { &self.applicant };
        let method =
            Method::from_bytes(operation.method.as_bytes()).map_err(|why| why.to_string())?;
        let mut request =
            self.client.request(method, format!("{}{path}", self.base)).bearer_auth(token);
        if let (Some((media_type, _)), Some(body)) = (&operation.body, body) {
            request = request.header("content-type", media_type).body(body.to_string());
        }
        let answer = request.header("if-match", "*").send().await.map_err(|why| why.to_string())?;
        let status = answer.status();
        let text = answer.text().await.map_err(|why| why.to_string())?;
        if !status.is_success() {
            return Err(format!("{path} answered {status}: {text}"));
        }
        serde_json::from_str(&text).map_err(|why| why.to_string())
    }
}

impl Things {
    /// Keeps the identifiers of what a step made.
    fn keep(&mut self, step: Action, made: &Value) {
        if let Some(receipt) = made["receipt_id"].as_str() {
            self.ids.insert("receipt_id", receipt.to_owned());
        }
        let name = match step {
            Action::CreateCall => "call_id",
            Action::CreatePole => "pole_id",
            Action::SubmitApplication => "application_id",
            Action::FileChangeRequest => "request_id",
            Action::FileCommunication => "communication_id",
            Action::RecordReorganisation => "reorganisation_id",
            _ => return,
        };
        let id = |value: &Value| value["id"].as_str().map(ToOwned::to_owned);
        self.ids.extend(id(made).map(|id| (name, id)));
        if step == Action::CreatePole {
            self.members =
                made["members"].as_array().into_iter().flatten().filter_map(id).collect();
        }
    }
}
