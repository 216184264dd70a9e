//! The report of an evaluation, with explanations.

use chrono::NaiveDate;

use super::finding::Finding;
use super::fit::Fit;
use super::judgement::Judgement;
use super::reason::Reason;
use super::remarks::remarks;
use super::remedy::Remedy;
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruling::Ruling;
use super::standing::Standing;
use crate::id::Id;
use crate::member::Member;
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// The report on a network on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The civil date in Rome of the evaluation.
    pub as_of: NaiveDate,
    /// What they say together.
    pub outcome: Verdict,
    /// The first later date on which that changes by itself.
    pub next_change_on: Option<NaiveDate>,
    /// The result of each rule, in the order of [`Rule`].
    pub rules: Vec<RuleResult>,
    /// What would make the network compliant; empty if it is.
    pub remedies: Vec<Remedy>,
    /// The result of each member, in the order given.
    pub members: Vec<MemberResult>,
}

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleResult {
    /// The rule.
    pub rule: Rule,
    /// What it says.
    pub outcome: Outcome,
    /// How many are asked for: slots to fill, or members bound.
    pub required: Option<u32>,
    /// How many meet it for certain.
    pub found: Option<u32>,
    /// When a waived rule becomes binding, if that is known.
    pub binding_from: Option<NaiveDate>,
    /// The explanation, in a sentence.
    pub explanation: Text,
}

/// How one member fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberResult {
    /// Which.
    pub member: Id<Member>,
    /// The slot it fills.
    pub counts_for: Option<Slot>,
    /// Whether it fills the slot only if an official says so.
    pub under_review: bool,
    /// What was found about it.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The result of one rule.
    #[must_use]
    pub fn rule(&self, rule: Rule) -> Option<&RuleResult> {
        self.rules.iter().find(|result| result.rule == rule)
    }
}

pub(super) fn rule_results(judgement: &Judgement, standings: &[&Standing<'_>]) -> Vec<RuleResult> {
    judgement
        .rulings
        .iter()
        .map(|ruling| RuleResult {
            rule: ruling.rule,
            outcome: ruling.outcome,
            required: ruling.required,
            found: ruling.found,
            binding_from: ruling.binding_from,
            explanation: explanation(judgement, ruling, standings),
        })
        .collect()
}

/// The results of the standings' members.
pub(super) fn member_results<'a>(
    judgement: &Judgement,
    standings: &'a [&Standing<'_>],
) -> impl Iterator<Item = MemberResult> + use<'a> {
    let composition = &judgement.composition;
    let remarks = remarks(composition, standings);
    standings.iter().zip(composition.counts_for.clone()).zip(remarks).filter_map(
        |((standing, counts_for), remarks)| {
            Some(MemberResult {
                member: standing.member()?.id,
                counts_for: counts_for.map(|(slot, _)| slot),
                under_review: counts_for.is_some_and(|(_, fit)| fit == Fit::Review),
                findings: standing.findings.iter().cloned().chain(remarks).collect(),
            })
        },
    )
}

/// The result of a member that is not evaluated, with what is found about it as the lead.
pub(super) fn absent(member: &Member, reason: Reason, as_lead: Option<Finding>) -> MemberResult {
    let finding =
        Finding { rule: Rule::MemberKinds, outcome: Outcome::NotApplicable, reason, settled: None };
    MemberResult {
        member: member.id,
        counts_for: None,
        under_review: false,
        findings: std::iter::once(finding).chain(as_lead).collect(),
    }
}

fn explanation(judgement: &Judgement, ruling: &Ruling, standings: &[&Standing<'_>]) -> Text {
    if let Some(explanation) = &ruling.explanation {
        return explanation.clone();
    }
    let blamed = || judgement.blamed(ruling.rule, standings);
    let (required, found) = (ruling.required.unwrap_or(0), ruling.found.unwrap_or(0));
    match (ruling.rule, ruling.outcome) {
        (Rule::SingleArea, Outcome::Satisfied) => {
            Text::fixed("l'area del polo è ammessa", "the pole's area is allowed")
        }
        (Rule::SingleArea, _) => Text::fixed(
            "l'area del polo non è tra quelle ammesse dal bando",
            "the pole's area is not among those that the call allows",
        ),
        (Rule::MinSchools | Rule::MinCompanies | Rule::MinSectionA | Rule::MinIts, outcome) => {
            slots(ruling, outcome, required, found)
        }
        (Rule::ActivityPlan, Outcome::Satisfied) => Text::fixed(
            "il piano definisce azioni di alternanza e di flessibilità curricolare",
            "the plan defines actions of work-linked training and curricular flexibility",
        ),
        (Rule::ActivityPlan, _) if required == 0 => {
            Text::fixed("manca il piano delle attività", "there is no activity plan")
        }
        (Rule::ActivityPlan, _) => Text::new(
            format!(
                "il piano definisce {found} delle {required} azioni richieste, tra alternanza (work_linked_training) e flessibilità (curricular_flexibility)"
            ),
            format!(
                "the plan defines {found} of the {required} actions asked for, of work_linked_training and curricular_flexibility"
            ),
        ),
        (Rule::NoDedicatedFunding, _) => Text::fixed(
            "informativa: la costituzione non comporta finanziamenti dedicati",
            "informative: constitution carries no dedicated funding",
        ),
        (Rule::DistinctMembers, Outcome::Satisfied) => Text::fixed(
            "ogni organizzazione figura una sola volta",
            "each organisation stands once",
        ),
        (Rule::DistinctMembers, Outcome::NeedsReview) => blame(
            "identità da accertare a cura dell'ufficio",
            "an official has to ascertain the identity of",
            &blamed(),
            standings,
        ),
        (Rule::DistinctMembers, _)
            if judgement.composition.bonds.organisations.repeated.is_empty() =>
        {
            // Those under review come last, and are left out.
            let mut blamed = blamed();
            blamed.truncate(blamed.len().saturating_sub(ruling.under_review as usize));
            blame(
                "l'ufficio non ha riconosciuto l'identità di",
                "an official did not accept the identity of",
                &blamed,
                standings,
            )
        }
        (Rule::DistinctMembers, _) => blame(
            "la stessa organizzazione figura più volte",
            "the same organisation stands more than once",
            &blamed(),
            standings,
        ),
        (Rule::ItsFoundersExcluded, Outcome::Satisfied) if blamed().is_empty() => Text::fixed(
            "nessun membro ha fondato l'ITS del polo",
            "no member founded the pole's ITS",
        ),
        (Rule::ItsFoundersExcluded, Outcome::Satisfied) => blame(
            "non si contano, perché hanno fondato l'ITS",
            "do not count, because they founded the ITS",
            &blamed(),
            standings,
        ),
        (Rule::MemberKinds, Outcome::Satisfied) => Text::fixed(
            "tutti i membri sono soggetti ammessi",
            "every member is of an admitted kind",
        ),
        (_, Outcome::Satisfied) => Text::new(
            format!("{found} su {required} membri tenuti la soddisfano"),
            format!("{found} of {required} members bound meet it"),
        ),
        (Rule::MemberConfirmation, Outcome::NotApplicable) => Text::new(
            format!(
                "non richiesta; hanno confermato in {found}: per gli altri si impegna il titolare"
            ),
            format!("not asked for; {found} have confirmed: for the others the owner speaks"),
        ),
        (_, Outcome::NotApplicable | Outcome::Waived) => {
            Text::fixed("non si applica a questa rete", "does not apply to this network")
        }
        (_, Outcome::NeedsReview) => {
            blame("deve valutare un funzionario", "an official has to assess", &blamed(), standings)
        }
        (_, Outcome::Violated) => {
            // Those under review come last, and are left out.
            let mut blamed = blamed();
            blamed.truncate(blamed.len().saturating_sub(ruling.under_review as usize));
            blame("non la soddisfano", "do not meet it", &blamed, standings)
        }
    }
}

fn slots(ruling: &Ruling, outcome: Outcome, required: u32, found: u32) -> Text {
    let what = ruling.rule.label();
    let review = ruling.under_review;
    match outcome {
        Outcome::Waived => match ruling.binding_from {
            Some(day) => Text::new(
                format!("{}: {found} su {required}; vincolante dal {day}", what.it),
                format!("{}: {found} of {required}; binding from {day}", what.en),
            ),
            None => Text::new(
                format!(
                    "{}: {found} su {required}; non vincolante nel primo triennio dal riconoscimento",
                    what.it
                ),
                format!(
                    "{}: {found} of {required}; not binding in the first three years from recognition",
                    what.en
                ),
            ),
        },
        Outcome::NeedsReview => Text::new(
            format!("{}: {found} su {required}, altri {review} da valutare", what.it),
            format!("{}: {found} of {required}, {review} more to be assessed", what.en),
        ),
        Outcome::Violated => {
            let missing = required.saturating_sub(found);
            let verb = if missing == 1 { "ne manca" } else { "ne mancano" };
            Text::new(
                format!("{}: {found} su {required}; {verb} {missing}", what.it),
                format!("{}: {found} of {required}; {missing} missing", what.en),
            )
        }
        Outcome::Satisfied | Outcome::NotApplicable => Text::new(
            format!("{}: {found} su {required}", what.it),
            format!("{}: {found} of {required}", what.en),
        ),
    }
}

/// Names at most three of those to blame.
fn blame(it: &str, en: &str, blamed: &[usize], standings: &[&Standing<'_>]) -> Text {
    const NAMED: usize = 3;
    let names: Vec<_> = blamed
        .iter()
        .filter_map(|index| standings.get(*index).and_then(|standing| standing.member()))
        .take(NAMED)
        .map(|member| format!("«{}»", member.name))
        .collect();
    let names = names.join(", ");
    match blamed.len().saturating_sub(NAMED) {
        0 => Text::new(format!("{it}: {names}"), format!("{en}: {names}")),
        more => Text::new(
            format!("{it}: {names} e altri {more}"),
            format!("{en}: {names} and {more} more"),
        ),
    }
}
