//! Keeps a version of a pole, in the transaction that makes it.

use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;

use super::content::{Content, of_member, of_pole};
use crate::db::{StoreError, Tx, Write};
use crate::entity::pole_version as table;
use crate::kept::{Change, is_whole};
use crate::stored::Stored;

impl Tx<Write> {
    /// The version that was just written, to be kept with its event; none of a draft that was never
    /// submitted. `kept` is the version that was kept when the pole was read.
    pub(crate) async fn version_of(
        &self,
        (read_at, kept): (i64, Option<i64>),
        pole: &Stored<Pole>,
        change: Change<'_>,
    ) -> Result<Option<table::Model>, StoreError> {
        if pole.kept != Some(pole.version) {
            return Ok(None);
        }
        let id = pole.value.id;
        let is_whole = is_whole(read_at, kept, pole.version);
        let mut content = if is_whole {
            self.whole(pole, change).await?
        } else {
            Content {
                pole: change.pole.then(|| of_pole(pole)).transpose()?,
                members: all(id, change.written)?,
                gone: change.gone.iter().map(|member| member.uuid()).collect(),
            }
        };
        self.pseudonymise(id, &mut content).await?;
        Ok(Some(row(pole, is_whole, &content)?))
    }

    async fn whole(&self, pole: &Stored<Pole>, change: Change<'_>) -> Result<Content, StoreError> {
        let id = pole.value.id;
        let members = match self.foreseen_members(id) {
            None => self.members_of(id).await?,
            Some(mut members) => {
                let is_written = |id| change.written.iter().any(|written| written.value.id == id);
                members.retain(|one| {
                    !change.gone.contains(&one.value.id) && !is_written(one.value.id)
                });
                members.extend_from_slice(change.written);
                members
            }
        };
        Ok(Content { pole: Some(of_pole(pole)?), members: all(id, &members)?, gone: Vec::new() })
    }

    /// The whole of a pole as it is, of which no version was kept so far.
    pub(crate) async fn version_as_it_is(
        &self,
        pole: &Stored<Pole>,
        members: &[Stored<Member>],
    ) -> Result<table::Model, StoreError> {
        let id = pole.value.id;
        let mut content =
            Content { pole: Some(of_pole(pole)?), members: all(id, members)?, gone: Vec::new() };
        self.pseudonymise(id, &mut content).await?;
        row(pole, true, &content)
    }
}

fn all(pole: Id<Pole>, members: &[Stored<Member>]) -> Result<Vec<serde_json::Value>, StoreError> {
    members.iter().map(|member| of_member(pole, member)).collect()
}

/// A version is of the moment at which its pole was written.
fn row(pole: &Stored<Pole>, is_whole: bool, content: &Content) -> Result<table::Model, StoreError> {
    Ok(table::Model {
        pole_id: pole.value.id.uuid(),
        version: pole.version,
        at: pole.updated_at,
        is_public: pole.value.recognition.is_some(),
        is_whole,
        content: content.pack()?,
    })
}
