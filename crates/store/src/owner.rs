//! Whose a row is, in its three columns, and the key that stands for an owner.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::{ColumnTrait, Condition};

use crate::error::StoreError;

/// What the columns `owner_tax_code`, `owner_issuer` and `owner_subject` hold.
pub(crate) type Columns = (Option<String>, Option<String>, Option<String>);

/// An owner as columns.
pub(crate) fn to_columns(owner: &Owner) -> Columns {
    match owner {
        Owner::Organisation(tax_code) => (Some(tax_code.as_str().to_owned()), None, None),
        Owner::Subject { issuer, subject } => (None, Some(issuer.clone()), Some(subject.clone())),
    }
}

/// The owner that columns name.
pub(crate) fn of_columns(columns: Columns) -> Result<Owner, StoreError> {
    match columns {
        (Some(tax_code), None, None) => Ok(Owner::Organisation(TaxCode::parse(&tax_code)?)),
        (None, Some(issuer), Some(subject)) => Ok(Owner::Subject { issuer, subject }),
        _ => Err(StoreError::Corrupt("not one owner".to_owned())),
    }
}

/// The columns, of a table that has them in this order, name the owner.
pub(crate) fn is<C: ColumnTrait>(owner: &Owner, [tax_code, issuer, subject]: [C; 3]) -> Condition {
    match owner {
        Owner::Organisation(body) => Condition::all().add(tax_code.eq(body.as_str())),
        Owner::Subject { issuer: by, subject: named } => {
            Condition::all().add(issuer.eq(by.as_str())).add(subject.eq(named.as_str()))
        }
    }
}

/// The key of an owner among those who may see an event.
pub(crate) fn key(owner: &Owner) -> String {
    match owner {
        Owner::Organisation(tax_code) => format!("org:{}", tax_code.as_str()),
        // No issuer has a line break in it: it is an address.
        Owner::Subject { issuer, subject } => format!("sub:{issuer}\n{subject}"),
    }
}
