//! Italian provinces, by their two-letter codes.

use std::fmt;

use crate::fault::Invalid;

/// An Italian province or metropolitan city, or the autonomous region of Valle d'Aosta.
///
/// The 107 of 2025 (ISTAT's list of territorial units), by two letters, `MI`; former codes such as
/// `FO`, `CI` or `VS` are invalid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Province {
    code: &'static str,
    name: &'static str,
}

impl Province {
    /// The twelve provinces of Lombardy.
    pub const LOMBARDY: [Self; 12] = [
        province("BG", "Bergamo"),
        province("BS", "Brescia"),
        province("CO", "Como"),
        province("CR", "Cremona"),
        province("LC", "Lecco"),
        province("LO", "Lodi"),
        province("MB", "Monza e della Brianza"),
        province("MI", "Milano"),
        province("MN", "Mantova"),
        province("PV", "Pavia"),
        province("SO", "Sondrio"),
        province("VA", "Varese"),
    ];

    /// All provinces: Lombardy's, then the others, each in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::LOMBARDY.into_iter().chain(ELSEWHERE)
    }

    /// Parses the two letters, in either case; surrounding blanks are ignored.
    ///
    /// # Errors
    ///
    /// `province_unknown` if no province has these letters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::of_letters(&text.trim().to_ascii_uppercase()).ok_or(UNKNOWN)
    }

    /// The two letters, `MI`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The Italian name, `Milano`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether it is in Lombardy.
    #[must_use]
    pub fn is_lombard(self) -> bool {
        Self::LOMBARDY.contains(&self)
    }

    /// The province that public registers denote by these letters.
    ///
    /// School codes and REA numbers still start with the former letters of Forlì-Cesena (`FO`) and
    /// Pesaro e Urbino (`PS`).
    pub(super) fn of_register_letters(letters: &str) -> Option<Self> {
        Self::of_letters(match letters {
            "FO" => "FC",
            "PS" => "PU",
            current => current,
        })
    }

    fn of_letters(letters: &str) -> Option<Self> {
        Self::all().find(|province| province.code == letters)
    }
}

impl fmt::Debug for Province {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Province({})", self.code)
    }
}

impl fmt::Display for Province {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code)
    }
}

const UNKNOWN: Invalid = Invalid::fixed(
    "province_unknown",
    "La sigla non corrisponde a nessuna provincia italiana: servono le due lettere di una \
     provincia esistente, per esempio MI.",
    "No Italian province has these letters: give the two letters of one that exists, such as MI.",
);

const fn province(code: &'static str, name: &'static str) -> Province {
    Province { code, name }
}

/// The provinces outside Lombardy.
const ELSEWHERE: [Province; 95] = [
    province("AG", "Agrigento"),
    province("AL", "Alessandria"),
    province("AN", "Ancona"),
    province("AO", "Valle d'Aosta"),
    province("AP", "Ascoli Piceno"),
    province("AQ", "L'Aquila"),
    province("AR", "Arezzo"),
    province("AT", "Asti"),
    province("AV", "Avellino"),
    province("BA", "Bari"),
    province("BI", "Biella"),
    province("BL", "Belluno"),
    province("BN", "Benevento"),
    province("BO", "Bologna"),
    province("BR", "Brindisi"),
    province("BT", "Barletta-Andria-Trani"),
    province("BZ", "Bolzano"),
    province("CA", "Cagliari"),
    province("CB", "Campobasso"),
    province("CE", "Caserta"),
    province("CH", "Chieti"),
    province("CL", "Caltanissetta"),
    province("CN", "Cuneo"),
    province("CS", "Cosenza"),
    province("CT", "Catania"),
    province("CZ", "Catanzaro"),
    province("EN", "Enna"),
    province("FC", "Forlì-Cesena"),
    province("FE", "Ferrara"),
    province("FG", "Foggia"),
    province("FI", "Firenze"),
    province("FM", "Fermo"),
    province("FR", "Frosinone"),
    province("GE", "Genova"),
    province("GO", "Gorizia"),
    province("GR", "Grosseto"),
    province("IM", "Imperia"),
    province("IS", "Isernia"),
    province("KR", "Crotone"),
    province("LE", "Lecce"),
    province("LI", "Livorno"),
    province("LT", "Latina"),
    province("LU", "Lucca"),
    province("MC", "Macerata"),
    province("ME", "Messina"),
    province("MO", "Modena"),
    province("MS", "Massa-Carrara"),
    province("MT", "Matera"),
    province("NA", "Napoli"),
    province("NO", "Novara"),
    province("NU", "Nuoro"),
    province("OR", "Oristano"),
    province("PA", "Palermo"),
    province("PC", "Piacenza"),
    province("PD", "Padova"),
    province("PE", "Pescara"),
    province("PG", "Perugia"),
    province("PI", "Pisa"),
    province("PN", "Pordenone"),
    province("PO", "Prato"),
    province("PR", "Parma"),
    province("PT", "Pistoia"),
    province("PU", "Pesaro e Urbino"),
    province("PZ", "Potenza"),
    province("RA", "Ravenna"),
    province("RC", "Reggio Calabria"),
    province("RE", "Reggio Emilia"),
    province("RG", "Ragusa"),
    province("RI", "Rieti"),
    province("RM", "Roma"),
    province("RN", "Rimini"),
    province("RO", "Rovigo"),
    province("SA", "Salerno"),
    province("SI", "Siena"),
    province("SP", "La Spezia"),
    province("SR", "Siracusa"),
    province("SS", "Sassari"),
    province("SU", "Sud Sardegna"),
    province("SV", "Savona"),
    province("TA", "Taranto"),
    province("TE", "Teramo"),
    province("TN", "Trento"),
    province("TO", "Torino"),
    province("TP", "Trapani"),
    province("TR", "Terni"),
    province("TS", "Trieste"),
    province("TV", "Treviso"),
    province("UD", "Udine"),
    province("VB", "Verbano-Cusio-Ossola"),
    province("VC", "Vercelli"),
    province("VE", "Venezia"),
    province("VI", "Vicenza"),
    province("VR", "Verona"),
    province("VT", "Viterbo"),
    province("VV", "Vibo Valentia"),
];
