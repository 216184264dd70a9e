//! Validation of what the members of a list take over from each other and from others.

use std::collections::{BTreeMap, BTreeSet};

use crate::continuation::Continuation;
use crate::fault::{Fault, Invalid};
use crate::identifier::{SchoolCode, TaxCode};
use crate::member::{Member, MemberKind};

/// A track of an organisation, by its label, or the commitment of a company.
type Node<'a> = (&'a TaxCode, Option<&'a str>);

/// Something that a member takes over.
struct Claim<'a> {
    pointer: String,
    kind: MemberKind,
    own: Node<'a>,
    site: Option<&'a SchoolCode>,
    theirs: Node<'a>,
    continues: &'a Continuation,
}

/// The faults of continuations, with pointers into the list.
pub(super) fn faults(members: &[&Member]) -> Vec<Fault> {
    let claims: Vec<_> =
        members.iter().enumerate().flat_map(|(index, member)| claims(index, member)).collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let kinds: BTreeMap<_, _> =
        members.iter().map(|member| (&member.tax_code, member.kind())).collect();
    let other_kind = claims.iter().filter(|claim| {
        let stated = claim.continues.organisation.kind;
        let recorded = kinds.get(claim.theirs.0).copied().unwrap_or(stated);
        !claim.kind.can_continue(stated) || !claim.kind.can_continue(recorded)
    });
    let other_kind = other_kind
        .map(|claim| OTHER_KIND.clone().at(format!("{}/organisation/kind", claim.pointer)));
    let twice = twice(&claims).into_iter().map(|claim| TWICE.clone().at(claim.pointer.as_str()));
    let circle = circle(&claims)
        .into_iter()
        .map(|claim| CIRCLE.clone().at(format!("{}/organisation/tax_code", claim.pointer)));
    other_kind.chain(twice).chain(circle).collect()
}

fn claims(index: usize, member: &Member) -> impl Iterator<Item = Claim<'_>> {
    let of_tracks = member.study_tracks.iter().enumerate().filter_map(move |(track, offered)| {
        let (continues, label) = offered.continued()?;
        Some(Claim {
            pointer: format!("/{index}/study_tracks/{track}/continues"),
            kind: member.kind(),
            own: (&member.tax_code, Some(offered.track.label())),
            site: offered.site_code.as_ref(),
            theirs: (&continues.organisation.tax_code, Some(label)),
            continues,
        })
    });
    let commitment = member.company().and_then(|company| company.commitment.as_ref());
    let commitment = commitment.and_then(|commitment| commitment.continues.as_ref());
    let of_commitment = commitment.map(move |continues| Claim {
        pointer: format!("/{index}/company/commitment/continues"),
        kind: member.kind(),
        own: (&member.tax_code, None),
        site: None,
        theirs: (&continues.organisation.tax_code, None),
        continues,
    });
    of_tracks.chain(of_commitment)
}

/// The claims to what another claim before them has: a track goes on once at each site, and a
/// member's track at a site goes on with one other.
fn twice<'c, 'a>(claims: &'c [Claim<'a>]) -> Vec<&'c Claim<'a>> {
    let mut heirs = BTreeSet::new();
    let mut sites = BTreeMap::<_, BTreeSet<Option<&SchoolCode>>>::new();
    let mut is_taken = |claim: &Claim<'a>| {
        let mine = !heirs.insert((claim.own, claim.site));
        let theirs = sites.entry(claim.theirs).or_default();
        // Without a site it is the whole track.
        let whole = theirs.contains(&None) || claim.site.is_none() && !theirs.is_empty();
        let taken = whole || theirs.contains(&claim.site);
        theirs.insert(claim.site);
        mine || taken
    };
    claims.iter().filter(|claim| is_taken(claim)).collect()
}

/// The claims that lead back to themselves.
fn circle<'c, 'a>(claims: &'c [Claim<'a>]) -> Vec<&'c Claim<'a>> {
    let mut left: Vec<_> = claims.iter().collect();
    // What nobody continues, and what continues nothing, is in no circle.
    loop {
        let heirs: BTreeSet<_> = left.iter().map(|claim| claim.own).collect();
        let continued: BTreeSet<_> = left.iter().map(|claim| claim.theirs).collect();
        let before = left.len();
        left.retain(|claim| heirs.contains(&claim.theirs) && continued.contains(&claim.own));
        if left.len() == before {
            return left;
        }
    }
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
