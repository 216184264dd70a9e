//! The format of the places where a member operates.

use ptp_domain::fault::Invalid;
use ptp_domain::identifier::Province;
use ptp_domain::member::OperatingSite;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperatingSiteRecord {
    province: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    municipality: Option<String>,
}

impl From<&OperatingSite> for OperatingSiteRecord {
    fn from(site: &OperatingSite) -> Self {
        let OperatingSite { province, municipality } = site;
        Self { province: province.code().to_owned(), municipality: municipality.clone() }
    }
}

impl TryFrom<OperatingSiteRecord> for OperatingSite {
    type Error = Invalid;

    fn try_from(record: OperatingSiteRecord) -> Result<Self, Invalid> {
        let OperatingSiteRecord { province, municipality } = record;
        Ok(Self { province: Province::parse(&province)?, municipality })
    }
}
