//! Validation of what the members of a list take over from each other and from others.

use std::collections::{BTreeMap, BTreeSet};

use crate::continuation::Continuation;
use crate::disjoint::{find, unite};
use crate::fault::{Fault, Invalid};
use crate::identifier::{SchoolCode, TaxCode};
use crate::member::Member;
use crate::study_track::{CataloguedTrack, OfferedTrack};

/// A track of an organisation, by its label, or the commitment of a company.
type Node<'a> = (Organisation<'a>, Option<&'a str>);

/// An organisation: all members that are the same one, or one outside the pole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Organisation<'a> {
    Listed(usize),
    Outside(&'a TaxCode),
}

/// Something that a member takes over.
struct Claim<'a> {
    pointer: String,
    member: &'a Member,
    own: Node<'a>,
    site: Option<&'a SchoolCode>,
    theirs: Node<'a>,
    continues: &'a Continuation,
}

/// The faults of continuations, with pointers into the list.
pub(super) fn faults(members: &[&Member]) -> Vec<Fault> {
    if members.iter().all(|member| continued(member).next().is_none()) {
        return Vec::new();
    }
    let claims = claims(members);
    let kinds: BTreeMap<_, _> =
        members.iter().map(|member| (&member.tax_code, member.kind())).collect();
    let other_kind = claims.iter().filter(|claim| {
        let stated = claim.continues.organisation.kind;
        let code = &claim.continues.organisation.tax_code;
        let recorded = kinds.get(code).copied().unwrap_or(stated);
        let kind = claim.member.kind();
        !kind.can_continue(stated) || !kind.can_continue(recorded)
    });
    let other_kind = other_kind
        .map(|claim| OTHER_KIND.clone().at(format!("{}/organisation/kind", claim.pointer)));
    let twice = twice(&claims).into_iter().map(|claim| TWICE.clone().at(claim.pointer.as_str()));
    let circle = circle(&claims)
        .into_iter()
        .map(|claim| CIRCLE.clone().at(format!("{}/organisation/tax_code", claim.pointer)));
    other_kind.chain(twice).chain(circle).collect()
}

/// What a member continues: where it says so, for which track of its own (none for a commitment) at
/// which site, and whose.
fn continued(
    member: &Member,
) -> impl Iterator<Item = (String, Option<&OfferedTrack>, &Continuation)> {
    let of_tracks = member.study_tracks.iter().enumerate().filter_map(|(track, offered)| {
        let place = format!("study_tracks/{track}/continues");
        Some((place, Some(offered), offered.continues.as_ref()?))
    });
    let commitment = member.company().and_then(|company| company.commitment.as_ref());
    let commitment = commitment.and_then(|commitment| commitment.continues.as_ref());
    let of_commitment =
        commitment.map(|continues| ("company/commitment/continues".to_owned(), None, continues));
    of_tracks.chain(of_commitment)
}

fn claims<'a>(members: &[&'a Member]) -> Vec<Claim<'a>> {
    let (mut leader, known) = organisations(members);
    let mut all = Vec::new();
    for (index, member) in members.iter().copied().enumerate() {
        let own = Organisation::Listed(find(&mut leader, index));
        for (place, offered, continues) in continued(member) {
            let code = &continues.organisation.tax_code;
            let theirs = match known.get(&Code::Tax(code.as_str())) {
                Some(listed) => Organisation::Listed(find(&mut leader, *listed)),
                None => Organisation::Outside(code),
            };
            all.push(Claim {
                pointer: format!("/{index}/{place}"),
                member,
                own: (own, offered.map(|offered| offered.track.label())),
                site: offered.and_then(|offered| offered.site_code.as_ref()),
                theirs: (theirs, offered.and_then(OfferedTrack::continued).map(|(_, label)| label)),
                continues,
            });
        }
    }
    all
}

/// What tells that two members are one organisation (DOMAIN 8.1).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Code<'a> {
    /// A tax code, or the VAT number of a sole trader.
    Tax(&'a str),
    Institution(&'a SchoolCode),
}

/// For each member one that stands for its organisation, and the first holder of each code.
///
/// A site's code tells nothing here: it stays what it is when the site goes to another school.
fn organisations<'a>(members: &[&'a Member]) -> (Vec<usize>, BTreeMap<Code<'a>, usize>) {
    let mut leader: Vec<_> = (0..members.len()).collect();
    let mut known = BTreeMap::new();
    for (index, member) in members.iter().enumerate() {
        let number = member.vat_number.as_ref().filter(|_| member.tax_code.is_person());
        let institution = member.school().and_then(|school| school.institution_code.as_ref());
        let codes = [
            Some(Code::Tax(member.tax_code.as_str())),
            number.map(|number| Code::Tax(number.as_str())),
            institution.map(Code::Institution),
        ];
        for code in codes.into_iter().flatten() {
            unite(&mut leader, *known.entry(code).or_insert(index), index);
        }
    }
    (leader, known)
}

/// The claims to what another claim before them has: a track goes on once at each site, and a
/// member's track at a site goes on with one other. A member that has come back says the same again.
fn twice<'c, 'a>(claims: &'c [Claim<'a>]) -> Vec<&'c Claim<'a>> {
    let mut heirs = BTreeMap::<_, &Claim<'a>>::new();
    let mut sites = BTreeMap::<_, BTreeSet<Option<&SchoolCode>>>::new();
    let mut is_taken = |claim: &'c Claim<'a>| {
        let before = heirs.insert((claim.own, claim.site), claim);
        let is_said_again = before.is_some_and(|before| {
            before.member.id != claim.member.id && before.continues == claim.continues
        });
        if is_said_again {
            return false;
        }
        let theirs = sites.entry(claim.theirs).or_default();
        // Without a site it is the whole track.
        let whole = theirs.contains(&None) || claim.site.is_none() && !theirs.is_empty();
        let taken = whole || theirs.contains(&claim.site);
        theirs.insert(claim.site);
        before.is_some() || taken
    };
    claims.iter().filter(|claim| is_taken(claim)).collect()
}

/// The claims that lead back to themselves: by one track, or what merged into it, or by commitments.
///
/// The dates do not matter: who gets a track back states the years that it had with the other, which
/// need not state where it had them from. Two organisations that take over different tracks from
/// each other are in no circle: that is how schools are reorganised, on one day or on several.
fn circle<'c, 'a>(claims: &'c [Claim<'a>]) -> Vec<&'c Claim<'a>> {
    let mut numbers = BTreeMap::new();
    let mut number = |node| {
        let next = numbers.len();
        *numbers.entry(node).or_insert(next)
    };
    let mut left: Vec<_> = claims
        .iter()
        .map(|claim| {
            let theirs: Vec<_> = called(claim.theirs).map(&mut number).collect();
            (claim, number(claim.own), theirs)
        })
        .collect();
    // What nobody continues, and what continues nothing, is in no circle.
    loop {
        let (mut heirs, mut continued) = (vec![false; numbers.len()], vec![false; numbers.len()]);
        for (_, own, theirs) in &left {
            mark(&mut heirs, *own);
            for one in theirs {
                mark(&mut continued, *one);
            }
        }
        let is = |of: &[bool], node: &usize| of.get(*node).copied().unwrap_or(false);
        let before = left.len();
        left.retain(|(_, own, theirs)| {
            theirs.iter().any(|one| is(&heirs, one)) && is(&continued, own)
        });
        if left.len() == before {
            return left.into_iter().map(|(claim, ..)| claim).collect();
        }
    }
}

fn mark(of: &mut [bool], node: usize) {
    if let Some(is) = of.get_mut(node) {
        *is = true;
    }
}

/// What a track is called: by its own label, and by those that it merged into.
fn called((organisation, label): Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let merged = label.and_then(|label| CataloguedTrack::find(label).ok());
    let merged = merged.map_or(&[][..], |track| track.merges_into);
    let merged = merged.iter().map(move |label| (organisation, Some(*label)));
    std::iter::once((organisation, label)).chain(merged)
}

const OTHER_KIND: Invalid = Invalid::fixed(
    "continuation_of_another_kind",
    "un istituto prosegue da un istituto, un ente da un ente dello stesso tipo, un'impresa da \
     un'impresa",
    "a school continues a school, a body one of the same kind, a company a company",
);
const TWICE: Invalid = Invalid::fixed(
    "continuation_twice",
    "lo stesso indirizzo, nella stessa sede, prosegue una volta sola e da una sola organizzazione; \
     lo stesso vale per l'impegno di un'impresa",
    "a track at a site is continued once, and from one organisation; so is a company's commitment",
);
const CIRCLE: Invalid = Invalid::fixed(
    "continuation_in_a_circle",
    "le prosecuzioni tornano al punto di partenza: un'organizzazione non prosegue ciò che è suo",
    "the continuations lead back to where they begin: an organisation does not continue its own",
);
