//! What is left to do: flat, never cut, in the order of the page.

use ptp_domain::activity_plan::{ActionKind, ActivityPlan};
use ptp_domain::area::Area;
use ptp_domain::policy::Role;
use ptp_domain::rules::ruleset::{Binds, Leeway, RulesetId};
use ptp_domain::rules::{Reason, Rule, Slot, Task, ToDo, Verdict};

use super::beginner::after_doing;
use super::members::{
    Vary, academy, accredited, company, day, declared, id_of, other, since, technical, vocational,
    word,
};
use super::network::{Pole, action};

fn empty() -> Pole {
    Pole { plan: None, members: Vec::new(), ..Pole::base() }
}

/// The item without its sentence.
fn unsaid(items: Vec<ToDo>) -> Vec<(Rule, Task, Role, Option<Slot>, u32)> {
    items.into_iter().map(|item| (item.rule, item.task, item.by, item.slot, item.count)).collect()
}

fn sentences(pole: &Pole) -> Vec<String> {
    pole.report().to_do.into_iter().map(|item| item.message.it.into_owned()).collect()
}

/// The only thing to do.
fn only(pole: &Pole) -> ToDo {
    let mut to_do = pole.report().to_do;
    assert_eq!(to_do.len(), 1, "{to_do:?}");
    to_do.remove(0)
}

#[test]
fn a_compliant_pole_has_nothing_to_do() {
    assert_eq!(Pole::base().report().to_do, []);
}

#[test]
fn an_empty_network_lacks_what_the_page_lists() {
    let applicant = Role::Applicant;
    assert_eq!(
        unsaid(empty().report().to_do),
        [
            (Rule::MinSchools, Task::FillSlot, applicant, Some(Slot::School), 2),
            (Rule::MinCompanies, Task::FillSlot, applicant, Some(Slot::Company), 2),
            (Rule::MinSectionA, Task::FillSlot, applicant, Some(Slot::SectionA), 1),
            (Rule::ActivityPlan, Task::ExtendPlan, applicant, None, 1),
            (Rule::ActivityPlan, Task::ExtendPlan, applicant, None, 1),
        ]
    );
    assert_eq!(
        sentences(&empty()),
        [
            "occorre aggiungere 2 istituti tecnici o professionali dell'area meccanica",
            "occorre aggiungere 2 imprese dell'area meccanica",
            "occorre aggiungere un soggetto accreditato alla sezione A dell'area meccanica",
            "occorre aggiungere al piano un'azione di alternanza (oggi formazione scuola-lavoro), \
             con titolo e almeno un obiettivo",
            "occorre aggiungere al piano un'azione di flessibilità curricolare, con titolo e almeno \
             un obiettivo",
        ]
    );
}

/// Under the rules of the page, under those of the guidelines, under the most demanding ones, and
/// where each member has to confirm.
#[test]
fn a_beginner_becomes_compliant_by_the_list_alone() {
    let most = Some(20);
    let poles = [
        empty(),
        empty().under(RulesetId::LineeGuida2013),
        empty().asking(|asked| {
            (asked.min_schools, asked.min_companies, asked.min_section_a) = (most, most, most);
            (asked.min_its, asked.its_grace_years) = (most, Some(0));
        }),
        empty().asking(|asked| asked.require_confirmation = Some(true)),
        empty()
            .asking(|asked| asked.allowed_areas = Some([Area::Mechanics].into()))
            .with(other("X1", "museo")),
    ];
    for pole in poles {
        let mut pole = pole;
        let mut rounds = 0;
        while pole.verdict() != Verdict::Compliant {
            rounds += 1;
            assert!(rounds <= 2, "still to do: {:?}", pole.report().to_do);
            pole = after_doing(pole);
        }
        assert_eq!(pole.report().to_do, []);
    }
}

#[test]
fn somebody_who_is_there_may_fill_the_slot_once_in_order() {
    let silent = company("C2", "25.62").in_business(|company| company.commitment = None);
    let pole = Pole::base().replacing(silent);
    let to_do = pole.report().to_do;
    assert_eq!(to_do[0].members, [id_of("C2")]);
    assert_eq!(to_do[1].members, [id_of("C2")]);
    assert_eq!(to_do[1].task, Task::SignCommitment);
    assert_eq!(
        sentences(&pole),
        [
            "occorre aggiungere un'impresa dell'area meccanica, oppure mettere in regola «C2»",
            "«C2»: manca l'impegno a garantire a tutti gli studenti le azioni di alternanza \
             (oggi formazione scuola-lavoro) e flessibilità; \
             occorre acquisire l'impegno sottoscritto, per tutti gli studenti",
        ]
    );
    for (slot, member) in [
        (Slot::School, technical("S2").offering_nothing()),
        (Slot::SectionA, accredited("A1").varied(|body| body.accreditations.clear())),
    ] {
        let name = member.name.clone();
        let report = Pole::base().without(&name).with(member).report();
        assert_eq!(
            (report.to_do[0].slot, &*report.to_do[0].members),
            (Some(slot), &[id_of(&name)][..])
        );
    }
    let young = academy("I1").offering_nothing().offering("ITS-06", "2026-09-01");
    let report = Pole::base().with(young).asking(|asked| asked.its_grace_years = Some(0)).report();
    assert_eq!(report.to_do[0].members, [id_of("I1")]);
}

#[test]
fn a_member_in_disorder_is_corrected_or_leaves() {
    let third = Pole::base().with(company("C3", "56.10"));
    let item = only(&third);
    assert_eq!((item.rule, item.task), (Rule::CompanyInArea, Task::CorrectMember));
    assert_eq!(item.members, [id_of("C3")]);
    assert!(item.message.it.ends_with("proseguire senza questo membro"), "{}", item.message.it);

    // What only time can mend is waited for.
    let young = vocational("S3").offering_nothing().offering("IP-D", "2026-09-01");
    let item = only(&Pole::base().with(young));
    assert!(item.message.it.contains("attendere tale data"), "{}", item.message.it);
    let over =
        vocational("S3").offering_nothing().offering_until("IP-D", "2020-09-01", "2025-08-31");
    let item = only(&Pole::base().with(over));
    assert!(!item.message.it.contains("attendere"), "{}", item.message.it);
}

#[test]
fn where_only_an_officials_word_is_left_the_official_acts() {
    let stranger = only(&Pole::base().with(other("X1", "museo")));
    assert_eq!((stranger.task, stranger.by), (Task::Assess, Role::Official));
    assert_eq!(stranger.members, [id_of("X1")]);
    assert_eq!(
        stranger.message.it,
        "«X1»: «museo» non figura tra i soggetti elencati dalla pagina; da valutare a cura dell'ufficio"
    );

    let doubtful =
        vocational("S2").offering_nothing().with_track(declared("Robotica"), since("2015-09-01"));
    for binds in [Binds::All, Binds::Counted] {
        let pole = Pole::base().replacing(doubtful.clone());
        let to_do = pole.asking(|asked| asked.requirements_bind = Some(binds)).report().to_do;
        let asked: Vec<_> = to_do.iter().map(|item| (item.rule, item.by, item.count)).collect();
        let official = Role::Official;
        let expected = [(Rule::MinSchools, official, 1), (Rule::TrainingSeniority, official, 1)];
        assert_eq!(asked, expected);
        assert!(to_do.iter().all(|item| item.members == [id_of("S2")]));
        assert_eq!(
            to_do[0].message.it,
            "un istituto tecnico o professionale conta solo dopo la valutazione dell'ufficio: «S2»"
        );
    }
}

#[test]
fn an_applicant_gives_what_an_official_would_otherwise_have_to_assess() {
    let unconfirmed = Pole {
        members: Pole::base().members.into_iter().map(|one| one.confirmed("2027-02-01")).collect(),
        ..Pole::base()
    };
    let mut pole = unconfirmed
        .with(company("C3", "28.41"))
        .asking(|asked| asked.require_confirmation = Some(true));
    let item = only(&pole);
    assert_eq!((item.task, item.by), (Task::ConfirmMembership, Role::Applicant));
    let refused = word(Rule::MemberConfirmation, "C3", Reason::Unconfirmed.fact(), false);
    pole.determinations.push(refused);
    assert_eq!(only(&pole).task, Task::RemoveMember);

    let stated = |name, registered| {
        company(name, "28.41").in_business(|company| company.registered = registered)
    };
    let pole = Pole::base()
        .replacing(stated("C1", Some(true)))
        .replacing(stated("C2", Some(true)))
        .with(stated("C3", None))
        .asking(|asked| asked.require_company_registration = Some(true));
    let item = only(&pole);
    assert_eq!((item.task, item.by), (Task::StateRegistration, Role::Applicant));
}

#[test]
fn what_the_plan_lacks_is_listed_by_kind() {
    let actions = vec![action(ActionKind::WorkLinkedTraining)];
    let pole =
        Pole { plan: Some(ActivityPlan { actions, ..ActivityPlan::default() }), ..Pole::base() };
    let item = only(&pole);
    assert_eq!((item.action, item.count), (Some(ActionKind::CurricularFlexibility), 1));
    let three = pole.asking(|asked| {
        let mut actions = RulesetId::RegioneLombardia.ruleset().parameters.plan_actions;
        actions.curricular_flexibility = 3;
        asked.plan_actions = Some(actions);
    });
    assert_eq!(only(&three).count, 3);
    let none = Pole { plan: None, ..Pole::base() }.asking(|asked| {
        let mut actions = RulesetId::RegioneLombardia.ruleset().parameters.plan_actions;
        (actions.work_linked_training, actions.curricular_flexibility) = (0, 0);
        asked.plan_actions = Some(actions);
    });
    assert_eq!(only(&none).message.it, "occorre predisporre il piano delle attività");
}

/// Actions without a title or an objective are there, and do not count.
#[test]
fn a_bare_action_is_completed_rather_than_repeated() {
    let mut pole = Pole::base();
    for action in &mut pole.plan.as_mut().expect("a plan").actions {
        action.objectives.clear();
    }
    let [training, flexibility] = &sentences(&pole)[..] else { panic!("two actions") };
    for sentence in [training, flexibility] {
        assert!(sentence.ends_with(", oppure completare quelle che ne sono prive"), "{sentence}");
    }
}

/// What a portal's developer met on the way from an empty network to a compliant one.
#[test]
fn who_can_give_what_is_missing_is_told_so_without_waiting_for_the_office() {
    let body = accredited("X1").varied(|body| body.accreditations.clear());
    let item = only(&Pole::base().with(body));
    assert_eq!((item.task, item.by), (Task::CorrectMember, Role::Applicant));
    let nameless = only(&Pole::base().replacing(technical("S1").without_codes()));
    let unstated = company("C1", "28.41").in_business(|company| company.registered = None);
    let registered =
        |name| company(name, "28.41").in_business(|company| company.registered = Some(true));
    let pole = Pole::base().replacing(unstated).replacing(registered("C2"));
    let unstated = pole.asking(|asked| asked.require_company_registration = Some(true));
    let unstated = unstated.report().to_do.pop().expect("something to do");
    assert_eq!(unstated.task, Task::StateRegistration);
    for item in [item, nameless, unstated] {
        assert!(!item.message.it.contains("ufficio"), "{}", item.message.it);
    }

    let signs_later = company("C3", "28.41").in_business(|company| {
        company.commitment.as_mut().expect("a commitment").signed_on = day("2027-03-08");
    });
    let item = only(&Pole::base().with(signs_later));
    assert!(item.message.it.contains("attendere tale data"), "{}", item.message.it);
}

#[test]
fn of_one_organisation_all_but_one_leave() {
    let twins = Pole::base()
        .replacing(technical("S1").at_site("BGTF003011"))
        .with(technical("S3").at_site("BGRI003014"));
    let item = only(&twins);
    assert_eq!((item.task, item.count), (Task::RemoveRepeated, 1));
    assert_eq!(item.members, [id_of("S1"), id_of("S3")]);
    assert_eq!(item.message.it, "«S1» e «S3» sono lo stesso soggetto: occorre toglierne uno");
}

#[test]
fn another_area_or_another_call() {
    let pole = Pole::base().asking(|asked| asked.allowed_areas = Some([Area::Culture].into()));
    assert_eq!(only(&pole).task, Task::ChangeArea);
    let rejected = Pole::base().with(other("X1", "museo")).asking(|asked| {
        asked.other_kinds = Some(Leeway::Reject);
    });
    assert_eq!(only(&rejected).task, Task::CorrectMember);
}
