//! Members of poles.

mod query;
mod row;
mod write;

pub(crate) use self::row::to_row;
