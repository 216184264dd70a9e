//! The programme: the regional page as data.

use actix_web::{HttpRequest, HttpResponse, get, web};
use ptp_domain::page;
use ptp_domain::policy::Action;
use ptp_domain::rules::Rule;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::show::{CachePolicy, digested};
use serde::Serialize;
use utoipa::ToSchema;

use super::areas::{AreaSummary, summaries};
use super::words::{ObjectiveDetail, objectives};
use crate::cases::caller::{Caller, op};
use crate::cases::party::{Contact, LocalizedText};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The programme: the regional page as data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Programme {
    /// What it is called.
    pub title: LocalizedText,
    /// What a pole is.
    pub description: LocalizedText,
    /// The sentence that names the areas.
    pub areas_lead: LocalizedText,
    /// The seven areas.
    #[schema(max_items = 100)]
    pub areas: Vec<AreaSummary>,
    /// What comes before the objectives.
    pub objectives_lead: LocalizedText,
    /// The six objectives.
    #[schema(max_items = 100)]
    pub objectives: Vec<ObjectiveDetail>,
    /// What comes before the composition: it is the least.
    pub composition_lead: LocalizedText,
    /// What a network is composed of, at least.
    #[schema(max_items = 20)]
    pub composition: Vec<LocalizedText>,
    /// Who else may belong.
    pub optional_members: LocalizedText,
    /// What is required to take part.
    #[schema(max_items = 20)]
    pub requirements: Vec<LocalizedText>,
    /// How poles are funded.
    pub funding: LocalizedText,
    /// How deadlines work.
    pub deadlines: LocalizedText,
    /// Whom to ask.
    #[schema(max_items = 20)]
    pub contacts: Vec<Contact>,
}

fn programme(contacts: Vec<Contact>) -> Programme {
    let texts = |rules: &[Rule]| rules.iter().map(|rule| rule.text().into()).collect();
    Programme {
        title: page::TITLE.into(),
        description: page::DESCRIPTION.into(),
        areas_lead: Rule::SingleArea.text().into(),
        areas: summaries(),
        objectives_lead: page::OBJECTIVES.into(),
        objectives: objectives(),
        composition_lead: page::COMPOSITION.into(),
        composition: texts(&[
            Rule::MinSchools,
            Rule::MinCompanies,
            Rule::MinSectionA,
            Rule::MinIts,
        ]),
        optional_members: Rule::MemberKinds.text().into(),
        requirements: texts(&[
            Rule::TrainingSeniority,
            Rule::CompanyInArea,
            Rule::CompanyCommitment,
        ]),
        funding: Rule::NoDedicatedFunding.text().into(),
        deadlines: page::DEADLINES.into(),
        contacts,
    }
}

/// The programme of the contract's example.
pub(crate) fn example() -> Programme {
    programme(Vec::new())
}

/// The programme
///
/// What a pole is, its objectives, composition, requirements, funding and deadlines: the regional
/// page as data, in Italian and English.
#[utoipa::path(
    operation_id = Action::ReadProgramme.code(),
    tag = "reference",
    responses((status = 200, description = "The programme.", body = Programme)),
)]
#[get("/programme")]
pub(crate) async fn read(
    _caller: Caller<op::ReadProgramme>,
    service: web::Data<Service>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let contacts = service.settings.contacts.iter().map(Contact::show).collect();
    Ok(digested(&request, CachePolicy::Reference, &programme(contacts))?)
}
