//! The history of the schema, in literals only. A migration that has been released never changes.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod m20261123_000001_calls_and_poles;
mod m20261124_000002_applications;
mod m20261126_000003_days_and_guards;
mod m20261127_000004_write_path;
mod m20261127_000006_identity;
mod m20261127_000007_territory;
mod m20261127_000008_member_key;
mod m20261127_000009_versions;
mod m20261127_000010_terms;
mod m20261128_000011_network_changes;
mod m20261128_000012_notices;
mod m20261128_000013_acts;
mod m20261128_000014_reorganisations;
mod m20261128_000015_receipts;
mod m20261128_000016_search;
mod statement;

/// Every migration, oldest first.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_calls_and_poles::Migration),
            Box::new(m20261124_000002_applications::Migration),
            Box::new(m20261126_000003_days_and_guards::Migration),
            Box::new(m20261127_000004_write_path::Migration),
            Box::new(m20261127_000006_identity::Migration),
            Box::new(m20261127_000007_territory::Migration),
            Box::new(m20261127_000008_member_key::Migration),
            Box::new(m20261127_000009_versions::Migration),
            Box::new(m20261127_000010_terms::Migration),
            Box::new(m20261128_000011_network_changes::Migration),
            Box::new(m20261128_000012_notices::Migration),
            Box::new(m20261128_000013_acts::Migration),
            Box::new(m20261128_000014_reorganisations::Migration),
            Box::new(m20261128_000015_receipts::Migration),
            Box::new(m20261128_000016_search::Migration),
        ]
    }
}
