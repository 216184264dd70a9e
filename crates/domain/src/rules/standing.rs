//! How each member stands by itself on a day: what it meets, and the slots it could fill.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::finding::{Finding, Settlement};
use super::reason::Reason;
use super::rule::{Outcome, Rule, Slot};
use super::ruleset::{Leeway, Parameters, SeniorityBound};
use super::{
    company_commitment, company_in_area, company_registered, member_confirmation, member_kinds,
    section_a, training_seniority,
};
use crate::accreditation::Section;
use crate::area::Area;
use crate::area::correspondence::Correspondence;
use crate::id::Id;
use crate::member::{Member, MemberKind};
use crate::policy::Owner;

/// An official's word on a finding that needed review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    /// The rule of the finding.
    pub rule: Rule,
    /// The member it was about.
    pub member: Id<Member>,
    /// What had been found ([`Reason::fact`]): the determination lapses when it changes.
    pub fact: String,
    /// Accepted or refused.
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// The civil date in Rome on which it was said.
    pub decided_on: NaiveDate,
}

/// What a member is judged against on a day.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) area: Area,
    pub(super) applicant: Option<&'a Owner>,
    pub(super) links: Option<&'static Correspondence>,
    pub(super) parameters: &'a Parameters,
    pub(super) determinations: &'a [Determination],
    /// Those whom other members succeed.
    pub(super) predecessors: &'a BTreeMap<Id<Member>, &'a Member>,
    pub(super) day: NaiveDate,
}

/// How surely a member could fill a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Surely.
    Certain,
    /// If an official says so.
    Review,
    /// Not at all.
    #[default]
    No,
}

impl From<Outcome> for Fit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Satisfied | Outcome::NotApplicable | Outcome::Waived => Self::Certain,
            Outcome::NeedsReview => Self::Review,
            Outcome::Violated => Self::No,
        }
    }
}

/// How surely a member could fill each slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fits {
    school: Fit,
    company: Fit,
    section_a: Fit,
    its: Fit,
}

impl Fits {
    pub(super) const fn slot(self, slot: Slot) -> Fit {
        match slot {
            Slot::School => self.school,
            Slot::Company => self.company,
            Slot::SectionA => self.section_a,
            Slot::Its => self.its,
        }
    }

    /// One who surely fills one slot and no other.
    pub(super) fn only(slot: Slot) -> Self {
        let mut fits = Self::default();
        *match slot {
            Slot::School => &mut fits.school,
            Slot::Company => &mut fits.company,
            Slot::SectionA => &mut fits.section_a,
            Slot::Its => &mut fits.its,
        } = Fit::Certain;
        fits
    }
}

/// A member on a day, by itself; without a member, one that a remedy would add.
#[derive(Clone, Debug)]
pub(super) struct Standing<'a> {
    pub(super) member: Option<&'a Member>,
    /// Whether it shares a code with another member of the network, at whatever time.
    pub(super) has_kin: bool,
    pub(super) findings: Vec<Finding>,
    pub(super) fits: Fits,
}

impl<'a> Standing<'a> {
    /// The ideal newcomer for a slot.
    pub(super) fn newcomer(slot: Slot) -> Self {
        Self { member: None, has_kin: false, findings: Vec::new(), fits: Fits::only(slot) }
    }

    /// How `member` stands; `None` if it is not in the pole on that day.
    pub(super) fn of(ground: &Ground<'_>, member: &'a Member, has_kin: bool) -> Option<Self> {
        if !member.membership.contains(ground.day) {
            return None;
        }
        let kind = member_kinds::finding(ground, member);
        let seniority = training_seniority::finding(ground, member);
        let in_area = company_in_area::finding(ground, member);
        let commitment = company_commitment::finding(ground, member);
        // Who has not confirmed yet counts all the same: it bears on no slot.
        let confirmation = member_confirmation::finding(ground, member);
        let registered = company_registered::finding(ground, member);
        let section_a = section_a::finding(ground, member);

        let worst = |findings: &[&Option<Finding>]| {
            findings
                .iter()
                .filter_map(|finding| finding.as_ref())
                .map(|finding| finding.outcome)
                .max()
                .map_or(Fit::Certain, Fit::from)
        };
        let bound = |who| ground.parameters.seniority_binds.contains(&who);
        let senior_if = |bound: bool| if bound { worst(&[&seniority]) } else { Fit::Certain };
        let mut fits = Fits::default();
        match member.kind() {
            MemberKind::TechnicalInstitute => {
                fits.school = senior_if(bound(SeniorityBound::TechnicalInstitute));
            }
            MemberKind::VocationalInstitute => {
                fits.school = senior_if(bound(SeniorityBound::VocationalInstitute));
            }
            MemberKind::Company => fits.company = worst(&[&in_area, &commitment, &registered]),
            MemberKind::ItsAcademy => fits.its = senior_if(bound(SeniorityBound::ItsAcademy)),
            MemberKind::AccreditedBody
            | MemberKind::University
            | MemberKind::ResearchCentre
            | MemberKind::Other => {}
        }
        if section_a.as_ref().is_some_and(|finding| finding.outcome == Outcome::Satisfied) {
            fits.section_a = worst(&[&kind]).max(senior_if(bound(SeniorityBound::SectionA)));
        }
        let findings = [kind, seniority, in_area, commitment, confirmation, registered, section_a];
        let findings = findings.into_iter().flatten().collect();
        Some(Self { member: Some(member), has_kin, findings, fits })
    }

    /// Whether the report would say the same of both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.findings == other.findings && self.fits == other.fits
    }

    /// What was found under one rule.
    pub(super) fn under(&self, rule: Rule) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.rule == rule)
    }
}

impl Ground<'_> {
    /// Whether the member holds a section A accreditation in force.
    pub(super) fn holds_section_a(&self, member: &Member) -> bool {
        member.accredited(Section::A, self.day).next().is_some()
    }

    /// Takes the first reason that lets the member pass, surely or if an official says so.
    ///
    /// What an official refused does not; if nothing is left it is violated, for `otherwise`.
    pub(super) fn settle(
        &self,
        rule: Rule,
        member: &Member,
        candidates: impl IntoIterator<Item = (Leeway, Reason)>,
        otherwise: Reason,
    ) -> Finding {
        let mut refused = None;
        for (leeway, reason) in candidates {
            match leeway {
                Leeway::Accept => {
                    return Finding { rule, outcome: Outcome::Satisfied, reason, settled: None };
                }
                Leeway::Reject => {}
                Leeway::Review => match self.determined(rule, member, &reason) {
                    None => {
                        let outcome = Outcome::NeedsReview;
                        return Finding { rule, outcome, reason, settled: None };
                    }
                    Some(settlement) if settlement.accepted => {
                        let outcome = Outcome::Satisfied;
                        return Finding { rule, outcome, reason, settled: Some(settlement) };
                    }
                    Some(settlement) => refused = refused.or(Some((reason, settlement))),
                },
            }
        }
        let (reason, settled) = match refused {
            Some((reason, settlement)) => (reason, Some(settlement)),
            None => (otherwise, None),
        };
        Finding { rule, outcome: Outcome::Violated, reason, settled }
    }

    fn determined(&self, rule: Rule, member: &Member, reason: &Reason) -> Option<Settlement> {
        let mine = |word: &&Determination| {
            word.rule == rule && word.member == member.id && word.fact == reason.fact()
        };
        // The last word counts.
        self.determinations.iter().rev().find(mine).map(|word| Settlement {
            accepted: word.accepted,
            reason: word.reason.clone(),
            decided_on: word.decided_on,
        })
    }
}
