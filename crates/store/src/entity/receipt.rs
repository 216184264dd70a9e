//! The table `receipt`.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "receipt")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) act: String,
    pub(crate) application_id: Option<Uuid>,
    pub(crate) change_request_id: Option<Uuid>,
    pub(crate) communication_id: Option<Uuid>,
    pub(crate) pole_id: Uuid,
    pub(crate) presented_at: DateTimeUtc,
    /// Empty once it was erased.
    pub(crate) jws: String,
    pub(crate) jws_sha256: String,
    pub(crate) salt: Option<Vec<u8>>,
    /// Whom it names as the person responsible.
    pub(crate) officer: Option<String>,
    pub(crate) officer_issuer: Option<String>,
    pub(crate) officer_subject: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
