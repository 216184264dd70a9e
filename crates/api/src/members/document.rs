//! A member as it stands in a body: what a client writes and what it reads back.

use std::collections::BTreeSet;

use ptp_domain::accreditation::Accreditation as AccreditationValue;
use ptp_domain::calendar::{Period, parse_date};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Ateco, Province, Rea, SchoolCode, TaxCode};
use ptp_domain::member::{self, CompanyAteco, Member, MemberKind, Profile};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::party::Contact;
use crate::wire::{
    AccreditationNumber, AreaCode, AtecoClassificationCode, AtecoText, Coded, DateText,
    MemberKindCode, ProvinceCode, ReaText, Reading, SchoolCodeText, SchoolStatusCode, SectionCode,
    ShortText, TaxCodeText,
};

/// A member as a client writes it: the common part, then what its kind calls for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberInput {
    /// What it is. `school` goes with the two kinds of institute, `company` with a company, `its`
    /// with an ITS, `other_kind` with `other`.
    pub kind: MemberKindCode,
    /// Its name.
    pub name: ShortText,
    /// Its tax code. A person's (16 characters) is shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required)]
    pub tax_code: Option<TaxCodeText>,
    /// The province of its seat.
    pub province: ProvinceCode,
    /// The municipality of its seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<ShortText>,
    /// First day as a member.
    pub joined_on: DateText,
    /// Last day as a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<DateText>,
    /// What a school says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<School>,
    /// What a company says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    /// What an ITS says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub its: Option<Its>,
    /// Which kind of body, when the list of kinds does not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_kind: Option<ShortText>,
    /// The member of the same pole that it succeeds (school mergers): its tracks go on counting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeds: Option<Uuid>,
    /// The study tracks of its offer.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub study_tracks: Vec<StudyTrack>,
    /// The accreditations it holds.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub accreditations: Vec<Accreditation>,
    /// Whom to ask; shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    pub contacts: Option<Vec<Contact>>,
}

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

const NOT_OF_THIS_KIND: Invalid = Invalid::fixed(
    "not_of_this_kind",
    "non si applica a un membro di questo tipo (kind)",
    "does not go with a member of this kind",
);
const REQUIRED_BY_KIND: Invalid = Invalid::fixed(
    "required",
    "manca: è obbligatorio per un membro di questo tipo (kind)",
    "missing: it is required of a member of this kind",
);
const CODE_OR_TITLE: Invalid = Invalid::fixed(
    "code_or_title",
    "indicare il codice del catalogo (code), oppure titolo e area (title, area) per un indirizzo \
     fuori catalogo",
    "give either the code of the catalogue (code), or title and area for a track outside it",
);

/// Reads a first and a last day, each with its own fault.
fn read_period(
    reading: &mut Reading,
    (from_name, from): (&str, &DateText),
    (until_name, until): (&str, Option<&DateText>),
) -> Option<Period> {
    let from = reading.take(from_name, parse_date(&from.0));
    let until = reading.take_optional(until_name, until.map(|until| parse_date(&until.0)));
    reading.take(until_name, Period::new(from?, until?))
}

impl MemberInput {
    /// Reads the member that will have this identifier.
    pub(crate) fn read(self, id: Id<Member>, reading: &mut Reading) -> Option<Member> {
        let tax_code = match self.tax_code.as_ref() {
            Some(code) => reading.take("tax_code", TaxCode::parse(&code.0)),
            None => reading.take("tax_code", Err(crate::wire::REQUIRED)),
        };
        let province = reading.take("province", Province::parse(&self.province.0));
        let membership = read_period(
            reading,
            ("joined_on", &self.joined_on),
            ("left_on", self.left_on.as_ref()),
        );
        let profile = read_profile(
            self.kind.0,
            self.school,
            self.company,
            self.its,
            self.other_kind,
            reading,
        );
        let study_tracks =
            reading.each("study_tracks", self.study_tracks, |inner, track| track.read(inner));
        let accreditations =
            reading.each("accreditations", self.accreditations, |inner, held| held.read(inner));
        let contacts = reading
            .each("contacts", self.contacts.unwrap_or_default(), |inner, one| one.read(inner));
        Some(Member {
            id,
            name: self.name.0,
            tax_code: tax_code?,
            province: province?,
            municipality: self.municipality.map(|municipality| municipality.0),
            membership: membership?,
            profile: profile?,
            study_tracks: study_tracks?,
            accreditations: accreditations?,
            succeeds: self.succeeds.map(Id::new),
            contacts: contacts?,
        })
    }

    /// Shows a member; personal data only if the caller may see them.
    #[must_use]
    pub(crate) fn show(member: &Member, personal: bool) -> Self {
        let shown = |code: &TaxCode| personal || !code.is_person();
        let (mut school, mut company, mut its, mut other_kind) = (None, None, None, None);
        match &member.profile {
            Profile::TechnicalInstitute(value) | Profile::VocationalInstitute(value) => {
                school = Some(School::show(value));
            }
            Profile::Company(value) => company = Some(Company::show(value, personal)),
            Profile::ItsAcademy { founders } => {
                let founders = founders.iter().filter(|code| shown(code));
                its = Some(Its { founders: founders.map(|code| code.as_str().into()).collect() });
            }
            Profile::Other { description } => other_kind = Some(description.as_str().into()),
            Profile::AccreditedBody | Profile::University | Profile::ResearchCentre => {}
        }
        let contacts = personal.then(|| member.contacts.iter().map(Contact::show).collect());
        Self {
            kind: Coded(member.kind()),
            name: member.name.as_str().into(),
            tax_code: Some(&member.tax_code)
                .filter(|code| shown(code))
                .map(|code| code.as_str().into()),
            province: member.province.code().into(),
            municipality: member.municipality.as_deref().map(Into::into),
            joined_on: member.membership.from().into(),
            left_on: member.membership.until().map(Into::into),
            school,
            company,
            its,
            other_kind,
            succeeds: member.succeeds.map(Id::uuid),
            study_tracks: member.study_tracks.iter().map(StudyTrack::show).collect(),
            accreditations: member.accreditations.iter().map(Accreditation::show).collect(),
            contacts,
        }
    }
}

fn read_profile(
    kind: MemberKind,
    school: Option<School>,
    company: Option<Company>,
    its: Option<Its>,
    other_kind: Option<ShortText>,
    reading: &mut Reading,
) -> Option<Profile> {
    let is_school =
        matches!(kind, MemberKind::TechnicalInstitute | MemberKind::VocationalInstitute);
    let blocks = [
        ("school", school.is_some(), is_school, is_school),
        ("company", company.is_some(), kind == MemberKind::Company, kind == MemberKind::Company),
        ("its", its.is_some(), kind == MemberKind::ItsAcademy, false),
        ("other_kind", other_kind.is_some(), kind == MemberKind::Other, kind == MemberKind::Other),
    ];
    for (name, given, fits, required) in blocks {
        if given && !fits {
            reading.refuse(name, NOT_OF_THIS_KIND);
        }
        if required && !given {
            reading.refuse(name, REQUIRED_BY_KIND);
        }
    }
    let school = school.map(|school| reading.inside("school", |inner| school.read(inner)));
    let company = company.map(|company| reading.inside("company", |inner| company.read(inner)));
    let its = its.map(|its| reading.inside("its", |inner| its.read(inner)));
    match kind {
        MemberKind::TechnicalInstitute => Some(Profile::TechnicalInstitute(school??)),
        MemberKind::VocationalInstitute => Some(Profile::VocationalInstitute(school??)),
        MemberKind::Company => Some(Profile::Company(company??)),
        MemberKind::AccreditedBody => Some(Profile::AccreditedBody),
        MemberKind::ItsAcademy => {
            Some(Profile::ItsAcademy { founders: its.unwrap_or(Some(BTreeSet::new()))? })
        }
        MemberKind::University => Some(Profile::University),
        MemberKind::ResearchCentre => Some(Profile::ResearchCentre),
        MemberKind::Other => Some(Profile::Other { description: other_kind?.0 }),
    }
}

impl School {
    fn read(self, reading: &mut Reading) -> Option<member::School> {
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

    fn show(school: &member::School) -> Self {
        Self {
            institution_code: school.institution_code.as_ref().map(|code| code.as_str().into()),
            site_codes: school.site_codes.iter().map(|code| code.as_str().into()).collect(),
            status: Coded(school.status),
        }
    }
}

impl Company {
    fn read(self, reading: &mut Reading) -> Option<member::Company> {
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

    fn show(company: &member::Company, personal: bool) -> Self {
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
    fn read(self, reading: &mut Reading) -> Option<BTreeSet<TaxCode>> {
        let founders = reading
            .each("founders", self.founders, |inner, code| inner.take("", TaxCode::parse(&code.0)));
        Some(founders?.into_iter().collect())
    }
}

impl StudyTrack {
    fn read(self, reading: &mut Reading) -> Option<OfferedTrack> {
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

    fn show(offered: &OfferedTrack) -> Self {
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
    fn read(self, reading: &mut Reading) -> Option<AccreditationValue> {
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

    fn show(held: &AccreditationValue) -> Self {
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
