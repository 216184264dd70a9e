//! Applications.

mod due;
mod frozen;
mod query;
mod row;
mod write;

pub(crate) use self::due::{
    days_column, days_of, due_by_as_of, due_values, key_of, overdue_as_of, position_of,
};
pub use self::frozen::Frozen;
pub(crate) use self::write::renew_derived;
