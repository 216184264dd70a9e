//! The database: pools, transactions, locks and errors, without the tables.

mod as_read;
mod bulk;
mod error;
mod foreseen;
mod options;
mod pending_event;
mod pool;
pub(crate) mod postgres;
mod sealer;
mod session;
mod sqlite;
mod store;
mod turnstile;
mod tx;

pub(crate) use self::bulk::insert_all;
pub use self::error::{DatabaseError, StoreError};
pub(crate) use self::foreseen::Computed;
pub use self::foreseen::Foreseen;
pub use self::options::StoreOptions;
pub(crate) use self::pending_event::PendingEvent;
pub(crate) use self::sealer::Sealer;
pub use self::store::{DatabaseKind, Store};
pub use self::tx::{Read, Tx, Write};
