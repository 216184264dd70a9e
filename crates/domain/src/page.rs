//! What the regional page says apart from areas, objectives and rules, word for word.

use crate::text::Text;

/// What the page is about.
pub const TITLE: Text =
    Text::fixed("Poli Tecnici Professionali (PTP)", "Technical and vocational poles (PTP)");

/// What a pole is.
pub const DESCRIPTION: Text = Text::fixed(
    "Regione Lombardia promuove la costituzione di Poli Tecnici Professionali (PTP) in grado di garantire una interconnessione tra i soggetti della filiera formativa e le imprese della filiera produttiva.",
    "Regione Lombardia promotes the constitution of technical and vocational poles (PTP) that connect the bodies of the training chain with the companies of the production chain.",
);

/// What comes before the objectives.
pub const OBJECTIVES: Text = Text::fixed(
    "Con la costituzione dei Poli Tecnici Professionali si perseguono i seguenti obiettivi:",
    "The constitution of the poles serves the following objectives:",
);

/// What comes before the composition of a network.
pub const COMPOSITION: Text = Text::fixed(
    "La rete che compone un Polo tecnico-professionale deve essere composta almeno da:",
    "The network that makes up a pole must consist of at least:",
);

/// How deadlines work.
pub const DEADLINES: Text = Text::fixed(
    "Verificare i termini di scadenza nei singoli bandi.",
    "See the individual calls for their deadlines.",
);
