//! Calls, poles and members on SQLite and PostgreSQL; speaks domain types only.
//!
//! A [`Store`] gives transactions: [`Tx`] in mode [`Read`] or [`Write`]. What is found comes as
//! [`Stored`], with the version that a save has to name, and every save records an event.

mod application;
mod call;
mod counter;
mod entity;
mod error;
mod event;
mod fold;
mod idempotency;
mod member;
mod outcome;
mod owner;
mod page;
mod pole;
mod postgres;
mod record;
mod sqlite;
mod store;
mod stored;
mod tx;

pub use application::{Frozen, FrozenReceipt};
pub use error::{DatabaseError, StoreError};
pub use event::{Aggregate, ChainCheck, ChainFault, PastEvent};
pub use idempotency::{Answer, Claim, Request};
pub use outcome::{OutcomeOn, RENEWED_AT_ONCE, Settled};
pub use page::{
    After, ApplicationFilter, ApplicationSort, CallFilter, CallSort, ComplianceFilter, Order, Page,
    PoleFilter, PoleSort,
};
pub use pole::Annulled;
pub use store::{DatabaseKind, Store, StoreOptions};
pub use stored::{Found, Sought, Stored, StoredPole, Subject};
pub use tx::{Read, Tx, Write};
