//! The seven economic and professional areas.

use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// An economic and professional area: a pole refers to exactly one.
    pub enum Area: "area", from fixed(
        "Pagina PTP di Regione Lombardia, primo capoverso",
        "PTP page of Regione Lombardia, first paragraph"
    ) {
        /// Farming, food and fishing.
        AgriFood = "agri_food", "agroalimentare", "agri-food";
        /// Manufacturing and crafts.
        Manufacturing = "manufacturing", "manifattura", "manufacturing";
        /// Mechanics, plants and construction.
        Mechanics = "mechanics", "meccanica", "mechanics";
        /// Culture, information and computing.
        Culture = "culture", "cultura", "culture";
        /// Tourism and sport.
        Tourism = "tourism", "turismo", "tourism";
        /// Commercial services, transport and logistics.
        TradeAndTransport = "trade_and_transport", "servizi commerciali e trasporti",
            "commercial services and transport";
        /// Services to persons.
        PersonalServices = "personal_services", "servizi alla persona", "personal services";
    }
}

impl Area {
    /// The name in the national guidelines (Interministerial Decree of 7 February 2013, annex C).
    #[must_use]
    pub const fn national_name(self) -> Text {
        match self {
            Self::AgriFood => Text::fixed("Agroalimentare", "Agri-food"),
            Self::Manufacturing => {
                Text::fixed("Manifattura e artigianato", "Manufacturing and crafts")
            }
            Self::Mechanics => Text::fixed(
                "Meccanica, impianti e costruzioni",
                "Mechanics, plants and construction",
            ),
            Self::Culture => Text::fixed(
                "Cultura, informazione e tecnologie informatiche",
                "Culture, information and computing",
            ),
            Self::Tourism => Text::fixed("Turismo e sport", "Tourism and sport"),
            Self::TradeAndTransport => Text::fixed(
                "Servizi commerciali, trasporti e logistica",
                "Commercial services, transport and logistics",
            ),
            Self::PersonalServices => Text::fixed("Servizi alla persona", "Services to persons"),
        }
    }
}
