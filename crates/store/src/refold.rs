//! Folded texts of rows that another release has written.

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
    let names: Vec<(Option<String>, Option<String>)> = member_table::Entity::find()
        .select_only()
        .distinct()
        .columns([member_table::Column::Municipality, member_table::Column::FoldedMunicipality])
        .into_tuple()
        .all(db)
        .await?;
    for (name, stored) in names {
        let folded = name.as_deref().map(|name| fold([name]));
        if folded == stored {
            continue;
        }
        let alike = |column: member_table::Column, text: Option<String>| match text {
            Some(text) => column.eq(text),
            None => column.is_null(),
        };
        member_table::Entity::update_many()
            .filter(alike(member_table::Column::Municipality, name))
            .filter(alike(member_table::Column::FoldedMunicipality, stored))
            .set(member_table::ActiveModel {
                folded_municipality: Set(folded),
                ..Default::default()
            })
            .exec(db)
            .await?;
    }
    Ok(())
}
