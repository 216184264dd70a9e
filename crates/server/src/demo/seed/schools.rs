//! The schools of the demo: none of them exists, and no school has their codes.

use ptp_domain::area::Area;
use ptp_domain::member::SchoolStatus;

use super::dates::When;
use super::party::{Kind, Party, Taught, party, technical, track, vocational};
use crate::demo::ORGANISATION;

/// The school that the demo's applicant acts for.
pub(super) const OFFICINA: Party = technical(
    "Istituto di istruzione superiore «Officina Lombarda»",
    ORGANISATION,
    ("Milano", "MI"),
    &["MIIS97000N", "MITF970016"],
    &[track("IT-MME", 9), track("IT-ITC", 7)],
);
/// A site of [`OFFICINA`], told by its code, under a tax code of its own.
pub(super) const OFFICINA_SITE: Party = vocational(
    "«Officina Lombarda», sede coordinata di Rho",
    "99902520156",
    ("Rho", "MI"),
    &["MIRI97002A"],
    &[track("IP-D", 6)],
);
pub(super) const ADDA: Party = vocational(
    "Istituto professionale «Filo d'Adda»",
    "99902590134",
    ("Lecco", "LC"),
    &["LCRI971002"],
    &[track("IP-D", 7)],
);
pub(super) const SERIO: Party = technical(
    "Istituto tecnico tecnologico «Alto Serio»",
    "99902660168",
    ("Albino", "BG"),
    &["BGTF972006"],
    &[track("IT-EET", 9), track("IT-MME", 5)],
);
/// Its track of mechanics began with this school year.
pub(super) const TICINO: Party = technical(
    "Istituto tecnico tecnologico «Riva Ticino»",
    "99902730185",
    ("Vigevano", "PV"),
    &["PVTF97300A"],
    &[track("IT-MME", 0)],
);
/// Its track of mechanics will soon be three years old.
pub(super) const GROANE: Party = vocational(
    "Istituto professionale «Brughiera delle Groane»",
    "99902800152",
    ("Limbiate", "MB"),
    &["MBRI97400C"],
    &[(Taught::Catalogued("IP-D"), When::ThreeYearsIn(20))],
);
/// Its track of mechanics does not stand in the catalogue.
pub(super) const MELLA: Party = technical(
    "Istituto tecnico tecnologico «Conca del Mella»",
    "99902870171",
    ("Lumezzane", "BS"),
    &["BSTF975006"],
    &[(Taught::Declared("Meccanica delle armi sportive", Area::Mechanics), When::SchoolYear(6))],
);
/// Its only track is one of an ITS.
pub(super) const PONTE: Party = technical(
    "Istituto tecnico tecnologico «Ponte di Paderno»",
    "99903780130",
    ("Merate", "LC"),
    &["LCTF989004"],
    &[track("ITS-06", 6)],
);
pub(super) const MARCITA: Party = technical(
    "Istituto tecnico agrario «La Marcita»",
    "99902940198",
    ("Crema", "CR"),
    &["CRTA97600P"],
    &[track("IT-AGR", 10)],
);
pub(super) const RISAIA: Party = vocational(
    "Istituto professionale per l'agricoltura «La Risaia»",
    "99903010207",
    ("Ostiglia", "MN"),
    &["MNRA97700X"],
    &[track("IP-A", 7), track("IP-B", 5)],
);
pub(super) const SETAIOLA: Party = technical(
    "Istituto tecnico «Antica Setaiola»",
    "99903080135",
    ("Como", "CO"),
    &["COTF97800X"],
    &[track("IT-SMO", 9)],
);
pub(super) const BOTTEGA: Party = vocational(
    "Istituto professionale «Bottega del Legno»",
    "99903150136",
    ("Cantù", "CO"),
    &["CORI97900V"],
    &[track("IP-C", 7)],
);
/// A school *paritaria*: its code has 500 at positions 7 to 9.
pub(super) const GRAFITE: Party = party(
    "Istituto tecnico paritario «Grafite»",
    "99903220160",
    ("Bergamo", "BG"),
    Kind::Technical(SchoolStatus::Paritaria, &["BGTF985008"]),
    &[track("IT-GRC", 8)],
);
pub(super) const PALCO: Party = vocational(
    "Istituto professionale per lo spettacolo «Dietro il Palco»",
    "99903290155",
    ("Milano", "MI"),
    &["MIRI98100P"],
    &[track("IP-H", 6)],
);
pub(super) const LIMONAIA: Party = technical(
    "Istituto tecnico per il turismo «La Limonaia»",
    "99903360172",
    ("Salò", "BS"),
    &["BSTN982001"],
    &[track("IT-TUR", 9)],
);
pub(super) const RIFUGIO: Party = vocational(
    "Istituto professionale alberghiero «Il Rifugio»",
    "99903430140",
    ("Chiavenna", "SO"),
    &["SORH98300T"],
    &[track("IP-G", 7)],
);
pub(super) const BRUGHIERA: Party = technical(
    "Istituto tecnico «Brughiera del Volo»",
    "99903500124",
    ("Gallarate", "VA"),
    &["VATF984001"],
    &[track("IT-TRL", 8)],
);
pub(super) const MERCATO: Party = vocational(
    "Istituto professionale «Piazza Mercato»",
    "99903570184",
    ("Voghera", "PV"),
    &["PVRC98600V"],
    &[track("IP-F", 7)],
);
pub(super) const CORTILE: Party = vocational(
    "Istituto professionale per i servizi sociali «Il Cortile»",
    "99903640151",
    ("Lodi", "LO"),
    &["LORF98700A"],
    &[track("IP-I", 7)],
);
pub(super) const SORRISO: Party = vocational(
    "Istituto professionale odontotecnico «Sorriso»",
    "99903710152",
    ("Legnano", "MI"),
    &["MIRI98800D"],
    &[track("IP-L", 6)],
);
