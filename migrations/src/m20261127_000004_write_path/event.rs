//! Events that were committed and have no place in the log yet.
//!
//! On PostgreSQL a transaction writes its events here; after the commit they are moved to the log,
//! many at once. SQLite has one writer, which appends to the log directly.

use sea_orm_migration::prelude::*;

use crate::statement::run;

/// The constraints are those of `event`: what is accepted here has to fit there.
pub(super) async fn create_pending(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let create = "CREATE TABLE event_pending ( \
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
            id uuid NOT NULL UNIQUE, \
            kind text NOT NULL REFERENCES event_kind (code), \
            at timestamptz NOT NULL, \
            roles jsonb NOT NULL, \
            issuer text, \
            subject text, \
            client text, \
            organisation text CHECK (organisation IS NULL OR length(organisation) = 11), \
            aggregate text NOT NULL CHECK (aggregate IN ('call', 'pole', 'application')), \
            aggregate_id uuid NOT NULL, \
            aggregate_version bigint NOT NULL, \
            member_id uuid, \
            member_version bigint, \
            changed jsonb NOT NULL, \
            reason text, \
            audiences jsonb NOT NULL, \
            CHECK (issuer IS NOT NULL OR \
                (subject IS NULL AND client IS NULL AND organisation IS NULL)), \
            CHECK ((member_id IS NULL) = (member_version IS NULL)), \
            CHECK (member_id IS NULL OR aggregate = 'pole'))";
    // Rows come and go: what is deleted is to be found again soon, however few there are.
    let vacuum = "ALTER TABLE event_pending SET \
         (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)";
    run(manager, &[create, vacuum]).await
}
