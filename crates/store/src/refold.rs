//! Folded texts of rows that another release has written.

use std::collections::BTreeSet;

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::db::StoreError;
use crate::entity::{call as call_table, member as member_table, pole as pole_table};
use crate::fold::fold;

/// Folds the texts of poles, calls and members anew, where this release folds them otherwise.
pub(crate) async fn renew(db: &DatabaseTransaction) -> Result<(), StoreError> {
    let poles: Vec<(Uuid, String, String, String)> = pole_table::Entity::find()
        .select_only()
        .columns([
            pole_table::Column::Id,
            pole_table::Column::Code,
            pole_table::Column::Name,
            pole_table::Column::Folded,
        ])
        .into_tuple()
        .all(db)
        .await?;
    for (id, code, name, stored) in poles {
        let folded = fold([code.as_str(), name.as_str()]);
        if folded != stored {
            pole_table::Entity::update_many()
                .set(pole_table::ActiveModel { folded: Set(folded), ..Default::default() })
                .filter(pole_table::COLUMN.id.eq(id))
                .exec(db)
                .await?;
        }
    }
    for row in call_table::Entity::find().all(db).await? {
        let title_en = row.title_en.as_deref().unwrap_or_default();
        let folded = fold([row.code.as_str(), row.title_it.as_str(), title_en]);
        if folded != row.folded {
            call_table::Entity::update_many()
                .set(call_table::ActiveModel { folded: Set(folded), ..Default::default() })
                .filter(call_table::COLUMN.id.eq(row.id))
                .exec(db)
                .await?;
        }
    }
    let names: Vec<Option<String>> = member_table::Entity::find()
        .select_only()
        .distinct()
        .column(member_table::Column::Municipality)
        .filter(member_table::Column::FoldedMunicipality.is_null())
        .into_tuple()
        .all(db)
        .await?;
    for name in names.into_iter().flatten().collect::<BTreeSet<_>>() {
        let folded = Set(Some(fold([name.as_str()])));
        member_table::Entity::update_many()
            .set(member_table::ActiveModel { folded_municipality: folded, ..Default::default() })
            .filter(member_table::COLUMN.municipality.eq(name))
            .exec(db)
            .await?;
    }
    Ok(())
}
