//! Inserting many rows.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Iterable as _};

use super::error::StoreError;

/// Parameters per statement: SQLite allows 32,766, PostgreSQL 65,535.
const PARAMETERS: usize = 32_000;

/// Inserts rows, in as many statements as the databases' limit on parameters asks for.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn insert_all<A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let batch = (PARAMETERS / columns.max(1)).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(batch).collect();
        A::Entity::insert_many(batch).exec_without_returning(db).await?;
    }
    Ok(())
}
