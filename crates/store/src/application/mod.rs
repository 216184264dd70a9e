//! Applications.

mod due;
mod frozen;
mod query;
mod row;
mod write;

pub use self::frozen::{Frozen, FrozenReceipt};
pub(crate) use self::write::renew_derived;
