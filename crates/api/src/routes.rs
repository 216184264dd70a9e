//! The route table: what is mounted under `/v1`, and the contract is derived from.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::{calls, compliance, me, members, poles, reference, status};

/// Version 1 of the API.
pub(crate) fn v1(config: &mut ServiceConfig<'_>) {
    config
        .service(status::handle)
        .service(me::handle)
        .service(reference::programme::read)
        .service(reference::areas::list)
        .service(reference::areas::read)
        .service(reference::words::list_member_kinds)
        .service(reference::words::list_sections)
        .service(reference::words::list_objectives)
        .service(reference::study_tracks::list)
        .service(reference::rulesets::list)
        .service(reference::rulesets::read)
        .service(calls::list::handle)
        .service(calls::create::handle)
        .service(calls::read::handle)
        .service(calls::change::handle)
        .service(calls::remove::handle)
        .service(calls::step::publish)
        .service(calls::step::extend)
        .service(calls::step::withdraw)
        .service(calls::step::archive)
        .service(calls::clock::handle)
        .service(calls::list_actions::handle)
        .service(poles::list::handle)
        .service(poles::create::handle)
        .service(poles::read::handle)
        .service(poles::change::handle)
        .service(poles::remove::handle)
        .service(poles::list_actions::handle)
        .service(members::list::handle)
        .service(members::add::handle)
        .service(members::search::handle)
        .service(members::read::handle)
        .service(members::change::handle)
        .service(members::remove::handle)
        .service(compliance::read::handle)
        .service(compliance::timeline::handle)
        .service(compliance::evaluate::handle);
}
