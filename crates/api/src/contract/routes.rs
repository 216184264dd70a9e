//! The route table of `/v1`, which the contract is derived from.

use crate::resources::{
    applications, calls, compliance, events, me, members, memberships, poles, receipts,
    recognitions, reference, status, versions, workload,
};

/// Generates two functions from a list of handlers: one mounts them, the other collects their
/// documentation. Collecting is slow, so it is done once rather than per worker.
macro_rules! routes {
    ($mount:ident, $collect:ident: $($handler:path,)+) => {
        /// Mounts the handlers.
        pub(crate) fn $mount(config: &mut actix_web::web::ServiceConfig) {
            config$(.service($handler))+;
        }

        /// Collects their documentation.
        pub(crate) fn $collect(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config$(.service($handler))+;
        }
    };
}
pub(crate) use routes;

routes! {
    v1, documented_v1:
    applications::list::handle,
    applications::submit::handle,
    applications::read::handle,
    applications::snapshot::handle,
    applications::receipt::handle,
    applications::changes::handle,
    applications::list_actions::handle,
    applications::answer::integrate,
    applications::answer::observe,
    applications::answer::withdraw,
    applications::decide::review,
    applications::decide::request_integration,
    applications::decide::notify_rejection,
    applications::decide::admit,
    applications::decide::reject,
    applications::decide::annul,
    workload::handle,
    receipts::verify::handle,
    poles::determinations::list,
    poles::determinations::settle,
    poles::life::warn,
    poles::life::suspend,
    poles::life::reinstate,
    poles::life::revoke,
    poles::life::dissolve,
    poles::life::transfer,
    recognitions::read::handle,
    recognitions::search::handle,
    members::confirm::handle,
    events::feed::handle,
    events::history::of_call,
    events::history::of_pole,
    events::history::of_application,
    status::handle,
    me::handle,
    reference::programme::read,
    reference::areas::list,
    reference::areas::read,
    reference::words::list_member_kinds,
    reference::words::list_sections,
    reference::words::list_objectives,
    reference::study_tracks::list,
    reference::ateco::list,
    reference::ateco::read,
    reference::rulesets::list,
    reference::rulesets::read,
    calls::list::handle,
    calls::create::handle,
    calls::read::handle,
    calls::change::handle,
    calls::remove::handle,
    calls::step::publish,
    calls::step::extend,
    calls::step::reopen,
    calls::step::withdraw,
    calls::step::archive,
    calls::clock::handle,
    calls::list_actions::handle,
    poles::list::handle,
    poles::create::handle,
    poles::read::handle,
    poles::change::handle,
    poles::remove::handle,
    poles::list_actions::handle,
    versions::list::handle,
    versions::compare::handle,
    members::list::handle,
    members::add::handle,
    memberships::search::handle,
    members::read::handle,
    members::change::handle,
    members::remove::handle,
    compliance::read::handle,
    compliance::timeline::handle,
    compliance::evaluate::handle,
}
