//! First versions of poles that were written before versions were kept.

use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::{Store, StoreError, Tx, Write, insert_all};
use crate::entity::{pole as pole_table, pole_version as table};
use crate::stored::Stored;

/// Poles per transaction, to limit how long other writers wait.
const AT_ONCE: u64 = 50;

/// Poles whose present version is not kept, and should be.
fn unkept() -> Condition {
    let [kept, status, version] =
        [pole_table::Column::KeptVersion, pole_table::Column::Status, pole_table::Column::Version]
            .map(Expr::col);
    let submitted = kept.clone().is_null().and(status.ne(PoleStatus::Draft.code()));
    Condition::any().add(submitted).add(kept.ne(version))
}

impl Store {
    /// Keeps the present version of each pole of which it is not kept yet: as an earlier release
    /// left it, so since it was last written. Returns how many were kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been kept.
    pub async fn keep_versions(&self) -> Result<usize, StoreError> {
        let (mut kept, mut last) = (0_usize, Uuid::nil());
        loop {
            let tx = self.write().await?;
            let tried = tx.keep_versions(last).await?;
            tx.commit().await?;
            let Some(end) = tried.last() else { return Ok(kept) };
            (kept, last) = (kept.saturating_add(tried.len()), *end);
        }
    }
}

impl Tx<Write> {
    async fn keep_versions(&self, after: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let rows = pole_table::Entity::find()
            .filter(unkept())
            .filter(pole_table::COLUMN.id.gt(after))
            .order_by_asc(pole_table::Column::Id)
            .limit(AT_ONCE)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.db)
            .await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut versions = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.id;
            let version = async {
                let pole = Stored::<Pole>::try_from(row)?;
                let members = self.members_of(pole.value.id).await?;
                self.version_as_it_is(&pole, &members).await
            };
            match version.await {
                Ok(version) => versions.push(version),
                // The next write keeps it, or says the same.
                Err(StoreError::Corrupt(fault)) => {
                    tracing::error!(pole = %id, fault, "unreadable pole");
                }
                Err(error) => return Err(error),
            }
        }
        for version in &versions {
            let columns = pole_table::ActiveModel {
                kept_version: Set(Some(version.version)),
                ..Default::default()
            };
            pole_table::Entity::update_many()
                .set(columns)
                .filter(pole_table::COLUMN.id.eq(version.pole_id))
                .exec(&self.db)
                .await?;
        }
        let versions = versions.into_iter().map(table::Model::into).collect();
        insert_all::<table::ActiveModel>(&self.db, versions).await?;
        Ok(ids)
    }
}
