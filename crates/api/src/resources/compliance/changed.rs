//! A stored pole with hypothetical changes.

use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::{Member, Profile};
use ptp_domain::pole::faults_of_change;
use ptp_domain::rules::Determination;
use ptp_http::contract::Validators;
use ptp_http::merge_patch::patched;
use ptp_http::wire::{REQUIRED, Reading};
use ptp_store::StoredPole;
use serde_json::Value;
use uuid::Uuid;

use super::evaluation::{Evaluated, MemberChanges, MemberUpdate};
use super::member_reference::Pointers;
use crate::cases::judging::ruleset_of;
use crate::cases::problems::ApiError;
use crate::resources::members::document::MemberInput;

const NO_SUCH_MEMBER: Invalid = Invalid::fixed(
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

/// Applies changes to a stored pole.
pub(super) fn changed(
    new_id: impl Fn() -> Uuid,
    validators: &Validators,
    stored: StoredPole,
    changes: Option<MemberChanges>,
    determinations: Vec<Determination>,
    personal: bool,
) -> Result<Evaluated, ApiError> {
    let ruleset = ruleset_of(&stored.pole.value);
    let recognition = stored.pole.value.recognition.as_ref();
    let recognised_on = recognition.map(|recognition| recognition.recognised_on);
    let mut members: Vec<_> = stored.members.into_iter().map(|member| member.value).collect();
    let mut pointers = Pointers::new();
    let mut faults = Vec::<Fault>::new();
    if let Some(MemberChanges { add, remove, update }) = changes {
        let before = members.clone();
        for (index, change) in update.into_iter().enumerate() {
            let at = format!("/changes/update/{index}");
            if !personal && names_persons(&change.member) {
                faults.push(PERSON_HIDDEN.at(format!("{at}/member")));
                continue;
            }
            match updated(validators, &members, &change, personal) {
                Ok(member) => members
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
    }
    if !faults.is_empty() {
        return Err(ApiError::InvalidBody(faults));
    }
    Ok(Evaluated {
        pole_id: Some(stored.pole.value.id.uuid()),
        area: stored.pole.value.description.area,
        seat: stored.pole.value.description.province,
        plan: stored.pole.value.description.activity_plan,
        agreement: stored.pole.value.description.network_agreement,
        lead: stored.pole.value.description.lead_member_id,
        recognised_on,
        members,
        applicant: Some(stored.pole.value.owner),
        ruleset,
        determinations,
        successions: stored.pole.value.successions,
        pointers,
    })
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
fn twice(before: &[Member], members: &[Member], pointers: &Pointers) -> Vec<Fault> {
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

fn updated(
    validators: &Validators,
    members: &[Member],
    update: &MemberUpdate,
    personal: bool,
) -> Result<Member, ApiError> {
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
        Ok((member, _)) => Ok(member),
        Err(problem) => Err(problem.under("/member").into()),
    }
}
