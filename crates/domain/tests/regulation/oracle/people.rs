//! Members by chance.

use chrono::{Days, NaiveDate};
use ptp_domain::accreditation::Section;
use ptp_domain::calendar::{Period, Span};
use ptp_domain::identifier::AtecoClassification::{Ateco2007, Ateco2025};
use ptp_domain::identifier::{Rea, SchoolCode, TaxCode, VatNumber};
use ptp_domain::member::{CompanyAteco, Member, MemberKind, Profile, School};

use super::super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, continuation, declared, member,
    other, tax_code_of, technical, vocational,
};
use super::dice::Chance;
use super::question::date;

const LONG: NaiveDate = NaiveDate::from_ymd_opt(2015, 9, 1).expect("a date");
/// Nearly all of schools.
const TRACKS: [&str; 12] = [
    "IT-MME", "IP-D", "IP10-MAT", "IP10-PIA", "IP-C", "IT-EET", "ITS-06", "IP-G", MECHANIC, "IP-D",
    "IP-C", "IT-MME",
];
const SITES: [&str; 5] = ["BGTF003011", "BGRI003014", "BGTF00302V", "BGTF004017", "MIIS08900V"];
const CODES_2007: [&str; 7] =
    ["28.41", "25.62", "22.29", "56.10.11", "99.00", "45.20.10", "20.16.00"];
const CODES_2025: [&str; 7] =
    ["28.41", "25.62", "56.11", "95.32.00", "20.16.00", "80.09.00", "95.31.10"];

/// A member, often of a kind that the network needs.
pub(super) fn one(chance: &mut Chance, index: u64, day: NaiveDate) -> Member {
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
    if !chance.once_in(8) {
        member = member.confirmed("2027-01-20");
    }
    member = business(chance, member, day);
    if chance.once_in(2) {
        return member;
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
    member
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
    if chance.once_in(4) {
        member.study_tracks.clear();
    } else if chance.once_in(2) {
        return;
    }
    for _ in 0..chance.below(4) {
        let track = if chance.once_in(8) {
            declared(chance.one_of(&["Robotica", "Saldatura"]))
        } else {
            catalogued(match member.kind() {
                kind if kind.is_school() => chance.one_of(&TRACKS),
                MemberKind::ItsAcademy => chance.one_of(&["ITS-06", "ITS-06", "IP-D"]),
                _ => chance.one_of(&[MECHANIC, MECHANIC, "IP-D"]),
            })
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
            let of = if member.kind().is_school() {
                chance.one_of(&["M0", "M3", "M5", "M7", "M8"])
            } else {
                chance.one_of(&["M4", "M7", "M8"])
            };
            let since = offered.from() - Days::new(1 + chance.below(1800));
            *member = member.clone().continuing(of, &since.to_string());
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
        company.registered =
            chance.one_of(&[Some(true), Some(true), Some(true), Some(true), Some(false), None]);
        if chance.once_in(4) {
            let rea = chance.one_of(&["MI-1", "MI-2"]);
            company.rea = Some(Rea::parse(rea).expect("a REA number"));
            if chance.once_in(3) {
                tax_code = TaxCode::parse("RSSMRA80A01F205X").expect("a person's tax code");
            }
        }
        if let Some(word) = &mut company.commitment {
            word.signed_on = LONG;
            if chance.once_in(8) {
                word.signed_on = chance.near(day);
                word.all_students = !chance.once_in(4);
            }
            if chance.once_in(4) {
                let since = start.min(word.signed_on) - Days::new(1 + chance.below(900));
                word.signed_on = day + Days::new(chance.below(3));
                let of = chance.one_of(&["M1", "M2", "M6", "M7", "M8"]);
                let mut continues = continuation(MemberKind::Company, of, &since.to_string());
                if chance.once_in(3) {
                    continues.until = Some(start - Days::new(chance.below(4)));
                }
                word.continues = Some(continues);
            }
        }
        if chance.once_in(20) {
            company.commitment = None;
        }
    });
    member.tax_code = tax_code;
    if chance.once_in(6) {
        let number = chance.one_of(&[tax_code_of("M1"), tax_code_of("M2")]);
        member.vat_number = Some(VatNumber::parse(number.as_str()).expect("a VAT number"));
    }
    if chance.once_in(3) { activities(chance, member) } else { member }
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
