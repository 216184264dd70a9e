//! Small networks by chance, with what is likely to go wrong.

use chrono::{Days, NaiveDate};
use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::ActionKind;
use ptp_domain::area::Area;
use ptp_domain::calendar::{Anniversary, Period, Span};
use ptp_domain::identifier::AtecoClassification::{Ateco2007, Ateco2025};
use ptp_domain::identifier::{Province, Rea, SchoolCode, TaxCode, VatNumber};
use ptp_domain::member::{CompanyAteco, Member, MemberKind, Profile, School};
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Owner;
use ptp_domain::rules::Rule;
use ptp_domain::rules::ruleset::{
    Binds, Leeway, Overrides, PlanActions, PoleSeat, RulesetId, SeniorityBound,
};
use ptp_domain::vocabulary::Vocabulary;

use super::super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, continuation, declared, id_of,
    member, other, tax_code_of, technical, vocational, word,
};
use super::super::network::Pole;
use super::question::date;

/// Numbers by chance, the same for the same seed (SplitMix64).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        let index = self.below(all.len() as u64);
        all[usize::try_from(index).expect("a small number")].clone()
    }

    /// A day near the one of the question, its anniversaries, or another one of the years before.
    fn near(&mut self, day: NaiveDate) -> NaiveDate {
        let years = self.one_of(&[0, 1, 3, 3, 3, 5]);
        let anniversary = date(2027 - years, 2, 26).min(day);
        let base = if self.once_in(3) { day - Days::new(self.below(2500)) } else { anniversary };
        base + Days::new(self.below(4)) - Days::new(1 + self.below(2))
    }

    /// A period that began before the day, or may have.
    fn period(&mut self, day: NaiveDate) -> Period {
        let from = self.near(day);
        let until = from + Days::new(self.below(1500));
        if self.once_in(2) {
            Period::since(from)
        } else {
            Period::new(from, Some(until.max(from))).expect("a period")
        }
    }

    /// Once in eight times, what an official says of all that is in doubt.
    pub(super) fn word(&mut self) -> Option<bool> {
        self.once_in(8).then(|| self.once_in(2))
    }

    fn leeway(&mut self) -> Option<Leeway> {
        self.once_in(5).then(|| self.one_of(Leeway::ALL))
    }
}

const LONG: NaiveDate = NaiveDate::from_ymd_opt(2015, 9, 1).expect("a date");
const TRACKS: [&str; 9] =
    ["IT-MME", "IP-D", "IP10-MAT", "IP10-PIA", "IP-C", "IT-EET", "ITS-06", "IP-G", MECHANIC];
const SITES: [&str; 5] = ["BGTF003011", "BGRI003014", "BGTF00302V", "BGTF004017", "MIIS08900V"];
const CODES_2007: [&str; 7] =
    ["28.41", "25.62", "22.29", "56.10.11", "99.00", "45.20.10", "20.16.00"];
const CODES_2025: [&str; 7] =
    ["28.41", "25.62", "56.11", "95.32.00", "20.16.00", "80.09.00", "95.31.10"];

/// A pole on a day.
pub(super) fn pole(chance: &mut Chance) -> Pole {
    let mut pole = Pole::base();
    pole.as_of = match chance.below(6) {
        0 => date(2025, 3, 30) + Days::new(chance.below(4)),
        1 => date(2028, 2, 28) + Days::new(chance.below(3)),
        2 => date(2026, 1, 1) + Days::new(chance.below(900)),
        _ => date(2027, 2, 26),
    };
    let day = pole.as_of;
    if chance.once_in(12) {
        pole.area = chance.one_of(&[Area::Manufacturing, Area::AgriFood, Area::Tourism]);
    }
    if chance.once_in(20) {
        pole.seat = Province::parse("NA").expect("a province");
    }
    pole.members = (0..3 + chance.below(5)).map(|index| one(chance, index, day)).collect();
    papers(chance, &mut pole, day);
    rules(chance, &mut pole, day);
    if chance.once_in(3) {
        words(chance, &mut pole);
    }
    pole
}

fn one(chance: &mut Chance, index: u64, day: NaiveDate) -> Member {
    let name = &format!("M{index}");
    let kind = if chance.once_in(4) {
        4 + chance.below(4)
    } else {
        [0, 2, 2, 1, 3, 0, 2][usize::try_from(index).expect("a small number")]
    };
    let fresh = match kind {
        0 => technical(name),
        1 => vocational(name),
        2 => company(name, "28.41"),
        3 => accredited(name),
        4 => academy(name),
        5 => member(name, Profile::University),
        6 => other(name, "museo"),
        _ => member(name, Profile::ResearchCentre),
    };
    let mut member = fresh.for_the_time(Period::since(LONG));
    for offer in &mut member.study_tracks {
        offer.offered = Period::since(LONG);
    }
    if chance.once_in(5) {
        member.membership = chance.period(day);
    }
    if chance.once_in(6) {
        member = member.seated_in(chance.one_of(&["NA", "TO", "MI"]));
    }
    if chance.once_in(8) {
        member = member.operating_in(chance.one_of(&["RM", "LC"]));
    }
    if chance.once_in(12) {
        member.tax_code = tax_code_of(&format!("M{}", chance.below(7)));
    }
    if chance.once_in(2) {
        member = member.confirmed("2027-01-20");
    }
    accreditations(chance, &mut member, day);
    tracks(chance, &mut member, day);
    match &mut member.profile {
        Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => {
            codes(chance, school);
        }
        Profile::ItsAcademy { founders } if chance.once_in(2) => {
            founders.extend(["M0", "M1", "M3"].map(tax_code_of));
        }
        _ => {}
    }
    business(chance, member, day)
}

fn codes(chance: &mut Chance, school: &mut School) {
    if chance.once_in(10) {
        school.institution_code = None;
    }
    for _ in 0..2 {
        if chance.once_in(6) {
            let code = SchoolCode::parse(chance.one_of(&SITES)).expect("a school code");
            school.site_codes.push(code);
        }
    }
}

fn accreditations(chance: &mut Chance, member: &mut Member, day: NaiveDate) {
    if chance.once_in(4) {
        let section =
            chance.one_of(&[Section::A, Section::A, Section::B, Section::EmploymentServices]);
        if chance.once_in(3) {
            member.accreditations.clear();
        }
        let valid = if chance.once_in(2) { Period::since(LONG) } else { chance.period(day) };
        *member = member.clone().holding(section, valid);
    }
    for held in &mut member.accreditations {
        held.provisional = chance.once_in(8);
        if chance.once_in(8) {
            held.suspensions.push(chance.period(day));
        }
        if chance.once_in(8) {
            held.revoked_on = Some(chance.near(day).max(held.valid.from()));
        }
    }
}

fn tracks(chance: &mut Chance, member: &mut Member, day: NaiveDate) {
    if chance.once_in(3) {
        member.study_tracks.clear();
    }
    if !chance.once_in(2) {
        return;
    }
    for _ in 0..chance.below(4) {
        let track = if chance.once_in(8) {
            declared(chance.one_of(&["Robotica", "Saldatura"]))
        } else {
            catalogued(chance.one_of(&TRACKS))
        };
        let mut offered = chance.period(day);
        // Often the day after another one ended.
        if let Some(over) = member.study_tracks.last().and_then(|last| last.offered.over_on())
            && chance.once_in(2)
        {
            offered = Period::since(over + Days::new(chance.below(2)));
        }
        *member = member.clone().with_track(track, offered);
        if chance.once_in(3) {
            let site = SchoolCode::parse(chance.one_of(&SITES)).expect("a school code");
            member.study_tracks.last_mut().expect("a track").site_code = Some(site);
        }
        if chance.once_in(3) {
            let of = format!("M{}", chance.below(9));
            let since = offered.from() - Days::new(1 + chance.below(1800));
            *member = member.clone().continuing(&of, &since.to_string());
            let before = offered.from() - Days::new(chance.below(4));
            let stated = chance.once_in(3).then_some(before);
            let last = member.study_tracks.last_mut().expect("a track");
            last.continues.as_mut().expect("a continuation").until = stated;
        }
    }
}

fn business(chance: &mut Chance, member: Member, day: NaiveDate) -> Member {
    if member.company().is_none() {
        return member;
    }
    let start = member.membership.from();
    let mut tax_code = member.tax_code.clone();
    let mut member = member.in_business(|company| {
        company.registered = chance.one_of(&[Some(true), Some(true), Some(false), None]);
        if chance.once_in(4) {
            let rea = chance.one_of(&["MI-1", "MI-2"]);
            company.rea = Some(Rea::parse(rea).expect("a REA number"));
            if chance.once_in(3) {
                tax_code = TaxCode::parse("RSSMRA80A01F205X").expect("a person's tax code");
            }
        }
        if let Some(word) = &mut company.commitment {
            word.signed_on = LONG;
            if chance.once_in(4) {
                word.signed_on = chance.near(day);
                word.all_students = !chance.once_in(4);
            }
            if chance.once_in(4) {
                let since = word.signed_on.min(start) - Days::new(1 + chance.below(900));
                let of = format!("M{}", chance.below(9));
                let mut continues = continuation(MemberKind::Company, &of, &since.to_string());
                if chance.once_in(3) {
                    continues.until = Some(start - Days::new(chance.below(4)));
                }
                word.continues = Some(continues);
            }
        }
        if chance.once_in(10) {
            company.commitment = None;
        }
    });
    member.tax_code = tax_code;
    if chance.once_in(6) {
        let number = chance.one_of(&[tax_code_of("M1"), tax_code_of("M2")]);
        member.vat_number = Some(VatNumber::parse(number.as_str()).expect("a VAT number"));
    }
    if chance.once_in(2) { activities(chance, member) } else { member }
}

fn activities(chance: &mut Chance, member: Member) -> Member {
    let mut member = member.in_business(|company| {
        if !chance.once_in(4) {
            company.ateco.clear();
        }
    });
    for _ in 0..=chance.below(3) {
        let edition = chance.one_of(&[Ateco2007, Ateco2025]);
        let codes = if edition == Ateco2007 { &CODES_2007 } else { &CODES_2025 };
        let turn = Some(date(2025, 3, 31) - Days::new(chance.below(2)));
        let held = match chance.below(5) {
            0 => Span::new(None, turn),
            1 => Span::new(turn.and_then(|day| day.succ_opt()), None),
            2 => Span::new(Some(date(2027, 2, 26)), None),
            _ => Span::new(None, None),
        };
        let code = chance.one_of(codes);
        let primary = !chance.once_in(3);
        let after = member.clone().doing_within(code, edition, primary, held.expect("a span"));
        let all = &after.company().expect("a company").ateco;
        let (last, before) = all.split_last().expect("a code");
        if !before.iter().any(|code: &CompanyAteco| code.contends_with(last)) {
            member = after;
        }
    }
    member
}

fn papers(chance: &mut Chance, pole: &mut Pole, day: NaiveDate) {
    if let Some(plan) = &mut pole.plan {
        plan.until = chance.once_in(6).then(|| day - Days::new(1) + Days::new(chance.below(3)));
        for action in &mut plan.actions {
            match chance.below(40) {
                0 => action.title = None,
                1 => action.objectives.clear(),
                2 => action.kind = ActionKind::Apprenticeship,
                _ => {}
            }
        }
    }
    if chance.once_in(20) {
        pole.plan = None;
    }
    match chance.below(12) {
        0 => pole.agreement = None,
        1 => pole.agreement = Some(NetworkAgreement { signed_on: None, reference: None }),
        2 => {
            let signed_on = Some(day + Days::new(chance.below(2)));
            pole.agreement = Some(NetworkAgreement { signed_on, reference: None });
        }
        _ => {}
    }
    pole.lead = chance.once_in(3).then(|| id_of(&format!("M{}", chance.below(8))));
    pole.recognised_on = chance.once_in(2).then(|| chance.near(day));
    pole.applicant = chance.once_in(2).then(|| Owner::Organisation(tax_code_of("M1")));
}

fn rules(chance: &mut Chance, pole: &mut Pole, day: NaiveDate) {
    if chance.once_in(4) {
        pole.ruleset = RulesetId::LineeGuida2013.ruleset();
    }
    let mut some = |times: u64, bound: u64| -> Option<u32> {
        chance.once_in(times).then(|| u32::try_from(chance.below(bound)).expect("a small number"))
    };
    let mut asked = Overrides {
        min_schools: some(10, 4),
        min_companies: some(10, 4),
        min_section_a: some(10, 3),
        min_its: some(10, 3),
        its_grace_years: some(5, 5),
        seniority_years: some(10, 6),
        plan_actions: some(10, 3)
            .map(|count| PlanActions { work_linked_training: count, curricular_flexibility: 1 }),
        ..Overrides::default()
    };
    asked.its_grace_until = chance.once_in(10).then(|| chance.near(day));
    asked.anniversary = chance.once_in(6).then_some(Anniversary::NextDay);
    asked.requirements_bind = chance.once_in(5).then_some(Binds::Counted);
    asked.one_slot_each = chance.once_in(8).then_some(false);
    asked.provisional_accreditation_counts = chance.once_in(3).then_some(false);
    asked.exclude_its_founders = chance.once_in(5).then_some(true);
    asked.require_company_registration = chance.once_in(6).then_some(true);
    asked.require_network_agreement = chance.once_in(6).then_some(true);
    asked.require_confirmation = chance.once_in(4).then_some(true);
    asked.pole_seat = chance.once_in(6).then_some(PoleSeat::Any);
    asked.secondary_track = chance.leeway();
    asked.secondary_ateco = chance.leeway();
    asked.unmapped_ateco = chance.leeway();
    asked.other_kinds = chance.leeway();
    asked.ended_plan = chance.leeway();
    asked.outside_region = chance.leeway();
    if chance.once_in(8) {
        let bound = SeniorityBound::ALL.iter().copied().filter(|_| !chance.once_in(2));
        asked.seniority_binds = Some(bound.collect());
    }
    if chance.once_in(15) {
        asked.allowed_areas = Some([chance.one_of(&[Area::Mechanics, Area::Culture])].into());
    }
    pole.ruleset = pole.ruleset.clone().with(&asked);
}

/// Words of an official, some about what is not so.
fn words(chance: &mut Chance, pole: &mut Pole) {
    for _ in 0..=chance.below(4) {
        let (rule, fact) = chance.one_of(&[
            (Rule::MemberConfirmation, "unconfirmed:"),
            (Rule::Territory, "outside_region:NA"),
            (Rule::Territory, "outside_region:TO"),
            (Rule::MemberKinds, "kind_unlisted:museo"),
            (Rule::MemberKinds, "accreditation_missing:"),
            (Rule::DistinctMembers, "same_rea:MI-1"),
            (Rule::DistinctMembers, "school_unidentified:"),
        ]);
        let name = format!("M{}", chance.below(7));
        pole.determinations.push(word(rule, &name, fact.to_owned(), chance.once_in(2)));
    }
}
