//! Members of a pole: identity, membership and what they contribute.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

pub use crate::member_kind::MemberKind;

use crate::accreditation::{Accreditation, Section, Validity};
use crate::calendar::{Period, Span};
use crate::continuation::Continuation;
use crate::fault::Invalid;
use crate::id::Id;
use crate::identifier::{Ateco, Province, Rea, SchoolCode, TaxCode, VatNumber};
use crate::party::Contact;
use crate::study_track::OfferedTrack;
use crate::vocabulary::vocabulary;

/// The maximum number of members of a pole.
pub const MOST_MEMBERS: usize = 500;

vocabulary! {
    /// Who runs a school.
    pub enum SchoolStatus: "school_status", from fixed(
        "Pagina PTP di Regione Lombardia, composizione di una rete; L. 62/2000",
        "PTP page of Regione Lombardia, composition of a network; L. 62/2000"
    ) {
        /// The state.
        State = "state", "statale", "state";
        /// A private or local body, on a par with state schools.
        Paritaria = "paritaria", "paritaria", "paritaria (private, on a par with state schools)";
    }
}

/// A member of a pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its identifier.
    pub id: Id<Member>,
    /// Its name.
    pub name: String,
    /// Its tax code.
    pub tax_code: TaxCode,
    /// Its VAT number, which does not identify it: the companies of a *gruppo IVA* share one.
    pub vat_number: Option<VatNumber>,
    /// The province of its seat.
    pub province: Province,
    /// The municipality of its seat.
    pub municipality: Option<String>,
    /// Where else it operates.
    pub operating_sites: Vec<OperatingSite>,
    /// First and last day as a member.
    pub membership: Period,
    /// The data specific to its kind.
    pub profile: Profile,
    /// The study tracks of its offer.
    pub study_tracks: Vec<OfferedTrack>,
    /// The accreditations it holds.
    pub accreditations: Vec<Accreditation>,
    /// When the member itself confirmed its membership and commitment (UTC, microseconds).
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Contacts.
    pub contacts: Vec<Contact>,
}

/// A place where a member operates, besides its seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatingSite {
    /// Its province.
    pub province: Province,
    /// Its municipality.
    pub municipality: Option<String>,
}

/// The kind of a member, with the data specific to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A technical institute.
    TechnicalInstitute(School),
    /// A vocational institute.
    VocationalInstitute(School),
    /// A company.
    Company(Company),
    /// A body in the regional register.
    AccreditedBody,
    /// An ITS academy, with the tax codes of its founders.
    ItsAcademy {
        /// Tax codes of the founders.
        founders: BTreeSet<TaxCode>,
    },
    /// A university.
    University,
    /// A research centre.
    ResearchCentre,
    /// Another body.
    Other {
        /// What kind of body.
        description: String,
    },
}

/// What a school says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// The code of the institution.
    pub institution_code: Option<SchoolCode>,
    /// The codes of its sites.
    pub site_codes: Vec<SchoolCode>,
    /// Who runs it.
    pub status: SchoolStatus,
}

impl School {
    /// All its codes.
    pub fn codes(&self) -> impl Iterator<Item = &SchoolCode> {
        self.institution_code.iter().chain(&self.site_codes)
    }
}

/// What a company says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its activities, with at most one primary code of a classification at a time.
    pub ateco: Vec<CompanyAteco>,
    /// Its number in the register of companies.
    pub rea: Option<Rea>,
    /// Whether it is entered in the register of companies.
    pub registered: Option<bool>,
    /// Its commitment to the plan.
    pub commitment: Option<Commitment>,
}

/// An ATECO code of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyAteco {
    /// The code.
    pub ateco: Ateco,
    /// Whether it tells what the company mainly does.
    pub primary: bool,
    /// When the company has it.
    pub held: Span,
}

impl CompanyAteco {
    /// Whether both tell what the company mainly does, in one classification at one time.
    #[must_use]
    pub fn contends_with(&self, other: &Self) -> bool {
        self.primary
            && other.primary
            && self.ateco.classification() == other.ateco.classification()
            && self.held.overlaps(other.held)
    }
}

/// A company's word that it guarantees the plan's actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// Who signed: personal data.
    pub signatory: Option<String>,
    /// Whether it covers all students, as the page requires.
    pub all_students: bool,
    /// Whose commitment it takes over, if it does.
    pub continues: Option<Continuation>,
}

impl Company {
    /// Checks that the primary code is unambiguous.
    ///
    /// # Errors
    ///
    /// `ateco_primary_missing`, `ateco_primary_twice`.
    pub fn checked(self) -> Result<Self, Invalid> {
        if !self.ateco.iter().any(|code| code.primary) {
            return Err(PRIMARY_MISSING);
        }
        let mut earlier = self.ateco.iter().enumerate();
        if earlier.any(|(index, one)| {
            self.ateco.iter().skip(index.saturating_add(1)).any(|other| one.contends_with(other))
        }) {
            return Err(PRIMARY_TWICE);
        }
        Ok(self)
    }
}

const PRIMARY_MISSING: Invalid = Invalid::fixed(
    "ateco_primary_missing",
    "indicare quale codice ATECO è quello dell'attività prevalente",
    "say which ATECO code is that of the main activity",
);
const PRIMARY_TWICE: Invalid = Invalid::fixed(
    "ateco_primary_twice",
    "indicare un solo codice ATECO prevalente alla volta per ciascuna versione della classificazione",
    "give only one main ATECO code at a time for each version of the classification",
);

impl Member {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> MemberKind {
        match self.profile {
            Profile::TechnicalInstitute(_) => MemberKind::TechnicalInstitute,
            Profile::VocationalInstitute(_) => MemberKind::VocationalInstitute,
            Profile::Company(_) => MemberKind::Company,
            Profile::AccreditedBody => MemberKind::AccreditedBody,
            Profile::ItsAcademy { .. } => MemberKind::ItsAcademy,
            Profile::University => MemberKind::University,
            Profile::ResearchCentre => MemberKind::ResearchCentre,
            Profile::Other { .. } => MemberKind::Other,
        }
    }

    /// The school data, if it is a school.
    #[must_use]
    pub const fn school(&self) -> Option<&School> {
        match &self.profile {
            Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => {
                Some(school)
            }
            _ => None,
        }
    }

    /// The company data, if it is a company.
    #[must_use]
    pub const fn company(&self) -> Option<&Company> {
        match &self.profile {
            Profile::Company(company) => Some(company),
            _ => None,
        }
    }

    /// Whether a place where it operates, besides its seat, is in Lombardy.
    #[must_use]
    pub fn operates_in_lombardy(&self) -> bool {
        self.operating_sites.iter().any(|site| site.province.is_lombard())
    }

    /// The accreditations for a section in force on a day.
    pub fn accredited(
        &self,
        section: Section,
        day: NaiveDate,
    ) -> impl Iterator<Item = &Accreditation> {
        self.accreditations.iter().filter(move |accreditation| {
            accreditation.section == section && accreditation.validity(day) == Validity::InForce
        })
    }

    /// Whether both are the same organisation: same tax code, or for schools the same institution.
    #[must_use]
    pub fn is_same_organisation(&self, other: &Self) -> bool {
        self.tax_code == other.tax_code
            || self.school().zip(other.school()).is_some_and(|(mine, theirs)| {
                mine.codes().any(|code| theirs.codes().any(|other| code.is_same_institution(other)))
            })
    }
}

/// Whether both are the same organisation at the same time: a pole cannot contain both.
///
/// Input is rejected only for equal tax codes; sites of one institution with different tax codes
/// are left to the rule `distinct_members`.
#[must_use]
pub fn is_listed_twice(one: &Member, other: &Member) -> bool {
    one.tax_code == other.tax_code && one.membership.overlaps(other.membership)
}
