//! Companies of the demo, all fictitious.

use super::party::{Party, company};

pub(super) const TORVELLA: Party = company(
    "Torvella Macchine Utensili S.p.A.",
    "99901050163",
    ("Dalmine", "BG"),
    "BG-9900113",
    &["28.41", "33.12"],
);
pub(super) const BREMOVIA: Party = company(
    "Bremovia Lavorazioni S.r.l.",
    "99901120131",
    ("Oggiono", "LC"),
    "LC-9900113",
    &["25.53"],
);
pub(super) const ELETTRADDA: Party = company(
    "Elettradda Quadri S.r.l.",
    "99901190159",
    ("Cassano d'Adda", "MI"),
    "MI-9900113",
    &["27.12"],
);
/// Its primary code is linked to mechanics, but only as secondary.
pub(super) const PLASTEVIA: Party =
    company("Plastevia Stampi S.r.l.", "99901260127", ("Saronno", "VA"), "VA-9900113", &["22.26"]);
/// Its primary code is of another area; a second code is of mechanics.
pub(super) const LOMBITICA: Party = company(
    "Lombitica Sistemi S.r.l.",
    "99901330151",
    ("Vimercate", "MB"),
    "MB-9900113",
    &["62.10", "28.99"],
);
pub(super) const LATTEGIOIA: Party = company(
    "Caseificio Lattegioia S.r.l.",
    "99901400194",
    ("Soresina", "CR"),
    "CR-9900113",
    &["10.51"],
);
pub(super) const SPIGADORA: Party = company(
    "Spigadora Società agricola cooperativa",
    "99901470205",
    ("Gonzaga", "MN"),
    "MN-9900113",
    &["01.41"],
);
pub(super) const VIGNARELLA: Party = company(
    "Cantine Vignarella S.r.l.",
    "99901540189",
    ("Casteggio", "PV"),
    "PV-9900113",
    &["11.02"],
);
pub(super) const SETARIA: Party =
    company("Setaria Comense S.p.A.", "99901610131", ("Como", "CO"), "CO-9900113", &["13.20"]);
pub(super) const ROVERINO: Party = company(
    "Roverino Arredi S.r.l.",
    "99901680134",
    ("Mariano Comense", "CO"),
    "CO-9900126",
    &["31.00"],
);
pub(super) const TRUCIOLA: Party = company(
    "Truciola Design S.r.l.",
    "99901750150",
    ("Lissone", "MB"),
    "MB-9900126",
    &["31.00", "16.23"],
);
pub(super) const CARATTERE: Party = company(
    "Carattere Mobile Stampa S.r.l.",
    "99901820169",
    ("Treviglio", "BG"),
    "BG-9900126",
    &["18.12"],
);
pub(super) const PIXELARIA: Party =
    company("Pixelaria Software S.r.l.", "99901890154", ("Milano", "MI"), "MI-9900126", &["62.10"]);
pub(super) const CIAKADDA: Party = company(
    "Ciakadda Produzioni S.r.l.",
    "99901960155",
    ("Milano", "MI"),
    "MI-9900139",
    &["59.11"],
);
pub(super) const BENACOVIA: Party = company(
    "Benacovia Alberghi S.p.A.",
    "99902030172",
    ("Sirmione", "BS"),
    "BS-9900113",
    &["55.10"],
);
pub(super) const VALTELLANDA: Party =
    company("Valtellanda Viaggi S.r.l.", "99902100140", ("Tirano", "SO"), "SO-9900113", &["79.11"]);
pub(super) const TAVOLARA: Party = company(
    "Locanda Tavolara S.r.l.",
    "99902170176",
    ("Desenzano del Garda", "BS"),
    "BS-9900126",
    &["56.11"],
);
pub(super) const CARGOVIA: Party = company(
    "Cargovia Trasporti S.p.A.",
    "99902240128",
    ("Busto Arsizio", "VA"),
    "VA-9900126",
    &["49.41"],
);
pub(super) const SCAFFALIA: Party =
    company("Scaffalia Logistica S.r.l.", "99902310186", ("Broni", "PV"), "PV-9900126", &["52.10"]);
pub(super) const CARAVERDE: Party = company(
    "Caraverde Cooperativa sociale",
    "99902380155",
    ("Codogno", "LO"),
    "LO-9900113",
    &["87.30", "88.10"],
);
pub(super) const FORBICIANA: Party = company(
    "Forbiciana Benessere S.r.l.",
    "99902450156",
    ("Abbiategrasso", "MI"),
    "MI-9900152",
    &["96.22"],
);
