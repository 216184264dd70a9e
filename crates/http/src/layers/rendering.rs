//! What rendering a problem needs of the request, and access to the state.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _, HttpResponse};
use ptp_domain::language::Language;

use super::trace_id::TraceId;
use crate::language::preferred;
use crate::problem::Problem;
use crate::problem::own::internal;
use crate::state::HttpState;

/// What rendering a problem needs; it outlives the request.
pub(super) struct Rendering {
    language: Language,
    instance: String,
    trace_id: String,
}

impl Rendering {
    pub(super) fn of(request: &ServiceRequest) -> Self {
        let trace_id = request.extensions().get::<TraceId>().cloned();
        Self {
            language: preferred(request),
            instance: request.path().to_owned(),
            trace_id: trace_id.map_or_else(String::new, |TraceId(id)| id),
        }
    }

    pub(super) fn of_problem(&self, problem: &Problem) -> HttpResponse {
        problem.response(self.language, &self.instance, &self.trace_id)
    }
}

/// Responds with a problem, without calling the inner layers.
pub(super) fn reject(request: ServiceRequest, problem: &Problem) -> ServiceResponse {
    let response = Rendering::of(&request).of_problem(problem);
    request.into_response(response)
}

/// The state registered with the application.
pub(super) fn state(request: &ServiceRequest) -> Result<Data<HttpState>, Error> {
    let state = request.app_data::<Data<HttpState>>().cloned();
    state.ok_or_else(|| internal("the layers have no state").into())
}
