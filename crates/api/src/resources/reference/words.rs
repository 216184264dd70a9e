//! The public vocabularies: kinds of members, accreditation sections, objectives.

use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::Objective;
use ptp_domain::member::MemberKind;
use ptp_domain::policy::Action;
use ptp_domain::rules::Slot;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::Coded;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;
use crate::cases::words::{MemberKindCode, ObjectiveCode, SectionCode, SlotCode};

/// A kind of member.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberKindDetail {
    /// Its code.
    pub code: MemberKindCode,
    /// What it is called.
    pub label: LocalizedText,
    /// The slot that its kind can fill; a body fills the section A slot by its accreditation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<SlotCode>,
    /// Where the word comes from.
    pub source: LocalizedText,
}

/// The kinds of members.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberKindList {
    /// In the page's order.
    #[schema(max_items = 100)]
    pub items: Vec<MemberKindDetail>,
}

/// A section of the register of accredited bodies.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionDetail {
    /// Its code.
    pub code: SectionCode,
    /// What it is called.
    pub label: LocalizedText,
    /// Where the word comes from.
    pub source: LocalizedText,
}

/// The sections of the register.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionList {
    /// In the page's order.
    #[schema(max_items = 100)]
    pub items: Vec<SectionDetail>,
}

/// An objective of the poles.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectiveDetail {
    /// Its code.
    pub code: ObjectiveCode,
    /// The page's sentence.
    pub label: LocalizedText,
    /// Where it comes from.
    pub source: LocalizedText,
}

/// The objectives of the poles.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectiveList {
    /// In the page's order.
    #[schema(max_items = 100)]
    pub items: Vec<ObjectiveDetail>,
}

/// The six objectives, in the words of the page.
pub(super) fn objectives() -> Vec<ObjectiveDetail> {
    Objective::ALL
        .iter()
        .map(|objective| ObjectiveDetail {
            code: Coded(*objective),
            label: objective.label().into(),
            source: Objective::SOURCE.into(),
        })
        .collect()
}

/// The objectives.
pub(crate) fn objective_list() -> ObjectiveList {
    ObjectiveList { items: objectives() }
}

/// The kinds of members.
pub(crate) fn member_kinds() -> MemberKindList {
    let items = MemberKind::ALL
        .iter()
        .map(|kind| MemberKindDetail {
            code: Coded(*kind),
            label: kind.label().into(),
            slot: slot_of(*kind).map(Coded),
            source: MemberKind::SOURCE.into(),
        })
        .collect();
    MemberKindList { items }
}

/// The sections of the register.
pub(crate) fn sections() -> SectionList {
    let items = Section::ALL
        .iter()
        .map(|section| SectionDetail {
            code: Coded(*section),
            label: section.label().into(),
            source: Section::SOURCE.into(),
        })
        .collect();
    SectionList { items }
}

const fn slot_of(kind: MemberKind) -> Option<Slot> {
    match kind {
        MemberKind::TechnicalInstitute | MemberKind::VocationalInstitute => Some(Slot::School),
        MemberKind::Company => Some(Slot::Company),
        MemberKind::AccreditedBody => Some(Slot::SectionA),
        MemberKind::ItsAcademy => Some(Slot::Its),
        MemberKind::University | MemberKind::ResearchCentre | MemberKind::Other => None,
    }
}

/// The kinds of members
///
/// Who may belong to a pole, and the slot that each kind can fill.
#[utoipa::path(
    operation_id = Action::ListMemberKinds.code(),
    tag = "reference",
    responses((status = 200, description = "The kinds of members.", body = MemberKindList)),
)]
#[get("/member-kinds")]
pub(crate) async fn list_member_kinds(
    _caller: Caller<op::ListMemberKinds>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &member_kinds())?)
}

/// The sections of the register of accredited bodies
///
/// Section A includes all that section B allows; section B never fills the section A slot.
#[utoipa::path(
    operation_id = Action::ListAccreditationSections.code(),
    tag = "reference",
    responses((status = 200, description = "The sections.", body = SectionList)),
)]
#[get("/accreditation-sections")]
pub(crate) async fn list_sections(
    _caller: Caller<op::ListAccreditationSections>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &sections())?)
}

/// The objectives of the poles
///
/// The six objectives in the page's words; the actions of a plan name those they serve.
#[utoipa::path(
    operation_id = Action::ListObjectives.code(),
    tag = "reference",
    responses((status = 200, description = "The objectives.", body = ObjectiveList)),
)]
#[get("/objectives")]
pub(crate) async fn list_objectives(
    _caller: Caller<op::ListObjectives>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(digested(&request, CachePolicy::Reference, &objective_list())?)
}
