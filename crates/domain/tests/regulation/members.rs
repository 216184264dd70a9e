//! Members for test networks: names identify members, dates are strings.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::area::Area;
use ptp_domain::calendar::{Period, Span, parse_instant};
use ptp_domain::continuation::{Continuation, Predecessor};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Ateco, AtecoClassification, Province, Rea, SchoolCode, TaxCode};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, MemberKind, OperatingSite, Profile, School,
    SchoolStatus,
};
use ptp_domain::party::{Act, ActKind};
use ptp_domain::rules::{Determination, Rule};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use ptp_domain::vocabulary::Vocabulary;
use uuid::Uuid;

/// The code of a track of mechanics in vocational education and training (IeFP).
pub(crate) const MECHANIC: &str = "IEFP-OPERATORE-MECCANICO";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn since(from: &str) -> Period {
    Period::since(day(from))
}

pub(crate) fn between(from: &str, until: &str) -> Period {
    Period::new(day(from), Some(day(until))).expect("a period")
}

/// The number of a name, so that short names have tax codes in alphabetical order.
fn number(name: &str) -> u32 {
    name.bytes().fold(0, |number, byte| (number * 256 + u32::from(byte)) % 9_999_991)
}

/// A fictitious tax code with a valid check digit.
pub(crate) fn tax_code(number: u32) -> TaxCode {
    let body = format!("{number:07}015");
    let weighted = body.bytes().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| {
        let weighted = u32::from(digit - b'0') * weight;
        weighted % 10 + weighted / 10
    });
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    TaxCode::parse(&format!("{body}{check}")).expect("a tax code")
}

pub(crate) fn tax_code_of(name: &str) -> TaxCode {
    tax_code(number(name))
}

/// A determination of 1 March 2027.
pub(crate) fn word(rule: Rule, name: &str, fact: String, accepted: bool) -> Determination {
    let (member, reason, decided_on) = (id_of(name), "Visura.".to_owned(), day("2027-03-01"));
    Determination { rule, member, fact, accepted, reason, decided_on }
}

pub(crate) fn id_of(name: &str) -> Id<Member> {
    Id::new(Uuid::from_u128(number(name).into()))
}

/// A member since the founding day, with only what its kind requires.
pub(crate) fn member(name: &str, profile: Profile) -> Member {
    Member {
        id: id_of(name),
        name: name.to_owned(),
        tax_code: tax_code_of(name),
        vat_number: None,
        province: Province::parse("BG").expect("a province"),
        municipality: None,
        operating_sites: Vec::new(),
        membership: since("2027-01-15"),
        profile,
        study_tracks: Vec::new(),
        accreditations: Vec::new(),
        confirmed_at: None,
        contacts: Vec::new(),
    }
}

/// A school with a code of its own: letters among the digits, so that no check applies.
fn school(name: &str) -> School {
    let institution_code = Some(school_code(number(name)));
    School { institution_code, site_codes: Vec::new(), status: SchoolStatus::State }
}

/// A fictitious code, another one for each number below 17,576.
pub(crate) fn school_code(number: u32) -> SchoolCode {
    let letter = |place: u32| char::from(b'A' + (number / 26_u32.pow(place) % 26) as u8);
    let code: String = [2, 1, 0].into_iter().map(letter).collect();
    SchoolCode::parse(&format!("BGIS{code}00X")).expect("a school code")
}

/// What a kind of organisation takes over from another, by an act of 2026.
pub(crate) fn continuation(kind: MemberKind, of: &str, from: &str) -> Continuation {
    let organisation = Predecessor { kind, tax_code: tax_code_of(of), name: Some(of.to_owned()) };
    let (number, date) = ("12/2026".to_owned(), day("2026-01-20"));
    let act = Act { kind: ActKind::Resolution, number, date, url: None };
    Continuation { organisation, track: None, from: day(from), until: None, act }
}

pub(crate) fn technical(name: &str) -> Member {
    member(name, Profile::TechnicalInstitute(school(name))).offering("IT-MME", "2019-09-01")
}

pub(crate) fn vocational(name: &str) -> Member {
    member(name, Profile::VocationalInstitute(school(name))).offering("IP-D", "2018-09-01")
}

pub(crate) fn company(name: &str, code: &str) -> Member {
    let signed_on = day("2027-01-18");
    let commitment = Commitment { signed_on, signatory: None, all_students: true, continues: None };
    let company =
        Company { ateco: Vec::new(), rea: None, registered: None, commitment: Some(commitment) };
    member(name, Profile::Company(company)).doing(code, AtecoClassification::Ateco2007, true)
}

pub(crate) fn accredited(name: &str) -> Member {
    member(name, Profile::AccreditedBody)
        .holding(Section::A, since("2020-01-01"))
        .offering(MECHANIC, "2020-09-01")
}

pub(crate) fn academy(name: &str) -> Member {
    member(name, Profile::ItsAcademy { founders: BTreeSet::new() }).offering("ITS-06", "2020-09-01")
}

pub(crate) fn other(name: &str, description: &str) -> Member {
    member(name, Profile::Other { description: description.to_owned() })
}

pub(crate) fn university(name: &str) -> Member {
    member(name, Profile::University)
}

pub(crate) fn catalogued(code: &str) -> Track {
    Track::Catalogued(CataloguedTrack::find(code).expect("a track of the catalogue"))
}

/// A track of mechanics outside the catalogue.
pub(crate) fn declared(title: &str) -> Track {
    Track::Declared { title: title.to_owned(), area: Area::Mechanics }
}

/// Variations of a member.
pub(crate) trait Vary: Sized {
    fn varied(self, change: impl FnOnce(&mut Member)) -> Member;

    fn offering(self, code: &str, from: &str) -> Member {
        self.with_track(catalogued(code), since(from))
    }

    fn offering_until(self, code: &str, from: &str, until: &str) -> Member {
        self.with_track(catalogued(code), between(from, until))
    }

    fn with_track(self, track: Track, offered: Period) -> Member {
        self.varied(|member| {
            member.study_tracks.push(OfferedTrack {
                track,
                site_code: None,
                offered,
                continues: None,
            });
        })
    }

    /// The last track goes on with that of another organisation, since that day.
    fn continuing(self, name: &str, from: &str) -> Member {
        self.varied(|member| {
            let continues = continuation(member.kind(), name, from);
            member.study_tracks.last_mut().expect("a track").continues = Some(continues);
        })
    }

    /// The same member without any track.
    fn offering_nothing(self) -> Member {
        self.varied(|member| member.study_tracks.clear())
    }

    fn holding(self, section: Section, valid: Period) -> Member {
        self.varied(|member| {
            let number = format!("{}-{}", section.code(), member.accreditations.len());
            member.accreditations.push(Accreditation {
                section,
                number,
                valid,
                provisional: false,
                suspensions: Vec::new(),
                revoked_on: None,
            });
        })
    }

    fn doing(self, code: &str, classification: AtecoClassification, primary: bool) -> Member {
        self.doing_within(code, classification, primary, Span::default())
    }

    fn doing_within(
        self,
        code: &str,
        classification: AtecoClassification,
        primary: bool,
        held: Span,
    ) -> Member {
        let ateco = Ateco::parse(code, classification).expect("an ATECO code");
        self.in_business(|company| company.ateco.push(CompanyAteco { ateco, primary, held }))
    }

    /// The same member, with its seat in another province.
    fn seated_in(self, province: &str) -> Member {
        let province = Province::parse(province).expect("a province");
        self.varied(|member| member.province = province)
    }

    fn operating_in(self, province: &str) -> Member {
        let province = Province::parse(province).expect("a province");
        self.varied(|member| {
            member.operating_sites.push(OperatingSite { province, municipality: None });
        })
    }

    fn in_business(self, change: impl FnOnce(&mut Company)) -> Member {
        self.varied(|member| match &mut member.profile {
            Profile::Company(company) => change(company),
            _ => unreachable!("not a company"),
        })
    }

    /// The same school without any code.
    fn without_codes(self) -> Member {
        self.varied(|member| match &mut member.profile {
            Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => {
                (school.institution_code, school.site_codes) = (None, Vec::new());
            }
            _ => unreachable!("not a school"),
        })
    }

    /// The same company with a number in the register of companies.
    fn registered_as(self, rea: &str) -> Member {
        let rea = Rea::parse(rea).expect("a REA number");
        self.in_business(|company| company.rea = Some(rea))
    }

    fn at_site(self, code: &str) -> Member {
        let code = SchoolCode::parse(code).expect("a school code");
        self.varied(|member| match &mut member.profile {
            Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => {
                school.site_codes.push(code);
            }
            _ => unreachable!("not a school"),
        })
    }

    fn founded_by(self, names: &[&str]) -> Member {
        self.varied(|member| match &mut member.profile {
            Profile::ItsAcademy { founders } => {
                founders.extend(names.iter().map(|name| tax_code_of(name)));
            }
            _ => unreachable!("not an ITS"),
        })
    }

    /// The same member, confirmed at noon in Rome.
    fn confirmed(self, on: &str) -> Member {
        let at = parse_instant(&format!("{on}T12:00")).expect("an instant");
        self.varied(|member| member.confirmed_at = Some(at))
    }

    fn for_the_time(self, membership: Period) -> Member {
        self.varied(|member| member.membership = membership)
    }
}

impl Vary for Member {
    fn varied(mut self, change: impl FnOnce(&mut Member)) -> Member {
        change(&mut self);
        self
    }
}
