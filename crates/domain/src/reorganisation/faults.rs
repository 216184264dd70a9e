//! What a reorganisation cannot be, whatever the poles are like.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Handover, Reorganisation};
use crate::fault::{Fault, Invalid};
use crate::identifier::TaxCode;
use crate::member::{Member, MemberKind};

/// The faults of a reorganisation by itself, with pointers into the request. An act that has not been
/// adopted yet is one.
#[must_use]
pub fn faults(reorganisation: &Reorganisation, today: NaiveDate) -> Vec<Fault> {
    let handovers = &reorganisation.handovers;
    let mut faults = Vec::new();
    faults
        .extend(reorganisation.act.adopted_by(today).err().map(|invalid| invalid.at("/act/date")));
    let circle = circle(handovers);
    for (index, handover) in handovers.iter().enumerate() {
        let at = |place: &str| format!("/transfers/{index}/{place}");
        let (predecessor, successor) = (&handover.predecessor, &handover.successor);
        let earlier = handovers.iter().take(index);
        if !successor.kind().can_continue(predecessor.kind) {
            faults.push(OTHER_KIND.clone().at(at("successor/kind")));
        }
        if predecessor.kind == MemberKind::Company && !handover.is_whole() {
            faults.push(OF_A_COMPANY.clone().at(at("tracks")));
        }
        if circle.contains(&index) {
            faults.push(CIRCLE.clone().at(at("successor/tax_code")));
        }
        if earlier.clone().any(|other| {
            other.predecessor.tax_code == predecessor.tax_code && other.overlaps(handover)
        }) {
            faults.push(TWICE.clone().at(at("predecessor/tax_code")));
        }
        let mut same = earlier.filter(|other| other.successor.tax_code == successor.tax_code);
        if same.any(|other| !is_told_alike(other, handover)) {
            faults.push(TOLD_OTHERWISE.clone().at(at("successor")));
        }
    }
    faults
}

/// What no pole has: predecessors that are nowhere, and tracks that they offer nowhere. `found` says
/// what was handed over anywhere, by handover: which tracks.
#[must_use]
pub fn nowhere(
    reorganisation: &Reorganisation,
    found: &BTreeMap<usize, BTreeSet<String>>,
    known: &BTreeSet<TaxCode>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, handover) in reorganisation.handovers.iter().enumerate() {
        let at = |place: &str| format!("/transfers/{index}/{place}");
        let handed = found.get(&index);
        if !known.contains(&handover.predecessor.tax_code) {
            faults.push(PREDECESSOR_NOWHERE.clone().at(at("predecessor/tax_code")));
            continue;
        }
        match &handover.tracks {
            None if handed.is_none() && !handover.site_codes.is_empty() => {
                faults.push(SITE_NOWHERE.clone().at(at("site_codes")));
            }
            None => {}
            Some(tracks) => {
                let is_missing = |track: &str| handed.is_none_or(|handed| !handed.contains(track));
                let missing = tracks.iter().enumerate().filter(|(_, track)| is_missing(track));
                faults
                    .extend(missing.map(|(track, _)| {
                        TRACK_NOWHERE.clone().at(at(&format!("tracks/{track}")))
                    }));
            }
        }
    }
    faults
}

/// The handovers of a track that lead back to where they begin, by what they hand over.
///
/// What is handed over at a site is in no circle: the site is either's.
fn circle(handovers: &[Handover]) -> BTreeSet<usize> {
    let edges: Vec<_> = handovers.iter().enumerate().collect();
    let itself = edges.iter().filter(|(_, one)| one.predecessor.tax_code == one.successor.tax_code);
    let mut found: BTreeSet<_> = itself.map(|(index, _)| *index).collect();
    let all = edges.iter().copied().filter(|(_, one)| one.site_codes.is_empty()).collect();
    let candidates = in_a_circle(all);
    let named = candidates.iter().flat_map(|(_, one)| one.tracks.iter().flatten());
    let named: BTreeSet<_> = named.map(String::as_str).collect();
    for label in named.into_iter().map(Some).chain([None]) {
        let takes = |one: &Handover| match (&one.tracks, label) {
            (None, _) => true,
            (Some(_), Some(label)) => one.names(label),
            (Some(_), None) => false,
        };
        let of_label = candidates.iter().copied().filter(|(_, one)| takes(one)).collect();
        found.extend(in_a_circle(of_label).into_iter().map(|(index, _)| index));
    }
    found
}

/// Without those whose successor hands nothing over, or whose predecessor takes nothing over.
fn in_a_circle(mut left: Vec<(usize, &Handover)>) -> Vec<(usize, &Handover)> {
    loop {
        let from: BTreeSet<_> = left.iter().map(|(_, one)| &one.predecessor.tax_code).collect();
        let to: BTreeSet<_> = left.iter().map(|(_, one)| &one.successor.tax_code).collect();
        let before = left.len();
        left.retain(|(_, one)| {
            from.contains(&one.successor.tax_code) && to.contains(&one.predecessor.tax_code)
        });
        if left.len() == before {
            return left;
        }
    }
}

/// Whether both say the same of their successor, which gets an identifier in each pole anew.
fn is_told_alike(one: &Handover, other: &Handover) -> bool {
    let (one, other) = (&one.successor, &other.successor);
    Member { id: other.id, ..one.clone() } == *other
}

const OTHER_KIND: Invalid = Invalid::fixed(
    "successor_of_another_kind",
    "un istituto confluisce in un istituto, un ente in un ente dello stesso tipo, un'impresa in \
     un'impresa",
    "a school passes into a school, a body into one of the same kind, a company into a company",
);
const OF_A_COMPANY: Invalid = Invalid::fixed(
    "company_has_no_tracks",
    "un'impresa trasferisce per intero la propria partecipazione: non indicare indirizzi né sedi",
    "a company hands over its membership as a whole: name no tracks and no sites",
);
const CIRCLE: Invalid = Invalid::fixed(
    "reorganisation_in_a_circle",
    "i trasferimenti tornano al punto di partenza: un'organizzazione non riceve ciò che è suo",
    "the transfers lead back to where they begin: an organisation does not receive its own",
);
const TWICE: Invalid = Invalid::fixed(
    "handed_over_twice",
    "lo stesso indirizzo, nella stessa sede, passa a un solo successore",
    "a track at a site passes to one successor only",
);
const TOLD_OTHERWISE: Invalid = Invalid::fixed(
    "successor_told_otherwise",
    "i dati dello stesso successore differiscono da quelli già indicati: ripeterli identici",
    "the data of the same successor differ from those given before: repeat them as they are",
);
const PREDECESSOR_NOWHERE: Invalid = Invalid::fixed(
    "predecessor_nowhere",
    "alla data di efficacia nessun polo ha tra i membri questa organizzazione",
    "on the effective date no pole has this organisation among its members",
);
const TRACK_NOWHERE: Invalid = Invalid::fixed(
    "track_nowhere",
    "alla data di efficacia in nessun polo questa organizzazione offre l'indirizzo, nelle sedi indicate",
    "on the effective date this organisation offers the track, at the sites given, in no pole",
);
const SITE_NOWHERE: Invalid = Invalid::fixed(
    "track_nowhere",
    "alla data di efficacia in nessun polo questa organizzazione offre indirizzi in queste sedi",
    "on the effective date this organisation offers tracks at these sites in no pole",
);
