//! A recognised pole in each area, and drafts of which each misses one rule.

use chrono::NaiveDate;
use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use ptp_domain::area::Area;
use ptp_domain::identifier::{Province, TaxCode};
use ptp_domain::member::{Member, Profile};
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{Description, PoleStatus, Recognition};
use ptp_domain::policy::Owner;
use uuid::Uuid;

use super::calls::shifted;
use super::members::{Members, offered};
use crate::demo::ORGANISATION;

/// A pole to be stored, with what its report says today.
pub(super) struct Example {
    pub(super) status: PoleStatus,
    pub(super) owner: Owner,
    pub(super) recognition: Option<Recognition>,
    pub(super) description: Description,
    pub(super) members: Vec<Member>,
}

/// What belongs to an area: two tracks of schools, one of a body, one of an ITS, two ATECO codes.
struct Kit(Area, &'static str, [&'static str; 6]);

const KITS: [Kit; 7] = [
    Kit(
        Area::AgriFood,
        "LO",
        ["IT-AGR", "IP-A", "IEFP-OPERATORE-AGRICOLO", "ITS-04", "01.11", "10.51"],
    ),
    Kit(
        Area::Manufacturing,
        "CO",
        ["IT-SMO", "IP-C", "IEFP-OPERATORE-DEL-LEGNO", "ITS-05", "13.20", "31.09"],
    ),
    Kit(
        Area::Mechanics,
        "BG",
        ["IT-MME", "IP-D", "IEFP-OPERATORE-MECCANICO", "ITS-06", "28.41", "25.62"],
    ),
    Kit(
        Area::Culture,
        "MI",
        ["IT-ITC", "IP-H", "IEFP-OPERATORE-GRAFICO", "ITS-10", "62.01", "58.11"],
    ),
    Kit(
        Area::Tourism,
        "BS",
        ["IT-TUR", "IP-G", "IEFP-OPERATORE-DELLA-RISTORAZIONE", "ITS-09", "55.10", "56.10"],
    ),
    Kit(
        Area::TradeAndTransport,
        "VA",
        ["IT-TRL", "IP-F", "IEFP-OPERATORE-AI-SERVIZI-DI-VENDITA", "ITS-02", "49.41", "52.29"],
    ),
    Kit(
        Area::PersonalServices,
        "PV",
        ["IP-I", "IP-M", "IEFP-OPERATORE-DEL-BENESSERE", "ITS-03", "88.10", "96.02"],
    ),
];

/// Every example, in the order of the areas and then of the rules.
pub(super) fn examples(today: NaiveDate, new_id: &dyn Fn() -> Uuid) -> Option<Vec<Example>> {
    let mut examples = Vec::new();
    for (index, Kit(area, province, codes)) in (0_i64..).zip(&KITS) {
        let serial = u32::try_from(index).ok()? * 100;
        // The last two were recognised more than three years ago: one has its ITS, one has not.
        let age = if index < 5 { 300 + 60 * index } else { 1_300 };
        let recognised_on = shifted(today, -age)?;
        let people = Members {
            new_id,
            joined_on: shifted(recognised_on, -30)?,
            since: shifted(recognised_on, -2_000)?,
            province: Province::parse(province).ok()?,
        };
        let mut members = five(&people, serial, codes)?;
        if index == 5 {
            members.push(people.its(serial + 6, "ITS Academy di esempio", codes[3])?);
        }
        let owner = Owner::Organisation(members.first()?.tax_code.clone());
        let mut example = draft(
            *area,
            &people,
            owner,
            &format!("Polo di esempio: {}", ptp_domain::vocabulary::Vocabulary::label(*area).it),
            match index {
                6 => "Riconosciuto da oltre tre anni senza ITS: ora il requisito è vincolante.",
                5 => "Riconosciuto da oltre tre anni, con il suo ITS.",
                _ => "Riconosciuto da meno di tre anni: l'ITS non è ancora vincolante.",
            },
            members,
        );
        example.status = match index {
            1 => PoleStatus::Suspended,
            _ => PoleStatus::Recognised,
        };
        example.recognition = Some(Recognition {
            recognised_on,
            act: Act {
                kind: ActKind::Decree,
                number: format!("{}", 200 + index),
                date: recognised_on,
                url: None,
            },
        });
        examples.push(example);
    }
    examples.extend(drafts(today, new_id)?);
    Some(examples)
}

/// Two schools, two companies and a section A body of an area.
fn five(people: &Members<'_>, serial: u32, codes: &[&str; 6]) -> Option<Vec<Member>> {
    let [first, second, body, _, one, other] = codes;
    Some(vec![
        people.school(serial + 1, "Istituto Alfa di esempio", first)?,
        people.school(serial + 2, "Istituto Beta di esempio", second)?,
        people.company(serial + 3, "Impresa Gamma S.r.l. di esempio", one)?,
        people.company(serial + 4, "Impresa Delta S.p.A. di esempio", other)?,
        people.body(serial + 5, "Centro Epsilon di esempio", Section::A, body)?,
    ])
}

/// Drafts of the demo's applicant: one that may apply, and one for each thing that can be missing.
fn drafts(today: NaiveDate, new_id: &dyn Fn() -> Uuid) -> Option<Vec<Example>> {
    let Kit(area, province, codes) = &KITS[2];
    let people = Members {
        new_id,
        joined_on: shifted(today, -10)?,
        since: shifted(today, -2_000)?,
        province: Province::parse(province).ok()?,
    };
    let recent = shifted(today, -500)?;
    let owner = Owner::Organisation(TaxCode::parse(ORGANISATION).ok()?);
    let rows: [(&str, &str); 12] = [
        ("pronto a candidarsi", "Conforme: l'ITS non è vincolante prima del riconoscimento."),
        ("manca un istituto", "min_schools: un solo istituto."),
        ("manca un'impresa", "min_companies: una sola impresa."),
        ("manca la sezione A", "min_section_a: la sezione B non la sostituisce."),
        ("un soggetto non elencato", "member_kinds: deve valutarlo un funzionario."),
        (
            "un indirizzo troppo recente",
            "training_seniority: un terzo istituto offre l'indirizzo da meno di tre anni.",
        ),
        ("un'impresa di un'altra area", "company_in_area: una terza impresa è di un'altra area."),
        (
            "un'impresa senza impegno",
            "company_commitment: una terza impresa non ha firmato l'impegno.",
        ),
        ("manca il piano", "activity_plan: il piano non definisce azioni di flessibilità."),
        (
            "la stessa organizzazione due volte",
            "distinct_members: un istituto figura con due sedi.",
        ),
        ("un codice ATECO affine", "company_in_area: il codice primario è solo affine all'area."),
        (
            "fuori dall'area del bando",
            "single_area: di un'area che il bando ristretto non ammette.",
        ),
    ];
    let mut examples = Vec::new();
    for (index, (name, text)) in (0_u32..).zip(rows) {
        let serial = 1_000 + index * 100;
        let codes = if index == 11 { &KITS[4].2 } else { codes };
        let mut members = five(&people, serial, codes)?;
        match index {
            1 => drop(members.remove(1)),
            2 => drop(members.remove(3)),
            3 => {
                members[4] =
                    people.body(serial + 5, "Centro Epsilon di esempio", Section::B, codes[2])?;
            }
            4 => members.push(people.other(
                serial + 6,
                "Fondazione di esempio",
                "fondazione di comunità",
            )?),
            5 => {
                let mut school = people.school(serial + 6, "Istituto Zeta di esempio", codes[0])?;
                school.study_tracks = vec![offered(codes[0], recent)?];
                members.push(school);
            }
            6 => members.push(people.company(serial + 6, "Trattoria Eta di esempio", "56.10")?),
            7 => {
                let mut company =
                    people.company(serial + 6, "Impresa Theta di esempio", codes[4])?;
                if let Profile::Company(company) = &mut company.profile {
                    company.commitment = None;
                }
                members.push(company);
            }
            9 => members.push(people.school(
                serial + 1,
                "Istituto Alfa di esempio, sede staccata",
                codes[0],
            )?),
            10 => members.push(people.company(serial + 6, "Impresa Iota di esempio", "22.21")?),
            _ => {}
        }
        let area = if index == 11 { Area::Tourism } else { *area };
        let name = format!("Polo dimostrativo: {name}");
        let mut example = draft(area, &people, owner.clone(), &name, text, members);
        if index == 8
            && let Some(plan) = &mut example.description.activity_plan
        {
            plan.actions.truncate(1);
        }
        examples.push(example);
    }
    Some(examples)
}

fn draft(
    area: Area,
    people: &Members<'_>,
    owner: Owner,
    name: &str,
    text: &str,
    members: Vec<Member>,
) -> Example {
    let action = |kind, title: &str, objective| PlannedAction {
        kind,
        title: Some(title.to_owned()),
        objectives: vec![objective],
        hours: Some(120),
    };
    let plan = ActivityPlan {
        summary: Some("Alternanza nelle imprese del polo e moduli comuni.".to_owned()),
        from: None,
        until: None,
        actions: vec![
            action(
                ActionKind::WorkLinkedTraining,
                "Alternanza nelle imprese",
                Objective::WorkplaceLearning,
            ),
            action(
                ActionKind::CurricularFlexibility,
                "Modulo comune",
                Objective::CurricularFlexibility,
            ),
        ],
    };
    Example {
        status: PoleStatus::Draft,
        owner,
        recognition: None,
        description: Description {
            name: name.to_owned(),
            area,
            production_chain: None,
            province: people.province,
            text: Some(text.to_owned()),
            network_agreement: None,
            activity_plan: Some(plan),
            lead_member_id: members.first().map(|member| member.id),
            contacts: Vec::new(),
        },
        members,
    }
}

#[cfg(test)]
mod tests {
    use super::examples;
    use chrono::NaiveDate;
    use ptp_domain::rules::ruleset::RulesetId;
    use ptp_domain::rules::{Network, Outcome, Rule, evaluate};
    use uuid::Uuid;

    /// Each row breaks what its description names first, and nothing else.
    #[test]
    fn each_example_shows_what_it_says() {
        let today = NaiveDate::from_ymd_opt(2027, 1, 20).unwrap();
        let next = std::cell::Cell::new(1_u128);
        let new_id = || Uuid::from_u128(next.replace(next.get() + 1));
        let mut shown = Vec::new();
        for example in examples(today, &new_id).unwrap() {
            let network = Network {
                area: example.description.area,
                activity_plan: example.description.activity_plan.as_ref(),
                recognised_on: example.recognition.map(|recognition| recognition.recognised_on),
                members: example.members.iter().collect(),
            };
            let report = evaluate(&network, &RulesetId::default().ruleset(), today, &[]);
            let broken = report
                .rules
                .iter()
                .filter(|result| result.outcome >= Outcome::NeedsReview)
                .map(|result| result.rule);
            shown.push(broken.collect::<Vec<_>>());
            assert!(example.members.iter().all(|member| member.tax_code.warning().is_none()));
        }
        let expected = [
            vec![],
            vec![],
            vec![],
            vec![],
            vec![],
            vec![],
            vec![Rule::MinIts],
            vec![],
            vec![Rule::MinSchools],
            vec![Rule::MinCompanies],
            vec![Rule::MinSectionA],
            vec![Rule::MemberKinds],
            vec![Rule::TrainingSeniority],
            vec![Rule::CompanyInArea],
            vec![Rule::CompanyCommitment],
            vec![Rule::ActivityPlan],
            vec![Rule::DistinctMembers],
            vec![Rule::CompanyInArea],
            vec![],
        ];
        assert_eq!(shown, expected);
    }
}
