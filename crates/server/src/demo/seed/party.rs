//! A fictitious organisation as a table row.

use ptp_domain::accreditation::Section;
use ptp_domain::area::Area;
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::member::{MemberKind, SchoolStatus};

use super::dates::When;

/// Municipality and province.
pub(super) type Seat = (&'static str, &'static str);
/// The code of an institution, then those of its sites.
pub(super) type Codes = &'static [&'static str];
/// The primary ATECO code of 2025, then the others.
pub(super) type Activities = &'static [&'static str];
/// A primary ATECO code, with its first and last day.
pub(super) type Activity = (&'static str, AtecoClassification, Option<When>, Option<When>);
/// The section of an accreditation and its number in the register.
pub(super) type Held = (Section, &'static str);
/// A study track and the first day in the offer.
pub(super) type Offer = (Taught, When);

/// What is taught.
#[derive(Clone, Copy)]
pub(super) enum Taught {
    /// A track of the catalogue.
    Catalogued(&'static str),
    /// A track outside the catalogue.
    Declared(&'static str, Area),
}

/// An organisation, and its situation in one pole.
#[derive(Clone, Copy)]
pub(super) struct Party {
    pub(super) name: &'static str,
    pub(super) tax_code: &'static str,
    pub(super) seat: Seat,
    pub(super) kind: Kind,
    pub(super) accreditations: &'static [Held],
    pub(super) tracks: &'static [Offer],
    pub(super) twist: Option<Twist>,
}

/// The kind of an organisation.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Technical(SchoolStatus, Codes),
    Vocational(SchoolStatus, Codes),
    Company {
        rea: &'static str,
        activities: Activities,
    },
    Body,
    Its,
    University,
    ResearchCentre,
    /// With a description.
    Other(&'static str),
}

/// What is unusual about an organisation in one pole.
#[derive(Clone, Copy)]
pub(super) enum Twist {
    /// A company without a commitment.
    Uncommitted,
    /// A company missing from the register of companies.
    Unregistered,
    /// An ITS founded by the organisations with these tax codes.
    FoundedBy(&'static [&'static str]),
    /// A body whose section A accreditations are suspended, from the first to the last day.
    Suspended(When, When),
    /// A member that leaves on a day.
    Leaving(When),
    /// A member with its seat here, which operates there as well.
    Seated(Seat, &'static [Seat]),
    /// A school that gives no code.
    Unidentified,
    /// A company with these codes in place of its own.
    Active(&'static [Activity]),
    /// A company with this VAT number.
    Vat(&'static str),
    /// A company with another number in the register of companies.
    EnteredAs(&'static str),
    /// A school whose first track began a year ago, and goes on with that of another school.
    HeirOf(&'static Party),
}

impl Kind {
    /// The kind of the member.
    pub(super) const fn of_member(self) -> MemberKind {
        match self {
            Self::Technical(..) => MemberKind::TechnicalInstitute,
            Self::Vocational(..) => MemberKind::VocationalInstitute,
            Self::Company { .. } => MemberKind::Company,
            Self::Body => MemberKind::AccreditedBody,
            Self::Its => MemberKind::ItsAcademy,
            Self::University => MemberKind::University,
            Self::ResearchCentre => MemberKind::ResearchCentre,
            Self::Other(_) => MemberKind::Other,
        }
    }
}

impl Party {
    /// The same organisation, with a twist.
    pub(super) const fn but(self, twist: Twist) -> Self {
        Self { twist: Some(twist), ..self }
    }
}

/// A track of the catalogue, offered since the school year that began this many years ago.
pub(super) const fn track(code: &'static str, school_years: i32) -> Offer {
    (Taught::Catalogued(code), When::SchoolYear(school_years))
}

/// An organisation with what it teaches.
pub(super) const fn party(
    name: &'static str,
    tax_code: &'static str,
    seat: Seat,
    kind: Kind,
    tracks: &'static [Offer],
) -> Party {
    Party { name, tax_code, seat, kind, accreditations: &[], tracks, twist: None }
}

/// A state technical institute.
pub(super) const fn technical(
    name: &'static str,
    tax_code: &'static str,
    seat: Seat,
    codes: Codes,
    tracks: &'static [Offer],
) -> Party {
    party(name, tax_code, seat, Kind::Technical(SchoolStatus::State, codes), tracks)
}

/// A state vocational institute.
pub(super) const fn vocational(
    name: &'static str,
    tax_code: &'static str,
    seat: Seat,
    codes: Codes,
    tracks: &'static [Offer],
) -> Party {
    party(name, tax_code, seat, Kind::Vocational(SchoolStatus::State, codes), tracks)
}

/// A company.
pub(super) const fn company(
    name: &'static str,
    tax_code: &'static str,
    seat: Seat,
    rea: &'static str,
    activities: Activities,
) -> Party {
    party(name, tax_code, seat, Kind::Company { rea, activities }, &[])
}

/// A body in the regional register.
pub(super) const fn body(
    name: &'static str,
    tax_code: &'static str,
    seat: Seat,
    accreditations: &'static [Held],
    tracks: &'static [Offer],
) -> Party {
    Party { accreditations, ..party(name, tax_code, seat, Kind::Body, tracks) }
}
