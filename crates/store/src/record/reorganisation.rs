//! The formats of reorganisations, and of what they do to poles.

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::party::Act;
use ptp_domain::pole::Effects;
use ptp_domain::reorganisation::{Cover, Heir, Pair, Succession};
use ptp_domain::rules::Verdict;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::continuation::PredecessorRecord;
use super::party::ActRecord;
use super::word::{Word, Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairRecord {
    predecessor: PredecessorRecord,
    successor: PredecessorRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tracks: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    site_codes: Vec<Written<SchoolCode>>,
}

impl From<&Pair> for PairRecord {
    fn from(pair: &Pair) -> Self {
        let Pair { predecessor, successor, tracks, site_codes } = pair;
        Self {
            predecessor: predecessor.into(),
            successor: successor.into(),
            tracks: tracks.clone(),
            site_codes: site_codes.iter().map(Written::from).collect(),
        }
    }
}

impl From<PairRecord> for Pair {
    fn from(record: PairRecord) -> Self {
        let PairRecord { predecessor, successor, tracks, site_codes } = record;
        Self {
            predecessor: predecessor.into(),
            successor: successor.into(),
            tracks,
            site_codes: site_codes.into_iter().map(|code| code.0).collect(),
        }
    }
}

/// What a reorganisation does to a pole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EffectsRecord {
    handovers: Vec<usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joined: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changed: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<usize>,
    judged_on: NaiveDate,
    before: Word<Verdict>,
    after: Word<Verdict>,
}

impl From<&Effects> for EffectsRecord {
    fn from(effects: &Effects) -> Self {
        let Effects { handovers, left, joined, changed, lead, owner, judged_on, before, after } =
            effects;
        let ids = |members: &[Id<_>]| members.iter().map(|member| member.uuid()).collect();
        Self {
            handovers: handovers.clone(),
            left: ids(left),
            joined: ids(joined),
            changed: ids(changed),
            lead: lead.map(Id::uuid),
            owner: *owner,
            judged_on: *judged_on,
            before: Word(*before),
            after: Word(*after),
        }
    }
}

impl From<EffectsRecord> for Effects {
    fn from(record: EffectsRecord) -> Self {
        let EffectsRecord {
            handovers,
            left,
            joined,
            changed,
            lead,
            owner,
            judged_on,
            before,
            after,
        } = record;
        let ids = |members: Vec<Uuid>| members.into_iter().map(Id::new).collect();
        Self {
            handovers,
            left: ids(left),
            joined: ids(joined),
            changed: ids(changed),
            lead: lead.map(Id::new),
            owner,
            judged_on,
            before: before.0,
            after: after.0,
        }
    }
}

/// What a reorganisation leaves in a pole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuccessionRecord {
    reorganisation: Uuid,
    act: ActRecord,
    effective_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    heirs: Vec<HeirRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    covers: Vec<CoverRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeirRecord {
    member: Uuid,
    of: Uuid,
    since: NaiveDate,
}

/// Codes stand in properties of that name: so persons get pseudonyms in versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverRecord {
    successor: CodeRecord,
    predecessor: CodeRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    track: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<Written<SchoolCode>>,
    since: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeRecord {
    tax_code: Written<TaxCode>,
}

impl From<&TaxCode> for CodeRecord {
    fn from(code: &TaxCode) -> Self {
        Self { tax_code: code.into() }
    }
}

impl From<&Succession> for SuccessionRecord {
    fn from(succession: &Succession) -> Self {
        let Succession { reorganisation, act, effective_on, heirs, covers } = succession;
        let heir = |heir: &Heir| {
            let Heir { member, of, since } = heir;
            HeirRecord { member: member.uuid(), of: of.uuid(), since: *since }
        };
        let cover = |cover: &Cover| {
            let Cover { successor, predecessor, track, site, since } = cover;
            CoverRecord {
                successor: successor.into(),
                predecessor: predecessor.into(),
                track: track.clone(),
                site: site.as_ref().map(Written::from),
                since: *since,
            }
        };
        Self {
            reorganisation: reorganisation.uuid(),
            act: act.into(),
            effective_on: *effective_on,
            heirs: heirs.iter().map(heir).collect(),
            covers: covers.iter().map(cover).collect(),
        }
    }
}

impl From<SuccessionRecord> for Succession {
    fn from(record: SuccessionRecord) -> Self {
        let SuccessionRecord { reorganisation, act, effective_on, heirs, covers } = record;
        let heir = |heir: HeirRecord| {
            let HeirRecord { member, of, since } = heir;
            Heir { member: Id::new(member), of: Id::new(of), since }
        };
        let cover = |cover: CoverRecord| {
            let CoverRecord { successor, predecessor, track, site, since } = cover;
            Cover {
                successor: successor.tax_code.0,
                predecessor: predecessor.tax_code.0,
                track,
                site: site.map(|code| code.0),
                since,
            }
        };
        Self {
            reorganisation: Id::new(reorganisation),
            act: Act::from(act),
            effective_on,
            heirs: heirs.into_iter().map(heir).collect(),
            covers: covers.into_iter().map(cover).collect(),
        }
    }
}
