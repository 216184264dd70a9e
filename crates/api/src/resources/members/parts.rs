//! What a kind of member calls for: school, company, ITS; and tracks and accreditations.

use std::collections::BTreeSet;

use ptp_domain::accreditation::Accreditation as AccreditationValue;
use ptp_domain::calendar::{Period, parse_date};
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{Ateco, Rea, SchoolCode, TaxCode};
use ptp_domain::member::{self, CompanyAteco};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use ptp_http::wire::{
    AccreditationNumber, AtecoText, Coded, DateText, ReaText, Reading, SchoolCodeText, ShortText,
    TaxCodeText,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::words::{AreaCode, AtecoClassificationCode, SchoolStatusCode, SectionCode};

/// What a school says of itself.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItsAcademy)]
pub(crate) struct Its {
    /// Tax codes of its founders; persons' are shown to the pole's owner and to officials only.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub founders: Vec<TaxCodeText>,
}

/// A track in the offer: a code of the catalogue, or a title and an area outside it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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

/// Reads a first and a last day, each with its own fault.
pub(super) fn read_period(
    reading: &mut Reading,
    (from_name, from): (&str, &DateText),
    (until_name, until): (&str, Option<&DateText>),
) -> Option<Period> {
    let from = reading.take(from_name, parse_date(&from.0));
    let until = reading.take_optional(until_name, until.map(|until| parse_date(&until.0)));
    reading.take(until_name, Period::new(from?, until?))
}

impl School {
    pub(super) fn read(self, reading: &mut Reading) -> Option<member::School> {
        let institution_code = reading.take_optional(
            "institution_code",
            self.institution_code.map(|code| SchoolCode::parse(&code.0)),
        );
        let site_codes = reading.each("site_codes", self.site_codes, |inner, code| {
            inner.take("", SchoolCode::parse(&code.0))
        });
        Some(member::School {
            institution_code: institution_code?,
            site_codes: site_codes?,
            status: self.status.0,
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
    pub(super) fn read(self, reading: &mut Reading) -> Option<member::Company> {
        let ateco = reading.each("ateco", self.ateco, |inner, code| {
            let ateco = inner.take("code", Ateco::parse(&code.code.0, code.classification.0))?;
            Some(CompanyAteco { ateco, primary: code.primary })
        });
        let rea = reading.take_optional("rea", self.rea.map(|rea| Rea::parse(&rea.0)));
        let commitment = match self.commitment {
            None => Some(None),
            Some(commitment) => reading
                .inside("commitment", |inner| {
                    let signed_on = inner.take("signed_on", parse_date(&commitment.signed_on.0))?;
                    Some(member::Commitment {
                        signed_on,
                        signatory: commitment.signatory.map(|signatory| signatory.0),
                        all_students: commitment.all_students,
                    })
                })
                .map(Some),
        };
        let company = member::Company {
            ateco: ateco?,
            rea: rea?,
            registered: self.registered,
            commitment: commitment?,
        };
        reading.take("ateco", company.checked())
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

impl Its {
    pub(super) fn read(self, reading: &mut Reading) -> Option<BTreeSet<TaxCode>> {
        let founders = reading
            .each("founders", self.founders, |inner, code| inner.take("", TaxCode::parse(&code.0)));
        Some(founders?.into_iter().collect())
    }
}

impl StudyTrack {
    pub(super) fn read(self, reading: &mut Reading) -> Option<OfferedTrack> {
        let track = match (self.code, self.title, self.area) {
            (Some(code), None, None) => {
                reading.take("code", CataloguedTrack::find(&code.0)).map(Track::Catalogued)
            }
            (None, Some(title), Some(area)) => {
                Some(Track::Declared { title: title.0, area: area.0 })
            }
            _ => reading.take("", Err(CODE_OR_TITLE)),
        };
        let site_code = reading
            .take_optional("site_code", self.site_code.map(|code| SchoolCode::parse(&code.0)));
        let offered = read_period(
            reading,
            ("started_on", &self.started_on),
            ("ended_on", self.ended_on.as_ref()),
        );
        Some(OfferedTrack { track: track?, site_code: site_code?, offered: offered? })
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

impl Accreditation {
    pub(super) fn read(self, reading: &mut Reading) -> Option<AccreditationValue> {
        let valid = read_period(
            reading,
            ("valid_from", &self.valid_from),
            ("valid_until", self.valid_until.as_ref()),
        );
        let suspensions = reading.each("suspensions", self.suspensions, |inner, suspension| {
            read_period(inner, ("from", &suspension.from), ("until", suspension.until.as_ref()))
        });
        let revoked_on =
            reading.take_optional("revoked_on", self.revoked_on.map(|day| parse_date(&day.0)));
        let accreditation = AccreditationValue {
            section: self.section.0,
            number: self.number.0,
            valid: valid?,
            provisional: self.provisional,
            suspensions: suspensions?,
            revoked_on: revoked_on?,
        };
        reading.take("revoked_on", accreditation.checked())
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
