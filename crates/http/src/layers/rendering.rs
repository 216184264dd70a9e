//! What it takes to render a problem for a request, and the state that layers are given.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _, HttpResponse};
use ptp_domain::language::Language;

use super::trace_id::TraceId;
use crate::language::preferred;
use crate::problem::Problem;
use crate::problem::own::internal;
use crate::state::HttpState;

/// How a problem of a request is rendered, whatever becomes of the request.
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

/// Answers a request with a problem, without anything looking at it further in.
pub(super) fn reject(request: ServiceRequest, problem: &Problem) -> ServiceResponse {
    let response = Rendering::of(&request).of_problem(problem);
    request.into_response(response)
}

/// The state that the application was given.
pub(super) fn state(request: &ServiceRequest) -> Result<Data<HttpState>, Error> {
    let state = request.app_data::<Data<HttpState>>().cloned();
    state.ok_or_else(|| internal("the layers have no state").into())
}
