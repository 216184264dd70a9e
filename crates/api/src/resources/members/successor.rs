//! Whoever takes the place of a member by a reorganisation, on the wire.

use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_http::wire::{ProvinceCode, Read, Reading, ShortText, TaxCodeText, VatNumberText};
use utoipa::ToSchema;

use super::accreditation::Accreditation;
use super::company::Company;
use super::document::MemberInput;
use super::school::{Its, School};
use super::seat::OperatingSite;
use crate::cases::party::Contact;
use crate::cases::words::MemberKindCode;

/// Who takes over, with what it needs to join where it is no member yet: days and tracks are those of
/// the predecessor. Where it is a member already, it stays as it is recorded there.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct SuccessorInput {
    /// What it is, with the block that goes with it as for a member.
    kind: MemberKindCode,
    /// Its name.
    name: ShortText,
    /// Its tax code.
    tax_code: TaxCodeText,
    /// Its VAT number.
    #[serde(default)]
    vat_number: Option<VatNumberText>,
    /// The province of its seat.
    province: ProvinceCode,
    /// The municipality of its seat.
    #[serde(default)]
    municipality: Option<ShortText>,
    /// Where else it operates.
    #[serde(default)]
    #[schema(max_items = 20)]
    operating_sites: Vec<OperatingSite>,
    /// What a school says of itself.
    #[serde(default)]
    school: Option<School>,
    /// What a company says of itself; without a commitment it goes on with the predecessor's.
    #[serde(default)]
    company: Option<Company>,
    /// What an ITS says of itself.
    #[serde(default)]
    its: Option<Its>,
    /// Which kind of body, when the list of kinds does not have it.
    #[serde(default)]
    other_kind: Option<ShortText>,
    /// The accreditations it holds: those of the predecessor do not pass to it.
    #[serde(default)]
    #[schema(max_items = 50)]
    accreditations: Vec<Accreditation>,
    /// Whom to ask; shown to the pole's owner and to officials only.
    #[serde(default)]
    #[schema(max_items = 10)]
    contacts: Vec<Contact>,
}

impl SuccessorInput {
    /// Reads a successor, which is a member from a day on.
    pub(crate) fn read(
        id: Id<Member>,
        membership: Read<Period>,
        reading: &mut Reading<'_>,
    ) -> Read<Member> {
        MemberInput::read_joining(id, (membership, Ok(Vec::new())), reading)
    }
}
