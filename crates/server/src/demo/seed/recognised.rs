//! Recognised poles, visible to everyone, in order of recognition and codes.

use ptp_domain::area::Area;
use ptp_domain::pole::PoleStatus;

use super::bodies::{
    BOZZA, CONTAINER, DISPENSA, ITS_MECCATRONICA, LABORATORIO, MECCANICI, MESTOLO, PIALLA, SPECCHIO,
};
use super::companies::{
    BENACOVIA, BREMOVIA, CARATTERE, CARAVERDE, CARGOVIA, ELETTRADDA, FORBICIANA, LATTEGIOIA,
    PIXELARIA, ROVERINO, SCAFFALIA, SETARIA, SPIGADORA, TAVOLARA, TORVELLA, TRUCIOLA, VALTELLANDA,
    VIGNARELLA,
};
use super::dates::When;
use super::party::Twist;
use super::plan::{ESSENTIAL, FULL};
use super::pole::PoleRow;
use super::schools::{
    BOTTEGA, BRUGHIERA, CORTILE, GRAFITE, LIMONAIA, MARCITA, MERCATO, OFFICINA, PALCO, RIFUGIO,
    RISAIA, SERIO, SETAIOLA, SORRISO,
};

pub(super) const RECOGNISED: &[PoleRow] = &[
    PoleRow {
        name: "Polo meccatronico dell'Adda",
        text: "Riconosciuto da oltre quattro anni: l'ITS è ormai un requisito vincolante, e il \
               polo lo soddisfa.",
        area: Area::Mechanics,
        province: "MI",
        chain: "Macchine utensili e automazione",
        status: PoleStatus::Recognised,
        recognised: Some((1_540, "9714")),
        plan: FULL,
        lead: OFFICINA,
        others: &[SERIO, TORVELLA, BREMOVIA, ELETTRADDA, MECCANICI, ITS_MECCATRONICA, LABORATORIO],
    },
    PoleRow {
        name: "Polo della seta e del legno",
        text: "Riconosciuto da oltre tre anni e ancora senza un ITS: trascorso il primo \
               triennio non è più conforme.",
        area: Area::Manufacturing,
        province: "CO",
        chain: "Tessile e arredo",
        status: PoleStatus::Recognised,
        recognised: Some((1_230, "11260")),
        plan: ESSENTIAL,
        lead: SETAIOLA,
        others: &[BOTTEGA, SETARIA, ROVERINO, PIALLA],
    },
    PoleRow {
        name: "Polo vitivinicolo del Po",
        text: "Revocato: dopo l'uscita della cantina è rimasta una sola impresa.",
        area: Area::AgriFood,
        province: "MN",
        chain: "Vite e vino",
        status: PoleStatus::Revoked,
        recognised: Some((950, "4087")),
        plan: ESSENTIAL,
        lead: RISAIA,
        others: &[MARCITA, SPIGADORA, VIGNARELLA.but(Twist::Leaving(When::DaysAgo(260))), DISPENSA],
    },
    PoleRow {
        name: "Polo dell'ospitalità alpina",
        text: "Sospeso: l'accreditamento alla sezione A del suo ente di formazione è sospeso.",
        area: Area::Tourism,
        province: "SO",
        chain: "Turismo montano",
        status: PoleStatus::Suspended,
        recognised: Some((800, "13942")),
        plan: ESSENTIAL,
        lead: RIFUGIO,
        others: &[
            LIMONAIA,
            VALTELLANDA,
            BENACOVIA,
            MESTOLO.but(Twist::Suspended(When::DaysAgo(40), When::InDays(140))),
        ],
    },
    PoleRow {
        name: "Polo lattiero-caseario della Bassa",
        text: "Scuole, caseifici e aziende agricole tra Crema e Mantova.",
        area: Area::AgriFood,
        province: "CR",
        chain: "Latte e formaggi",
        status: PoleStatus::Recognised,
        recognised: Some((700, "1835")),
        plan: FULL,
        lead: MARCITA,
        others: &[RISAIA, LATTEGIOIA, SPIGADORA, DISPENSA],
    },
    PoleRow {
        name: "Polo del mobile canturino",
        text: "Dal disegno al prototipo: laboratori comuni di scuole e mobilifici.",
        area: Area::Manufacturing,
        province: "CO",
        chain: "Legno e arredo",
        status: PoleStatus::Recognised,
        recognised: Some((640, "5521")),
        plan: FULL,
        lead: BOTTEGA,
        others: &[SETAIOLA, ROVERINO, TRUCIOLA, PIALLA],
    },
    PoleRow {
        name: "Polo della grafica e dello spettacolo",
        text: "Una scuola statale e una paritaria con stampatori e sviluppatori.",
        area: Area::Culture,
        province: "BG",
        chain: "Editoria, comunicazione e software",
        status: PoleStatus::Recognised,
        recognised: Some((580, "8903")),
        plan: ESSENTIAL,
        lead: PALCO,
        others: &[GRAFITE, CARATTERE, PIXELARIA, BOZZA],
    },
    PoleRow {
        name: "Polo del turismo dei laghi",
        text: "Alberghi, agenzie e ristoranti del Garda con le scuole del turismo.",
        area: Area::Tourism,
        province: "BS",
        chain: "Ospitalità e ristorazione",
        status: PoleStatus::Recognised,
        recognised: Some((520, "12077")),
        plan: FULL,
        lead: LIMONAIA,
        others: &[RIFUGIO, BENACOVIA, TAVOLARA, VALTELLANDA, MESTOLO],
    },
    PoleRow {
        name: "Polo della logistica del Ticino",
        text: "Trasporto, magazzino e commercio intorno all'interporto.",
        area: Area::TradeAndTransport,
        province: "VA",
        chain: "Trasporti e logistica",
        status: PoleStatus::Recognised,
        recognised: Some((460, "15230")),
        plan: ESSENTIAL,
        lead: BRUGHIERA,
        others: &[MERCATO, CARGOVIA, SCAFFALIA, CONTAINER],
    },
    PoleRow {
        name: "Polo della cura e del benessere",
        text: "Servizi sociali, odontotecnica ed estetica tra Lodi e il Legnanese.",
        area: Area::PersonalServices,
        province: "LO",
        chain: "Servizi sociali e benessere",
        status: PoleStatus::Recognised,
        recognised: Some((400, "2648")),
        plan: ESSENTIAL,
        lead: CORTILE,
        others: &[SORRISO, CARAVERDE, FORBICIANA, SPECCHIO],
    },
];
