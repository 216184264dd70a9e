//! Requests: visibility and queries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ptp_domain::calendar::{next_day, start_of};
use ptp_domain::change_request::{ChangeRequest, RequestStatus};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use uuid::Uuid;

use super::row;
use crate::application::{due_by_as_of, key_of, overdue_as_of, position_of};
use crate::db::{StoreError, Tx};
use crate::entity::{change_request as table, change_request_topic as topic_table};
use crate::filter::ChangeRequestFilter;
use crate::owner;
use crate::page::{self, After, ApplicationSort, Order, Page, any_of, paged};
use crate::stored::Stored;

/// The columns of the receipt and of the last change.
const INSTANTS: [table::Column; 2] = [table::Column::ReceivedAt, table::Column::UpdatedAt];

/// The columns that hold the owner.
const OWNER: [table::Column; 3] =
    [table::Column::OwnerTaxCode, table::Column::OwnerIssuer, table::Column::OwnerSubject];
/// The columns that say when a decision is due.
const DUE: [table::Column; 3] =
    [table::Column::DueOn, table::Column::LapsesOn, table::Column::DueOnLapsed];

/// Requests visible in `scope`: all, the caller's own, or those about its body; none is public.
/// Every query on behalf of a caller starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let requests = table::Entity::find();
    if scope.is_everything() {
        return requests;
    }
    let Some(own) = scope.own() else { return requests.filter(Expr::val(1).eq(0)) };
    let named = scope.organisation().map(|body| table::Column::Id.in_subquery(about(body)));
    requests.filter(Condition::any().add(owner::owned_by(own, OWNER)).add_option(named))
}

/// The identifiers of the requests about a body.
fn about(body: &TaxCode) -> sea_orm::sea_query::SelectStatement {
    topic_table::Entity::find()
        .select_only()
        .column(topic_table::Column::RequestId)
        .filter(topic_table::COLUMN.topic.eq(body.as_str()))
        .into_query()
}

impl<M> Tx<M> {
    /// Finds a request of a pole.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_change_request(
        &self,
        scope: &Scope,
        pole: Id<Pole>,
        id: Id<ChangeRequest>,
    ) -> Result<Option<Stored<ChangeRequest>>, StoreError> {
        let query = within(scope)
            .filter(table::COLUMN.id.eq(id.uuid()))
            .filter(table::COLUMN.pole_id.eq(pole.uuid()));
        let found = query.all(&self.db).await?;
        Ok(self.with_topics(found).await?.pop())
    }

    /// A page of the requests that match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if `after` is not of this order
    /// ([`ApplicationSort::accepts`]).
    pub async fn page_change_requests(
        &self,
        scope: &Scope,
        filter: &ChangeRequestFilter,
        order: Order<ApplicationSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<ChangeRequest>>, StoreError> {
        let today = filter.today;
        let mut requests = filtered(within(scope), filter);
        if order.by == ApplicationSort::DueOn {
            requests = requests.filter(table::Column::DueOn.is_not_null());
        }
        let key = key_of(order.by, (INSTANTS, DUE), after, today)?;
        let requests =
            paged(requests, Some(key), table::Column::Id, order.descending, after, limit);
        let position = |row: &table::Model| {
            let due = [row.due_on, row.lapses_on, row.due_on_lapsed];
            After {
                key: position_of(order.by, [row.received_at, row.updated_at], due, today),
                id: row.id,
            }
        };
        let rows = page::rows(requests.stream(&self.db).await?).await?;
        let Page { items, next } = Page::from_rows(rows, limit, position, Ok)?;
        Ok(Page { items: self.with_topics(items).await?, next })
    }

    /// How many requests match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_change_requests(
        &self,
        scope: &Scope,
        filter: &ChangeRequestFilter,
    ) -> Result<u64, StoreError> {
        Ok(filtered(within(scope), filter).count(&self.db).await?)
    }

    /// The pending requests of a pole, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pending_changes_of(
        &self,
        pole: Id<Pole>,
    ) -> Result<Vec<Stored<ChangeRequest>>, StoreError> {
        let rows = table::Entity::find()
            .filter(table::COLUMN.pole_id.eq(pole.uuid()))
            .filter(table::Column::DueOn.is_not_null())
            .order_by_asc(table::Column::Id)
            .all(&self.db)
            .await?;
        self.with_topics(rows).await
    }

    /// The requests of a pole that wait for a decision, and those that were accepted and take effect
    /// after a day, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn changes_to_come(
        &self,
        pole: Id<Pole>,
        today: NaiveDate,
    ) -> Result<Vec<Stored<ChangeRequest>>, StoreError> {
        let accepted = Condition::all()
            .add(table::COLUMN.status.eq(RequestStatus::Accepted.code()))
            .add(table::Column::EffectiveOn.gt(today));
        let rows = table::Entity::find()
            .filter(table::COLUMN.pole_id.eq(pole.uuid()))
            .filter(Condition::any().add(table::Column::DueOn.is_not_null()).add(accepted))
            .order_by_asc(table::Column::Id)
            .all(&self.db)
            .await?;
        self.with_topics(rows).await
    }

    async fn with_topics(
        &self,
        rows: Vec<table::Model>,
    ) -> Result<Vec<Stored<ChangeRequest>>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut topics = BTreeMap::<Uuid, Vec<String>>::new();
        let found = topic_table::Entity::find()
            .filter(topic_table::COLUMN.request_id.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(topic_table::Column::Topic)
            .all(&self.db)
            .await?;
        for topic in found {
            topics.entry(topic.request_id).or_default().push(topic.topic);
        }
        let restored = |row: table::Model| {
            let topics = topics.remove(&row.id).unwrap_or_default();
            row::restored(row, topics)
        };
        rows.into_iter().map(restored).collect()
    }
}

fn filtered(
    requests: Select<table::Entity>,
    filter: &ChangeRequestFilter,
) -> Select<table::Entity> {
    let ChangeRequestFilter { statuses, pole, overdue, due_by, waiting_since, today } = filter;
    requests
        .filter(any_of(table::Column::Status, statuses.iter().map(|status| status.code())))
        .apply_if(*pole, |query, pole| query.filter(table::COLUMN.pole_id.eq(pole.uuid())))
        .apply_if(*overdue, |query, overdue| query.filter(overdue_as_of(DUE, overdue, *today)))
        .apply_if(*due_by, |query, day| query.filter(due_by_as_of(DUE, day, *today)))
        .apply_if(*waiting_since, |query, (from, until)| {
            query
                .filter(table::Column::DueOn.is_not_null())
                .filter(table::Column::ReceivedAt.lt(start_of(next_day(until))))
                .apply_if(from, |query, from| {
                    query.filter(table::Column::ReceivedAt.gte(start_of(from)))
                })
        })
}
