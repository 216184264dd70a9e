//! Owners as columns, and as keys of audiences.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::{ColumnTrait, Condition};

use crate::db::StoreError;

/// The columns `owner_tax_code`, `owner_issuer` and `owner_subject`.
pub(crate) type Columns = (Option<String>, Option<String>, Option<String>);

/// An owner as columns.
pub(crate) fn to_columns(owner: &Owner) -> Columns {
    match owner {
        Owner::Organisation(tax_code) => (Some(tax_code.as_str().to_owned()), None, None),
        Owner::Subject { issuer, subject } => (None, Some(issuer.clone()), Some(subject.clone())),
    }
}

/// The owner in columns.
pub(crate) fn from_columns(columns: Columns) -> Result<Owner, StoreError> {
    match columns {
        (Some(tax_code), None, None) => Ok(Owner::Organisation(TaxCode::parse(&tax_code)?)),
        (None, Some(issuer), Some(subject)) => Ok(Owner::Subject { issuer, subject }),
        _ => Err(StoreError::Corrupt("not exactly one owner".to_owned())),
    }
}

/// Matches rows of this owner; the columns are passed in the order of [`Columns`].
pub(crate) fn owned_by<C: ColumnTrait>(owner: &Owner, columns: [C; 3]) -> Condition {
    let [tax_code_column, issuer_column, subject_column] = columns;
    match owner {
        Owner::Organisation(tax_code) => {
            Condition::all().add(tax_code_column.eq(tax_code.as_str()))
        }
        Owner::Subject { issuer, subject } => Condition::all()
            .add(issuer_column.eq(issuer.as_str()))
            .add(subject_column.eq(subject.as_str())),
    }
}

/// The key of an owner in the table `event_audience`.
pub(crate) fn audience_key(owner: &Owner) -> String {
    match owner {
        Owner::Organisation(tax_code) => format!("org:{}", tax_code.as_str()),
        // Unambiguous, since an issuer contains no line break.
        Owner::Subject { issuer, subject } => format!("sub:{issuer}\n{subject}"),
    }
}
