//! Reorganisations (*dimensionamento*): one act by which organisations hand over to others what they
//! bring to their poles.

mod faults;
mod succession;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use faults::{faults, nowhere};
pub use succession::{Cover, Heir, Succession, joined, stand_ins};

use crate::continuation::Predecessor;
use crate::id::Id;
use crate::identifier::SchoolCode;
use crate::member::Member;
use crate::party::Act;
use crate::study_track::OfferedTrack;

/// How many poles one act may touch: all of them are written together.
pub const MOST_POLES: u64 = 100;

/// A reorganisation: an act of the Region, which holds for every pole that it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganisation {
    /// Its identifier.
    pub id: Id<Reorganisation>,
    /// The act.
    pub act: Act,
    /// The first day on which the successors have what they take over (a civil date in Rome).
    pub effective_on: NaiveDate,
    /// Why, if there is something to say.
    pub reason: Option<String>,
    /// Who hands over what to whom, all at the same time.
    pub handovers: Vec<Handover>,
}

/// What one organisation hands over to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Who hands over.
    pub predecessor: Predecessor,
    /// Who takes over, as it joins where it is no member yet. Its own membership and tracks do not
    /// matter: it has those of the predecessor.
    pub successor: Member,
    /// The codes or titles of the tracks; all of them if none are named.
    pub tracks: Option<Vec<String>>,
    /// Only the tracks at these sites; at all of them if none are named.
    pub site_codes: BTreeSet<SchoolCode>,
}

/// What a handover says of both, without what the successor needs to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Who hands over.
    pub predecessor: Predecessor,
    /// Who takes over.
    pub successor: Predecessor,
    /// The codes or titles of the tracks; all of them if none are named.
    pub tracks: Option<Vec<String>>,
    /// Only the tracks at these sites; at all of them if none are named.
    pub site_codes: Vec<SchoolCode>,
}

impl From<&Handover> for Pair {
    fn from(handover: &Handover) -> Self {
        let Handover { predecessor, successor, tracks, site_codes } = handover;
        Self {
            predecessor: predecessor.clone(),
            successor: Predecessor {
                kind: successor.kind(),
                tax_code: successor.tax_code.clone(),
                name: Some(successor.name.clone()),
            },
            tracks: tracks.clone(),
            site_codes: site_codes.iter().cloned().collect(),
        }
    }
}

impl Handover {
    /// Whether all that the predecessor has goes over.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.tracks.is_none() && self.site_codes.is_empty()
    }

    /// Whether a track of the predecessor goes over.
    #[must_use]
    pub fn takes(&self, offered: &OfferedTrack) -> bool {
        let at_site = || offered.site_code.as_ref().is_some_and(|at| self.site_codes.contains(at));
        self.names(offered.track.label()) && (self.site_codes.is_empty() || at_site())
    }

    /// Whether tracks of this code or title go over.
    fn names(&self, label: &str) -> bool {
        self.tracks.as_ref().is_none_or(|tracks| tracks.iter().any(|track| track == label))
    }

    /// Whether something may go over by both.
    fn overlaps(&self, other: &Self) -> bool {
        let both = match (&self.tracks, &other.tracks) {
            (Some(mine), Some(_)) => mine.iter().any(|track| other.names(track)),
            _ => true,
        };
        let either = self.site_codes.is_empty() || other.site_codes.is_empty();
        both && (either || !self.site_codes.is_disjoint(&other.site_codes))
    }
}
