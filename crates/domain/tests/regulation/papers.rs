//! The plan, the lead and the agreement of a network.

use ptp_domain::activity_plan::{ActionKind, ActivityPlan, PlannedAction};
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Role;
use ptp_domain::rules::ruleset::{Leeway, RulesetId};
use ptp_domain::rules::{Change, Outcome, Rule, Task, Verdict};

use super::members::{Vary, academy, between, company, day, since, technical};
use super::network::{Pole, action};

/// What is left to do, and by whom.
fn tasks(pole: &Pole) -> Vec<(Task, Role)> {
    pole.report().to_do.iter().map(|item| (item.task, item.by)).collect()
}

/// The base with a plan of one action of each kind, changed by the test.
fn planning(change: impl Fn(&mut PlannedAction)) -> Pole {
    let kinds = [ActionKind::WorkLinkedTraining, ActionKind::CurricularFlexibility];
    let changed = |kind| {
        let mut action = action(kind);
        change(&mut action);
        action
    };
    let actions = kinds.map(changed).to_vec();
    Pole { plan: Some(ActivityPlan { actions, ..ActivityPlan::default() }), ..Pole::base() }
}

fn explanation(pole: &Pole, rule: Rule) -> String {
    pole.report().rule(rule).expect("a result").explanation.it.to_string()
}

#[test]
fn case_17_an_action_counts_with_a_title_and_an_objective() {
    assert_eq!(planning(|_| {}).verdict(), Verdict::Compliant);
    for pole in
        [planning(|action| action.title = None), planning(|action| action.objectives.clear())]
    {
        assert_eq!(pole.broken(), [Rule::ActivityPlan]);
        assert_eq!(pole.found(Rule::ActivityPlan), (2, 0));
        assert!(explanation(&pole, Rule::ActivityPlan).contains("un titolo e almeno un obiettivo"));
    }
}

#[test]
fn an_action_without_hours_counts_and_is_remarked_on() {
    let pole = planning(|action| action.hours = None);
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert!(explanation(&pole, Rule::ActivityPlan).contains("non di tutte indica le ore"));
    assert!(!explanation(&Pole::base(), Rule::ActivityPlan).contains("ore"));
}

#[test]
fn a_plan_that_has_ended_is_for_an_official_and_the_timeline_announces_it() {
    let pole = Pole::base().planned_until("2027-08-31");
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.report().next_change_on, Some(day("2027-09-01")));
    let entry = &pole.timeline("2028-12-31")[0];
    assert_eq!(entry.on, day("2027-09-01"));
    assert_eq!(entry.rules, [(Rule::ActivityPlan, Outcome::NeedsReview)]);

    let over = pole.on("2027-09-01");
    assert_eq!(over.in_doubt(), [Rule::ActivityPlan]);
    assert_eq!(tasks(&over), [(Task::RenewPlan, Role::Applicant)]);
    let judged = |leeway| over.clone().asking(|asked| asked.ended_plan = Some(leeway)).verdict();
    assert_eq!(judged(Leeway::Accept), Verdict::Compliant);
    assert_eq!(judged(Leeway::Reject), Verdict::NonCompliant);
    let refused = over.asking(|asked| asked.ended_plan = Some(Leeway::Reject));
    assert_eq!(refused.report().remedies[0].changes, [Change::RenewPlan]);
}

#[test]
fn case_18_a_lead_that_leaves_is_a_finding() {
    let leaving = technical("S3").for_the_time(between("2027-01-15", "2027-03-31"));
    let pole = Pole::base().with(leaving).led_by("S3");
    assert_eq!(pole.outcome(Rule::Lead), Outcome::Satisfied);
    assert_eq!(pole.report().next_change_on, Some(day("2027-04-01")));
    let left = pole.on("2027-04-01");
    assert_eq!(left.in_doubt(), [Rule::Lead]);
    assert_eq!(left.codes("S3", Rule::Lead), ["lead_left"]);
    assert_eq!(tasks(&left), [(Task::NameLead, Role::Applicant)]);
    assert_eq!(left.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(left.led_by("S1").verdict(), Verdict::Compliant);
}

#[test]
fn a_lead_is_a_member_on_the_day() {
    let later = technical("S3").for_the_time(since("2027-03-01"));
    let pole = Pole::base().with(later).led_by("S3");
    assert_eq!(pole.codes("S3", Rule::Lead), ["lead_not_yet_member"]);
    assert_eq!(pole.on("2027-03-01").verdict(), Verdict::Compliant);
    assert_eq!(Pole::base().led_by("S7").in_doubt(), [Rule::Lead], "nobody of that name");
    assert_eq!(Pole::base().outcome(Rule::Lead), Outcome::NotApplicable, "none is named");
}

#[test]
fn case_7_the_national_guidelines_ask_for_a_network_agreement() {
    let registered =
        |name, code| company(name, code).in_business(|company| company.registered = Some(true));
    let national = |agreement| {
        let base = Pole::base()
            .replacing(registered("C1", "28.41"))
            .replacing(registered("C2", "25.62"))
            .with(academy("I1"))
            .under(RulesetId::LineeGuida2013);
        Pole { agreement, ..base }
    };
    let signed =
        |on: Option<&str>| Some(NetworkAgreement { signed_on: on.map(day), reference: None });
    assert_eq!(national(None).broken(), [Rule::NetworkAgreement]);
    assert_eq!(national(signed(Some("2027-02-26"))).verdict(), Verdict::Compliant);
    assert_eq!(national(signed(None)).in_doubt(), [Rule::NetworkAgreement]);
    let later = national(signed(Some("2027-02-27")));
    assert_eq!(later.broken(), [Rule::NetworkAgreement]);
    assert_eq!(later.report().next_change_on, Some(day("2027-02-27")));
    assert_eq!(later.report().remedies[0].changes, [Change::SignAgreement]);
    let page = Pole { agreement: None, ..Pole::base() };
    assert_eq!(page.outcome(Rule::NetworkAgreement), Outcome::NotApplicable);
}

#[test]
fn of_two_graces_only_the_one_in_force_is_shown() {
    use ptp_domain::rules::ruleset::Overrides;
    let shown = |id: RulesetId| Overrides::from(id.ruleset().parameters);
    let national = shown(RulesetId::LineeGuida2013);
    assert_eq!(
        (national.its_grace_years, national.its_grace_until),
        (None, Some(day("2015-12-31")))
    );
    let page = shown(RulesetId::RegioneLombardia);
    assert_eq!((page.its_grace_years, page.its_grace_until), (Some(3), None));
}
