//! What a reorganisation makes of a pole: members, tracks, lead and owner follow.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::aggregate::Pole;
use super::estate::{Estate, Move, is_current};
use super::stage::Transfer;
use crate::fault::{Fault, Invalid};
use crate::id::Id;
use crate::identifier::TaxCode;
use crate::member::Member;
use crate::policy::Owner;
use crate::reorganisation::{Heir, Reorganisation, Succession};
use crate::rules::{Determination, Verdict};

/// A pole as a reorganisation leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganised {
    /// The pole.
    pub pole: Pole,
    /// Its members, by identifier.
    pub members: Vec<Member>,
    /// Members that leave it the day before, or never join it.
    pub left: BTreeSet<Id<Member>>,
    /// Members that join it.
    pub joined: BTreeSet<Id<Member>>,
    /// The handovers that concern it, by their place in the act: which tracks each one moves here.
    pub handed: BTreeMap<usize, BTreeSet<String>>,
    /// The handover whose successor answers for it then, if that is another body.
    pub owner: Option<usize>,
}

impl Reorganised {
    /// What has been done to the pole, and what the rules say of it without that and with it.
    #[must_use]
    pub fn effects(
        &self,
        (pole, members): (&Pole, &[&Member]),
        judged_on: NaiveDate,
        (before, after): (Verdict, Verdict),
    ) -> Effects {
        let lead = self.pole.description.lead_member_id;
        let is_changed = |member: &&Member| {
            let left = self.left.contains(&member.id);
            !left && members.iter().any(|old| old.id == member.id && *old != *member)
        };
        Effects {
            handovers: self.handed.keys().copied().collect(),
            left: self.left.iter().copied().collect(),
            joined: self.joined.iter().copied().collect(),
            changed: self.members.iter().filter(is_changed).map(|member| member.id).collect(),
            lead: lead.filter(|lead| pole.description.lead_member_id != Some(*lead)),
            owner: self.owner,
            judged_on,
            before,
            after,
        }
    }
}

/// What a reorganisation has done to a pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// The handovers that concern it, by their place in the act.
    pub handovers: Vec<usize>,
    /// Members that leave it the day before, or never join it.
    pub left: Vec<Id<Member>>,
    /// Members that join it.
    pub joined: Vec<Id<Member>>,
    /// Members that hand something over or take something over, and stay.
    pub changed: Vec<Id<Member>>,
    /// The member that leads it then, if that is another one.
    pub lead: Option<Id<Member>>,
    /// The handover whose successor answers for it then, if that is another body.
    pub owner: Option<usize>,
    /// The day on which it is judged with the act and without it: the effective date, or the
    /// reference date of the call that a candidate is under.
    pub judged_on: NaiveDate,
    /// What the rules say without the act.
    pub before: Verdict,
    /// What they say with it.
    pub after: Verdict,
}

/// What a reorganisation makes of a pole; nothing if it does not concern it.
///
/// Everything goes over at the same time, on the effective date: what a member takes over is not
/// handed over again. A predecessor that keeps nothing leaves the day before. Its successor has its
/// place from that day on, and leads and answers for the pole if it did.
///
/// # Errors
///
/// `successor_of_another_kind`, where the pole records other kinds than the act.
pub fn reorganised(
    (pole, members): (&Pole, &[&Member]),
    reorganisation: &Reorganisation,
    (determinations, today): (&[Determination], NaiveDate),
    mut new_id: impl FnMut() -> Id<Member>,
) -> Result<Option<Reorganised>, Vec<Fault>> {
    let moves = moves(members, reorganisation);
    let left = left(&moves, reorganisation.effective_on);
    let owner = owner_after(&pole.owner, reorganisation, &moves, &left);
    if moves.is_empty() && owner.is_none() {
        return Ok(None);
    }
    let faults = faults(&moves, members, reorganisation.effective_on);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut estate = Estate::new(pole, members, reorganisation, determinations);
    let (mut heirs, mut joined) = (Vec::new(), BTreeSet::new());
    let mut handed = BTreeMap::<_, BTreeSet<_>>::new();
    for one in &moves {
        let (successor, is_new) =
            estate.hand_over(one, left.contains(&one.predecessor.id), &mut new_id);
        if is_new {
            joined.insert(successor);
        }
        if joined.contains(&successor) || left.contains(&one.predecessor.id) {
            let since = one.predecessor.membership.from();
            heirs.push(Heir { member: successor, of: one.predecessor.id, since });
        }
        let labels = one.offered().map(|offered| offered.track.label().to_owned());
        handed.entry(one.index).or_default().extend(labels);
    }
    for one in &moves {
        estate.give_up(one, left.contains(&one.predecessor.id));
    }
    let mut next = pole.clone();
    if let Some(lead) = pole.description.lead_member_id.filter(|lead| left.contains(lead)) {
        let code = largest(&moves, lead).map(|one| &one.handover.successor.tax_code);
        let heir = code.and_then(|code| estate.current(code));
        next.description.lead_member_id = heir.map(|member| member.id);
    }
    let owner_by = owner.as_ref().map(|(index, _)| *index);
    if let Some((index, owner)) = owner {
        next.owner = Owner::Organisation(owner);
        let (act, reason) = (reorganisation.act.clone(), reorganisation.reason.clone());
        next.transfers.push(Transfer { on: today, act, reason });
        handed.entry(index).or_default();
    }
    let (members, covers) = estate.into_parts();
    next.successions.push(Succession {
        reorganisation: reorganisation.id,
        act: reorganisation.act.clone(),
        effective_on: reorganisation.effective_on,
        heirs,
        covers,
    });
    Ok(Some(Reorganised { pole: next, members, left, joined, handed, owner: owner_by }))
}

/// Who hands over what in this pole: members on the effective date or later.
fn moves<'a>(members: &[&'a Member], reorganisation: &'a Reorganisation) -> Vec<Move<'a>> {
    let on = reorganisation.effective_on;
    let mut moves = Vec::new();
    for (index, handover) in reorganisation.handovers.iter().enumerate() {
        let code = &handover.predecessor.tax_code;
        for predecessor in members.iter().copied().filter(|one| is_current(one, code, on)) {
            let tracks = predecessor.study_tracks.iter().enumerate();
            let tracks: Vec<_> = tracks
                .filter(|(_, offered)| offered.offered.lasts_to(on))
                .filter(|(_, offered)| handover.takes(offered))
                .map(|(track, _)| track)
                .collect();
            if handover.is_whole() || !tracks.is_empty() {
                moves.push(Move { index, handover, predecessor, tracks });
            }
        }
    }
    moves
}

/// The members that keep nothing, and take nothing over either.
fn left(moves: &[Move<'_>], on: NaiveDate) -> BTreeSet<Id<Member>> {
    let keeps = |predecessor: &Member| {
        let handed = moves.iter().filter(|one| one.predecessor.id == predecessor.id);
        let mut all = handed.clone();
        if all.any(|one| one.handover.is_whole()) {
            return false;
        }
        let handed: BTreeSet<_> = handed.flat_map(|one| &one.tracks).collect();
        let mut tracks = predecessor.study_tracks.iter().enumerate();
        tracks.any(|(track, offered)| offered.offered.lasts_to(on) && !handed.contains(&track))
    };
    let takes = |predecessor: &Member| {
        moves.iter().any(|one| one.handover.successor.tax_code == predecessor.tax_code)
    };
    let all = moves.iter().map(|one| one.predecessor);
    all.filter(|one| !keeps(one) && !takes(one)).map(|one| one.id).collect()
}

/// The handover by which a member gives most of its tracks away, the first of several.
fn largest<'m, 'a>(moves: &'m [Move<'a>], predecessor: Id<Member>) -> Option<&'m Move<'a>> {
    let handed = moves.iter().filter(|one| one.predecessor.id == predecessor);
    handed.rev().max_by_key(|one| (one.handover.is_whole(), one.tracks.len()))
}

/// The body that answers for the pole after its owner has handed over all that it had, and by which
/// handover.
fn owner_after(
    owner: &Owner,
    reorganisation: &Reorganisation,
    moves: &[Move<'_>],
    left: &BTreeSet<Id<Member>>,
) -> Option<(usize, TaxCode)> {
    let Owner::Organisation(code) = owner else { return None };
    let mut all = reorganisation.handovers.iter().enumerate();
    if let Some((index, handover)) =
        all.find(|(_, one)| one.is_whole() && one.predecessor.tax_code == *code)
    {
        return Some((index, handover.successor.tax_code.clone()));
    }
    let mut gone = moves.iter().map(|one| one.predecessor);
    let gone = gone.find(|one| one.tax_code == *code && left.contains(&one.id))?;
    let heir = largest(moves, gone.id)?;
    Some((heir.index, heir.handover.successor.tax_code.clone()))
}

/// The faults that only the records of a pole show.
fn faults(moves: &[Move<'_>], members: &[&Member], on: NaiveDate) -> Vec<Fault> {
    let other_kind = moves.iter().filter(|one| {
        let (kind, successor) = (one.predecessor.kind(), &one.handover.successor);
        let mut recorded =
            members.iter().filter(|member| is_current(member, &successor.tax_code, on));
        !successor.kind().can_continue(kind)
            || recorded.any(|member| !member.kind().can_continue(kind))
    });
    other_kind
        .map(|one| OTHER_KIND.clone().at(format!("/transfers/{}/successor/kind", one.index)))
        .collect()
}

const OTHER_KIND: Invalid = Invalid::fixed(
    "successor_of_another_kind",
    "in un polo le due organizzazioni risultano di tipo diverso: un istituto confluisce in un \
     istituto, un ente in un ente dello stesso tipo, un'impresa in un'impresa",
    "a pole records the two as of different kinds: a school passes into a school, a body into one of \
     the same kind, a company into a company",
);
