//! Requests to change a recognised network, and what is communicated about one.

mod communication;
mod request;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The eleventh schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000011_network_changes"
    }
}

const KINDS: [&str; 8] = [
    "change_requested",
    "change_request_moved",
    "change_accepted",
    "change_refused",
    "change_ended",
    "fact_communicated",
    "communication_answered",
    "office_act_recorded",
];

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut kinds = Query::insert();
        kinds.into_table("event_kind").columns(["code"]);
        for kind in KINDS {
            kinds.values_panic([kind.into()]);
        }
        manager.execute(kinds).await?;
        request::create(manager).await?;
        communication::create(manager).await
    }
}
