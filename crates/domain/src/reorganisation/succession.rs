//! What a reorganisation leaves in a pole: who took whose place, and whose years are certain.

use chrono::NaiveDate;

use super::Reorganisation;
use crate::continuation::Continuation;
use crate::id::Id;
use crate::identifier::{SchoolCode, TaxCode};
use crate::member::Member;
use crate::party::Act;

/// A reorganisation that a pole went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// Which.
    pub reorganisation: Id<Reorganisation>,
    /// Its act.
    pub act: Act,
    /// The first day on which the successors have what they took over.
    pub effective_on: NaiveDate,
    /// The members that took the place of others.
    pub heirs: Vec<Heir>,
    /// The continuations that need no official's word.
    pub covers: Vec<Cover>,
}

/// A member that took the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heir {
    /// The successor.
    pub member: Id<Member>,
    /// The predecessor.
    pub of: Id<Member>,
    /// Since when the predecessor had been a member.
    pub since: NaiveDate,
}

/// A continuation that the act itself has brought about. It covers what it names and nothing else: if
/// a member states something else later, that is declared as any continuation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Who goes on with it.
    pub successor: TaxCode,
    /// Whose it was.
    pub predecessor: TaxCode,
    /// The track with the predecessor, by code or title; none for a company's commitment.
    pub track: Option<String>,
    /// The site.
    pub site: Option<SchoolCode>,
    /// First day with the predecessor.
    pub since: NaiveDate,
}

impl Succession {
    /// Whether the act covers what a member goes on with: a track, by its label with the predecessor,
    /// its site and its first own day, or a commitment.
    #[must_use]
    pub fn covers(
        &self,
        successor: &TaxCode,
        continues: &Continuation,
        own: Option<(&str, Option<&SchoolCode>, NaiveDate)>,
    ) -> bool {
        let begins = own.is_none_or(|(.., from)| from == self.effective_on);
        let of_track = |cover: &Cover| match own {
            None => cover.track.is_none(),
            Some((label, site, _)) => {
                cover.track.as_deref() == Some(label) && cover.site.as_ref() == site
            }
        };
        begins
            && continues.act == self.act
            && self.covers.iter().any(|cover| {
                cover.successor == *successor
                    && cover.predecessor == continues.organisation.tax_code
                    && cover.since <= continues.from
                    && of_track(cover)
            })
    }
}

/// Since when a member counts as one: a successor has its predecessor's place.
#[must_use]
pub fn joined(successions: &[Succession], member: &Member) -> NaiveDate {
    let own = member.membership.from();
    let heirs = successions.iter().flat_map(|one| &one.heirs);
    let of_others = heirs.filter(|heir| heir.member == member.id).map(|heir| heir.since);
    of_others.fold(own, NaiveDate::min)
}

/// The members that lead in the place of one: whose place it took, and who took its own.
#[must_use]
pub fn stand_ins(successions: &[Succession], lead: Id<Member>) -> Vec<Id<Member>> {
    let heirs: Vec<_> = successions.iter().flat_map(|one| &one.heirs).collect();
    // From each pair the second follows the first.
    let line = |pairs: &[(Id<Member>, Id<Member>)]| {
        let mut found = vec![lead];
        let mut looked_at = 0;
        while let Some(member) = found.get(looked_at).copied() {
            let more = pairs.iter().filter(|(one, _)| *one == member).map(|(_, other)| *other);
            let more: Vec<_> = more.filter(|one| !found.contains(one)).collect();
            found.extend(more);
            looked_at = looked_at.saturating_add(1);
        }
        found
    };
    let before: Vec<_> = heirs.iter().map(|heir| (heir.member, heir.of)).collect();
    let after: Vec<_> = heirs.iter().map(|heir| (heir.of, heir.member)).collect();
    let (before, after) = (line(&before), line(&after));
    before.into_iter().chain(after).filter(|member| *member != lead).collect()
}
