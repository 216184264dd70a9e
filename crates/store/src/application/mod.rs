//! Applications.

mod due;
mod frozen;
mod query;
mod row;
mod write;

pub(crate) use self::due::{due_as_of, due_by_as_of, due_on_day};
pub use self::frozen::{Frozen, FrozenReceipt};
pub(crate) use self::row::due_values;
pub(crate) use self::write::renew_derived;
