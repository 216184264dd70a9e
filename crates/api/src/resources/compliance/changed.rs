//! A stored pole with hypothetical changes.

use chrono::NaiveDate;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::{Member, Profile};
use ptp_domain::pole::{Description, faults_of_change};
use ptp_domain::rules::Determination;
use ptp_http::contract::Validators;
use ptp_http::merge_patch::patched;
use ptp_http::wire::{REQUIRED, Reading};
use ptp_store::StoredPole;
use serde_json::Value;
use uuid::Uuid;

use super::evaluation::{Changes, Evaluated, MemberUpdate};
use super::member_reference::Pointers;
use crate::cases::judging::ruleset_of;
use crate::cases::problems::ApiError;
use crate::resources::members::document::MemberInput;
use crate::resources::poles::creation::compare_lead;
use crate::resources::poles::document::PoleInput;

pub(crate) const NO_SUCH_MEMBER: Invalid = Invalid::fixed(
    "no_such_member",
    "il polo non ha un membro con questo id",
    "the pole has no member with this id",
);

/// A caller that may not see the tax codes of persons in a pole must not be able to guess them.
const PERSON_HIDDEN: Invalid = Invalid::fixed(
    "person_hidden",
    "in un polo altrui non si provano codici fiscali di persone (16 caratteri): usare un codice di \
     11 cifre, oppure inviare in pole l'intera rete",
    "tax codes of persons (16 characters) cannot be tried on somebody else's pole: use one of 11 \
     digits, or send the whole network as pole",
);

/// Applies changes to a stored pole. Who says nothing of when it joins does so on `joins_on`.
pub(super) fn changed(
    new_id: impl Fn() -> Uuid,
    validators: &Validators,
    stored: StoredPole,
    (changes, joins_on): (Option<Changes>, NaiveDate),
    determinations: Vec<Determination>,
    personal: bool,
) -> Result<Evaluated, ApiError> {
    let ruleset = ruleset_of(&stored.pole.value);
    let recognition = stored.pole.value.recognition.as_ref();
    let recognised_on = recognition.map(|recognition| recognition.recognised_on);
    let mut members: Vec<_> = stored.members.into_iter().map(|member| member.value).collect();
    let mut description = stored.pole.value.description;
    let mut pointers = Pointers::new();
    let mut faults = Vec::<Fault>::new();
    if let Some(Changes { add, remove, update, pole }) = changes {
        let before = members.clone();
        for (index, change) in update.into_iter().enumerate() {
            let at = format!("/changes/update/{index}");
            if !personal && names_persons(&change.member) {
                faults.push(PERSON_HIDDEN.at(format!("{at}/member")));
                continue;
            }
            match updated(validators, &members, &change, personal) {
                Ok((member, _)) => members
                    .iter_mut()
                    .filter(|known| known.id == member.id)
                    .for_each(|known| known.clone_from(&member)),
                Err(ApiError::InvalidBody(found)) => {
                    faults.extend(found.into_iter().map(|fault| fault.under(&at)));
                }
                Err(other) => return Err(other),
            }
        }
        for (index, id) in remove.into_iter().enumerate() {
            let known = members.len();
            members.retain(|member| member.id.uuid() != id);
            if members.len() == known {
                faults.push(NO_SUCH_MEMBER.at(format!("/changes/remove/{index}")));
            }
        }
        for (index, creation) in add.into_iter().enumerate() {
            let at = format!("/changes/add/{index}");
            let creation = joining(creation, joins_on);
            let mut reading = Reading::at(at.clone(), &creation);
            let id = Id::new(new_id());
            let member = MemberInput::read(id, &mut reading);
            match reading.finish(member) {
                Ok(member) if !personal && is_about_persons(&member) => {
                    faults.push(PERSON_HIDDEN.at(at));
                }
                Ok(member) => {
                    pointers.insert(id, at);
                    members.push(member);
                }
                Err(found) => faults.extend(found),
            }
        }
        faults.extend(twice(&before, &members, &pointers));
        if let Some(patch) = pole {
            match described(validators, &description, &patch, &members) {
                Ok((patched, _)) => description = patched,
                Err(ApiError::InvalidBody(found)) => {
                    faults.extend(found.into_iter().map(|fault| fault.under("/changes/pole")));
                }
                Err(other) => return Err(other),
            }
        }
    }
    if !faults.is_empty() {
        return Err(ApiError::InvalidBody(faults));
    }
    Ok(Evaluated {
        pole_id: Some(stored.pole.value.id.uuid()),
        area: description.area,
        seat: description.province,
        plan: description.activity_plan,
        agreement: description.network_agreement,
        lead: description.lead_member_id,
        recognised_on,
        members,
        applicant: Some(stored.pole.value.owner),
        ruleset,
        determinations,
        successions: stored.pole.value.successions,
        pointers,
    })
}

/// A member that joins, on this day unless it says another.
pub(crate) fn joining(mut creation: Value, joins_on: NaiveDate) -> Value {
    if let Some(member) = creation.as_object_mut()
        && member.get("joined_on").is_none_or(Value::is_null)
    {
        member.insert("joined_on".to_owned(), Value::from(joins_on.to_string()));
    }
    creation
}

/// The description of a pole with a merge patch, and the properties that it changes.
pub(crate) fn described(
    validators: &Validators,
    description: &Description,
    patch: &Value,
    members: &[Member],
) -> Result<(Description, Vec<String>), ApiError> {
    let patched = patched(validators, &PoleInput::show(description, true), patch)?;
    let read = patched.body.read(|reading| {
        let description = PoleInput::read(reading);
        if !reading.refused("") {
            compare_lead(reading, |lead| Ok(members.iter().any(|member| member.id == lead)));
        }
        description
    });
    let (description, _) = read?;
    Ok((description, patched.changed))
}

/// Whether a member is a person, was founded by persons, or takes something over from one.
fn is_about_persons(member: &Member) -> bool {
    let founders = match &member.profile {
        Profile::ItsAcademy { founders } => Some(founders),
        _ => None,
    };
    let tracks = member.study_tracks.iter().filter_map(|offered| offered.continues.as_ref());
    let commitment = member.company().and_then(|company| company.commitment.as_ref());
    let continued = tracks
        .chain(commitment.and_then(|commitment| commitment.continues.as_ref()))
        .map(|continues| &continues.organisation.tax_code);
    std::iter::once(&member.tax_code)
        .chain(founders.into_iter().flatten())
        .chain(continued)
        .any(TaxCode::is_person)
}

/// Whether a merge patch of a member contains a person's tax code.
fn names_persons(patch: &Value) -> bool {
    let founders = patch["its"]["founders"].as_array().into_iter().flatten();
    let tracks = patch["study_tracks"].as_array().into_iter().flatten();
    let continued = tracks
        .chain([&patch["company"]["commitment"]])
        .map(|of| &of["continues"]["organisation"]["tax_code"]);
    let codes = std::iter::once(&patch["tax_code"]).chain(founders).chain(continued);
    let codes = codes.filter_map(Value::as_str);
    codes.filter_map(|code| TaxCode::parse(code).ok()).any(|code| code.is_person())
}

/// The faults of the changed list as a whole, reported at the change that causes them.
pub(crate) fn twice(before: &[Member], members: &[Member], pointers: &Pointers) -> Vec<Fault> {
    let before: Vec<_> = before.iter().collect();
    faults_of_change(&before, &members.iter().collect::<Vec<_>>())
        .into_iter()
        .map(|mut fault| {
            let member = fault
                .pointer
                .split('/')
                .nth(1)
                .and_then(|index| members.get(index.parse::<usize>().ok()?));
            let place = member.and_then(|member| pointers.get(&member.id));
            fault.pointer = place.cloned().unwrap_or_else(|| "/changes".to_owned());
            fault
        })
        .collect()
}

/// A member with a merge patch, and the properties that it changes.
pub(crate) fn updated(
    validators: &Validators,
    members: &[Member],
    update: &MemberUpdate,
    personal: bool,
) -> Result<(Member, Vec<String>), ApiError> {
    let id = Id::new(update.member_id);
    let Some(member) = members.iter().find(|member| member.id == id) else {
        return Err(ApiError::InvalidBody(vec![NO_SUCH_MEMBER.at("/member_id")]));
    };
    // What the caller may not see is kept, and not revealed by a fault either.
    let shown = MemberInput::show(member, true);
    let confirmed_at = member.confirmed_at;
    let patched = patched(validators, &shown, &update.member)?;
    let read = patched.body.read(|reading| {
        if !personal && member.tax_code.is_person() && patched.changed.contains(&"tax_code".into())
        {
            reading.refuse("tax_code", REQUIRED);
        }
        let mut member = MemberInput::read(id, reading)?;
        member.confirmed_at = confirmed_at;
        Ok(member)
    });
    match read {
        Ok((member, _)) => Ok((member, patched.changed)),
        Err(problem) => Err(problem.under("/member").into()),
    }
}
