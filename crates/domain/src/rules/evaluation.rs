//! Evaluation of a network: on a date, and over time.

use chrono::NaiveDate;

use super::activities::Activities;
use super::budget::{Budget, Exhausted};
use super::determination::{Determination, Words};
use super::dossier::Dossier;
use super::ground::Ground;
use super::inheritance::Estates;
use super::lead;
use super::load::Load;
use super::matter::Matter;
use super::offers::Offers;
use super::reason::Reason;
use super::remedies;
use super::report::{self, Report};
use super::rule::{Slot, Verdict};
use super::ruleset::{Parameters, Ruleset};
use super::ties::Ties;
use super::timeline::{Costs, Days, TimelineEntry};
use super::to_do;
use super::training_seniority;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::correspondence::Correspondence;
use crate::id::Id;
use crate::identifier::Province;
use crate::member::Member;
use crate::network_agreement::NetworkAgreement;
use crate::policy::Owner;
use crate::reorganisation::{Succession, stand_ins};
use crate::vocabulary::Vocabulary;

/// The input of an evaluation: a pole with its members, or a draft of one.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// Its area.
    pub area: Area,
    /// The province of its seat.
    pub seat: Province,
    /// Its plan.
    pub activity_plan: Option<&'a ActivityPlan>,
    /// The agreement of its members.
    pub network_agreement: Option<&'a NetworkAgreement>,
    /// The member that leads it.
    pub lead: Option<Id<Member>>,
    /// When it was recognised.
    pub recognised_on: Option<NaiveDate>,
    /// The applicant; `None` if nothing is stored, so that nothing can be confirmed.
    pub applicant: Option<&'a Owner>,
    /// The reorganisations that it went through.
    pub successions: &'a [Succession],
    /// All members, past and future ones included, in any order.
    pub members: Vec<&'a Member>,
}

/// Evaluates a network on a date.
///
/// The search for remedies has its own share of the budget. If that runs out, the report lists the
/// remedies found so far, and says so ([`Report::remedies_complete`]).
///
/// # Errors
///
/// [`Exhausted`]. Members accepted by [`list_faults`](crate::pole::list_faults) always stay within
/// [`Budget::default`].
pub fn evaluate(
    network: &Network<'_>,
    ruleset: &Ruleset,
    as_of: NaiveDate,
    determinations: &[Determination],
    budget: &Budget,
) -> Result<Report, Exhausted> {
    let words = Words::of(determinations);
    let setting = Setting::of(network, &ruleset.parameters, budget)?;
    let days = setting.days(network, &ruleset.parameters, as_of, &words, budget)?;
    let (standings, judgement) = (days.present(), days.judgement());
    let outcome = judgement.verdict();
    let rules = report::rule_results(judgement, &standings, &ruleset.parameters);
    let to_do = to_do::to_do(&days.matter, &standings, judgement);
    let trial = setting.load.trying(slots(&ruleset.parameters));
    let (remedies, remedies_complete) =
        remedies::remedies(&days.matter, &days.ground, &standings, judgement, budget, trial)?;
    let mut present = report::member_results(judgement, &standings);
    let mut members: Vec<_> = setting
        .positions
        .iter()
        .zip(&setting.dossiers)
        .filter_map(|(position, Dossier { member, .. })| {
            let result = match absence(member, as_of) {
                Some(reason) => {
                    let leads = days.matter.lead.flatten().is_some_and(|lead| lead.id == member.id);
                    let found = || lead::finding(&days.matter, member, as_of);
                    Some(report::absent(member, reason, leads.then(found).flatten()))
                }
                None => present.next(),
            };
            Some((*position, result?))
        })
        .collect();
    drop(present);
    members.sort_by_key(|(position, _)| *position);
    let members = members.into_iter().map(|(_, result)| result).collect();
    let next_change_on = days.next_verdict()?;
    Ok(Report {
        as_of,
        outcome,
        next_change_on,
        rules,
        to_do,
        remedies,
        remedies_complete,
        members,
    })
}

/// The verdict on a date, and the dates up to `until` on which the report changes without an act.
///
/// # Errors
///
/// [`Exhausted`], as [`evaluate`].
pub fn timeline(
    network: &Network<'_>,
    ruleset: &Ruleset,
    from: NaiveDate,
    until: NaiveDate,
    determinations: &[Determination],
    budget: &Budget,
) -> Result<(Verdict, Vec<TimelineEntry>), Exhausted> {
    let words = Words::of(determinations);
    let setting = Setting::of(network, &ruleset.parameters, budget)?;
    let mut days = setting.days(network, &ruleset.parameters, from, &words, budget)?;
    let now = days.judgement().verdict();
    let mut entries = Vec::new();
    while let Some(entry) = days.next_change(until)? {
        entries.push(entry);
    }
    Ok((now, entries))
}

/// The members in a canonical order, independent of that of the input.
struct Setting<'a> {
    /// By tax code.
    dossiers: Vec<Dossier<'a>>,
    /// For each dossier, the position of its member in the input.
    positions: Vec<usize>,
    /// Those that lead in the place of the lead.
    stand_ins: Vec<&'a Member>,
    load: Load,
    /// The number of shared codes and REA numbers, and of ITS founders that are members.
    codes: usize,
    reas: usize,
    founders: usize,
}

impl<'a> Setting<'a> {
    fn of(
        network: &Network<'a>,
        parameters: &Parameters,
        budget: &Budget,
    ) -> Result<Self, Exhausted> {
        let mut sorted: Vec<_> = network.members.iter().copied().enumerate().collect();
        sorted.sort_by_key(|(_, member)| (&member.tax_code, member.id));
        let (positions, members): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
        let (estates, ties) = (Estates::of(&members, network.successions), Ties::of(&members));
        let load = Load::of(&members, &ties);
        let links = Correspondence::of(network.area);
        let offers = |member: &'a Member| {
            if !training_seniority::may_bind(parameters, member) {
                return Offers::default();
            }
            Offers::of(network.area, parameters, member, &estates)
        };
        let mut dossiers = Vec::with_capacity(members.len());
        for (index, (member, tie)) in members.iter().zip(ties.of).enumerate() {
            budget.spend(load.preparing.get(index).copied().unwrap_or_default())?;
            let look = load.looking.get(index).copied().unwrap_or_default();
            let company = member.company();
            let activities =
                company.map_or_else(Activities::default, |company| Activities::of(links, company));
            let commitment = estates.commitment(member);
            dossiers.push(Dossier {
                member,
                offers: offers(member),
                activities,
                commitment,
                tie,
                look,
            });
        }
        let stand_ins =
            network.lead.map_or_else(Vec::new, |lead| stand_ins(network.successions, lead));
        let stand_ins = members.iter().copied().filter(|one| stand_ins.contains(&one.id)).collect();
        let (codes, reas, founders) = (ties.codes, ties.reas, ties.founders);
        Ok(Self { dossiers, positions, stand_ins, load, codes, reas, founders })
    }

    /// The member with this identifier; of several, the first by tax code.
    fn member(&self, id: Id<Member>) -> Option<&'a Member> {
        let mut members = self.dossiers.iter().map(|dossier| dossier.member);
        members.find(|member| member.id == id)
    }

    fn days<'s>(
        &'s self,
        network: &Network<'s>,
        parameters: &'s Parameters,
        day: NaiveDate,
        words: &'s Words<'s>,
        budget: &'s Budget,
    ) -> Result<Days<'s>, Exhausted> {
        let matter = Matter {
            area: network.area,
            seat: network.seat,
            plan: network.activity_plan,
            recognised_on: network.recognised_on,
            agreement: network.network_agreement,
            lead: network.lead.map(|id| self.member(id)),
            stand_ins: &self.stand_ins,
            parameters,
            words,
            codes: self.codes,
            reas: self.reas,
            founders: self.founders,
        };
        let ground = Ground { applicant: network.applicant, parameters, words, day };
        let costs =
            Costs { judging: self.load.judging(slots(parameters)), binding: self.load.binding };
        Days::from(matter, ground, &self.dossiers, budget, costs)
    }
}

/// The number of slots that the rules require.
fn slots(parameters: &Parameters) -> u64 {
    Slot::ALL.iter().map(|slot| u64::from(parameters.least(*slot))).fold(0, u64::saturating_add)
}

/// Why a member is not evaluated on a day.
fn absence(member: &Member, day: NaiveDate) -> Option<Reason> {
    if member.membership.contains(day) {
        return None;
    }
    Some(match member.membership.until().filter(|until| *until < day) {
        Some(until) => Reason::FormerMember { until },
        None => Reason::NotYetMember { from: member.membership.from() },
    })
}
