//! The audit of versions: whether each is as its event has it.

use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use uuid::Uuid;

use super::content::Content;
use crate::db::{StoreError, Tx};
use crate::entity::pole_version as table;
use crate::kept::digest_of;

/// Versions read at a time.
const BATCH: u64 = 500;

/// A version that is not what its event has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// The pole.
    pub pole: Uuid,
    /// The version.
    pub version: i64,
    /// Whether it is there, but altered.
    pub is_there: bool,
}

/// The digest of a version, in its event.
#[derive(FromQueryResult)]
struct Told {
    aggregate_id: Uuid,
    aggregate_version: i64,
    content_sha256: String,
}

impl<M> Tx<M> {
    /// How many versions are kept, and those that are not what their events have, or are gone.
    /// Versions of before they were kept have no digest: only whether they can be read is looked at.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn unkept_versions(&self) -> Result<(usize, Vec<Unkept>), StoreError> {
        let mut told = self.told_versions().await?.into_iter().peekable();
        let (mut count, mut faults) = (0_usize, Vec::new());
        let (mut pole, mut version) = (Uuid::nil(), 0);
        loop {
            let after = sea_orm::Condition::any().add(table::COLUMN.pole_id.gt(pole)).add(
                sea_orm::Condition::all()
                    .add(table::COLUMN.pole_id.eq(pole))
                    .add(table::COLUMN.version.gt(version)),
            );
            let rows = table::Entity::find()
                .filter(after)
                .order_by_asc(table::Column::PoleId)
                .order_by_asc(table::Column::Version)
                .limit(BATCH)
                .all(&self.db)
                .await?;
            let Some(last) = rows.last() else { break };
            (pole, version) = (last.pole_id, last.version);
            count = count.saturating_add(rows.len());
            for row in rows {
                let place = (row.pole_id, row.version);
                let comes_before =
                    |told: &Told| (told.aggregate_id, told.aggregate_version) < place;
                while let Some(gone) = told.next_if(comes_before) {
                    faults.push(gone.unkept(false));
                }
                let is_it = |told: &Told| (told.aggregate_id, told.aggregate_version) == place;
                let digest = told.next_if(is_it).map(|told| told.content_sha256);
                let differs = digest.is_some_and(|digest| digest != digest_of(&row.content));
                if differs || Content::unpack(&row.content).is_err() {
                    let (pole, version) = place;
                    faults.push(Unkept { pole, version, is_there: true });
                }
            }
        }
        faults.extend(told.map(|gone| gone.unkept(false)));
        Ok((count, faults))
    }

    /// The digests that the events have, in the order of poles and versions.
    async fn told_versions(&self) -> Result<Vec<Told>, StoreError> {
        let backend = self.db.get_database_backend();
        let columns = "aggregate_id, aggregate_version, content_sha256";
        let of =
            |table: &str| format!("SELECT {columns} FROM {table} WHERE content_sha256 IS NOT NULL");
        let pending = match backend {
            DbBackend::Postgres => format!(" UNION ALL {}", of("event_pending")),
            _ => String::new(),
        };
        let statement = format!("{}{pending}", of("event"));
        let statement = Statement::from_string(backend, statement);
        let mut told = Told::find_by_statement(statement).all(&self.db).await?;
        told.sort_by_key(|told| (told.aggregate_id, told.aggregate_version));
        Ok(told)
    }
}

impl Told {
    const fn unkept(&self, is_there: bool) -> Unkept {
        Unkept { pole: self.aggregate_id, version: self.aggregate_version, is_there }
    }
}
