//! The network of the worked cases (DOMAIN.md, section 7), with variations.

use chrono::NaiveDate;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use ptp_domain::area::Area;
use ptp_domain::id::Id;
use ptp_domain::identifier::Province;
use ptp_domain::member::Member;
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Owner;
use ptp_domain::reorganisation::Succession;
use ptp_domain::rules::ruleset::{Overrides, Ruleset, RulesetId};
use ptp_domain::rules::{
    Budget, Determination, MemberResult, Network, Outcome, Report, Rule, Slot, TimelineEntry,
    Verdict, evaluate, timeline,
};

use super::members::{accredited, company, day, id_of, technical, vocational};

pub(crate) fn action(kind: ActionKind) -> PlannedAction {
    let (title, objectives) = (Some("Azione".to_owned()), vec![Objective::WorkplaceLearning]);
    PlannedAction { kind, title, objectives, hours: Some(40) }
}

/// A pole with the input of its evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Pole {
    pub(crate) area: Area,
    pub(crate) seat: Province,
    pub(crate) plan: Option<ActivityPlan>,
    pub(crate) agreement: Option<NetworkAgreement>,
    pub(crate) lead: Option<Id<Member>>,
    pub(crate) recognised_on: Option<NaiveDate>,
    pub(crate) applicant: Option<Owner>,
    pub(crate) members: Vec<Member>,
    pub(crate) ruleset: Ruleset,
    pub(crate) as_of: NaiveDate,
    pub(crate) determinations: Vec<Determination>,
    pub(crate) successions: Vec<Succession>,
}

impl Pole {
    /// S1 and S2, C1 and C2, A1, of mechanics, on the closing day, under the default rules.
    pub(crate) fn base() -> Self {
        let actions =
            vec![action(ActionKind::WorkLinkedTraining), action(ActionKind::CurricularFlexibility)];
        let members = vec![
            technical("S1"),
            vocational("S2"),
            company("C1", "28.41"),
            company("C2", "25.62"),
            accredited("A1"),
        ];
        Self {
            area: Area::Mechanics,
            seat: Province::parse("BG").expect("a province"),
            plan: Some(ActivityPlan { actions, ..ActivityPlan::default() }),
            agreement: Some(NetworkAgreement {
                signed_on: Some(day("2010-01-11")),
                reference: None,
            }),
            lead: None,
            recognised_on: None,
            applicant: None,
            members,
            ruleset: RulesetId::RegioneLombardia.ruleset(),
            as_of: day("2027-02-26"),
            determinations: Vec::new(),
            successions: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, member: Member) -> Self {
        self.members.push(member);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.members.retain(|member| member.name != name);
        self
    }

    /// Replaces the member with the same name.
    pub(crate) fn replacing(self, member: Member) -> Self {
        self.without(&member.name.clone()).with(member)
    }

    pub(crate) fn under(mut self, ruleset: RulesetId) -> Self {
        self.ruleset = ruleset.ruleset();
        self
    }

    pub(crate) fn asking(mut self, change: impl FnOnce(&mut Overrides)) -> Self {
        let mut overrides = Overrides::default();
        change(&mut overrides);
        self.ruleset = self.ruleset.with(&overrides);
        self
    }

    pub(crate) fn recognised(mut self, on: &str) -> Self {
        self.recognised_on = Some(day(on));
        self
    }

    pub(crate) fn spoken_for_by(mut self, applicant: Owner) -> Self {
        self.applicant = Some(applicant);
        self
    }

    /// The plan's last day.
    pub(crate) fn planned_until(mut self, until: &str) -> Self {
        self.plan.get_or_insert_default().until = Some(day(until));
        self
    }

    pub(crate) fn led_by(mut self, name: &str) -> Self {
        self.lead = Some(id_of(name));
        self
    }

    /// The same pole, with an official's word of everything that needs one.
    pub(crate) fn settled(mut self, accepted: bool) -> Self {
        let findings = self.report().members.into_iter().flat_map(|result| {
            result.findings.into_iter().map(move |finding| (result.member, finding))
        });
        let (reason, decided_on) = ("Visura.".to_owned(), day("2027-03-01"));
        let words = findings.filter(|(_, one)| one.outcome == Outcome::NeedsReview).map(
            |(member, finding)| Determination {
                rule: finding.rule,
                member,
                fact: finding.reason.fact(),
                accepted,
                reason: reason.clone(),
                decided_on,
            },
        );
        self.determinations.extend(words);
        self
    }

    pub(crate) fn on(mut self, as_of: &str) -> Self {
        self.as_of = day(as_of);
        self
    }

    pub(crate) fn network(&self) -> Network<'_> {
        Network {
            area: self.area,
            seat: self.seat,
            activity_plan: self.plan.as_ref(),
            network_agreement: self.agreement.as_ref(),
            lead: self.lead,
            recognised_on: self.recognised_on,
            applicant: self.applicant.as_ref(),
            successions: &self.successions,
            members: self.members.iter().collect(),
        }
    }

    pub(crate) fn report(&self) -> Report {
        let budget = Budget::default();
        evaluate(&self.network(), &self.ruleset, self.as_of, &self.determinations, &budget)
            .expect("no more work than allowed")
    }

    pub(crate) fn timeline(&self, until: &str) -> Vec<TimelineEntry> {
        let (from, until) = (self.as_of, day(until));
        let budget = Budget::default();
        timeline(&self.network(), &self.ruleset, from, until, &self.determinations, &budget)
            .expect("no more work than allowed")
            .1
    }

    pub(crate) fn verdict(&self) -> Verdict {
        self.report().outcome
    }

    pub(crate) fn outcome(&self, rule: Rule) -> Outcome {
        self.report().rule(rule).expect("a result for each rule").outcome
    }

    /// How many a rule requires, and how many meet it.
    pub(crate) fn found(&self, rule: Rule) -> (u32, u32) {
        let report = self.report();
        let result = report.rule(rule).expect("a result for each rule");
        (result.required.unwrap_or_default(), result.found.unwrap_or_default())
    }

    /// The violated rules.
    pub(crate) fn broken(&self) -> Vec<Rule> {
        self.saying(Outcome::Violated)
    }

    /// The rules that need a review.
    pub(crate) fn in_doubt(&self) -> Vec<Rule> {
        self.saying(Outcome::NeedsReview)
    }

    fn saying(&self, outcome: Outcome) -> Vec<Rule> {
        let rules = self.report().rules;
        rules.iter().filter(|result| result.outcome == outcome).map(|result| result.rule).collect()
    }

    pub(crate) fn result(&self, name: &str) -> MemberResult {
        let results = self.report().members;
        results
            .into_iter()
            .find(|result| result.member == id_of(name))
            .expect("the member's result")
    }

    pub(crate) fn slot(&self, name: &str) -> Option<Slot> {
        self.result(name).counts_for
    }

    /// The codes of the findings on a member under a rule.
    pub(crate) fn codes(&self, name: &str, rule: Rule) -> Vec<&'static str> {
        let findings = self.result(name).findings;
        findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .map(|finding| finding.reason.code())
            .collect()
    }
}
