//! Conversion between receipts and rows.

use ptp_domain::application::Officer;
use ptp_domain::id::Id;
use ptp_domain::receipt::{Matter, Receipt, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use crate::db::StoreError;
use crate::entity::receipt as table;
use crate::kept::digest_of;

/// The row to insert.
pub(super) fn to_row(receipt: &Receipt) -> table::ActiveModel {
    let Receipt { id, act, matter, pole, presented_at, jws, salt, officer } = receipt;
    let of = |is_of: bool, id| if is_of { Some(id) } else { None };
    let (is_application, is_request, of_what) = match matter {
        Matter::Application(id) => (true, false, id.uuid()),
        Matter::ChangeRequest(id) => (false, true, id.uuid()),
        Matter::Communication(id) => (false, false, id.uuid()),
    };
    let (officer, issuer) = officer.clone().map_or((None, None), |(officer, issuer)| {
        let issuer = issuer.filter(|_| officer.subject.is_some());
        (Some(officer), issuer)
    });
    table::ActiveModel {
        id: Set(id.uuid()),
        act: Set(act.code().to_owned()),
        application_id: Set(of(is_application, of_what)),
        change_request_id: Set(of(is_request, of_what)),
        communication_id: Set(of(!is_application && !is_request, of_what)),
        pole_id: Set(pole.uuid()),
        presented_at: Set(*presented_at),
        jws: Set(jws.clone()),
        jws_sha256: Set(digest_of(jws.as_bytes())),
        salt: Set(salt.map(Vec::from)),
        officer_subject: Set(officer.as_ref().and_then(|officer| officer.subject.clone())),
        officer: Set(officer.map(|officer| officer.name)),
        officer_issuer: Set(issuer),
    }
}

impl TryFrom<table::Model> for Receipt {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("receipt", id))
    }
}

fn restore(row: table::Model) -> Result<Receipt, StoreError> {
    let matter = match (row.application_id, row.change_request_id, row.communication_id) {
        (Some(id), None, None) => Matter::Application(Id::new(id)),
        (None, Some(id), None) => Matter::ChangeRequest(Id::new(id)),
        (None, None, Some(id)) => Matter::Communication(Id::new(id)),
        _ => return Err(StoreError::Corrupt("not of exactly one matter".to_owned())),
    };
    let salt = row.salt.map(<[u8; 32]>::try_from).transpose();
    let subject = row.officer_subject;
    Ok(Receipt {
        id: Id::new(row.id),
        act: ReceiptAct::from_code(&row.act)?,
        matter,
        pole: Id::new(row.pole_id),
        presented_at: row.presented_at,
        jws: row.jws,
        salt: salt.map_err(|_| StoreError::Corrupt("a salt of not 32 bytes".to_owned()))?,
        officer: row.officer.map(|name| (Officer { name, subject }, row.officer_issuer)),
    })
}
