//! Calls, poles and members on SQLite and PostgreSQL, in domain types.
//!
//! A [`Store`] opens transactions: [`Tx`] in mode [`Read`] or [`Write`]. Reads return [`Stored`]
//! values with a version; a save must name that version, and records an event.

mod application;
mod audit;
mod call;
mod change_request;
mod commit;
mod communication;
mod compression;
mod counter;
mod db;
mod entity;
mod event;
mod filter;
mod fold;
mod forget;
mod idempotency;
mod kept;
mod member;
mod outcome;
mod owner;
mod page;
mod pole;
mod receipt;
mod record;
mod refold;
mod reorganisation;
mod schema;
mod stored;
mod version;

pub use application::Frozen;
pub use audit::{Received, Untold};
pub use db::{
    DatabaseError, DatabaseKind, Foreseen, Read, Store, StoreError, StoreOptions, Tx, Write,
};
pub use event::{Aggregate, ChainCheck, ChainFault, Head, PastEvent, Place};
pub use filter::{
    ApplicationFilter, CallFilter, ChangeRequestFilter, CommunicationFilter, ComplianceFilter,
    MembershipFilter, PoleFilter,
};
pub use idempotency::{Answer, Claim, Request};
pub use outcome::{OutcomeOn, RENEWED_AT_ONCE, Settled};
pub use page::{After, ApplicationSort, CallSort, Order, Page, PoleSort};
pub use pole::{Annulled, NetworkWrite};
pub use receipt::ReceiptsOf;
pub use reorganisation::PastReorganisation;
pub use stored::{Found, Membership, MembershipState, Sought, Stored, StoredPole, Subject};
pub use version::{Known, KnownAt, PastVersion, Unkept};
