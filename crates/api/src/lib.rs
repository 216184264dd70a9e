//! The HTTP service and its OpenAPI contract.

mod app;
mod cases;
pub mod contract;
mod explorer;
mod pages;
mod resources;
mod sandbox;

pub use actix_web::dev::ServerHandle;
pub use app::App;
pub use cases::catalogue;
pub use cases::silence::admit_by_silence;
pub use cases::state::{MostDrafts, Notices, Settings};
pub use ptp_auth::receipt_keys::{ReceiptKeys, ReceiptKeysError};
pub use ptp_http::limits::LimitSettings;
pub use sandbox::{Beginning, Body, Reset, Sandbox};
