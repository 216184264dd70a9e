//! Calls, poles and members on SQLite and PostgreSQL; speaks domain types only.
//!
//! A [`Store`] gives transactions: [`Tx`] in mode [`Read`] or [`Write`]. What is found comes as
//! [`Stored`], with the version that a save has to name, and every save records an event.

mod call;
mod counter;
mod entity;
mod error;
mod event;
mod fold;
mod idempotency;
mod member;
mod page;
mod pole;
mod postgres;
mod record;
mod sqlite;
mod store;
mod stored;
mod tx;

pub use error::{DatabaseError, StoreError};
pub use idempotency::{Answer, Claim, Request};
pub use page::{After, CallFilter, CallSort, Order, Page, PoleFilter, PoleSort};
pub use store::{DatabaseKind, Store, StoreOptions};
pub use stored::{Found, Sought, Stored, StoredPole, Subject};
pub use tx::{Read, Tx, Write};
