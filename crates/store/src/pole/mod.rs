//! Poles.

mod annulled;
mod at_once;
mod explain;
mod filter;
mod list;
mod network;
mod query;
mod row;
mod transfer;
mod word;
mod write;

pub use self::annulled::Annulled;
pub(crate) use self::filter::stands;
pub use self::network::NetworkWrite;
pub(crate) use self::query::{OWNER, owned_by, visible};
pub(crate) use self::row::{columns_to_save, to_row};
