//! Members: searches across poles.

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::member::MemberKind;
use ptp_domain::pole::PoleStatus;
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, SelectTwoRequired,
};
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::entity::{member as table, member_school_code, pole as pole_table};
use crate::filter::MembershipFilter;
use crate::page::{self, After, Key, Page, paged};
use crate::pole::{owned_by, stands, visible};
use crate::stored::{Found, Membership, MembershipState, Sought};

impl<M> Tx<M> {
    /// A page of the memberships of an organisation, including past and future ones, by the
    /// identifiers of pole and member.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn search_members(
        &self,
        scope: &Scope,
        sought: &Sought,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Found>, StoreError> {
        let members = table::Entity::find()
            .find_both_related(pole_table::Entity)
            .filter(visible(scope))
            .filter(matches_organisation(sought));
        self.page_found(members, after, limit).await
    }

    /// A page of the memberships of an organisation wherever it is named, also in others' drafts, by
    /// the identifiers of pole and member.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn page_memberships(
        &self,
        filter: &MembershipFilter,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Found>, StoreError> {
        let members = table::Entity::find().find_both_related(pole_table::Entity);
        self.page_found(members.filter(passes(filter)), after, limit).await
    }

    /// How many memberships match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_memberships(&self, filter: &MembershipFilter) -> Result<u64, StoreError> {
        let members = table::Entity::find().inner_join(pole_table::Entity);
        Ok(members.filter(passes(filter)).count(&self.db).await?)
    }

    async fn page_found(
        &self,
        members: SelectTwoRequired<table::Entity, pole_table::Entity>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Found>, StoreError> {
        let [pole_id, id] = KEY;
        let pole = Key { by: pole_id.into_expr(), after: after.map(page::pole_of).transpose()? };
        let found = paged(members, Some(pole), id, false, after, limit);
        let position = |(member, _): &(table::Model, pole_table::Model)| After {
            key: member.pole_id.to_string(),
            id: member.id,
        };
        let rows = page::rows(found.stream(&self.db).await?).await?;
        Page::from_rows(rows, limit, position, |(member, pole)| {
            Ok(Found { pole: pole.try_into()?, member: member.try_into()? })
        })
    }
}

/// Matches the memberships of an organisation, beside their poles.
fn passes(filter: &MembershipFilter) -> Condition {
    let MembershipFilter { organisation, states, today } = filter;
    let of_state = |state: &MembershipState| {
        let over = Condition::any()
            .add(stands(PoleStatus::Revoked, *today))
            .add(stands(PoleStatus::Dissolved, *today))
            .add(
                Condition::all()
                    .add(table::Column::LeftOn.is_not_null())
                    .add(table::Column::LeftOn.lt(*today)),
            );
        let lasts = Condition::all().add(holds(over.clone()).not());
        // Who leads the pole speaks for itself.
        let confirmed = Condition::any()
            .add(table::Column::ConfirmedAt.is_not_null())
            .add(owned_by(&Owner::Organisation(organisation.clone())));
        match state {
            MembershipState::Former => over,
            MembershipState::Confirmed => lasts.add(confirmed),
            MembershipState::ToConfirm => lasts.add(holds(confirmed).not()),
        }
    };
    let in_state = (!states.is_empty())
        .then(|| states.iter().map(of_state).fold(Condition::any(), Condition::add));
    Condition::all().add(table::COLUMN.tax_code.eq(organisation.as_str())).add_option(in_state)
}

/// Whether a condition holds: it does not where a column has no value, so that what is left is its
/// opposite.
fn holds(condition: Condition) -> Expr {
    Expr::case(condition, true).finally(false).into()
}

/// What identifies a member.
const KEY: [table::Column; 2] = [table::Column::PoleId, table::Column::Id];

/// Matches members that are the organisation.
fn matches_organisation(sought: &Sought) -> Condition {
    match sought {
        Sought::TaxCode(tax_code) => {
            Condition::all().add(table::COLUMN.tax_code.eq(tax_code.as_str()))
        }
        Sought::School(code) => {
            // As SchoolCode::is_same_institution.
            let same_institution = Condition::any()
                .add(member_school_code::COLUMN.institution_prefix.eq(code.institution_prefix()))
                .add_option(
                    code.series().map(|series| member_school_code::Column::Series.eq(series)),
                );
            let members = member_school_code::Entity::find()
                .select_only()
                .columns([member_school_code::Column::PoleId, member_school_code::Column::MemberId])
                .filter(same_institution);
            let key = Expr::tuple(KEY.map(ColumnTrait::into_expr));
            Condition::all().add(key.in_subquery(members.into_query()))
        }
    }
}

impl<M> Tx<M> {
    /// The memberships of an organisation on a day in poles ever recognised, by the identifiers of
    /// pole and member.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn recognised_with(
        &self,
        sought: &Sought,
        on: NaiveDate,
    ) -> Result<Vec<Membership>, StoreError> {
        let not_left = Condition::any()
            .add(table::Column::LeftOn.is_null())
            .add(table::Column::LeftOn.gte(on));
        // Only what is shown: one organisation may be in many large poles.
        let rows: Vec<(Uuid, Uuid, String, String)> = table::Entity::find()
            .inner_join(pole_table::Entity)
            .filter(pole_table::Column::RecognisedOn.is_not_null())
            .filter(matches_organisation(sought))
            .filter(table::Column::JoinedOn.lte(on))
            .filter(not_left)
            .order_by_asc(table::Column::PoleId)
            .order_by_asc(table::Column::Id)
            .select_only()
            .columns([
                table::Column::PoleId,
                table::Column::Id,
                table::Column::Name,
                table::Column::Kind,
            ])
            .into_tuple()
            .all(&self.db)
            .await?;
        let restore = |(pole, member, name, kind): (Uuid, Uuid, String, String)| {
            let kind = MemberKind::from_code(&kind)
                .map_err(|error| StoreError::from(error).in_row("member", member))?;
            Ok(Membership { pole: Id::new(pole), member: Id::new(member), name, kind })
        };
        rows.into_iter().map(restore).collect()
    }
}
