//! Configuration by arguments and environment, one struct per concern.

mod contacts;
mod database;
mod issuers;
mod limits;
mod listen;
mod notices;
mod receipts;
mod serve;
mod setting;
#[cfg(test)]
mod tests;

pub use self::contacts::ContactArgs;
pub use self::database::{Database, DatabaseArgs, DatabaseUrl};
pub use self::issuers::{DEMO_ISSUER, IssuerArgs};
pub use self::limits::LimitArgs;
pub use self::listen::ListenArgs;
pub use self::notices::NoticeArgs;
pub use self::receipts::{ReceiptArgs, ReceiptFiles};
pub use self::serve::{PublicArgs, ServeArgs, ServeConfig, workers};
