//! The format of member profiles, whose kind is in the column `kind`.

use chrono::NaiveDate;
use ptp_domain::calendar::Span;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{Ateco, AtecoClassification, Rea, SchoolCode, TaxCode};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, MemberKind, Profile, School, SchoolStatus,
};
use serde::{Deserialize, Serialize};

use super::continuation::ContinuationRecord;
use super::word::{Word, Written};

/// Must agree with the column `kind`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProfileRecord {
    School(SchoolRecord),
    Company(CompanyRecord),
    Its(ItsRecord),
    Other(OtherRecord),
    /// No data besides the kind. What a newer release has for such a kind is kept.
    #[serde(other)]
    Plain,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItsRecord {
    founders: Vec<Written<TaxCode>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherRecord {
    description: String,
}

impl From<&Profile> for ProfileRecord {
    fn from(profile: &Profile) -> Self {
        match profile {
            Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => {
                Self::School(school.into())
            }
            Profile::Company(company) => Self::Company(company.into()),
            Profile::ItsAcademy { founders } => {
                Self::Its(ItsRecord { founders: founders.iter().map(Written::from).collect() })
            }
            Profile::Other { description } => {
                Self::Other(OtherRecord { description: description.clone() })
            }
            Profile::AccreditedBody | Profile::University | Profile::ResearchCentre => Self::Plain,
        }
    }
}

impl ProfileRecord {
    /// The profile of a member of this kind; `None` if they do not agree.
    pub(crate) fn restore(self, kind: MemberKind) -> Result<Option<Profile>, Invalid> {
        Ok(Some(match (kind, self) {
            (MemberKind::TechnicalInstitute, Self::School(school)) => {
                Profile::TechnicalInstitute(school.into())
            }
            (MemberKind::VocationalInstitute, Self::School(school)) => {
                Profile::VocationalInstitute(school.into())
            }
            (MemberKind::Company, Self::Company(company)) => Profile::Company(company.try_into()?),
            (MemberKind::ItsAcademy, Self::Its(ItsRecord { founders })) => Profile::ItsAcademy {
                founders: founders.into_iter().map(|founder| founder.0).collect(),
            },
            (MemberKind::Other, Self::Other(OtherRecord { description })) => {
                Profile::Other { description }
            }
            (MemberKind::AccreditedBody, Self::Plain) => Profile::AccreditedBody,
            (MemberKind::University, Self::Plain) => Profile::University,
            (MemberKind::ResearchCentre, Self::Plain) => Profile::ResearchCentre,
            _ => return Ok(None),
        }))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchoolRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    institution_code: Option<Written<SchoolCode>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    site_codes: Vec<Written<SchoolCode>>,
    #[serde(default)]
    status: Word<SchoolStatus>,
}

impl From<&School> for SchoolRecord {
    fn from(school: &School) -> Self {
        let School { institution_code, site_codes, status } = school;
        Self {
            institution_code: institution_code.as_ref().map(Written::from),
            site_codes: site_codes.iter().map(Written::from).collect(),
            status: Word(*status),
        }
    }
}

impl From<SchoolRecord> for School {
    fn from(record: SchoolRecord) -> Self {
        let SchoolRecord { institution_code, site_codes, status } = record;
        Self {
            institution_code: institution_code.map(|code| code.0),
            site_codes: site_codes.into_iter().map(|code| code.0).collect(),
            status: status.0,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyRecord {
    ateco: Vec<AtecoRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rea: Option<Written<Rea>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    registered: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commitment: Option<CommitmentRecord>,
}

impl From<&Company> for CompanyRecord {
    fn from(company: &Company) -> Self {
        let Company { ateco, rea, registered, commitment } = company;
        Self {
            ateco: ateco.iter().map(AtecoRecord::from).collect(),
            rea: rea.as_ref().map(Written::from),
            registered: *registered,
            commitment: commitment.as_ref().map(CommitmentRecord::from),
        }
    }
}

impl TryFrom<CompanyRecord> for Company {
    type Error = Invalid;

    fn try_from(record: CompanyRecord) -> Result<Self, Invalid> {
        let CompanyRecord { ateco, rea, registered, commitment } = record;
        Ok(Self {
            ateco: ateco.into_iter().map(CompanyAteco::try_from).collect::<Result<_, _>>()?,
            rea: rea.map(|rea| rea.0),
            registered,
            commitment: commitment.map(Into::into),
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtecoRecord {
    code: String,
    classification: Word<AtecoClassification>,
    primary: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starts_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
}

impl From<&CompanyAteco> for AtecoRecord {
    fn from(company: &CompanyAteco) -> Self {
        let CompanyAteco { ateco, primary, held } = company;
        Self {
            code: ateco.code().to_owned(),
            classification: Word(ateco.classification()),
            primary: *primary,
            starts_on: held.from(),
            ends_on: held.until(),
        }
    }
}

impl TryFrom<AtecoRecord> for CompanyAteco {
    type Error = Invalid;

    fn try_from(record: AtecoRecord) -> Result<Self, Invalid> {
        let AtecoRecord { code, classification, primary, starts_on, ends_on } = record;
        Ok(Self {
            ateco: Ateco::parse(&code, classification.0)?,
            primary,
            held: Span::new(starts_on, ends_on)?,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommitmentRecord {
    signed_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signatory: Option<String>,
    all_students: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    continues: Option<ContinuationRecord>,
}

impl From<&Commitment> for CommitmentRecord {
    fn from(commitment: &Commitment) -> Self {
        let Commitment { signed_on, signatory, all_students, continues } = commitment;
        Self {
            signed_on: *signed_on,
            signatory: signatory.clone(),
            all_students: *all_students,
            continues: continues.as_ref().map(Into::into),
        }
    }
}

impl From<CommitmentRecord> for Commitment {
    fn from(record: CommitmentRecord) -> Self {
        let CommitmentRecord { signed_on, signatory, all_students, continues } = record;
        Self { signed_on, signatory, all_students, continues: continues.map(Into::into) }
    }
}
