//! Which poles a list has.

use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::owned_by;
use crate::entity::{member as member_table, pole as table, pole_outcome as outcome_table};
use crate::fold::has_words;
use crate::page::{ComplianceFilter, PoleFilter};

/// Those that pass the filter.
pub(super) fn filtered(poles: Select<table::Entity>, filter: &PoleFilter) -> Select<table::Entity> {
    let PoleFilter { area, status, province, owner, member_kind, q, updated_since, compliance } =
        filter;
    poles
        .apply_if(*area, |poles, area| poles.filter(table::COLUMN.area.eq(area.code())))
        .apply_if(*status, |poles, status| poles.filter(table::COLUMN.status.eq(status.code())))
        .apply_if(*province, |poles, seat| poles.filter(table::COLUMN.province.eq(seat.code())))
        .apply_if(owner.as_ref(), |poles, owner| poles.filter(owned_by(owner)))
        .apply_if(*member_kind, |poles, kind| {
            let with_one = member_table::Entity::find()
                .select_only()
                .column(member_table::Column::PoleId)
                .filter(member_table::COLUMN.kind.eq(kind.code()));
            poles.filter(table::Column::Id.in_subquery(with_one.into_query()))
        })
        .apply_if(q.as_deref(), |poles, q| poles.filter(has_words(table::Column::Folded, q)))
        .apply_if(*updated_since, |poles, instant| {
            poles.filter(table::COLUMN.updated_at.gte(instant))
        })
        .apply_if(compliance.as_ref(), |poles, asked| poles.filter(complies(asked)))
}

/// The outcomes of a pole are such.
fn complies(asked: &ComplianceFilter) -> Condition {
    let ComplianceFilter { outcome, on, fails_by } = asked;
    let periods =
        || outcome_table::Entity::find().select_only().column(outcome_table::Column::PoleId);
    let mut current = periods()
        .filter(outcome_table::COLUMN.from_on.lte(*on))
        .filter(outcome_table::COLUMN.until_on.gte(*on));
    if let Some(outcome) = outcome {
        current = current.filter(outcome_table::COLUMN.outcome.eq(outcome.code()));
    }
    if fails_by.is_some() {
        // By what it may be, and not by what not: so the index is of use.
        let still = [Verdict::Compliant, Verdict::NeedsReview].map(Vocabulary::code);
        current = current.filter(outcome_table::COLUMN.outcome.is_in(still));
    }
    let later = fails_by.map(|by| {
        let fails = periods()
            .filter(outcome_table::COLUMN.outcome.eq(Verdict::NonCompliant.code()))
            .filter(outcome_table::COLUMN.from_on.gt(*on))
            .filter(outcome_table::COLUMN.from_on.lte(by));
        table::Column::Id.in_subquery(fails.into_query())
    });
    Condition::all().add(table::Column::Id.in_subquery(current.into_query())).add_option(later)
}
