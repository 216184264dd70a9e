//! What the members' records say of the organisations that others continue.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::{Period, gapless};
use crate::continuation::{Continuation, follows};
use crate::identifier::{SchoolCode, TaxCode};
use crate::member::Member;
use crate::reorganisation::Succession;
use crate::study_track::{OfferedTrack, Track};

/// The days on which something ended, each with the day on which it had begun.
#[derive(Debug, Default)]
struct Ends(BTreeMap<NaiveDate, NaiveDate>);

/// What the pole records of predecessors: each track counted once, whoever continues it.
#[derive(Debug, Default)]
pub(super) struct Estates<'a> {
    members: BTreeSet<&'a TaxCode>,
    tracks: BTreeMap<(&'a TaxCode, &'a str), Ends>,
    /// Of companies: their memberships, each with the day of its commitment.
    commitments: BTreeMap<&'a TaxCode, Ends>,
    /// What acts have brought about.
    successions: &'a [Succession],
}

/// Whether a continuation agrees with what the pole records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accord {
    /// Nothing contradicts it.
    Plausible,
    /// The same, and the act of a reorganisation has brought it about.
    Covered,
    /// There is a gap, or the predecessor goes on, or began later.
    Broken,
}

impl<'a> Estates<'a> {
    /// The records of the organisations that these members continue.
    pub(super) fn of(members: &[&'a Member], successions: &'a [Succession]) -> Self {
        let of_tracks = members.iter().flat_map(|member| &member.study_tracks);
        let of_tracks = of_tracks.filter_map(|offered| offered.continues.as_ref());
        let named: BTreeSet<_> = of_tracks
            .chain(members.iter().filter_map(|member| of_commitment(member)))
            .map(|continues| &continues.organisation.tax_code)
            .collect();
        let mut estates = Self { successions, ..Self::default() };
        if named.is_empty() {
            return estates;
        }
        let mut taught = BTreeMap::<_, BTreeMap<&Option<SchoolCode>, Vec<Period>>>::new();
        for member in members.iter().filter(|member| named.contains(&member.tax_code)) {
            estates.members.insert(&member.tax_code);
            for offered in &member.study_tracks {
                for label in labels(&offered.track) {
                    let taught = taught.entry((&member.tax_code, label)).or_default();
                    taught.entry(&offered.site_code).or_default().push(lasted(offered));
                }
            }
            let commitment = member.company().and_then(|company| company.commitment.as_ref());
            if let Some(commitment) = commitment.filter(|commitment| commitment.all_students) {
                let since = commitment.continues.as_ref().map(|continues| continues.from);
                let began = since.map_or(commitment.signed_on, |day| day.min(commitment.signed_on));
                let ends = estates.commitments.entry(&member.tax_code).or_default();
                ends.add(began, member.membership.until());
            }
        }
        for (track, sites) in taught {
            let ends = estates.tracks.entry(track).or_default();
            for run in sites.into_values().flat_map(gapless) {
                ends.add(run.from(), run.until());
            }
        }
        estates
    }

    /// Whether a track may go on with that of a predecessor.
    pub(super) fn track(&self, heir: &TaxCode, offered: &OfferedTrack) -> Option<Accord> {
        let (continues, label) = offered.continued()?;
        let ends = self.tracks.get(&(&continues.organisation.tax_code, label));
        let from = offered.offered.from();
        let accord = self.accord(continues, from, ends);
        let own = (label, offered.site_code.as_ref(), from);
        Some(accord.covered_if(|| self.covers(heir, continues, Some(own))))
    }

    /// Whether the member, a company, may go on with the commitment of a predecessor.
    pub(super) fn commitment(&self, member: &Member) -> Option<Accord> {
        let continues = of_commitment(member)?;
        let ends = self.commitments.get(&continues.organisation.tax_code);
        let accord = self.accord(continues, member.membership.from(), ends);
        Some(accord.covered_if(|| self.covers(&member.tax_code, continues, None)))
    }

    fn covers(
        &self,
        heir: &TaxCode,
        continues: &Continuation,
        own: Option<(&str, Option<&SchoolCode>, NaiveDate)>,
    ) -> bool {
        self.successions.iter().any(|one| one.covers(heir, continues, own))
    }

    fn accord(&self, continues: &Continuation, from: NaiveDate, ends: Option<&Ends>) -> Accord {
        let stated = continues.until.is_none_or(|until| follows(until, from));
        let is_member = self.members.contains(&continues.organisation.tax_code);
        let recorded = !is_member || ends.is_some_and(|ends| ends.support(continues.from, from));
        if stated && recorded { Accord::Plausible } else { Accord::Broken }
    }
}

impl Accord {
    fn covered_if(self, covers: impl FnOnce() -> bool) -> Self {
        if self == Self::Plausible && covers() { Self::Covered } else { self }
    }
}

impl Ends {
    fn add(&mut self, began: NaiveDate, until: Option<NaiveDate>) {
        if let Some(until) = until {
            let earliest = self.0.entry(until).or_insert(began);
            *earliest = began.min(*earliest);
        }
    }

    /// Whether something that lasted since `since` ended right before `from`.
    fn support(&self, since: NaiveDate, from: NaiveDate) -> bool {
        let mut before = self.0.range(..from).rev().take_while(|(until, _)| follows(**until, from));
        before.any(|(_, began)| *began <= since)
    }
}

/// The commitment's continuation, if the member is a company with one.
fn of_commitment(member: &Member) -> Option<&Continuation> {
    member.company()?.commitment.as_ref()?.continues.as_ref()
}

/// How long a track lasted, with what it itself goes on with.
fn lasted(offered: &OfferedTrack) -> Period {
    let since = offered.continues.as_ref().map(|continues| continues.from);
    let before = since.and_then(|since| Period::new(since, offered.offered.until()).ok());
    before.filter(|before| before.from() < offered.offered.from()).unwrap_or(offered.offered)
}

/// The code or title of a track, and the codes that it merged into.
fn labels(track: &Track) -> impl Iterator<Item = &str> {
    let merged: &[&str] = match track {
        Track::Catalogued(track) => track.merges_into,
        Track::Declared { .. } => &[],
    };
    std::iter::once(track.label()).chain(merged.iter().copied())
}
