//! The standing of a member on a day: the rules it meets, and the slots it could fill.

use super::dossier::Dossier;
use super::finding::Finding;
use super::fit::{Fit, Fits};
use super::ground::Ground;
use super::rule::{Outcome, Rule, Slot};
use super::ruleset::{Binds, SeniorityBound};
use super::{
    company_commitment, company_in_area, company_registered, distinct_members, member_confirmation,
    member_kinds, section_a, territory, training_seniority,
};
use crate::member::{Member, MemberKind};

/// The outcome of each rule for a member by itself; `None` if it is not bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcomes {
    kind: Option<Outcome>,
    identity: Option<Outcome>,
    seniority: Option<Outcome>,
    in_area: Option<Outcome>,
    commitment: Option<Outcome>,
    confirmation: Option<Outcome>,
    registered: Option<Outcome>,
    section_a: Option<Outcome>,
    territory: Option<Outcome>,
}

/// A member on a day, by itself; without a dossier, one that a remedy would add.
#[derive(Clone, Debug)]
pub(super) struct Standing<'a> {
    dossier: Option<&'a Dossier<'a>>,
    pub(super) findings: Vec<Finding>,
    outcomes: Outcomes,
    pub(super) fits: Fits,
    has_kin: bool,
}

impl<'a> Standing<'a> {
    /// The ideal newcomer for a slot.
    pub(super) fn newcomer(slot: Slot) -> Self {
        Self {
            dossier: None,
            findings: Vec::new(),
            outcomes: Outcomes::default(),
            fits: Fits::only(slot),
            has_kin: false,
        }
    }

    /// The standing of a member; `None` if it is not in the pole on that day.
    pub(super) fn of(ground: &Ground<'_>, dossier: &'a Dossier<'a>) -> Option<Self> {
        Self::varied(ground, dossier, dossier.member)
    }

    /// The standing that the dossier's member would have as `member`, with the same offer.
    pub(super) fn varied(
        ground: &Ground<'_>,
        dossier: &'a Dossier<'a>,
        member: &Member,
    ) -> Option<Self> {
        if !member.membership.contains(ground.day) {
            return None;
        }
        let kind = member_kinds::finding(ground, member);
        // Which organisation it is concerns no slot either.
        let identity = distinct_members::finding(ground, member);
        let seniority = training_seniority::finding(ground, member, &dossier.offers);
        let in_area = company_in_area::finding(ground, member, &dossier.activities);
        let commitment = company_commitment::finding(ground, member, dossier.commitment);
        // An unconfirmed member counts all the same: this rule concerns no slot.
        let confirmation = member_confirmation::finding(ground, member);
        let registered = company_registered::finding(ground, member);
        let section_a = section_a::finding(ground, member);
        let counts_as_section_a =
            section_a.as_ref().is_some_and(|found| found.outcome == Outcome::Satisfied);
        let territory = territory::finding(ground, member, counts_as_section_a);

        let outcome = |finding: &Option<Finding>| finding.as_ref().map(|finding| finding.outcome);
        let outcomes = Outcomes {
            kind: outcome(&kind),
            identity: outcome(&identity),
            seniority: outcome(&seniority),
            in_area: outcome(&in_area),
            commitment: outcome(&commitment),
            confirmation: outcome(&confirmation),
            registered: outcome(&registered),
            section_a: outcome(&section_a),
            territory: outcome(&territory),
        };
        let findings = [
            kind,
            identity,
            seniority,
            in_area,
            commitment,
            confirmation,
            registered,
            section_a,
            territory,
        ];
        Some(Self {
            dossier: Some(dossier),
            findings: findings.into_iter().flatten().collect(),
            outcomes,
            fits: outcomes.fits(ground, member.kind()),
            has_kin: !dossier.tie.shared.is_empty() || dossier.tie.rea.is_some(),
        })
    }

    /// The member; `None` for one that a remedy would add.
    pub(super) fn member(&self) -> Option<&'a Member> {
        self.dossier.map(|dossier| dossier.member)
    }

    /// The date-independent facts about the member.
    pub(super) const fn dossier(&self) -> Option<&'a Dossier<'a>> {
        self.dossier
    }

    /// Whether it ever shares a code or REA number with another member of the network.
    pub(super) const fn has_kin(&self) -> bool {
        self.has_kin
    }

    /// The codes that it shares with other members.
    pub(super) fn shared_codes(&self) -> &'a [usize] {
        self.dossier.filter(|_| self.has_kin).map_or(&[], |dossier| &dossier.tie.shared)
    }

    /// Whether the report would be the same for both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.findings == other.findings && self.fits == other.fits
    }

    /// Whether both have the same weight in the judgement of the network.
    pub(super) fn weighs_like(&self, other: &Self) -> bool {
        self.outcomes == other.outcomes && self.fits == other.fits
    }

    /// The outcome of one rule for it by itself.
    pub(super) const fn under(&self, rule: Rule) -> Option<Outcome> {
        match rule {
            Rule::MemberKinds => self.outcomes.kind,
            Rule::DistinctMembers => self.outcomes.identity,
            Rule::TrainingSeniority => self.outcomes.seniority,
            Rule::CompanyInArea => self.outcomes.in_area,
            Rule::CompanyCommitment => self.outcomes.commitment,
            Rule::MemberConfirmation => self.outcomes.confirmation,
            Rule::CompanyRegistered => self.outcomes.registered,
            Rule::MinSectionA => self.outcomes.section_a,
            Rule::Territory => self.outcomes.territory,
            Rule::SingleArea
            | Rule::MinSchools
            | Rule::MinCompanies
            | Rule::MinIts
            | Rule::ActivityPlan
            | Rule::Lead
            | Rule::NoDedicatedFunding
            | Rule::ItsFoundersExcluded
            | Rule::NetworkAgreement => None,
        }
    }
}

impl Outcomes {
    /// The slots that a member of this kind could fill.
    fn fits(self, ground: &Ground<'_>, kind: MemberKind) -> Fits {
        let worst = |outcomes: &[Option<Outcome>]| {
            outcomes.iter().flatten().max().map_or(Fit::Certain, |worst| Fit::from(*worst))
        };
        let senior_if = |who| {
            let bound = ground.parameters.seniority_binds.contains(&who);
            if bound { worst(&[self.seniority, self.territory]) } else { worst(&[self.territory]) }
        };
        let mut fits = Fits::default();
        match kind {
            MemberKind::TechnicalInstitute => {
                fits.school = senior_if(SeniorityBound::TechnicalInstitute);
            }
            MemberKind::VocationalInstitute => {
                fits.school = senior_if(SeniorityBound::VocationalInstitute);
            }
            MemberKind::Company => {
                fits.company =
                    worst(&[self.in_area, self.commitment, self.registered, self.territory]);
            }
            MemberKind::ItsAcademy => fits.its = senior_if(SeniorityBound::ItsAcademy),
            MemberKind::AccreditedBody
            | MemberKind::University
            | MemberKind::ResearchCentre
            | MemberKind::Other => {}
        }
        if self.section_a == Some(Outcome::Satisfied) {
            fits.section_a = worst(&[self.kind]).max(senior_if(SeniorityBound::SectionA));
        }
        match ground.parameters.requirements_bind {
            Binds::All => fits,
            // Who counts is bound, whichever slot it fills: it counts as well as it meets all that
            // binds it, so that another one may count in its place.
            Binds::Counted => fits.at_best(worst(&[
                self.seniority,
                self.in_area,
                self.commitment,
                self.registered,
            ])),
        }
    }
}
