//! Other organisations of the demo, all fictitious.

use ptp_domain::accreditation::Section;

use super::party::{Kind, Party, body, party, track};

pub(super) const MECCANICI: Party = body(
    "Fondazione Scuola dei Meccanici",
    "99900070154",
    ("Sesto San Giovanni", "MI"),
    &[(Section::A, "9901")],
    &[track("IEFP-OPERATORE-MECCANICO", 8)],
);
/// Also accredited for section B: it remains an optional member while section A is suspended.
pub(super) const BRIANZA: Party = body(
    "Centro di formazione «Mani della Brianza»",
    "99900140155",
    ("Monza", "MB"),
    &[(Section::A, "9902"), (Section::B, "9903")],
    &[track("IEFP-OPERATORE-ELETTRICO", 7)],
);
/// Section B only.
pub(super) const AGGIORNA: Party = body(
    "Aggiorna Formazione continua",
    "99900210164",
    ("Bergamo", "BG"),
    &[(Section::B, "9904")],
    &[track("IEFP-OPERATORE-MECCANICO", 4)],
);
/// Employment services only.
pub(super) const SPORTELLO: Party = body(
    "Sportello Lavoro della Martesana",
    "99900280159",
    ("Melzo", "MI"),
    &[(Section::EmploymentServices, "9905")],
    &[],
);
pub(super) const DISPENSA: Party = body(
    "Centro di formazione alimentare «La Dispensa»",
    "99900350192",
    ("Cremona", "CR"),
    &[(Section::A, "9906")],
    &[track("IEFP-OPERATORE-DELLE-PRODUZIONI-ALIMENTARI", 7)],
);
pub(super) const PIALLA: Party = body(
    "Scuola di arti e mestieri «La Pialla»",
    "99900420136",
    ("Cantù", "CO"),
    &[(Section::A, "9907")],
    &[track("IEFP-OPERATORE-DEL-LEGNO", 9)],
);
pub(super) const BOZZA: Party = body(
    "Centro di formazione grafica «Ultima Bozza»",
    "99900490154",
    ("Milano", "MI"),
    &[(Section::A, "9908")],
    &[track("IEFP-OPERATORE-GRAFICO", 6)],
);
pub(super) const MESTOLO: Party = body(
    "Centro di formazione alberghiera «Il Mestolo»",
    "99900560170",
    ("Brescia", "BS"),
    &[(Section::A, "9909"), (Section::EmploymentServices, "9910")],
    &[track("IEFP-OPERATORE-DELLA-RISTORAZIONE", 8)],
);
pub(super) const CONTAINER: Party = body(
    "Centro di formazione logistica «Container»",
    "99900630122",
    ("Gallarate", "VA"),
    &[(Section::A, "9911")],
    &[track("IEFP-OPERATORE-DEI-SISTEMI-E-DEI-SERVIZI-LOGISTICI", 5)],
);
pub(super) const SPECCHIO: Party = body(
    "Centro di formazione «Lo Specchio»",
    "99900700156",
    ("Lodi", "LO"),
    &[(Section::A, "9912")],
    &[track("IEFP-OPERATORE-DEL-BENESSERE", 7)],
);
pub(super) const ITS_MECCATRONICA: Party = party(
    "ITS Academy «Meccatronica Lariana»",
    "99900770134",
    ("Lecco", "LC"),
    Kind::Its,
    &[track("ITS-06", 6)],
);
pub(super) const ATENEO: Party = party(
    "Università degli Studi di Selvalunga",
    "99900840150",
    ("Milano", "MI"),
    Kind::University,
    &[],
);
pub(super) const LABORATORIO: Party = party(
    "Centro di ricerca «Materia e Forma»",
    "99900910169",
    ("Stezzano", "BG"),
    Kind::ResearchCentre,
    &[],
);
pub(super) const MUSEO: Party = party(
    "Fondazione Museo del Tornio",
    "99900980139",
    ("Lecco", "LC"),
    Kind::Other("museo d'impresa"),
    &[],
);
