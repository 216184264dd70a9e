//! What a change does to a network: the writes, and the network after them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::calendar::{Period, day_before};
use ptp_domain::change_request::Topic;
use ptp_domain::communication::ateco_from;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::member::{Member, Profile};
use ptp_http::contract::Validators;
use ptp_http::wire::{Leaf as _, Reading};
use ptp_store::{NetworkWrite, StoredPole};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cases::problems::ApiError;
use crate::resources::compliance::changed::{NO_SUCH_MEMBER, described, twice, updated};
use crate::resources::compliance::evaluation::{Changes, MemberUpdate};
use crate::resources::compliance::member_reference::Pointers;
use crate::resources::members::view::MemberCreation;
use crate::resources::members::{CONFIRMED, ID_TAKEN, IDENTITY};

/// What a change does to a network from a day on.
#[derive(Debug)]
pub(crate) struct Effect {
    /// The writes, each with the properties that it changes.
    pub(crate) writes: Vec<(NetworkWrite, Vec<String>)>,
    /// The network after them.
    pub(crate) next: StoredPole,
    /// What it is about.
    pub(crate) topics: BTreeSet<Topic>,
    /// Whether it changes more than who belongs to the network when: such a change is not dated.
    pub(crate) is_at_once: bool,
}

/// A network that is being changed.
struct Draft<'a> {
    validators: &'a Validators,
    read: &'a StoredPole,
    on: NaiveDate,
    members: Vec<Member>,
    pointers: Pointers,
    effect: Effect,
    faults: Vec<Fault>,
}

/// What changes do to a pole from a day on. Who joins does so on that day, and who is removed has
/// left the day before.
///
/// # Errors
///
/// The faults of the changes, with pointers into the request.
pub(crate) fn effect(
    validators: &Validators,
    read: &StoredPole,
    changes: &Changes,
    on: NaiveDate,
) -> Result<Effect, ApiError> {
    let before: Vec<_> = read.members.iter().map(|member| member.value.clone()).collect();
    let mut draft = Draft {
        validators,
        read,
        on,
        members: before.clone(),
        pointers: Pointers::new(),
        effect: Effect {
            writes: Vec::new(),
            next: read.clone(),
            topics: BTreeSet::new(),
            is_at_once: false,
        },
        faults: Vec::new(),
    };
    for (index, update) in changes.update.iter().enumerate() {
        draft.update(&format!("/changes/update/{index}"), update)?;
    }
    for (index, id) in changes.remove.iter().enumerate() {
        draft.remove(&format!("/changes/remove/{index}"), *id);
    }
    for (index, creation) in changes.add.iter().enumerate() {
        draft.add(&format!("/changes/add/{index}"), creation);
    }
    draft.faults.extend(twice(&before, &draft.members, &draft.pointers));
    if let Some(patch) = &changes.pole {
        draft.describe(patch)?;
    }
    if draft.faults.is_empty() {
        Ok(draft.effect)
    } else {
        Err(ApiError::InvalidBody(draft.faults))
    }
}

impl Draft<'_> {
    fn update(&mut self, at: &str, update: &MemberUpdate) -> Result<(), ApiError> {
        let mut patch = update.member.clone();
        if let Some(left_on) = patch.get_mut("left_on").filter(|day| !day.is_null()) {
            *left_on = Value::from(self.on.to_string());
        }
        let update = MemberUpdate { member_id: update.member_id, member: patch };
        let (mut member, changed) = match updated(self.validators, &self.members, &update, true) {
            Ok(updated) => updated,
            Err(ApiError::InvalidBody(found)) => {
                self.faults.extend(found.into_iter().map(|fault| fault.under(at)));
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        if let Some(name) = changed.iter().find(|name| IDENTITY.contains(&name.as_str())) {
            self.faults.push(ANOTHER_MEMBER.at(format!("{at}/member/{name}")));
            return Ok(());
        }
        let known = self.members.iter().find(|known| known.id == member.id);
        if known.is_some_and(|known| known.membership.from() > self.on) {
            self.faults.push(NOT_YET_A_MEMBER.at(format!("{at}/member_id")));
            return Ok(());
        }
        if let (Profile::Company(company), Some(before)) =
            (&mut member.profile, known.and_then(Member::company))
        {
            company.ateco = ateco_from(self.on, &before.ateco, &company.ateco);
        }
        // A membership that has ended is not revived, nor is an exit taken back.
        let stays = member.membership.until().is_none();
        if changed.iter().any(|name| name == "left_on")
            && known.is_some_and(|known| stays || has_left(known, self.on))
        {
            self.faults.push(HAS_LEFT.at(format!("{at}/member/left_on")));
            return Ok(());
        }
        if changed.iter().any(|name| CONFIRMED.contains(&name.as_str())) {
            member.confirmed_at = None;
        }
        self.effect.is_at_once |= changed.iter().any(|name| name != "left_on");
        self.change(member, changed);
        Ok(())
    }

    fn remove(&mut self, at: &str, id: Uuid) {
        let Some(mut member) = self.members.iter().find(|one| one.id.uuid() == id).cloned() else {
            return self.faults.push(NO_SUCH_MEMBER.at(at));
        };
        let last = day_before(self.on).max(member.membership.from());
        if member.membership.from() > self.on {
            return self.faults.push(NOT_YET_A_MEMBER.at(at));
        }
        if has_left(&member, self.on) {
            return self.faults.push(HAS_LEFT.at(at));
        }
        match Period::new(member.membership.from(), Some(last)) {
            Ok(membership) => {
                member.membership = membership;
                self.change(member, vec!["left_on".to_owned()]);
            }
            Err(invalid) => self.faults.push(invalid.at(at)),
        }
    }

    fn add(&mut self, at: &str, creation: &Value) {
        let mut creation = creation.clone();
        creation["joined_on"] = json!(self.on);
        let mut reading = Reading::at(at.to_owned(), &creation);
        let member = MemberCreation::read(Uuid::nil, &mut reading);
        match reading.finish(member) {
            Ok(member) if self.members.iter().any(|one| one.id == member.id) => {
                self.faults.push(ID_TAKEN.at(format!("{at}/id")));
            }
            Ok(member) => {
                self.pointers.insert(member.id, at.to_owned());
                self.effect.topics.insert(Topic::Member(member.tax_code.clone()));
                self.members.push(member.clone());
                self.write(NetworkWrite::Join(member), vec!["members".to_owned()]);
            }
            Err(found) => self.faults.extend(found),
        }
    }

    fn describe(&mut self, patch: &Value) -> Result<(), ApiError> {
        let current = &self.read.pole.value.description;
        match described(self.validators, current, patch, &self.members) {
            Ok((_, changed)) if changed.iter().any(|name| name == "area") => {
                self.faults.push(AREA_STAYS.at("/changes/pole/area"));
            }
            Ok((_, changed)) if changed.is_empty() => {}
            Ok((description, changed)) => {
                self.effect.topics.insert(Topic::Pole);
                self.effect.is_at_once = true;
                self.write(NetworkWrite::Describe(description), changed);
            }
            Err(ApiError::InvalidBody(found)) => {
                let found = found.into_iter().map(|fault| fault.under("/changes/pole"));
                self.faults.extend(found);
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Changes a member, if it is otherwise.
    fn change(&mut self, member: Member, changed: Vec<String>) {
        let Some(known) = self.members.iter_mut().find(|known| known.id == member.id) else {
            return;
        };
        if *known == member {
            return;
        }
        *known = member.clone();
        self.effect.topics.insert(Topic::Member(member.tax_code.clone()));
        self.write(NetworkWrite::Change(member), changed);
    }

    fn write(&mut self, write: NetworkWrite, changed: Vec<String>) {
        self.effect.next.apply(&write, self.read.pole.updated_at);
        self.effect.writes.push((write, changed));
    }
}

/// Whether a member has left before a day.
fn has_left(member: &Member, on: NaiveDate) -> bool {
    !member.membership.lasts_to(on)
}

/// The dates in changes, which are the day that they take effect on, and where they stand.
pub(crate) fn dates_of(changes: &Changes) -> Vec<(String, NaiveDate)> {
    let day = |value: &Value, name: &str| {
        let given = json!({name: value.get(name)});
        let mut reading = Reading::of(&given);
        reading.optional(name, NaiveDate::read).ok().flatten()
    };
    let joining = changes.add.iter().enumerate().filter_map(|(index, member)| {
        Some((format!("/changes/add/{index}/joined_on"), day(member, "joined_on")?))
    });
    let leaving = changes.update.iter().enumerate().filter_map(|(index, update)| {
        let at = format!("/changes/update/{index}/member/left_on");
        Some((at, day(&update.member, "left_on")?))
    });
    joining.chain(leaving).collect()
}

const ANOTHER_MEMBER: Invalid = Invalid::fixed(
    "another_member",
    "con altro tipo, codice fiscale o data di adesione si tratta di un altro membro: sostituirlo \
     (remove e add)",
    "of another kind, with another tax code or another first day it is another member: replace it \
     (remove and add)",
);
const AREA_STAYS: Invalid = Invalid::fixed(
    "area_stays",
    "l'area di un polo riconosciuto non cambia: occorre una nuova candidatura",
    "the area of a recognised pole does not change: that takes another application",
);
const NOT_YET_A_MEMBER: Invalid = Invalid::fixed(
    "not_yet_a_member",
    "a quella data il soggetto non è ancora membro del polo",
    "on that day it is not a member of the pole yet",
);
const HAS_LEFT: Invalid = Invalid::fixed(
    "has_left",
    "il soggetto ha già lasciato il polo, o la sua uscita è registrata: può rientrare soltanto come \
     nuovo membro, con una richiesta di variazione",
    "it has left the pole already, or its leaving is recorded: it comes back only as a new member, by \
     a change request",
);
