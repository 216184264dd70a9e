//! The event log: appended by commits, chained by hashes, read as feed and history.

mod append;
mod audience;
mod chain;
mod erase;
mod feed;
mod history;
mod note;
mod past;
mod pending;

pub(crate) use self::append::{About, LEAD_MEMBER_ID, append, instant};
pub(crate) use self::audience::Audiences;
pub use self::chain::{ChainCheck, ChainFault, Head};
pub(crate) use self::erase::{has_code, is_person};
pub(crate) use self::note::write_notes;
pub use self::past::{Aggregate, PastEvent, Place};
pub(crate) use self::pending::{hold, seal};
