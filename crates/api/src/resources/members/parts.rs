//! The kind-specific parts of a member: school, company, ITS; tracks and accreditations.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::accreditation::{Accreditation as AccreditationValue, Section};
use ptp_domain::area::Area;
use ptp_domain::calendar::Period;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{Ateco, AtecoClassification, Rea, SchoolCode, TaxCode};
use ptp_domain::member::{self, CompanyAteco, SchoolStatus};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use ptp_http::wire::{
    AccreditationNumber, AtecoText, Coded, DateText, Leaf as _, ReaText, Read, Reading,
    SchoolCodeText, ShortText, TaxCodeText, Unreadable, word,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::words::{AreaCode, AtecoClassificationCode, SchoolStatusCode, SectionCode};

/// What a school says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct School {
    /// The code of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_code: Option<SchoolCodeText>,
    /// The codes of its sites.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub site_codes: Vec<SchoolCodeText>,
    /// Who runs it.
    pub status: SchoolStatusCode,
}

/// What a company says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Company {
    /// What it does: one primary code for each version of the classification.
    #[schema(min_items = 1, max_items = 30)]
    pub ateco: Vec<CompanyAtecoCode>,
    /// Its number in the register of companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rea: Option<ReaText>,
    /// Whether it is entered in the register of companies; a REA number alone does not prove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// Its commitment to the plan's actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
}

/// An ATECO code of a company.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyAtecoCode {
    /// The code.
    pub code: AtecoText,
    /// The version of the classification.
    pub classification: AtecoClassificationCode,
    /// Whether it tells what the company mainly does.
    #[serde(default)]
    pub primary: bool,
}

/// A company's word that it guarantees the plan's actions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commitment {
    /// Since when.
    pub signed_on: DateText,
    /// Who signed; shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatory: Option<ShortText>,
    /// Whether it covers all students, as the regulation asks.
    pub all_students: bool,
}

/// What an ITS says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItsAcademy)]
pub(crate) struct Its {
    /// Tax codes of its founders; persons' are shown to the pole's owner and to officials only.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub founders: Vec<TaxCodeText>,
}

/// A track in the offer: a code of the catalogue, or a title and an area outside it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyTrack {
    /// The code in the catalogue (`GET /study-tracks`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ShortText>,
    /// What a track outside the catalogue is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<ShortText>,
    /// The area that a track outside the catalogue is said to belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// Where it is taught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_code: Option<SchoolCodeText>,
    /// First day in the offer.
    pub started_on: DateText,
    /// Last day in the offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<DateText>,
}

/// An accreditation as the regional register has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accreditation {
    /// The section.
    pub section: SectionCode,
    /// The number in the register.
    pub number: AccreditationNumber,
    /// First valid day.
    pub valid_from: DateText,
    /// Last valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateText>,
    /// Granted provisionally.
    #[serde(default)]
    pub provisional: bool,
    /// When it was suspended.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub suspensions: Vec<Suspension>,
    /// First day on which it is not valid any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<DateText>,
}

/// An interval in which an accreditation is suspended.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suspension {
    /// First day.
    pub from: DateText,
    /// Last day, included; without it until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
}

const CODE_OR_TITLE: Invalid = Invalid::fixed(
    "code_or_title",
    "indicare il codice del catalogo (code), oppure titolo e area (title, area) per un indirizzo \
     fuori catalogo",
    "give either the code of the catalogue (code), or title and area for a track outside it",
);

/// Reads a first and a last day, each with its own faults.
pub(super) fn read_period(
    reading: &mut Reading<'_>,
    from_name: &str,
    until_name: &str,
) -> Read<Period> {
    let from = reading.required(from_name, NaiveDate::read);
    let until = reading.optional(until_name, NaiveDate::read);
    reading.take(until_name, Period::new(from?, until?))
}

impl School {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<member::School> {
        let institution_code = reading.optional("institution_code", SchoolCode::read);
        let site_codes = reading.each("site_codes", SchoolCode::read);
        let status = reading.required("status", word::<SchoolStatus>);
        Ok(member::School {
            institution_code: institution_code?,
            site_codes: site_codes?,
            status: status?,
        })
    }

    pub(super) fn show(school: &member::School) -> Self {
        Self {
            institution_code: school.institution_code.as_ref().map(|code| code.as_str().into()),
            site_codes: school.site_codes.iter().map(|code| code.as_str().into()).collect(),
            status: Coded(school.status),
        }
    }
}

impl Company {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<member::Company> {
        let rea = reading.optional("rea", Rea::read);
        let registered = reading.optional("registered", bool::read);
        let commitment = reading.optional("commitment", Commitment::read);
        let ateco = read_ateco(reading);
        Ok(member::Company {
            ateco: ateco?,
            rea: rea?,
            registered: registered?,
            commitment: commitment?,
        })
    }

    pub(super) fn show(company: &member::Company, personal: bool) -> Self {
        Self {
            ateco: company
                .ateco
                .iter()
                .map(|code| CompanyAtecoCode {
                    code: code.ateco.code().into(),
                    classification: Coded(code.ateco.classification()),
                    primary: code.primary,
                })
                .collect(),
            rea: company.rea.as_ref().map(|rea| rea.as_str().into()),
            registered: company.registered,
            commitment: company.commitment.as_ref().map(|commitment| Commitment {
                signed_on: commitment.signed_on.into(),
                signatory: commitment.signatory.as_deref().filter(|_| personal).map(Into::into),
                all_students: commitment.all_students,
            }),
        }
    }
}

/// Reads the codes of a company, and checks that the primary one is unambiguous.
fn read_ateco(reading: &mut Reading<'_>) -> Read<Vec<CompanyAteco>> {
    let mut primaries = Vec::new();
    let mut may_be_more = false;
    let all = reading.each("ateco", |code| {
        let classification = code.required("classification", word::<AtecoClassification>);
        match (code.defaulted("primary", bool::read), classification) {
            (Ok(false), _) => {}
            (Ok(true), Ok(classification)) => primaries.push(classification),
            _ => may_be_more = true,
        }
        CompanyAtecoCode::read(code)
    });
    if may_be_more && primaries.is_empty() || reading.refused("") {
        return all;
    }
    // The code itself does not matter here, and may be unreadable.
    let any_code = |classification| Ateco::parse("01", classification).ok();
    let ateco = primaries.into_iter().filter_map(any_code);
    let ateco = ateco.map(|ateco| CompanyAteco { ateco, primary: true }).collect();
    let alone = member::Company { ateco, rea: None, registered: None, commitment: None };
    reading.take("ateco", alone.checked()).and(all)
}

impl CompanyAtecoCode {
    fn read(reading: &mut Reading<'_>) -> Read<CompanyAteco> {
        let classification = reading.required("classification", word::<AtecoClassification>);
        let primary = reading.defaulted("primary", bool::read);
        let ateco = reading.required("code", |code| {
            code.parsed(|text| match classification {
                Ok(classification) => Ateco::parse(text, classification),
                // A code invalid in both versions is refused, whichever is meant.
                Err(Unreadable) => Ateco::parse(text, AtecoClassification::Ateco2007)
                    .or_else(|_| Ateco::parse(text, AtecoClassification::Ateco2025)),
            })
        });
        classification?;
        Ok(CompanyAteco { ateco: ateco?, primary: primary? })
    }
}

impl Commitment {
    fn read(reading: &mut Reading<'_>) -> Read<member::Commitment> {
        let signed_on = reading.required("signed_on", NaiveDate::read);
        let signatory = reading.optional("signatory", String::read);
        let all_students = reading.required("all_students", bool::read);
        Ok(member::Commitment {
            signed_on: signed_on?,
            signatory: signatory?,
            all_students: all_students?,
        })
    }
}

impl Its {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<BTreeSet<TaxCode>> {
        reading.defaulted("founders", |founders| founders.items(TaxCode::read))
    }
}

impl StudyTrack {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<OfferedTrack> {
        let track = match ["code", "title", "area"].map(|part| reading.has(part)) {
            [true, false, false] => reading
                .required("code", |code| code.parsed(CataloguedTrack::find))
                .map(Track::Catalogued),
            [false, true, true] => {
                let title = reading.required("title", String::read);
                let area = reading.required("area", word::<Area>);
                title.and_then(|title| Ok(Track::Declared { title, area: area? }))
            }
            _ => reading.take("", Err(CODE_OR_TITLE)),
        };
        let site_code = reading.optional("site_code", SchoolCode::read);
        let offered = read_period(reading, "started_on", "ended_on");
        Ok(OfferedTrack { track: track?, site_code: site_code?, offered: offered? })
    }

    pub(super) fn show(offered: &OfferedTrack) -> Self {
        let (code, title, area) = match &offered.track {
            Track::Catalogued(track) => (Some(track.code.into()), None, None),
            Track::Declared { title, area } => {
                (None, Some(title.as_str().into()), Some(Coded(*area)))
            }
        };
        Self {
            code,
            title,
            area,
            site_code: offered.site_code.as_ref().map(|code| code.as_str().into()),
            started_on: offered.offered.from().into(),
            ended_on: offered.offered.until().map(Into::into),
        }
    }
}

/// Reads the day of the revocation next to the valid ones, even if other parts cannot be read.
fn read_revocation(reading: &mut Reading<'_>, valid: Read<Period>) -> Read<Option<NaiveDate>> {
    let revoked_on = reading.optional("revoked_on", NaiveDate::read)?;
    if reading.refused("") {
        return Ok(revoked_on);
    }
    let dates = AccreditationValue {
        section: Section::A,
        number: String::new(),
        valid: valid?,
        provisional: false,
        suspensions: Vec::new(),
        revoked_on,
    };
    reading.take("revoked_on", dates.checked()).map(|dates| dates.revoked_on)
}

impl Accreditation {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<AccreditationValue> {
        let section = reading.required("section", word::<Section>);
        let number = reading.required("number", String::read);
        let valid = read_period(reading, "valid_from", "valid_until");
        let provisional = reading.defaulted("provisional", bool::read);
        let suspensions = reading.each("suspensions", |one| read_period(one, "from", "until"));
        let revoked_on = read_revocation(reading, valid);
        Ok(AccreditationValue {
            section: section?,
            number: number?,
            valid: valid?,
            provisional: provisional?,
            suspensions: suspensions?,
            revoked_on: revoked_on?,
        })
    }

    pub(super) fn show(held: &AccreditationValue) -> Self {
        Self {
            section: Coded(held.section),
            number: held.number.as_str().into(),
            valid_from: held.valid.from().into(),
            valid_until: held.valid.until().map(Into::into),
            provisional: held.provisional,
            suspensions: held
                .suspensions
                .iter()
                .map(|suspension| Suspension {
                    from: suspension.from().into(),
                    until: suspension.until().map(Into::into),
                })
                .collect(),
            revoked_on: held.revoked_on.map(Into::into),
        }
    }
}
