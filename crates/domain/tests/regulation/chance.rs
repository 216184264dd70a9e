//! Random networks for property tests: small, with members that are eligible, ineligible or under
//! review.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ptp_domain::accreditation::Section;
use ptp_domain::calendar::{Period, Span};
use ptp_domain::identifier::AtecoClassification::Ateco2025;
use ptp_domain::identifier::{Rea, SchoolCode, TaxCode};
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_domain::rules::Slot;
use ptp_domain::rules::ruleset::{Binds, Overrides, RulesetId, SeniorityBound};

use super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, continuation, day, declared, id_of,
    member, other, since, tax_code_of, technical, vocational,
};
use super::network::Pole;

/// The number of kinds of members.
const KINDS: usize = 29;

fn later(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).expect("a date")
}

/// A member of one of the kinds; `date` is the date of its peculiarity.
fn by_chance(kind: usize, name: &str, date: NaiveDate) -> Member {
    let (always, from) = (since("2010-01-01"), Period::since(date));
    let until = Period::new(day("2015-01-01"), Some(date)).expect("a period");
    let track = |code| catalogued(code);
    let bare = |member: Member| member.offering_nothing();
    let uncommitted = |date: Option<NaiveDate>| {
        company(name, "28.41").in_business(|company| match (date, &mut company.commitment) {
            (Some(date), Some(commitment)) => commitment.signed_on = date,
            (_, commitment) => *commitment = None,
        })
    };
    let body = |held| {
        accredited(name).varied(|member| member.accreditations.clear()).holding(Section::A, held)
    };
    match kind {
        0 => technical(name),
        1 => vocational(name),
        2 => company(name, "28.41"),
        3 => accredited(name),
        4 => academy(name),
        5 => member(name, Profile::University),
        // With a section A accreditation too.
        6 => technical(name).holding(Section::A, always),
        7 => academy(name).holding(Section::A, always),
        8 => company(name, "25.62").holding(Section::A, always).with_track(track(MECHANIC), always),
        // From a day on, or until one.
        9 => bare(vocational(name)).with_track(track("IP-D"), from),
        10 => bare(technical(name)).with_track(track("IT-MME"), until),
        11 => bare(academy(name)).with_track(track("ITS-06"), from),
        12 => uncommitted(Some(date)),
        13 => body(until),
        14 => body(from),
        15 => vocational(name).for_the_time(until),
        16 => company(name, "56.10").for_the_time(from),
        // Ineligible, or under review.
        17 => uncommitted(None),
        18 => company(name, "22.29"),
        19 => bare(vocational(name)).with_track(track("IP-C"), always),
        20 => bare(body(always)).with_track(declared("Saldatura"), from),
        21 => bare(technical(name))
            .with_track(track("IT-MME"), until)
            .with_track(track("IT-EET"), Period::since(later(date, 1))),
        22 => other(name, "museo").holding(Section::A, always).with_track(track(MECHANIC), always),
        // Elsewhere, and with activities that change.
        23 => company(name, "28.41").seated_in("NA"),
        24 => technical(name).seated_in("NA").operating_in("MI"),
        25 => academy(name).seated_in("RM"),
        26 => accredited(name).seated_in("TO"),
        27 => company(name, "28.41").doing_within(
            "56.11",
            Ateco2025,
            true,
            Span::new(Some(date), None).expect("a span"),
        ),
        _ => bare(academy(name))
            .holding(Section::A, always)
            .with_track(declared("Meccatronica"), always),
    }
    .varied(|member| {
        if !matches!(kind, 15 | 16) {
            member.membership = always;
        }
    })
}

/// A member that certainly fills a slot, under any of the rules below.
pub(crate) fn ideal(slot: Slot, name: &str) -> Member {
    let member = match slot {
        Slot::School => technical(name),
        Slot::Company => company(name, "28.41").in_business(|company| {
            company.registered = Some(true);
            company.commitment.iter_mut().for_each(|word| word.signed_on = day("2020-01-01"));
        }),
        Slot::SectionA => accredited(name),
        Slot::Its => academy(name),
    };
    let tracks =
        member.study_tracks.iter().map(|offered| offered.track.clone()).collect::<Vec<_>>();
    tracks
        .into_iter()
        .fold(member.offering_nothing(), |member, track| {
            member.with_track(track, since("2010-01-01"))
        })
        .for_the_time(since("2010-01-01"))
}

/// Variants of the rules, by number.
fn ruled(pole: Pole, rules: usize) -> Pole {
    let asking = |change: fn(&mut Overrides)| pole.clone().asking(change);
    match rules {
        0 | 1 => pole,
        2 => asking(|asked| asked.its_grace_years = Some(0)),
        3 => asking(|asked| asked.requirements_bind = Some(Binds::Counted)),
        4 => asking(|asked| asked.one_slot_each = Some(false)),
        5 => asking(|asked| asked.min_section_a = Some(2)),
        6 => asking(|asked| asked.seniority_binds = Some([SeniorityBound::SectionA].into())),
        7 => asking(|asked| asked.exclude_its_founders = Some(true)),
        _ => pole.under(RulesetId::LineeGuida2013),
    }
}

/// The number of variants in `ruled`.
const RULES: usize = 9;

/// A pole of up to seven members, each with a date between 2021 and 2032, in 2026 or 2027.
///
/// It is a variation of the base, so that many are compliant or nearly so. If the founders of an
/// ITS are excluded, the first two members founded each one.
pub(crate) fn pole() -> impl Strategy<Value = Pole> {
    let any_kind = || (0..KINDS).prop_map(Some);
    let like_the_base = |kind| prop_oneof![6 => Just(Some(kind)), 3 => any_kind(), 1 => Just(None)];
    let kinds = ([0, 1, 2, 2, 3].map(like_the_base), prop::collection::vec(any_kind(), 0..=2));
    let kinds = kinds
        .prop_map(|(base, others)| base.into_iter().chain(others).flatten().collect::<Vec<_>>());
    let dates = any::<[u8; 7]>();
    let recognised = prop::option::of(0_u16..2500);
    // Twins are rare.
    let twin = prop::option::weighted(0.1, (0_usize..7, 0_usize..7));
    let plan = prop::bool::weighted(0.9);
    // So are plans that end, and leads that may leave.
    let until = prop::option::weighted(0.2, 0_u16..3000);
    let lead = prop::option::weighted(0.2, 0_usize..8);
    let agreement = prop::bool::weighted(0.9);
    let paper = (plan, until, lead, agreement);
    (kinds, dates, 0_u16..700, recognised, 0..RULES, any::<bool>(), paper, twin).prop_map(
        |(kinds, dates, as_of, recognised, rules, registered, paper, twin)| {
            let (has_plan, until, lead, has_agreement) = paper;
            let members = kinds.into_iter().zip(dates).enumerate().map(|(index, (kind, date))| {
                let date = later(day("2021-06-01"), u16::from(date) * 16);
                by_chance(kind, &format!("M{index}"), date)
                    .varied(|member| state(&mut member.profile, registered || index % 2 == 0))
            });
            let mut pole = Pole { members: members.collect(), ..Pole::base() };
            if let Some((one, other)) = twin
                && let Some(tax_code) = pole.members.get(one).map(|one| one.tax_code.clone())
                && let Some(other) = pole.members.get_mut(other)
            {
                other.tax_code = tax_code;
            }
            pole.plan = pole.plan.filter(|_| has_plan);
            if let Some(plan) = &mut pole.plan {
                plan.until = until.map(|days| later(day("2025-01-01"), days));
            }
            pole.lead = lead.map(|lead| id_of(&format!("M{lead}")));
            pole.agreement = pole.agreement.filter(|_| has_agreement);
            pole.recognised_on = recognised.map(|days| later(day("2022-01-01"), days));
            pole.as_of = later(day("2026-01-01"), as_of);
            ruled(pole, rules)
        },
    )
}

fn state(profile: &mut Profile, registered: bool) {
    match profile {
        Profile::ItsAcademy { founders } => founders.extend(["M0", "M1"].map(tax_code_of)),
        Profile::Company(company) => company.registered = Some(registered),
        _ => {}
    }
}

/// A pole with continuations, including chains and circles, sites of one institution, firms with one
/// REA number, and several tracks per school with varying periods.
pub(crate) fn entangled_pole() -> impl Strategy<Value = Pole> {
    let spells = prop::collection::vec((0_usize..4, 0_u16..4000, 0_u16..1500), 0..=4);
    let knots = prop::collection::vec((0_usize..12, 0_usize..8, spells), 7);
    (pole(), knots).prop_map(|(mut pole, knots)| {
        for (index, (member, (heir_of, site, spells))) in
            pole.members.iter_mut().zip(knots).enumerate()
        {
            if let Profile::Company(company) = &mut member.profile {
                company.rea = ["MI-1", "MI-2", "MI-3"]
                    .get(site)
                    .map(|rea| Rea::parse(rea).expect("a REA number"));
                if index % 2 == 0 && site < 2 {
                    member.tax_code =
                        TaxCode::parse("RSSMRA80A01F205X").expect("a person's tax code");
                }
                let commitment = company.commitment.as_mut().filter(|_| heir_of < 8);
                if let Some(commitment) = commitment {
                    let (name, kind) = (format!("M{heir_of}"), MemberKind::Company);
                    let from = later(
                        day("2026-01-01"),
                        u16::try_from(heir_of).expect("a small number") * 90,
                    );
                    commitment.continues = Some(continuation(kind, &name, &from.to_string()));
                }
            }
            if let Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) =
                &mut member.profile
            {
                let sites = ["BGTF003011", "BGRI003014", "BGTF00302V", "BGTF004017"];
                school.site_codes.extend(
                    sites.get(site).map(|code| SchoolCode::parse(code).expect("a school code")),
                );
            }
            if member.school().is_some() {
                for (track, from, days) in spells {
                    let from = later(day("2018-01-01"), from);
                    let track = ["IT-MME", "IP-D", "IT-EET"]
                        .get(track)
                        .map_or_else(|| declared("Robotica"), |code| catalogued(code));
                    let offered = Period::new(from, Some(later(from, days))).expect("a period");
                    *member = member.clone().with_track(track, offered);
                    if heir_of < 8 {
                        let since = from.pred_opt().map_or(from, |day| day - Days::new(900));
                        let heir = member.clone();
                        *member = heir.continuing(&format!("M{heir_of}"), &since.to_string());
                    }
                }
            }
        }
        pole
    })
}
