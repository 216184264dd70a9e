//! The route table of `/v1`, which the contract is derived from.

use actix_web::guard::{Guard, fn_guard};

use crate::resources::{
    applications, calls, change_requests, communications, compliance, events, me, members,
    memberships, poles, receipts, recognitions, reference, reorganisations, status, versions,
    workload,
};

/// Generates two functions from a list of handlers: one mounts them, the other collects their
/// documentation. Collecting is slow, so it is done once rather than per worker.
///
/// The handlers stand in groups by how their paths begin, with `*` for any segment. A request
/// belongs to the first group that it fits, and is compared with the patterns of that one only.
macro_rules! routes {
    ($mount:ident, $collect:ident: $($beginning:literal { $($handler:path,)+ })+) => {
        /// Mounts the handlers.
        pub(crate) fn $mount(config: &mut actix_web::web::ServiceConfig) {
            $(
                let group = actix_web::web::scope("")
                    .guard($crate::contract::routes::beginning($beginning))
                    $(.service($handler))+;
                config.service(group);
            )+
        }

        /// Collects their documentation.
        pub(crate) fn $collect(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config$($(.service($handler))+)+;
        }
    };
}
pub(crate) use routes;

/// Requests whose path begins with these segments.
pub(crate) fn beginning(segments: &'static str) -> impl Guard {
    fn_guard(move |context| {
        let mut path = context.head().uri.path().split('/').skip(1);
        segments
            .split('/')
            .all(|segment| path.next().is_some_and(|it| segment == "*" || segment == it))
    })
}

routes! {
    v1, documented_v1:
    "v1/poles/*/members" {
        members::confirm::handle,
        members::list::handle,
        members::add::handle,
        members::read::handle,
        members::change::handle,
        members::remove::handle,
        poles::replace_members::handle,
    }
    "v1/poles/*/change-requests" {
        change_requests::list::of_pole,
        change_requests::file::handle,
        change_requests::read::handle,
        change_requests::list_actions::handle,
        change_requests::answer::integrate,
        change_requests::answer::observe,
        change_requests::answer::withdraw,
        change_requests::decide::review,
        change_requests::decide::request_integration,
        change_requests::decide::notify_refusal,
        change_requests::decide::accept,
        change_requests::decide::refuse,
    }
    "v1/communications" {
        communications::list::across_poles,
    }
    "v1/poles/*/communications" {
        communications::list::of_pole,
        communications::file::handle,
        communications::read::handle,
        communications::answer::note,
        communications::answer::contest,
    }
    "v1/poles" {
        receipts::list::of_pole,
        receipts::read::handle,
        communications::file::record,
        poles::determinations::list,
        poles::determinations::settle,
        poles::life::warn,
        poles::suspension::suspend,
        poles::suspension::extend,
        poles::life::reinstate,
        poles::life::revoke,
        poles::court_orders::order,
        poles::court_orders::deliver,
        poles::life::dissolve,
        poles::life::transfer,
        recognitions::read::handle,
        events::history::of_pole,
        poles::list::handle,
        poles::create::handle,
        poles::read::handle,
        poles::change::handle,
        poles::remove::handle,
        poles::list_actions::handle,
        versions::list::handle,
        versions::compare::handle,
        compliance::read::handle,
        compliance::timeline::handle,
    }
    "v1/applications" {
        applications::list::handle,
        applications::submit::handle,
        applications::read::handle,
        applications::snapshot::handle,
        applications::receipt::handle,
        receipts::list::of_application,
        applications::changes::handle,
        applications::list_actions::handle,
        applications::answer::integrate,
        applications::answer::observe,
        applications::answer::acknowledge,
        applications::answer::withdraw,
        applications::assign::assign,
        applications::assign::refer,
        applications::decide::review,
        applications::decide::request_integration,
        applications::decide::notify_rejection,
        applications::decide::admit,
        applications::decide::reject,
        applications::decide::annul,
        applications::deliver::handle,
        events::history::of_application,
    }
    "v1/calls" {
        events::history::of_call,
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
    }
    "v1/reorganisations" {
        reorganisations::list::handle,
        reorganisations::record::handle,
        reorganisations::read::handle,
    }
    "v1" {
        reorganisations::preview::handle,
        change_requests::list::across_poles,
        workload::handle,
        receipts::verify::handle,
        recognitions::search::handle,
        events::feed::handle,
        status::handle,
        me::handle,
        reference::programme::read,
        reference::areas::list,
        reference::areas::read,
        reference::codes::list,
        reference::words::list_member_kinds,
        reference::words::list_sections,
        reference::words::list_objectives,
        reference::study_tracks::list,
        reference::ateco::list,
        reference::ateco::read,
        reference::rulesets::list,
        reference::rulesets::read,
        memberships::search::handle,
        memberships::list::handle,
        compliance::evaluate::handle,
    }
}
