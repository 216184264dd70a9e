//! Parameters of the rules: each makes a difference.

use std::collections::BTreeSet;

use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan};
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::rules::ruleset::{
    Binds, Continuity, Leeway, NetworkChanges, Overrides, Parameters, PlanActions, PoleSeat,
    ReferenceDate, RulesetId, SeniorityBound,
};
use ptp_domain::rules::{Outcome, Rule, Slot, Verdict};
use ptp_domain::vocabulary::Vocabulary;

use super::members::{
    Vary, academy, accredited, company, day, other, since, technical, vocational,
};
use super::network::{Pole, action};

/// DOMAIN.md, section 2. The compiler asks for every parameter.
#[test]
fn the_defaults_are_those_of_the_page() {
    let Parameters {
        min_schools,
        min_companies,
        min_section_a,
        min_its,
        its_grace_years,
        its_grace_until,
        seniority_years,
        seniority_binds,
        anniversary,
        requirements_bind,
        provisional_accreditation_counts,
        secondary_track,
        secondary_ateco,
        unmapped_ateco,
        other_kinds,
        plan_actions,
        ended_plan,
        one_slot_each,
        exclude_its_founders,
        require_company_registration,
        require_network_agreement,
        require_confirmation,
        pole_seat,
        outside_region,
        allowed_areas,
        reference_date,
        continuity,
        network_changes,
    } = RulesetId::default().ruleset().parameters;
    assert_eq!((min_schools, min_companies, min_section_a, min_its), (2, 2, 1, 1));
    assert_eq!((its_grace_years, its_grace_until, seniority_years), (3, None, 3));
    assert_eq!(seniority_binds, SeniorityBound::ALL.iter().copied().collect());
    assert_eq!((anniversary, requirements_bind), (Anniversary::Inclusive, Binds::All));
    assert!(provisional_accreditation_counts && one_slot_each);
    assert!(!exclude_its_founders && !require_company_registration && !require_confirmation);
    assert!(!require_network_agreement);
    assert_eq!(
        [secondary_track, secondary_ateco, unmapped_ateco, other_kinds, outside_region, ended_plan],
        [Leeway::Review; 6]
    );
    assert_eq!(pole_seat, PoleSeat::Region);
    let one_each = PlanActions { work_linked_training: 1, curricular_flexibility: 1 };
    assert_eq!(plan_actions, one_each);
    assert_eq!(allowed_areas, BTreeSet::new(), "all");
    assert_eq!(reference_date, ReferenceDate::Closing);
    assert_eq!(continuity, Continuity::Interval);
    assert_eq!(network_changes, NetworkChanges::Requested);
}

#[test]
fn the_national_guidelines_differ_in_four_parameters() {
    let page = RulesetId::RegioneLombardia.ruleset().parameters;
    let national = RulesetId::LineeGuida2013.ruleset().parameters;
    let its_grace_until = Some(day("2015-12-31"));
    assert_eq!(
        national,
        Parameters {
            exclude_its_founders: true,
            require_company_registration: true,
            require_network_agreement: true,
            its_grace_until,
            ..page
        }
    );
}

/// A pole for which a parameter makes a difference, and the verdicts without and with it.
fn difference(change: impl Fn(&mut Overrides), pole: &Pole) -> (Verdict, Verdict) {
    (pole.verdict(), pole.clone().asking(change).verdict())
}

/// One line per parameter except `reference_date` and `continuity`, which choose the dates, and
/// `network_changes`, which chooses a procedure: they do not affect the rules.
#[test]
fn every_parameter_makes_a_difference() {
    use Verdict::{Compliant, NeedsReview, NonCompliant};
    let base = Pole::base();
    let set = |bound| Some(BTreeSet::from([bound]));
    let check = |change: &dyn Fn(&mut Overrides), pole: &Pole, verdicts| {
        assert_eq!(difference(change, pole), verdicts);
    };
    let better = (NonCompliant, Compliant);
    let worse = (Compliant, NonCompliant);

    check(&|asked| asked.min_schools = Some(1), &base.clone().without("S2"), better);
    check(&|asked| asked.min_schools = Some(3), &base, worse);
    check(&|asked| asked.min_companies = Some(1), &base.clone().without("C2"), better);
    check(&|asked| asked.min_companies = Some(3), &base, worse);
    check(&|asked| asked.min_section_a = Some(0), &base.clone().without("A1"), better);
    check(&|asked| asked.min_section_a = Some(2), &base, worse);
    let old = base.clone().recognised("2020-01-01");
    check(&|asked| asked.min_its = Some(0), &old, better);
    check(&|asked| asked.min_its = Some(2), &old.clone().with(academy("I1")), worse);
    check(&|asked| asked.its_grace_years = Some(0), &base, worse);
    check(&|asked| asked.its_grace_years = Some(10), &old, better);
    check(&|asked| asked.its_grace_until = Some(day("2030-12-31")), &old, better);
    check(&|asked| asked.its_grace_until = Some(day("2015-12-31")), &base, worse);
    check(&|asked| asked.seniority_years = Some(8), &base, worse);
    let young = technical("S1").offering_nothing().offering("IT-MME", "2026-09-01");
    let young = base.clone().replacing(young);
    check(&|asked| asked.seniority_years = Some(0), &young, better);
    let vocational_only = set(SeniorityBound::VocationalInstitute);
    check(&|asked| asked.seniority_binds = vocational_only.clone(), &young, better);
    let today = technical("S1").offering_nothing().offering("IT-MME", "2024-02-26");
    let today = base.clone().replacing(today);
    check(&|asked| asked.anniversary = Some(Anniversary::NextDay), &today, worse);
    let third = base.clone().with(company("C3", "56.10"));
    check(&|asked| asked.requirements_bind = Some(Binds::Counted), &third, better);
    let provisional = accredited("A1").varied(|member| member.accreditations[0].provisional = true);
    let provisional = base.clone().replacing(provisional);
    check(&|asked| asked.provisional_accreditation_counts = Some(false), &provisional, worse);
    let track = vocational("S2").offering_nothing().offering("IP-C", "2018-09-01");
    let track = base.clone().replacing(track);
    let code = AtecoOf::NotPrimary.pole();
    let unmapped = AtecoOf::Unmapped.pole();
    let stranger = base.clone().with(other("X1", "museo"));
    let ended = base.clone().planned_until("2026-08-31");
    for (leeway, verdict) in [(Leeway::Accept, Compliant), (Leeway::Reject, NonCompliant)] {
        let settled = (NeedsReview, verdict);
        check(&|asked| asked.secondary_track = Some(leeway), &track, settled);
        check(&|asked| asked.secondary_ateco = Some(leeway), &code, settled);
        check(&|asked| asked.unmapped_ateco = Some(leeway), &unmapped, settled);
        check(&|asked| asked.other_kinds = Some(leeway), &stranger, settled);
        check(&|asked| asked.ended_plan = Some(leeway), &ended, settled);
    }
    let none = PlanActions { work_linked_training: 0, curricular_flexibility: 0 };
    let idle = Pole { plan: Some(ActivityPlan::default()), ..base.clone() };
    check(&|asked| asked.plan_actions = Some(none), &idle, better);
    let two = PlanActions { work_linked_training: 2, curricular_flexibility: 1 };
    check(&|asked| asked.plan_actions = Some(two), &base, worse);
    let twofold = base
        .clone()
        .without("A1")
        .replacing(technical("S1").holding(Section::A, since("2020-01-01")));
    check(&|asked| asked.one_slot_each = Some(false), &twofold, better);
    let founded = base.clone().with(academy("I1").founded_by(&["S1"]));
    check(&|asked| asked.exclude_its_founders = Some(true), &founded, worse);
    let denied = company("C2", "25.62").in_business(|company| company.registered = Some(false));
    let denied = base.clone().replacing(denied);
    check(&|asked| asked.require_company_registration = Some(true), &denied, worse);
    let loose = Pole { agreement: None, ..base.clone() };
    check(&|asked| asked.require_network_agreement = Some(true), &loose, worse);
    check(&|asked| asked.require_confirmation = Some(true), &base, (Compliant, NeedsReview));
    let areas = |area| Some(BTreeSet::from([area, Area::Tourism]));
    check(&|asked| asked.allowed_areas = areas(Area::Culture), &base, worse);
    check(&|asked| asked.allowed_areas = areas(Area::Mechanics), &base, (Compliant, Compliant));
}

enum AtecoOf {
    NotPrimary,
    Unmapped,
}

impl AtecoOf {
    fn pole(&self) -> Pole {
        use ptp_domain::identifier::AtecoClassification::Ateco2007;
        Pole::base().replacing(match self {
            Self::NotPrimary => company("C2", "56.10").doing("28.41", Ateco2007, false),
            Self::Unmapped => company("C2", "99.00"),
        })
    }
}

#[test]
fn a_minimum_of_zero_requires_no_member() {
    let mut pole = Pole::base().asking(|asked| {
        asked.min_schools = Some(0);
        asked.min_companies = Some(0);
        asked.min_section_a = Some(0);
        asked.min_its = Some(0);
    });
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.slot("S1"), None);
    pole.members.clear();
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Satisfied);
}

/// «`requirements_bind`: counted»: members not needed for a slot need not meet the requirements.
#[test]
fn bound_are_all_members_of_a_kind_or_only_those_that_count() {
    let counted = |pole: Pole| pole.asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    let third = Pole::base()
        .with(company("C3", "56.10"))
        .with(company("C4", "28.41").in_business(|company| company.commitment = None))
        .with(technical("S3").offering_nothing());
    let all = [Rule::TrainingSeniority, Rule::CompanyInArea, Rule::CompanyCommitment];
    assert_eq!(third.broken(), all);
    assert_eq!(counted(third).verdict(), Verdict::Compliant);

    let needed = counted(Pole::base().replacing(company("C2", "22.29")));
    assert_eq!(needed.in_doubt(), [Rule::MinCompanies, Rule::CompanyInArea]);
    let stranger = Pole::base()
        .with(other("X1", "museo"))
        .asking(|asked| asked.other_kinds = Some(Leeway::Reject));
    assert_eq!(counted(stranger).broken(), [Rule::MemberKinds], "who may belong binds all");
}

#[test]
fn without_one_slot_each_an_organisation_fills_one_slot_of_each_kind() {
    let twofold = |name| technical(name).holding(Section::A, since("2020-01-01"));
    let pole = Pole::base().without("A1").replacing(twofold("S1"));
    assert_eq!(pole.broken(), [Rule::MinSectionA]);
    let freed = pole.asking(|asked| asked.one_slot_each = Some(false));
    assert_eq!(freed.verdict(), Verdict::Compliant);
    assert_eq!(freed.slot("S1"), Some(Slot::School), "the page's first one is shown");
    let alone = freed.without("S2");
    assert_eq!(alone.broken(), [Rule::MinSchools], "but never two slots of one kind");
}

#[test]
fn a_plan_defines_alternanza_and_flexibility_and_other_actions_do_not_replace_them() {
    use ActionKind::{Apprenticeship, CurricularFlexibility, Other, WorkLinkedTraining};
    let planning = |kinds: &[ActionKind]| {
        let actions = kinds.iter().copied().map(action).collect();
        let plan = ActivityPlan { actions, ..ActivityPlan::default() };
        Pole { plan: Some(plan), ..Pole::base() }
    };
    assert_eq!(planning(&[CurricularFlexibility, WorkLinkedTraining]).broken(), []);
    for kinds in [
        &[][..],
        &[WorkLinkedTraining, WorkLinkedTraining],
        &[CurricularFlexibility, Apprenticeship, Other],
    ] {
        assert_eq!(planning(kinds).broken(), [Rule::ActivityPlan]);
    }
    assert_eq!(planning(&[WorkLinkedTraining; 3]).found(Rule::ActivityPlan), (2, 1));

    let unasked = PlanActions { work_linked_training: 0, curricular_flexibility: 0 };
    let none = Pole { plan: None, ..Pole::base() };
    let none = none.asking(|asked| asked.plan_actions = Some(unasked));
    assert_eq!(none.broken(), [Rule::ActivityPlan], "there is a plan all the same");
}

#[test]
fn a_call_overrides_either_form_of_the_grace() {
    let national = RulesetId::LineeGuida2013.ruleset();
    let years = Overrides { its_grace_years: Some(3), ..Overrides::default() };
    assert_eq!(national.clone().with(&years).parameters.its_grace_until, None);
    let until = Some(day("2030-12-31"));
    let both = Overrides { its_grace_until: until, ..years };
    assert_eq!(national.clone().with(&both).parameters.its_grace_until, until);
    assert_eq!(national.clone().with(&Overrides::default()), national);
}

#[test]
fn the_reference_date_is_what_the_call_says() {
    let on = ReferenceDate::On(day("2027-03-31"));
    let asked = Overrides { reference_date: Some(on), ..Overrides::default() };
    assert_eq!(RulesetId::default().ruleset().with(&asked).parameters.reference_date, on);
    let receipt = Overrides { reference_date: Some(ReferenceDate::Receipt), ..asked };
    let ruleset = RulesetId::default().ruleset().with(&receipt);
    assert_eq!(ruleset.parameters.reference_date, ReferenceDate::Receipt);
}
