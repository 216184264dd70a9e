//! A member as it stands in a body: what a client writes and what it reads back.

use std::collections::BTreeSet;

use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Province, TaxCode};
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_http::wire::{Coded, DateText, ProvinceCode, Reading, ShortText, TaxCodeText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::parts::{Accreditation, Company, Its, School, StudyTrack, read_period};
use crate::cases::party::Contact;
use crate::cases::words::MemberKindCode;

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

impl MemberInput {
    /// Reads the member that will have this identifier.
    pub(crate) fn read(self, id: Id<Member>, reading: &mut Reading) -> Option<Member> {
        let tax_code = match self.tax_code.as_ref() {
            Some(code) => reading.take("tax_code", TaxCode::parse(&code.0)),
            None => reading.take("tax_code", Err(ptp_http::wire::REQUIRED)),
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
            confirmed_at: None,
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
