//! The members of a pole while a reorganisation hands over what they have.

use chrono::NaiveDate;

use super::aggregate::Pole;
use crate::calendar::{Period, gapless};
use crate::continuation::{Continuation, Predecessor};
use crate::id::Id;
use crate::identifier::{SchoolCode, TaxCode};
use crate::member::{Commitment, Company, Member, Profile};
use crate::reorganisation::{Cover, Handover, Reorganisation, Succession};
use crate::rules::ruleset::{Parameters, RulesetId};
use crate::rules::{Determination, Rule};
use crate::study_track::OfferedTrack;

/// What one member hands over by one handover.
pub(super) struct Move<'a> {
    /// The place of the handover in the act.
    pub(super) index: usize,
    pub(super) handover: &'a Handover,
    pub(super) predecessor: &'a Member,
    /// The places of its tracks.
    pub(super) tracks: Vec<usize>,
}

impl<'a> Move<'a> {
    /// The tracks as they are handed over.
    pub(super) fn offered(&self) -> impl Iterator<Item = &'a OfferedTrack> {
        let tracks = &self.predecessor.study_tracks;
        self.tracks.iter().filter_map(|track| tracks.get(*track))
    }
}

/// The members of a pole, as the handovers leave them.
pub(super) struct Estate<'a> {
    reorganisation: &'a Reorganisation,
    successions: &'a [Succession],
    determinations: &'a [Determination],
    parameters: Parameters,
    members: Vec<Member>,
    covers: Vec<Cover>,
}

/// Whether a member has this tax code, and is one on the day or later.
pub(super) fn is_current(member: &Member, code: &TaxCode, on: NaiveDate) -> bool {
    member.tax_code == *code && member.membership.lasts_to(on)
}

impl<'a> Estate<'a> {
    pub(super) fn new(
        pole: &'a Pole,
        members: &[&Member],
        reorganisation: &'a Reorganisation,
        determinations: &'a [Determination],
    ) -> Self {
        let recognised = pole.recognition.as_ref().map(|it| it.ruleset.ruleset());
        let ruleset = recognised.unwrap_or_else(|| RulesetId::default().ruleset());
        Self {
            reorganisation,
            successions: &pole.successions,
            determinations,
            parameters: ruleset.parameters,
            members: members.iter().map(|member| (*member).clone()).collect(),
            covers: Vec::new(),
        }
    }

    /// The member with this tax code on the effective date or later.
    pub(super) fn current(&self, code: &TaxCode) -> Option<&Member> {
        let on = self.reorganisation.effective_on;
        self.members.iter().find(|member| is_current(member, code, on))
    }

    /// The members by identifier, and the continuations that the act covers.
    pub(super) fn into_parts(mut self) -> (Vec<Member>, Vec<Cover>) {
        self.members.sort_by_key(|member| member.id);
        (self.members, self.covers)
    }

    /// Gives the successor what is handed over; says which member it is, and whether it is new. Its
    /// word is the predecessor's, if that leaves.
    pub(super) fn hand_over(
        &mut self,
        given: &Move<'_>,
        leaves: bool,
        new_id: &mut impl FnMut() -> Id<Member>,
    ) -> (Id<Member>, bool) {
        let on = self.reorganisation.effective_on;
        let (predecessor, template) = (given.predecessor, &given.handover.successor);
        let first = predecessor.membership.from().max(on);
        let place = self.members.iter().position(|one| is_current(one, &template.tax_code, on));
        let is_new = place.is_none();
        let tracks: Vec<_> =
            given.offered().map(|offered| self.continued(predecessor, offered)).collect();
        let commitment = self.commitment(predecessor, first).filter(|_| leaves);
        let mut successor = match place {
            Some(place) => self.members.swap_remove(place),
            None => Member {
                id: new_id(),
                membership: Period::new(first, predecessor.membership.until())
                    .unwrap_or(Period::since(first)),
                study_tracks: Vec::new(),
                confirmed_at: predecessor.confirmed_at.filter(|_| leaves),
                ..template.clone()
            },
        };
        let own = successor.membership;
        let from = own.from().min(first);
        successor.membership = Period::new(from, own.until()).unwrap_or(own);
        for (offered, cover) in tracks {
            if take_over(&mut successor.study_tracks, offered) {
                self.cover(&successor.tax_code, predecessor, cover);
            }
        }
        if let (Profile::Company(company), Some(commitment)) = (&mut successor.profile, commitment)
            && let Some(since) = commit(company, commitment)
        {
            let track = None;
            let cover = Some(Coverage { track, site: None, since });
            self.cover(&successor.tax_code, predecessor, cover);
        }
        let id = successor.id;
        self.members.push(successor);
        (id, is_new)
    }

    /// Ends what the predecessor has handed over the day before; its membership too, if it leaves.
    pub(super) fn give_up(&mut self, given: &Move<'_>, leaves: bool) {
        let on = self.reorganisation.effective_on;
        let until = on.pred_opt();
        let id = given.predecessor.id;
        if leaves && given.predecessor.membership.from() >= on {
            self.members.retain(|member| member.id != id);
            return;
        }
        let handed: Vec<&OfferedTrack> = given.offered().collect();
        let Some(member) = self.members.iter_mut().find(|member| member.id == id) else { return };
        let is_handed = |offered: &OfferedTrack| handed.contains(&offered);
        member.study_tracks.retain(|offered| !is_handed(offered) || offered.offered.from() < on);
        for offered in member.study_tracks.iter_mut().filter(|offered| is_handed(offered)) {
            offered.offered = Period::new(offered.offered.from(), until).unwrap_or(offered.offered);
        }
        if leaves {
            let from = member.membership.from();
            member.membership = Period::new(from, until).unwrap_or(member.membership);
        }
    }

    /// A track as it goes on with the successor, and what the act covers of it.
    fn continued(
        &self,
        predecessor: &Member,
        offered: &OfferedTrack,
    ) -> (OfferedTrack, Option<Coverage>) {
        let Reorganisation { effective_on: on, act, .. } = self.reorganisation;
        let from = offered.offered.from().max(*on);
        let period = Period::new(from, offered.offered.until()).unwrap_or(Period::since(from));
        let mut next = OfferedTrack { offered: period, continues: None, ..offered.clone() };
        if offered.offered.from() >= *on {
            // It begins with the successor.
            return (next, None);
        }
        let (since, is_certain) = self.since(predecessor, offered);
        next.continues = Some(Continuation {
            organisation: named(predecessor),
            track: None,
            from: since,
            until: None,
            act: act.clone(),
        });
        let (track, site) = (Some(offered.track.label().to_owned()), offered.site_code.clone());
        (next, is_certain.then_some(Coverage { track, site, since }))
    }

    /// Since when the predecessor has offered a track, and whether that is certain: years that it has
    /// only declared to go on with, and does not need, are left behind.
    fn since(&self, predecessor: &Member, offered: &OfferedTrack) -> (NaiveDate, bool) {
        let same = predecessor.study_tracks.iter().filter(|other| {
            other.track.label() == offered.track.label() && other.site_code == offered.site_code
        });
        let runs = gapless(same.clone().map(|other| other.offered));
        let run = runs.into_iter().find(|run| run.contains(offered.offered.from()));
        let own = run.map_or(offered.offered.from(), Period::from);
        let mut first = same.filter(|other| other.offered.from() == own);
        let claim = first.find_map(|other| Some((other, other.continued()?)));
        let Some((first, (continues, label))) = claim else { return (own, true) };
        let Parameters { anniversary, seniority_years, .. } = &self.parameters;
        if anniversary.reached(own, *seniority_years) <= self.reorganisation.effective_on {
            return (own, true);
        }
        let (code, site) = (&predecessor.tax_code, first.site_code.as_ref());
        let covered = self
            .successions
            .iter()
            .any(|one| one.covers(code, continues, Some((label, site, own))));
        let fact = format!("track_continued:{}", offered.track.label());
        let mut words = self.determinations.iter().rev();
        let word = words.find(|word| {
            word.member == predecessor.id
                && word.rule == Rule::TrainingSeniority
                && word.fact.starts_with(&fact)
        });
        (continues.from, covered || word.is_some_and(|word| word.accepted))
    }

    /// The commitment of the predecessor, as it goes on with the successor.
    fn commitment(&self, predecessor: &Member, first: NaiveDate) -> Option<Commitment> {
        let commitment = predecessor.company()?.commitment.as_ref()?;
        let continues = Continuation {
            organisation: named(predecessor),
            track: None,
            from: commitment.signed_on,
            until: None,
            act: self.reorganisation.act.clone(),
        };
        let signed_on = commitment.signed_on.max(first);
        let continues = (commitment.signed_on < signed_on).then_some(continues);
        Some(Commitment { signed_on, signatory: None, continues, ..commitment.clone() })
    }

    fn cover(&mut self, successor: &TaxCode, predecessor: &Member, covered: Option<Coverage>) {
        self.covers.extend(covered.map(|Coverage { track, site, since }| Cover {
            successor: successor.clone(),
            predecessor: predecessor.tax_code.clone(),
            track,
            site,
            since,
        }));
    }
}

/// What the act covers of one handover.
struct Coverage {
    track: Option<String>,
    site: Option<SchoolCode>,
    since: NaiveDate,
}

fn named(predecessor: &Member) -> Predecessor {
    Predecessor {
        kind: predecessor.kind(),
        tax_code: predecessor.tax_code.clone(),
        name: Some(predecessor.name.clone()),
    }
}

/// Adds a track that is taken over, unless another one has been that goes back further; says whether
/// its years are taken over. A track at a site goes on with one other.
fn take_over(tracks: &mut Vec<OfferedTrack>, taken: OfferedTrack) -> bool {
    let goes_on = |other: &OfferedTrack| {
        other.track.label() == taken.track.label()
            && other.site_code == taken.site_code
            && other.continues.is_some()
    };
    let Some(other) = tracks.iter_mut().find(|other| goes_on(other)) else {
        let has_years = taken.continues.is_some();
        tracks.push(taken);
        return has_years;
    };
    let since = |offered: &OfferedTrack| offered.continues.as_ref().map(|it| it.from);
    if other.offered.from() != taken.offered.from() || since(other) <= since(&taken) {
        return false;
    }
    other.continues = taken.continues;
    true
}

/// Gives a company the commitment that it takes over; says since when, if it goes on with it.
fn commit(company: &mut Company, taken: Commitment) -> Option<NaiveDate> {
    let since = taken.continues.as_ref().map(|continues| continues.from);
    match &mut company.commitment {
        None => company.commitment = Some(taken),
        Some(own)
            if own.continues.is_none() && since.is_some_and(|since| since < own.signed_on) =>
        {
            own.continues = taken.continues;
        }
        Some(_) => return None,
    }
    since
}
