//! The member of a pole built from an organisation.

use chrono::{Days, NaiveDate};
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::calendar::{Period, Span};
use ptp_domain::continuation::{Continuation, Predecessor};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{
    Ateco, AtecoClassification, Province, Rea, SchoolCode, TaxCode, VatNumber,
};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, OperatingSite, Profile, School, SchoolStatus,
};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};

use super::dates::{Dates, When};
use super::papers::decree;
use super::party::{Activities, Activity, Codes, Held, Kind, Offer, Party, Seat, Taught, Twist};

/// The first valid day of every accreditation, before any pole was recognised.
const ACCREDITED: When = When::DaysAgo(3_000);

impl Party {
    /// The member, joining on a day; a company signs its commitment on the same day.
    pub(super) fn member(
        &self,
        id: Id<Member>,
        joined_on: NaiveDate,
        dates: Dates,
    ) -> Result<Member, Invalid> {
        let ((municipality, province), sites) = match self.twist {
            Some(Twist::Seated(seat, sites)) => (seat, sites),
            _ => (self.seat, &[][..]),
        };
        let left_on = match self.twist {
            Some(Twist::Leaving(on)) => Some(dates.on(on)),
            _ => None,
        };
        let accreditation = |held: &Held| self.accreditation(held, dates);
        Ok(Member {
            id,
            name: self.name.to_owned(),
            tax_code: TaxCode::parse(self.tax_code)?,
            vat_number: match self.twist {
                Some(Twist::Vat(number)) => Some(VatNumber::parse(number)?),
                _ => None,
            },
            province: Province::parse(province)?,
            municipality: Some(municipality.to_owned()),
            operating_sites: sites.iter().map(operating_site).collect::<Result<_, _>>()?,
            membership: Period::new(joined_on, left_on)?,
            profile: self.profile(joined_on, dates)?,
            study_tracks: self.study_tracks(dates)?,
            accreditations: self
                .accreditations
                .iter()
                .map(accreditation)
                .collect::<Result<_, _>>()?,
            confirmed_at: None,
            contacts: Vec::new(),
        })
    }

    fn study_tracks(&self, dates: Dates) -> Result<Vec<OfferedTrack>, Invalid> {
        let tracks = self.tracks.iter().map(|offer| offered(offer, dates));
        let mut tracks = tracks.collect::<Result<Vec<_>, _>>()?;
        if let (Some(Twist::HeirOf(other)), Some(first)) = (self.twist, tracks.first_mut()) {
            let merged_on = dates.on(When::SchoolYear(1));
            let from = std::mem::replace(&mut first.offered, Period::since(merged_on)).from();
            let organisation = Predecessor {
                kind: other.kind.of_member(),
                tax_code: TaxCode::parse(other.tax_code)?,
                name: Some(other.name.to_owned()),
            };
            let act = decree("412", merged_on - Days::new(120));
            let (track, until) = (None, None);
            first.continues = Some(Continuation { organisation, track, from, until, act });
        }
        Ok(tracks)
    }

    fn profile(&self, joined_on: NaiveDate, dates: Dates) -> Result<Profile, Invalid> {
        Ok(match self.kind {
            Kind::Technical(status, _) if matches!(self.twist, Some(Twist::Unidentified)) => {
                Profile::TechnicalInstitute(school(status, &[])?)
            }
            Kind::Technical(status, codes) => Profile::TechnicalInstitute(school(status, codes)?),
            Kind::Vocational(status, codes) => Profile::VocationalInstitute(school(status, codes)?),
            Kind::Company { rea, activities } => {
                let ateco = match self.twist {
                    Some(Twist::Active(codes)) => dated(codes, dates)?,
                    _ => current(activities)?,
                };
                Profile::Company(self.company(rea, ateco, joined_on)?)
            }
            Kind::Body => Profile::AccreditedBody,
            Kind::Its => {
                let founders = match self.twist {
                    Some(Twist::FoundedBy(founders)) => founders,
                    _ => &[],
                };
                let founders = founders.iter().map(|code| TaxCode::parse(code));
                Profile::ItsAcademy { founders: founders.collect::<Result<_, _>>()? }
            }
            Kind::University => Profile::University,
            Kind::ResearchCentre => Profile::ResearchCentre,
            Kind::Other(which) => Profile::Other { description: which.to_owned() },
        })
    }

    fn company(
        &self,
        rea: &str,
        ateco: Vec<CompanyAteco>,
        signed_on: NaiveDate,
    ) -> Result<Company, Invalid> {
        let commitment = Commitment {
            signed_on,
            signatory: Some(SIGNATORY.to_owned()),
            all_students: true,
            continues: None,
        };
        Company {
            ateco,
            rea: Some(Rea::parse(match self.twist {
                Some(Twist::EnteredAs(other)) => other,
                _ => rea,
            })?),
            registered: Some(!matches!(self.twist, Some(Twist::Unregistered))),
            commitment: Some(commitment)
                .filter(|_| !matches!(self.twist, Some(Twist::Uncommitted))),
        }
        .checked()
    }

    fn accreditation(
        &self,
        (section, number): &Held,
        dates: Dates,
    ) -> Result<Accreditation, Invalid> {
        let suspensions = match self.twist {
            Some(Twist::Suspended(from, until)) if *section == Section::A => {
                vec![Period::new(dates.on(from), Some(dates.on(until)))?]
            }
            _ => Vec::new(),
        };
        Accreditation {
            section: *section,
            number: (*number).to_owned(),
            valid: Period::since(dates.on(ACCREDITED)),
            provisional: false,
            suspensions,
            revoked_on: None,
        }
        .checked()
    }
}

/// An office rather than a name: a made-up name might be a real person's.
const SIGNATORY: &str = "il legale rappresentante";

/// The codes of a company at any time.
fn current(activities: Activities) -> Result<Vec<CompanyAteco>, Invalid> {
    let activity = |(index, code): (usize, &&str)| {
        let ateco = Ateco::parse(code, AtecoClassification::Ateco2025)?;
        Ok(CompanyAteco { ateco, primary: index == 0, held: Span::default() })
    };
    activities.iter().enumerate().map(activity).collect()
}

/// Codes with their days.
fn dated(codes: &[Activity], dates: Dates) -> Result<Vec<CompanyAteco>, Invalid> {
    let activity = |(code, classification, from, until): &Activity| {
        let day = |when: &Option<When>| when.map(|when| dates.on(when));
        let ateco = Ateco::parse(code, *classification)?;
        Ok(CompanyAteco { ateco, primary: true, held: Span::new(day(from), day(until))? })
    };
    codes.iter().map(activity).collect()
}

fn operating_site((municipality, province): &Seat) -> Result<OperatingSite, Invalid> {
    Ok(OperatingSite {
        province: Province::parse(province)?,
        municipality: Some((*municipality).to_owned()),
    })
}

fn school(status: SchoolStatus, codes: Codes) -> Result<School, Invalid> {
    let mut codes = codes.iter().map(|code| SchoolCode::parse(code));
    Ok(School {
        institution_code: codes.next().transpose()?,
        site_codes: codes.collect::<Result<_, _>>()?,
        status,
    })
}

fn offered((taught, since): &Offer, dates: Dates) -> Result<OfferedTrack, Invalid> {
    let track = match *taught {
        Taught::Catalogued(code) => Track::Catalogued(CataloguedTrack::find(code)?),
        Taught::Declared(title, area) => Track::Declared { title: title.to_owned(), area },
    };
    let offered = Period::since(dates.on(*since));
    Ok(OfferedTrack { track, site_code: None, offered, continues: None })
}
