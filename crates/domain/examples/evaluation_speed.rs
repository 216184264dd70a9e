//! How long an evaluation takes: `cargo run --release -p ptp-domain --example evaluation_speed`.
//!
//! Microseconds, the median of many runs, of networks of 8 and of 500 members: compliant ones, one
//! that lacks a school, so that remedies are looked for, one in which half of the companies are of
//! another area, and one whose report changes day by day without another outcome. Aims: below 50 µs with 8 members, below 10 ms with 500.

use std::collections::BTreeSet;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, PlannedAction};
use ptp_domain::area::Area;
use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Ateco, AtecoClassification, Province, SchoolCode, TaxCode};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, Profile, School, SchoolStatus,
};
use ptp_domain::policy::Owner;
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::rules::{Budget, Network, evaluate};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let actions = [ActionKind::WorkLinkedTraining, ActionKind::CurricularFlexibility]
        .map(|kind| PlannedAction { kind, title: None, objectives: Vec::new(), hours: None });
    let plan = ActivityPlan { actions: actions.into(), ..ActivityPlan::default() };
    let owner = Owner::Organisation(tax_code(0)?);
    let ruleset = RulesetId::default().ruleset();
    let as_of = date("2027-02-26")?;

    println!("{:>8}  {:<32} {:<14} {:>12}", "members", "network", "outcome", "microseconds");
    for (size, runs) in [(8, 5_001), (500, 301)] {
        for (what, spoiled) in [
            ("compliant", Spoiled::Nothing),
            ("one school too few", Spoiled::Schools),
            ("half the companies elsewhere", Spoiled::Companies),
            ("all but eight leave, day by day", Spoiled::Dates),
        ] {
            let members: Vec<Member> =
                (0..size).map(|index| member(index, spoiled)).collect::<Result<_>>()?;
            let network = Network {
                area: Area::Mechanics,
                activity_plan: Some(&plan),
                recognised_on: None,
                applicant: Some(&owner),
                members: members.iter().collect(),
            };
            let mut times: Vec<f64> = (0..runs)
                .map(|_| {
                    let start = Instant::now();
                    black_box(evaluate(
                        black_box(&network),
                        &ruleset,
                        as_of,
                        &[],
                        &Budget::default(),
                    ))
                    .expect("");
                    start.elapsed().as_secs_f64() * 1e6
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let outcome = format!(
                "{:?}",
                evaluate(&network, &ruleset, as_of, &[], &Budget::default())?.outcome
            );
            println!("{size:>8}  {what:<32} {outcome:<14} {:>12.1}", times[runs / 2]);
        }
    }
    Ok(())
}

/// What is wrong with a network.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spoiled {
    Nothing,
    Schools,
    Companies,
    Dates,
}

/// In turn a school, a company, a body of section A and an ITS, as in a pole: the tracks are old
/// enough, the companies of the area and committed.
fn member(index: u32, spoiled: Spoiled) -> Result<Member> {
    let valid = Period::since(date("2015-01-01")?);
    let (profile, track) = match index % 8 {
        0 | 4 if spoiled != Spoiled::Schools || index == 0 => (school(index), Some("IT-MME")),
        0 | 4 => (Profile::University, None),
        3 => (Profile::ItsAcademy { founders: BTreeSet::new() }, Some("ITS-06")),
        2 => (Profile::AccreditedBody, Some("IEFP-OPERATORE-MECCANICO")),
        _ => {
            let elsewhere = spoiled == Spoiled::Companies && index % 2 == 1;
            (company(if elsewhere { "56.10.11" } else { "28.41" })?, None)
        }
    };
    let accreditation = |number| Accreditation {
        section: Section::A,
        number,
        valid,
        provisional: false,
        suspensions: Vec::new(),
        revoked_on: None,
    };
    let leaves = spoiled == Spoiled::Dates && index >= 8;
    let leaves_on = date("2027-03-01")?.checked_add_days(Days::new(index.into()));
    let leaves_on = leaves_on.filter(|_| leaves);
    let is_body = profile == Profile::AccreditedBody;
    Ok(Member {
        id: Id::new(Uuid::from_u128(index.into())),
        name: format!("Membro {index}"),
        tax_code: tax_code(index)?,
        province: Province::parse("BG").map_err(|fault| fault.code)?,
        municipality: None,
        membership: Period::new(date("2027-01-15")?, leaves_on).map_err(|fault| fault.code)?,
        profile,
        study_tracks: track.map(|code| offered(code, valid)).transpose()?.into_iter().collect(),
        accreditations: is_body.then(|| accreditation(index.to_string())).into_iter().collect(),
        succeeds: None,
        confirmed_at: None,
        contacts: Vec::new(),
    })
}

/// A school with a code of its own: comparing institutions is part of the work.
fn school(index: u32) -> Profile {
    let code = SchoolCode::parse(&format!("MITF{index:03}500")).ok();
    let status = SchoolStatus::Paritaria;
    Profile::TechnicalInstitute(School { institution_code: code, site_codes: Vec::new(), status })
}

fn company(code: &str) -> Result<Profile> {
    let ateco = Ateco::parse(code, AtecoClassification::Ateco2007).map_err(|fault| fault.code)?;
    let signed_on = date("2027-01-18")?;
    Ok(Profile::Company(Company {
        ateco: vec![CompanyAteco { ateco, primary: true }],
        rea: None,
        registered: None,
        commitment: Some(Commitment { signed_on, signatory: None, all_students: true }),
    }))
}

fn offered(code: &str, offered: Period) -> Result<OfferedTrack> {
    let track = CataloguedTrack::find(code).map_err(|fault| fault.code)?;
    Ok(OfferedTrack { track: Track::Catalogued(track), site_code: None, offered })
}

/// A fictitious tax code with the right check digit.
fn tax_code(number: u32) -> Result<TaxCode> {
    let body = format!("{:07}015", number + 1);
    let weighted = body.bytes().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| {
        let weighted = u32::from(digit - b'0') * weight;
        weighted % 10 + weighted / 10
    });
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    Ok(TaxCode::parse(&format!("{body}{check}")).map_err(|fault| fault.code)?)
}

fn date(text: &str) -> Result<NaiveDate> {
    Ok(text.parse()?)
}
