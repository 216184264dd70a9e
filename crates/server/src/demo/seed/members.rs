//! Fictitious organisations: made up, with codes that are well formed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Ateco, AtecoClassification, Province, TaxCode};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, Profile, School, SchoolStatus,
};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use uuid::Uuid;

/// Makes members that belong to an area since a day, each with a tax code of its own.
pub(super) struct Members<'a> {
    pub(super) new_id: &'a dyn Fn() -> Uuid,
    pub(super) joined_on: NaiveDate,
    /// Since when tracks are offered and accreditations are valid: years before joining.
    pub(super) since: NaiveDate,
    pub(super) province: Province,
}

impl Members<'_> {
    fn member(&self, serial: u32, name: &str, profile: Profile) -> Option<Member> {
        Some(Member {
            id: Id::new((self.new_id)()),
            name: name.to_owned(),
            tax_code: tax_code(serial)?,
            province: self.province,
            municipality: Some(self.province.name().to_owned()),
            membership: Period::since(self.joined_on),
            profile,
            study_tracks: Vec::new(),
            accreditations: Vec::new(),
            succeeds: None,
            contacts: Vec::new(),
        })
    }

    /// A school that offers a track.
    pub(super) fn school(&self, serial: u32, name: &str, track: &str) -> Option<Member> {
        let school =
            School { institution_code: None, site_codes: Vec::new(), status: SchoolStatus::State };
        let profile = if track.starts_with("IP") {
            Profile::VocationalInstitute(school)
        } else {
            Profile::TechnicalInstitute(school)
        };
        let mut member = self.member(serial, name, profile)?;
        member.study_tracks = vec![offered(track, self.since)?];
        Some(member)
    }

    /// A company with a primary ATECO code of 2007, committed.
    pub(super) fn company(&self, serial: u32, name: &str, ateco: &str) -> Option<Member> {
        let ateco = Ateco::parse(ateco, AtecoClassification::Ateco2007).ok()?;
        let company = Company {
            ateco: vec![CompanyAteco { ateco, primary: true }],
            rea: None,
            registered: Some(true),
            commitment: Some(Commitment {
                signed_on: self.joined_on,
                signatory: None,
                all_students: true,
            }),
        };
        self.member(serial, name, Profile::Company(company))
    }

    /// A body accredited in a section, with a track.
    pub(super) fn body(
        &self,
        serial: u32,
        name: &str,
        section: Section,
        track: &str,
    ) -> Option<Member> {
        let mut member = self.member(serial, name, Profile::AccreditedBody)?;
        member.study_tracks = vec![offered(track, self.since)?];
        member.accreditations = vec![Accreditation {
            section,
            number: format!("{serial:04}"),
            valid: Period::since(self.since),
            provisional: false,
            suspensions: Vec::new(),
            revoked_on: None,
        }];
        Some(member)
    }

    /// An ITS with a track.
    pub(super) fn its(&self, serial: u32, name: &str, track: &str) -> Option<Member> {
        let profile = Profile::ItsAcademy { founders: BTreeSet::new() };
        let mut member = self.member(serial, name, profile)?;
        member.study_tracks = vec![offered(track, self.since)?];
        Some(member)
    }

    /// A body that no list names.
    pub(super) fn other(&self, serial: u32, name: &str, description: &str) -> Option<Member> {
        self.member(serial, name, Profile::Other { description: description.to_owned() })
    }
}

/// A track of the catalogue since a day.
pub(super) fn offered(track: &str, since: NaiveDate) -> Option<OfferedTrack> {
    let track = Track::Catalogued(CataloguedTrack::find(track).ok()?);
    Some(OfferedTrack { track, site_code: None, offered: Period::since(since) })
}

/// The tax code of a made-up body: a serial number, Milan's office, and whichever check digit fits.
fn tax_code(serial: u32) -> Option<TaxCode> {
    (0..10).find_map(|check| TaxCode::parse(&format!("{:07}015{check}", 9_000_000 + serial)).ok())
}
