//! The database: pools, transactions, locks and errors, without the tables.

mod error;
mod options;
mod pending_event;
pub(crate) mod postgres;
mod sqlite;
mod store;
mod tx;

pub use self::error::{DatabaseError, StoreError};
pub use self::options::StoreOptions;
pub(crate) use self::pending_event::PendingEvent;
pub use self::store::{DatabaseKind, Store};
pub use self::tx::{Read, Tx, Write};
