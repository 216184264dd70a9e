//! Networks to evaluate: compliant, spoiled in one way, realistic, hostile.

use std::collections::BTreeSet;
use std::error::Error;

use chrono::{Days, NaiveDate};
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::area::Area;
use ptp_domain::calendar::{Period, Span};
use ptp_domain::continuation::{Continuation, Predecessor};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Ateco, AtecoClassification, Province, SchoolCode, TaxCode};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, Profile, School, SchoolStatus,
};
use ptp_domain::party::{Act, ActKind};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use uuid::Uuid;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How a network is spoiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spoiled {
    Nothing,
    Schools,
    Companies,
    Commitments,
    Dates,
}

/// A school, a company, a section A body and an ITS in turn, as in a compliant pole.
pub(crate) fn member(index: u32, spoiled: Spoiled) -> Result<Member> {
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
    let profile = match profile {
        Profile::Company(company) if spoiled == Spoiled::Commitments => {
            Profile::Company(Company { commitment: None, ..company })
        }
        profile => profile,
    };
    let leaves = spoiled == Spoiled::Dates && index >= 8;
    let leaves_on = date("2027-03-01")?.checked_add_days(Days::new(index.into()));
    let leaves_on = leaves_on.filter(|_| leaves);
    let is_body = profile == Profile::AccreditedBody;
    Ok(Member {
        id: Id::new(Uuid::from_u128(index.into())),
        name: format!("Membro {index}"),
        tax_code: tax_code(index)?,
        vat_number: None,
        province: Province::parse("BG").map_err(|fault| fault.code)?,
        municipality: None,
        operating_sites: Vec::new(),
        membership: Period::new(date("2027-01-15")?, leaves_on).map_err(|fault| fault.code)?,
        profile,
        study_tracks: track.map(|code| offered(code, valid)).transpose()?.into_iter().collect(),
        accreditations: is_body.then(|| accreditation(index.to_string())).into_iter().collect(),
        confirmed_at: None,
        contacts: Vec::new(),
    })
}

/// A school with its own code, so that institutions have to be compared.
fn school(index: u32) -> Profile {
    let code = SchoolCode::parse(&format!("MITF{index:03}500")).ok();
    let status = SchoolStatus::Paritaria;
    Profile::TechnicalInstitute(School { institution_code: code, site_codes: Vec::new(), status })
}

fn company(code: &str) -> Result<Profile> {
    let ateco = Ateco::parse(code, AtecoClassification::Ateco2007).map_err(|fault| fault.code)?;
    let signed_on = date("2027-01-18")?;
    Ok(Profile::Company(Company {
        ateco: vec![CompanyAteco { ateco, primary: true, held: Span::default() }],
        rea: None,
        registered: None,
        commitment: Some(Commitment {
            signed_on,
            signatory: None,
            all_students: true,
            continues: None,
        }),
    }))
}

fn offered(code: &str, offered: Period) -> Result<OfferedTrack> {
    let track = CataloguedTrack::find(code).map_err(|fault| fault.code)?;
    Ok(OfferedTrack { track: Track::Catalogued(track), site_code: None, offered, continues: None })
}

/// A fictitious tax code with a valid check digit.
pub(crate) fn tax_code(number: u32) -> Result<TaxCode> {
    let body = format!("{:07}015", number + 1);
    let weighted = body.bytes().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| {
        let weighted = u32::from(digit - b'0') * weight;
        weighted % 10 + weighted / 10
    });
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    Ok(TaxCode::parse(&format!("{body}{check}")).map_err(|fault| fault.code)?)
}

pub(crate) fn date(text: &str) -> Result<NaiveDate> {
    Ok(text.parse()?)
}

fn later(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(date)
}

/// A period of this many days from `from` on.
fn lasting(from: NaiveDate, days: u32) -> Result<Period> {
    Ok(Period::new(from, Some(later(from, days - 1))).map_err(|fault| fault.code)?)
}

/// A network with a bit of everything: each member has eight tracks or an accreditation suspended
/// three times, on different dates.
pub(crate) fn honest(size: u32) -> Result<Vec<Member>> {
    let codes = ["IT-MME", "IP-D", "IT-EET", "IP-C", "IP10-MAT", "ITS-06", "IT-CAT"];
    let mut members = Vec::new();
    for index in 0..size {
        let mut member = member(index, Spoiled::Nothing)?;
        if !member.study_tracks.is_empty() {
            for (track, code) in (0_u32..).zip(codes) {
                let from = date(&format!("{}-09-01", 2010 + (index + 3 * track) % 19))?;
                member.study_tracks.push(offered(code, lasting(from, 3653)?)?);
            }
        }
        for accreditation in &mut member.accreditations {
            accreditation.valid = lasting(date("2015-01-01")?, 5000 + 7 * index)?;
            for time in 0..3 {
                let from = later(date("2016-01-01")?, 1500 * time + 11 * index);
                accreditation.suspensions.push(lasting(from, 60)?);
            }
        }
        if index % 56 == 12 {
            continue_last(&mut member, index - 8)?;
        }
        members.push(member);
    }
    Ok(members)
}

/// Makes the last track of a member go on with that of another.
fn continue_last(member: &mut Member, other: u32) -> Result<()> {
    let kind = member.kind();
    let organisation = Predecessor { kind, tax_code: tax_code(other)?, name: None };
    let (number, date) = ("1".to_owned(), date("2026-09-01")?);
    let act = Act { kind: ActKind::Resolution, number, date, url: None };
    if let Some(last) = member.study_tracks.last_mut() {
        let from = last.offered.from().pred_opt().unwrap_or_default();
        let (track, until) = (None, None);
        last.continues = Some(Continuation { organisation, track, from, until, act });
    }
    Ok(())
}

/// A chain of schools, each continuing the previous one, with one-day tracks on consecutive days.
pub(crate) fn chain(schools: u32, tracks: u32) -> Result<Vec<Member>> {
    let first = date("2027-03-01")?;
    let mut members = Vec::new();
    for index in 0..schools {
        let mut member = member(8 * index, Spoiled::Nothing)?;
        let days = (0..tracks).map(|track| lasting(later(first, index * tracks + track), 1));
        let tracks = days.map(|day| offered("IT-MME", day?));
        member.study_tracks = tracks.collect::<Result<_>>()?;
        if let Some(index) = index.checked_sub(1) {
            continue_last(&mut member, 8 * index)?;
        }
        members.push(member);
    }
    Ok(members)
}

/// Bodies suspended on every second day, on different dates each; with `sites`, schools of one
/// institution.
pub(crate) fn suspended(size: u32, times: u32, sites: bool) -> Result<Vec<Member>> {
    let first = date("2027-03-01")?;
    let mut members = Vec::new();
    for index in 0..size {
        let mut body = member(2, Spoiled::Nothing)?;
        body.id = Id::new(Uuid::from_u128(index.into()));
        body.tax_code = tax_code(index)?;
        if sites {
            body.profile = school(0);
        }
        for accreditation in &mut body.accreditations {
            let days = (0..times).map(|time| lasting(later(first, 2 * (index * times + time)), 1));
            accreditation.suspensions = days.collect::<Result<_>>()?;
        }
        members.push(body);
    }
    Ok(members)
}

/// Schools with many successive tracks outside the catalogue, on different dates each.
pub(crate) fn many_tracks(size: u32, tracks: u32) -> Result<Vec<Member>> {
    let first = date("2027-03-01")?;
    let mut members = Vec::new();
    for index in 0..size {
        let mut member = member(8 * index, Spoiled::Nothing)?;
        for track in 0..tracks {
            let title = format!("Indirizzo numero {track}");
            let track = Track::Declared { title, area: Area::Mechanics };
            let offered =
                lasting(later(first, 9 * u32::try_from(member.study_tracks.len())? + index), 20)?;
            member.study_tracks.push(OfferedTrack {
                track,
                site_code: None,
                offered,
                continues: None,
            });
        }
        members.push(member);
    }
    Ok(members)
}

/// Schools that each share a code with the next, added to a compliant network.
pub(crate) fn duplicates(size: u32) -> Result<Vec<Member>> {
    let mut members =
        (0..8).map(|index| member(index, Spoiled::Nothing)).collect::<Result<Vec<_>>>()?;
    for index in 1..=size {
        let mut member = member(8 * index, Spoiled::Nothing)?;
        let codes = [index, index + 1].map(|code| SchoolCode::parse(&format!("BGTF{code:03}001")));
        let site_codes = codes.into_iter().flatten().collect();
        let status = SchoolStatus::State;
        let school = School { institution_code: None, site_codes, status };
        member.profile = Profile::TechnicalInstitute(school);
        members.push(member);
    }
    Ok(members)
}
