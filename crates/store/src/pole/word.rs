//! Words that poles are found by.

use sea_orm::{EntityTrait, QueryFilter, QuerySelect, Select};

use crate::db::{StoreError, Tx};
use crate::entity::pole_word as table;
use crate::fold::words;

/// A word that at most so many poles have is rare: their rows are read faster than the list is gone
/// through until a page is full. For a hundred thousand poles both take the same time at about this
/// number, the square root of a page of the list times its length.
const RARE: usize = 1_000;

/// At most so many words of a query are looked up, the longest ones: they are the rarest.
const MOST: usize = 3;

/// The words of poles with this prefix.
pub(super) fn beginning_with(prefix: &str) -> Select<table::Entity> {
    // As the table cuts them.
    let prefix: String = prefix.chars().take(100).collect();
    let end = format!("{prefix}{}", char::MAX);
    table::Entity::find().filter(table::COLUMN.word.gte(prefix)).filter(table::COLUMN.word.lt(end))
}

impl<M> Tx<M> {
    /// A word of a query that few poles have, if there is one.
    pub(super) async fn rare_word(
        &self,
        query: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        let mut words: Vec<String> = words(query.unwrap_or_default());
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words.into_iter().take(MOST) {
            let found: Vec<uuid::Uuid> = beginning_with(&word)
                .select_only()
                .column(table::Column::PoleId)
                .limit(RARE as u64 + 1)
                .into_tuple()
                .all(&self.db)
                .await?;
            if found.len() <= RARE {
                return Ok(Some(word));
            }
        }
        Ok(None)
    }
}
