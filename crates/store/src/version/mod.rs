//! Versions of poles with their members: what was known when. Append-only, see
//! docs/adr/0018-what-was-known-when.md.

mod audit;
mod content;
mod fill;
mod keep;
mod known;
mod list;
mod person;

pub use self::audit::Unkept;
pub use self::known::{Known, KnownAt};
pub use self::list::PastVersion;
