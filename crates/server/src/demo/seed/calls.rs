//! The calls of the demo: one closed, three open, one that opens soon, one draft.

use ptp_domain::area::Area;
use ptp_domain::call::{CallStatus, Purpose};
use ptp_domain::rules::ruleset::{Leeway, RulesetId};

use super::call::CallRow;
use super::dates::When;

/// Closed, and the only one under the national guidelines.
pub(super) const CLOSED: CallRow = CallRow {
    title: (
        "Costituzione di Poli Tecnici Professionali secondo le linee guida nazionali",
        "Constitution of Poli Tecnici Professionali by the national guidelines",
    ),
    text: (
        "Le reti sono valutate con le regole della pagina regionale e con quelle aggiunte dalle \
         linee guida nazionali del 2013: partecipazione di un ITS, imprese iscritte al registro, \
         fondatori dell'ITS esclusi dal conteggio.",
        "Networks are judged by the rules of the regional page and by those that the national \
         guidelines of 2013 add: an ITS takes part, companies are in the register, founders of \
         the ITS do not count.",
    ),
    opens: When::DaysAgo(150),
    closes: When::DaysAgo(80),
    decree: Some(("10318", When::DaysAgo(165))),
    ruleset: RulesetId::LineeGuida2013,
    ..OPEN
};

/// Open, for every area.
pub(super) const OPEN: CallRow = CallRow {
    status: CallStatus::Published,
    purpose: Purpose::Constitution,
    title: (
        "Costituzione di Poli Tecnici Professionali nelle sette aree economiche e professionali",
        "Constitution of Poli Tecnici Professionali in the seven economic and professional areas",
    ),
    text: (
        "Possono candidarsi le reti di istituti tecnici e professionali, imprese e soggetti \
         accreditati che si riferiscono a una delle sette aree. La costituzione non comporta \
         finanziamenti dedicati; ai poli riconosciuti spettano le priorità previste dalle \
         politiche regionali. Le candidature si ricevono entro le ore 12.00 del giorno di \
         chiusura.",
        "Networks of technical and vocational institutes, companies and accredited bodies that \
         refer to one of the seven areas may apply. Constitution carries no dedicated funding; \
         recognised poles have the priorities that regional policies provide for. Applications \
         are received until 12.00 on the closing day.",
    ),
    areas: &[],
    opens: When::DaysAgo(21),
    closes: When::InDays(45),
    ruleset: RulesetId::RegioneLombardia,
    min_schools: None,
    min_companies: None,
    other_kinds: None,
    priority_for_poles: false,
    derogation: None,
    decree: Some(("15871", When::DaysAgo(35))),
    desk: Some("Sportello Poli Tecnici Professionali"),
};

/// Open, for two areas, with modified rules.
pub(super) const RESTRICTED: CallRow = CallRow {
    title: (
        "Costituzione di poli per le filiere della meccanica e della manifattura",
        "Constitution of poles for the production chains of mechanics and manufacturing",
    ),
    text: (
        "Riservato alle reti delle aree meccanica e manifattura. Alla rete partecipano almeno tre \
         imprese; non sono ammessi soggetti di tipo diverso da quelli elencati nella pagina \
         regionale.",
        "For networks of the areas mechanics and manufacturing only. At least three companies \
         take part; bodies of other kinds than those that the regional page lists are not \
         admitted.",
    ),
    areas: &[Area::Mechanics, Area::Manufacturing],
    opens: When::DaysAgo(10),
    closes: When::InDays(60),
    min_companies: Some(3),
    other_kinds: Some(Leeway::Reject),
    decree: Some(("16402", When::DaysAgo(20))),
    desk: Some("Sportello Filiere produttive e formazione"),
    ..OPEN
};

/// Opens soon: a measure that gives priority to poles.
pub(super) const UPCOMING: CallRow = CallRow {
    purpose: Purpose::Measure,
    title: (
        "Laboratori condivisi per l'istruzione tecnica e professionale",
        "Shared laboratories for technical and vocational education",
    ),
    text: (
        "Contributi per attrezzare laboratori usati insieme da scuole e imprese. A parità di \
         punteggio hanno priorità i Poli Tecnici Professionali riconosciuti alla data di chiusura.",
        "Grants to equip laboratories that schools and companies use together. Among equal scores \
         the Poli Tecnici Professionali recognised on the closing day have priority.",
    ),
    opens: When::InDays(25),
    closes: When::InDays(90),
    priority_for_poles: true,
    decree: Some(("16955", When::DaysAgo(5))),
    desk: Some("Sportello Edilizia scolastica e laboratori"),
    ..OPEN
};

/// Open, and asks for less than the page, by a derogation.
pub(super) const MOUNTAIN: CallRow = CallRow {
    title: (
        "Costituzione di Poli Tecnici Professionali nelle aree montane",
        "Constitution of Poli Tecnici Professionali in mountain areas",
    ),
    text: (
        "Per le reti che servono comuni montani. In deroga alla pagina regionale basta un istituto \
         tecnico o professionale.",
        "For networks that serve mountain municipalities. By a derogation from the regional page one \
         technical or vocational institute is enough.",
    ),
    opens: When::DaysAgo(4),
    closes: When::InDays(75),
    min_schools: Some(1),
    derogation: Some(
        "nelle aree montane gli istituti sono distanti tra loro più di un'ora di viaggio",
    ),
    decree: Some(("16987", When::DaysAgo(5))),
    ..OPEN
};

/// Visible to officials only.
pub(super) const DRAFT: CallRow = CallRow {
    status: CallStatus::Draft,
    title: (
        "Costituzione di nuovi poli: cultura, turismo e servizi alla persona",
        "Constitution of new poles: culture, tourism and personal services",
    ),
    text: (
        "Bozza in preparazione: le finestre e i requisiti sono da confermare.",
        "Draft in preparation: window and requirements are to be confirmed.",
    ),
    areas: &[Area::Culture, Area::Tourism, Area::PersonalServices],
    opens: When::InDays(120),
    closes: When::InDays(180),
    decree: None,
    desk: None,
    ..OPEN
};

/// All calls, in order of their decrees and codes.
pub(super) const CALLS: &[CallRow] = &[CLOSED, OPEN, RESTRICTED, UPCOMING, MOUNTAIN, DRAFT];
