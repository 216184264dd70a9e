//! What an operator decides: arguments and environment, one struct a concern.

mod contacts;
mod database;
mod issuers;
mod limits;
mod listen;
mod receipts;
mod serve;
mod setting;
#[cfg(test)]
mod tests;

pub use self::database::{Database, DatabaseArgs, DatabaseUrl};
pub use self::issuers::IssuerArgs;
pub use self::limits::LimitArgs;
pub use self::listen::ListenArgs;
pub use self::receipts::{ReceiptArgs, ReceiptFiles};
pub use self::serve::{PublicArgs, ServeArgs, ServeConfig};
