//! Where members are on the wire: municipality and province.

use ptp_domain::identifier::Province;
use ptp_domain::istat;
use ptp_domain::member;
use ptp_http::wire::{Leaf as _, ProvinceCode, Read, Reading, ShortText};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A place where a member operates, besides its seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperatingSite {
    /// Its province.
    pub province: ProvinceCode,
    /// Its municipality, as ISTAT names it; accents, apostrophes and case do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<ShortText>,
}

impl OperatingSite {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<member::OperatingSite> {
        let (province, municipality) = read_place(reading);
        Ok(member::OperatingSite { province: province?, municipality: municipality? })
    }

    pub(super) fn show(site: &member::OperatingSite) -> Self {
        Self {
            province: site.province.code().into(),
            municipality: site.municipality.as_deref().map(Into::into),
        }
    }
}

/// Reads a province and a municipality, which must not lie in other provinces only; one that has
/// moved to another province since stays until the member's place changes.
pub(super) fn read_place(reading: &mut Reading<'_>) -> (Read<Province>, Read<Option<String>>) {
    let province = reading.required("province", Province::read);
    let municipality = reading.optional("municipality", String::read);
    let agreed = match (province, &municipality) {
        (Ok(province), Ok(Some(name))) => match istat::of_province(name, province) {
            Err(_) if reading.stood(|old| is_same(reading.value(), old)) => Ok(()),
            agreed => reading.take("municipality", agreed),
        },
        _ => Ok(()),
    };
    (province, agreed.and(municipality))
}

fn is_same(place: &Value, old: &Value) -> bool {
    ["province", "municipality"].iter().all(|part| place[part] == old[part])
}
