//! Relations between the members of a pole at one time.

use super::distinct_members;
use super::finding::Finding;
use super::matter::Matter;
use super::organisations::Organisations;
use super::standing::Standing;
use crate::member::MemberKind;

/// The relations between a day's standings: constant until a member joins or leaves.
#[derive(Clone, Debug)]
pub(super) struct Bonds {
    /// The standings grouped by organisation.
    pub(super) organisations: Organisations,
    /// What was found about standings that may be one firm.
    pub(super) doubts: Vec<(usize, Finding)>,
    /// Whether the founders of an ITS in the pole are excluded.
    pub(super) excludes_founders: bool,
    /// For each standing, whether it founded that ITS; empty if founders are not excluded.
    excluded: Vec<bool>,
}

impl Bonds {
    pub(super) fn of(matter: &Matter<'_>, standings: &[&Standing<'_>]) -> Self {
        let founders = founders(matter, standings);
        let excluded = founders.as_deref().map_or_else(Vec::new, |present| {
            standings.iter().map(|standing| is_founder(present, standing)).collect()
        });
        let organisations = Organisations::of(standings, matter.codes, matter.reas);
        let doubt = |index: &usize| {
            let member = standings.get(*index)?.member()?;
            Some((*index, distinct_members::in_doubt(matter, member)?))
        };
        let doubts = organisations.doubtful.iter().filter_map(doubt).collect();
        Self { organisations, doubts, excludes_founders: founders.is_some(), excluded }
    }

    /// Whether a standing is excluded, as a founder of the pole's ITS.
    pub(super) fn is_excluded(&self, index: usize) -> bool {
        self.excluded.get(index).copied().unwrap_or(false)
    }

    /// The indices of the excluded standings.
    pub(super) fn excluded(&self) -> impl Iterator<Item = usize> {
        self.excluded.iter().enumerate().filter(|(_, excluded)| **excluded).map(|(index, _)| index)
    }

    /// The minimum number of members that have to leave so that each organisation occurs once.
    pub(super) fn too_many(&self) -> usize {
        let repeated = self.organisations.repeated.iter();
        repeated.map(|organisation| organisation.too_many).fold(0, usize::saturating_add)
    }
}

/// For each listed founder, whether its ITS is in the pole; `None` if founders count, or there is
/// no ITS.
fn founders(matter: &Matter<'_>, standings: &[&Standing<'_>]) -> Option<Vec<bool>> {
    if !matter.parameters.exclude_its_founders {
        return None;
    }
    let mut academies = standings
        .iter()
        .filter_map(|standing| standing.dossier())
        .filter(|dossier| dossier.member.kind() == MemberKind::ItsAcademy)
        .peekable();
    academies.peek()?;
    let mut present = vec![false; matter.founders];
    for founder in academies.flat_map(|dossier| &dossier.tie.founded_by) {
        if let Some(present) = present.get_mut(*founder) {
            *present = true;
        }
    }
    Some(present)
}

fn is_founder(present: &[bool], standing: &Standing<'_>) -> bool {
    let number = standing.dossier().and_then(|dossier| dossier.tie.founder);
    number.and_then(|number| present.get(number).copied()).unwrap_or(false)
}
