//! The resources of the API: operations and documents.

pub(crate) mod applications;
pub(crate) mod calls;
pub(crate) mod change_requests;
pub(crate) mod communications;
pub(crate) mod compliance;
pub(crate) mod events;
pub(crate) mod me;
pub(crate) mod members;
pub(crate) mod memberships;
pub(crate) mod poles;
pub(crate) mod receipts;
pub(crate) mod recognitions;
pub(crate) mod reference;
pub(crate) mod reorganisations;
pub(crate) mod status;
pub(crate) mod versions;
pub(crate) mod workload;
