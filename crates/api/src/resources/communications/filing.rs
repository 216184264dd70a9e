//! A fact that may be recorded: judged, registered, in effect.

use std::collections::BTreeSet;

use actix_web::web::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::change_request::{SUPERSEDED, Topic};
use ptp_domain::communication::{
    Communication, CommunicationKind, CommunicationStatus, MEMBER_FACTS, POLE_FACTS, happened,
    may_be_told,
};
use ptp_domain::event::EventKind;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::language::Language;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::policy::{Actor, Scope};
use ptp_domain::receipt::{Matter, Prospect, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_http::contract::Validators;
use ptp_store::{NetworkWrite, Read, StoredPole, Tx, Write};
use serde_json::Value;
use uuid::Uuid;

use super::document::{CommunicationView, Fact};
use super::tag_of;
use crate::cases::base::Base;
use crate::cases::ending::Ending;
use crate::cases::idempotent::Written;
use crate::cases::judging::check_whole;
use crate::cases::party::dated;
use crate::cases::problems::ApiError;
use crate::cases::recognising::recognising_call;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::resources::change_requests::document::{BeforeAndAfter, kept};
use crate::resources::change_requests::effect::{Effect, dates_of, effect};
use crate::resources::change_requests::effected::Effected;
use crate::resources::change_requests::reports::Reports;
use crate::resources::compliance::evaluation::{Changes, MemberUpdate};
use crate::resources::receipts::issue::{Draft, Presented};

/// A fact, at the instant of receipt.
pub(crate) struct Filing<'a> {
    pub(crate) kind: CommunicationKind,
    pub(crate) service: &'a Service,
    pub(crate) validators: &'a Validators,
    pub(crate) actor: &'a Actor,
    pub(crate) scope: &'a Scope,
    pub(crate) pole: Id<Pole>,
    pub(crate) fact: &'a Fact,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) language: Language,
    pub(crate) base: &'a Base,
    /// The body, as it was sent.
    pub(crate) body: &'a Bytes,
}

/// A fact with nothing that stands in its way.
pub(crate) struct Judged {
    pole: StoredPole,
    /// Which organisations it is about.
    about: BTreeSet<TaxCode>,
    /// What it does to the network; `None` if that waits until the office has taken note of it.
    effected: Option<Effected>,
    /// What its owner and officials are told with it.
    reports: BeforeAndAfter,
    /// Its identifier, and the receipt of what others than the office file.
    id: Uuid,
    receipt: Option<Draft>,
}

impl Filing<'_> {
    /// Judges it, and the network before and after. Nobody waits for it.
    pub(crate) async fn judge(&self, tx: &Tx<Read>) -> Result<Judged, ApiError> {
        let pole = tx.find_pole(self.scope, self.pole).await?.ok_or(ApiError::NotFound)?;
        let today = civil_date(self.received_at);
        let waits = self.speaks_from_outside(&pole, today)?;
        let standing = Standing::of(tx, &pole, self.received_at).await?;
        let step = match self.kind {
            CommunicationKind::Communication => Step::Communicate,
            CommunicationKind::OfficeAct => Step::Record,
        };
        standing.attempt(step, self.actor).await?;
        check_whole(pole.is_whole())?;
        let on = self.fact.effective_on;
        if let Some(act) = &self.fact.act {
            dated(act, today)?;
        }
        let mut faults = self.faults(&pole, today);
        let effect = effect(self.validators, &pole, &self.fact.changes, on);
        if let Ok(effect) = &effect {
            faults.extend(self.faults_of_accreditations(&pole, effect));
        }
        let effect = match effect {
            Ok(effect) if faults.is_empty() => effect,
            Ok(_) => return Err(ApiError::InvalidBody(faults)),
            Err(ApiError::InvalidBody(found)) => {
                faults.extend(found);
                return Err(ApiError::InvalidBody(faults));
            }
            Err(other) => return Err(other),
        };
        if effect.writes.is_empty() {
            return Err(ApiError::InvalidBody(vec![NOTHING_CHANGES.at("/changes")]));
        }
        let reports = if self.scope.shows_personal_data_of(&pole.pole.value.owner) {
            Reports::of(tx, &pole, &effect.next, today, self.language).await?.shown
        } else {
            BeforeAndAfter::default()
        };
        let about = effect.topics.iter().filter_map(Topic::member).cloned().collect();
        let by = (self.service, self.actor);
        let effected =
            if waits { None } else { Some(Effected::of(tx, by, &pole, effect, today).await?) };
        let id = self.service.clock.new_id();
        let receipt = match self.kind {
            CommunicationKind::Communication => {
                Some(self.receipt(tx, id, &pole.pole.value, effected.is_some()).await?)
            }
            CommunicationKind::OfficeAct => None,
        };
        Ok(Judged { pole, about, effected, reports, id, receipt })
    }

    /// The receipt, but for its number.
    async fn receipt(
        &self,
        tx: &Tx<Read>,
        id: Uuid,
        pole: &Pole,
        in_effect: bool,
    ) -> Result<Draft, ApiError> {
        let call = recognising_call(tx, pole).await?;
        let presented = Presented {
            service: self.service,
            base: self.base,
            act: ReceiptAct::Communication,
            matter: Matter::Communication(Id::new(id)),
            protocol: None,
            pole,
            call: call.as_ref(),
            assignment: None,
            at: self.received_at,
            prospect: Prospect::of_communication(in_effect),
            body: Some(self.body),
        };
        presented.draft(id)
    }

    /// Whether it is a body outside the network that says it succeeds to a member. The owner speaks
    /// of all members, a member of itself; to others the address does not exist.
    fn speaks_from_outside(&self, pole: &StoredPole, today: NaiveDate) -> Result<bool, ApiError> {
        let scope = self.scope;
        if scope.is_over(&pole.pole.value.owner) {
            return Ok(false);
        }
        let body = scope.organisation().ok_or(ApiError::NotFound)?;
        let changes = &self.fact.changes;
        let find = |id: &Uuid| pole.members.iter().find(|one| one.value.id.uuid() == *id);
        let is_own = |id: &Uuid| {
            find(id).is_some_and(|one| {
                one.value.tax_code == *body && one.value.membership.contains(today)
            })
        };
        let mut touched =
            changes.remove.iter().chain(changes.update.iter().map(|one| &one.member_id)).peekable();
        match (changes.remove.as_slice(), changes.add.as_slice()) {
            _ if changes.pole.is_some() => Err(ApiError::NotFound),
            (_, []) if touched.peek().is_some() && touched.all(is_own) => Ok(false),
            // A merger: the successor takes the place of whom it says that it continues. Persons are
            // not shown to it, so they are not guessed either.
            ([predecessor], [successor]) if changes.update.is_empty() => find(predecessor)
                .filter(|one| !one.value.tax_code.is_person())
                .filter(|_| is_code(&successor["tax_code"], body))
                .filter(|one| continues(successor, &one.value.tax_code))
                .map(|_| true)
                .ok_or(ApiError::NotFound),
            _ => Err(ApiError::NotFound),
        }
    }

    /// What is not a fact, or has not happened.
    fn faults(&self, pole: &StoredPole, today: NaiveDate) -> Vec<Fault> {
        let (changes, on) = (&self.fact.changes, self.fact.effective_on);
        let mut faults: Vec<Fault> = Vec::new();
        faults.extend(happened(on, today).err().map(|invalid| invalid.at("/effective_on")));
        let days = dates_of(changes).into_iter().filter(|(_, day)| *day != on);
        faults.extend(days.map(|(pointer, _)| ANOTHER_DAY.at(pointer)));
        let strangers = strangers(pole, changes).into_iter();
        faults.extend(strangers.map(|index| NOT_A_FACT.at(format!("/changes/add/{index}"))));
        if self.kind == CommunicationKind::OfficeAct {
            return faults;
        }
        let names = |value: &Value| -> Vec<String> {
            value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
        };
        for (index, update) in changes.update.iter().enumerate() {
            let at = format!("/changes/update/{index}/member");
            let others = names(&update.member).into_iter();
            let others = others.filter(|name| !MEMBER_FACTS.contains(&name.as_str()));
            faults.extend(others.map(|name| NOT_A_FACT.at(format!("{at}/{name}"))));
            if update.member.pointer("/company/commitment").is_some() {
                faults.push(NOT_A_FACT.at(format!("{at}/company/commitment")));
            }
        }
        let of_pole = changes.pole.iter().flat_map(names);
        let others = of_pole.filter(|name| !POLE_FACTS.contains(&name.as_str()));
        faults.extend(others.map(|name| NOT_A_FACT.at(format!("/changes/pole/{name}"))));
        faults
    }

    /// Accreditations that change otherwise than a network may tell.
    fn faults_of_accreditations(&self, pole: &StoredPole, effect: &Effect) -> Vec<Fault> {
        if self.kind == CommunicationKind::OfficeAct {
            return Vec::new();
        }
        let of = |pole: &StoredPole, id: Uuid| {
            let found = pole.members.iter().find(|one| one.value.id.uuid() == id);
            found.map(|one| one.value.accreditations.clone()).unwrap_or_default()
        };
        let judge = |(index, update): (usize, &MemberUpdate)| {
            let (known, told) = (of(pole, update.member_id), of(&effect.next, update.member_id));
            let refused = may_be_told(&known, &told, self.fact.effective_on).err()?;
            Some(refused.at(format!("/changes/update/{index}/member/accreditations")))
        };
        self.fact.changes.update.iter().enumerate().filter_map(judge).collect()
    }

    /// Records it with its effect, if the pole is as it was judged.
    pub(crate) async fn receive(
        &self,
        tx: &Tx<Write>,
        judged: &Judged,
    ) -> Result<Written, ApiError> {
        let Judged { pole, about, effected, reports, id, receipt } = judged;
        let after = if let Some(effected) = effected {
            let after = effected.written(tx, pole).await?;
            supersede(tx, (self.service, self.actor), &after, &effected.effect).await?;
            after.pole
        } else {
            tx.keep_pole(&pole.pole).await?;
            pole.pole.clone()
        };
        let (status, event_kind) = match self.kind {
            CommunicationKind::Communication => {
                (CommunicationStatus::Filed, EventKind::FactCommunicated)
            }
            CommunicationKind::OfficeAct => {
                (CommunicationStatus::Noted, EventKind::OfficeActRecorded)
            }
        };
        let protocol = tx.next_protocol(civil_year(self.received_at)).await?;
        let receipt = receipt.as_ref().map(|draft| draft.signed(self.service, protocol));
        let receipt = receipt.transpose()?;
        let communication = Communication {
            id: Id::new(*id),
            protocol,
            kind: self.kind,
            status,
            in_effect: effected.is_some(),
            pole: self.pole,
            received_at: self.received_at,
            effective_on: self.fact.effective_on,
            source: self.fact.source.clone(),
            reason: self.fact.reason.clone(),
            act: self.fact.act.clone(),
            changes: kept(&self.fact.changes),
            about: about.clone(),
            filed_by: self.actor.bearer().cloned(),
            answer: None,
        };
        let mut event = self.service.event(self.actor, event_kind);
        event.reason.clone_from(&communication.reason);
        event.changed = vec!["communications".to_owned()];
        let stored = tx.insert_communication(communication, &after, &event).await?;
        if let Some(receipt) = &receipt {
            tx.insert_receipt(receipt).await?;
        }
        let is_in_full = self.scope.shows_personal_data_of(&after.value.owner);
        Written::created(
            format!("/v1/poles/{}/communications/{}", self.pole, stored.value.id),
            tag_of(&stored, self.scope, is_in_full, &[self.language.code()]),
            &CommunicationView::show(&stored, self.scope, is_in_full, reports.clone()),
        )
    }
}

/// Lets requests about members lapse, which a fact about them has overtaken; another contact overtakes
/// nothing.
pub(super) async fn supersede(
    tx: &Tx<Write>,
    (service, actor): (&Service, &Actor),
    pole: &StoredPole,
    effect: &Effect,
) -> Result<(), ApiError> {
    let members = |(write, changed): &(NetworkWrite, Vec<String>)| match write {
        NetworkWrite::Join(member) => Some(member.tax_code.clone()),
        NetworkWrite::Change(member) => {
            changed.iter().any(|name| name != "contacts").then(|| member.tax_code.clone())
        }
        NetworkWrite::Leave(_) | NetworkWrite::Describe(_) => None,
    };
    let members: Vec<_> = effect.writes.iter().filter_map(members).collect();
    let ending = Ending::of(service, actor, SUPERSEDED);
    ending.lapse(tx, (&pole.pole, pole.pole.version), Some(&members)).await
}

/// The members that join without taking the place of one that is removed, which they say that they
/// continue: a merger is a fact, and joining is not. A predecessor has one successor.
fn strangers(pole: &StoredPole, changes: &Changes) -> Vec<usize> {
    let mut successors = BTreeSet::new();
    for id in &changes.remove {
        let predecessor = pole.members.iter().find(|one| one.value.id.uuid() == *id);
        let successor = predecessor.and_then(|one| {
            let mut joining = changes.add.iter();
            joining.position(|member| continues(member, &one.value.tax_code))
        });
        successors.extend(successor);
    }
    (0..changes.add.len()).filter(|index| !successors.contains(index)).collect()
}

fn is_code(value: &Value, code: &TaxCode) -> bool {
    value.as_str().and_then(|text| TaxCode::parse(text).ok()).is_some_and(|it| it == *code)
}

/// Whether what a member says of itself has it continue an organisation.
fn continues(value: &Value, organisation: &TaxCode) -> bool {
    match value {
        Value::Object(properties) => {
            let of = value.pointer("/continues/organisation/tax_code");
            of.is_some_and(|code| is_code(code, organisation))
                || properties.values().any(|inner| continues(inner, organisation))
        }
        Value::Array(items) => items.iter().any(|inner| continues(inner, organisation)),
        _ => false,
    }
}

const NOT_A_FACT: Invalid = Invalid::fixed(
    "not_a_fact",
    "non è un fatto di legge o di pubblici registri che si comunica: occorre una richiesta di \
     variazione",
    "not a fact of law or of a public register that is communicated: it takes a change request",
);
const NOTHING_CHANGES: Invalid = Invalid::fixed(
    "nothing_changes",
    "la comunicazione non cambia nulla: nel registro la rete è già così",
    "the communication changes nothing: the network is like that in the register already",
);
const ANOTHER_DAY: Invalid = Invalid::fixed(
    "another_day",
    "una comunicazione riguarda un solo giorno: joined_on e left_on si omettono o coincidono con \
     effective_on",
    "a communication is about one day: leave out joined_on and left_on, or let them be effective_on",
);
