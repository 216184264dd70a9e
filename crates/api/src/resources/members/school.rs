//! Schools and ITS on the wire.

use std::collections::BTreeSet;

use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::member::{self, SchoolStatus};
use ptp_http::wire::{Coded, Leaf as _, Read, Reading, SchoolCodeText, TaxCodeText, word};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::words::SchoolStatusCode;

/// What a school says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct School {
    /// The code of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_code: Option<SchoolCodeText>,
    /// The codes of its sites.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub site_codes: Vec<SchoolCodeText>,
    /// Who runs it.
    pub status: SchoolStatusCode,
}

/// What an ITS says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItsAcademy)]
pub(crate) struct Its {
    /// Tax codes of its founders; persons' are shown to the pole's owner and to officials only.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub founders: Vec<TaxCodeText>,
}

impl School {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<member::School> {
        let institution_code = reading.optional("institution_code", SchoolCode::read);
        let site_codes = reading.each("site_codes", SchoolCode::read);
        let status = reading.required("status", word::<SchoolStatus>);
        Ok(member::School {
            institution_code: institution_code?,
            site_codes: site_codes?,
            status: status?,
        })
    }

    pub(super) fn show(school: &member::School) -> Self {
        Self {
            institution_code: school.institution_code.as_ref().map(|code| code.as_str().into()),
            site_codes: school.site_codes.iter().map(|code| code.as_str().into()).collect(),
            status: Coded(school.status),
        }
    }
}

impl Its {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<BTreeSet<TaxCode>> {
        reading.defaulted("founders", |founders| founders.items(TaxCode::read))
    }
}
