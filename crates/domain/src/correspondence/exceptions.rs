//! ATECO codes whose strength was reviewed one by one, where the counterparts say too little.

use super::links::AtecoLink;
use super::links::Strength::{Core, Secondary};
use crate::area::Area;

/// Prefixes of ATECO 2025 in an area, each with its reason in a comment.
pub(super) static EXCEPTIONS: &[(Area, AtecoLink)] = &[
    // Motorcycles are mended by mechanics; the counterpart, 45.40.30, sold them as well.
    (Area::Mechanics, AtecoLink { prefix: "95.32", strength: Core }),
    // New in 2025, without any counterpart.
    (Area::TradeAndTransport, AtecoLink { prefix: "46.89", strength: Core }),
    // Farms that take in guests or keep a restaurant remain farms.
    (Area::AgriFood, AtecoLink { prefix: "55.20.5", strength: Secondary }),
    (Area::AgriFood, AtecoLink { prefix: "56.11.91", strength: Secondary }),
    // Intermediaries: each division has its own since 2025, while the counterparts are platforms
    // and agencies of every kind.
    (Area::Mechanics, AtecoLink { prefix: "43.60", strength: Secondary }),
    (Area::PersonalServices, AtecoLink { prefix: "86.97", strength: Secondary }),
    (Area::PersonalServices, AtecoLink { prefix: "87.91", strength: Secondary }),
    (Area::PersonalServices, AtecoLink { prefix: "96.40", strength: Secondary }),
];
