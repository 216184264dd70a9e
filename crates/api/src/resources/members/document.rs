//! Members on the wire.

use ptp_domain::calendar::Period;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Province, TaxCode, VatNumber};
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_domain::study_track::OfferedTrack;
use ptp_http::wire::{
    Coded, DateText, Leaf as _, ProvinceCode, Read, Reading, ShortText, TaxCodeText, Unreadable,
    VatNumberText, word,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::accreditation::Accreditation;
use super::company::Company;
use super::read_period;
use super::school::{Its, School};
use super::seat::{OperatingSite, read_place};
use super::study_track::StudyTrack;
use crate::cases::party::Contact;
use crate::cases::words::MemberKindCode;

/// A member as a client writes it: the common part, then what its kind calls for.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    /// Its VAT number. It does not identify: the companies of a VAT group share one. A sole
    /// trader's is shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<VatNumberText>,
    /// The province of its seat.
    pub province: ProvinceCode,
    /// The municipality of its seat, as ISTAT names it; accents, apostrophes and case do not matter.
    /// It must not lie in other provinces only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<ShortText>,
    /// Where else it operates: a member that a slot needs is in Lombardy by its seat or one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub operating_sites: Vec<OperatingSite>,
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
    "non si applica a un membro di questo tipo",
    "does not apply to a member of this kind",
);
const REQUIRED_BY_KIND: Invalid = Invalid::fixed(
    "required",
    "manca: è obbligatorio per un membro di questo tipo",
    "missing: it is required of a member of this kind",
);

impl MemberInput {
    /// Reads a member, which gets this identifier.
    pub(crate) fn read(id: Id<Member>, reading: &mut Reading<'_>) -> Read<Member> {
        let membership = read_period(reading, "joined_on", "left_on");
        let study_tracks = reading.each("study_tracks", StudyTrack::read);
        Self::read_joining(id, (membership, study_tracks), reading)
    }

    /// Reads all of a member but its days and its tracks.
    pub(super) fn read_joining(
        id: Id<Member>,
        (membership, study_tracks): (Read<Period>, Read<Vec<OfferedTrack>>),
        reading: &mut Reading<'_>,
    ) -> Read<Member> {
        let name = reading.required("name", String::read);
        let tax_code = reading.required("tax_code", TaxCode::read);
        let vat_number = reading.optional("vat_number", VatNumber::read);
        let (province, municipality) = read_place(reading);
        let operating_sites = reading.each("operating_sites", OperatingSite::read);
        let profile = read_profile(reading);
        let accreditations = reading.each("accreditations", Accreditation::read);
        let contacts = reading.each("contacts", Contact::read);
        Ok(Member {
            id,
            name: name?,
            tax_code: tax_code?,
            vat_number: vat_number?,
            province: province?,
            municipality: municipality?,
            operating_sites: operating_sites?,
            membership: membership?,
            profile: profile?,
            study_tracks: study_tracks?,
            accreditations: accreditations?,
            confirmed_at: None,
            contacts: contacts?,
        })
    }

    /// Reads only what other members are compared with: identity and membership.
    pub(crate) fn outline(id: Id<Member>, reading: &mut Reading<'_>) -> Read<Member> {
        let tax_code = reading.required("tax_code", TaxCode::read);
        let membership = read_period(reading, "joined_on", "left_on");
        let [province, ..] = Province::LOMBARDY;
        Ok(Member {
            id,
            name: String::new(),
            tax_code: tax_code?,
            vat_number: None,
            province,
            municipality: None,
            operating_sites: Vec::new(),
            membership: membership?,
            profile: Profile::University,
            study_tracks: Vec::new(),
            accreditations: Vec::new(),
            confirmed_at: None,
            contacts: Vec::new(),
        })
    }

    /// Shows a member; personal data only if the caller may see it.
    #[must_use]
    pub(crate) fn show(member: &Member, personal: bool) -> Self {
        let shown = |code: &TaxCode| !code.is_person() || (personal && !code.is_forgotten());
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
            vat_number: member
                .vat_number
                .as_ref()
                .filter(|_| shown(&member.tax_code))
                .map(|number| number.as_str().into()),
            province: member.province.code().into(),
            municipality: member.municipality.as_deref().map(Into::into),
            operating_sites: member.operating_sites.iter().map(OperatingSite::show).collect(),
            joined_on: member.membership.from().into(),
            left_on: member.membership.until().map(Into::into),
            school,
            company,
            its,
            other_kind,
            study_tracks: member
                .study_tracks
                .iter()
                .map(|offered| StudyTrack::show(offered, personal))
                .collect(),
            accreditations: member.accreditations.iter().map(Accreditation::show).collect(),
            contacts,
        }
    }
}

fn read_profile(reading: &mut Reading<'_>) -> Read<Profile> {
    let kind = reading.required("kind", word::<MemberKind>);
    let school = reading.optional("school", School::read);
    let company = reading.optional("company", Company::read);
    let its = reading.optional("its", Its::read);
    let other_kind = reading.optional("other_kind", String::read);
    let kind = kind?;
    compare_blocks(kind, reading);
    Ok(match kind {
        MemberKind::TechnicalInstitute => Profile::TechnicalInstitute(school?.ok_or(Unreadable)?),
        MemberKind::VocationalInstitute => Profile::VocationalInstitute(school?.ok_or(Unreadable)?),
        MemberKind::Company => Profile::Company(company?.ok_or(Unreadable)?),
        MemberKind::AccreditedBody => Profile::AccreditedBody,
        MemberKind::ItsAcademy => Profile::ItsAcademy { founders: its?.unwrap_or_default() },
        MemberKind::University => Profile::University,
        MemberKind::ResearchCentre => Profile::ResearchCentre,
        MemberKind::Other => Profile::Other { description: other_kind?.ok_or(Unreadable)? },
    })
}

/// Compares the blocks given with those that the kind requires.
fn compare_blocks(kind: MemberKind, reading: &mut Reading<'_>) {
    let is_school =
        matches!(kind, MemberKind::TechnicalInstitute | MemberKind::VocationalInstitute);
    let blocks = [
        ("school", is_school, is_school),
        ("company", kind == MemberKind::Company, kind == MemberKind::Company),
        ("its", kind == MemberKind::ItsAcademy, false),
        ("other_kind", kind == MemberKind::Other, kind == MemberKind::Other),
    ];
    for (name, fits, required) in blocks {
        let given = reading.has(name);
        if given && !fits {
            reading.refuse(name, NOT_OF_THIS_KIND);
        }
        if required && !given {
            reading.refuse(name, REQUIRED_BY_KIND);
        }
    }
}
