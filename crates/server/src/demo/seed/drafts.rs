//! Drafts of the demo's applicant: one is ready, each other one shows one problem or feature.

use ptp_domain::area::Area;
use ptp_domain::identifier::AtecoClassification::{Ateco2007, Ateco2025};
use ptp_domain::pole::PoleStatus;

use super::bodies::{
    AGGIORNA, ATENEO, BOZZA, BRIANZA, ITS_MECCATRONICA, LABORATORIO, MECCANICI, MUSEO, SPORTELLO,
};
use super::companies::{
    BREMOVIA, CARATTERE, CIAKADDA, ELETTRADDA, LOMBITICA, PIXELARIA, PLASTEVIA, TAVOLARA, TORVELLA,
};
use super::dates::When;
use super::party::Twist;
use super::plan::{ESSENTIAL, FULL, WITHOUT_FLEXIBILITY};
use super::pole::PoleRow;
use super::schools::{ADDA, GRAFITE, GROANE, MELLA, OFFICINA, OFFICINA_SITE, PONTE, SERIO, TICINO};

/// Meets every regional rule, and those of both open calls.
pub(super) const READY: PoleRow = PoleRow {
    name: "Polo dimostrativo: pronto per la candidatura",
    text: "Soddisfa tutte le regole della pagina regionale, e anche quelle del bando riservato a \
           meccanica e manifattura. L'ITS manca, ma nel primo triennio non è vincolante.",
    area: Area::Mechanics,
    province: "MI",
    chain: "Meccatronica",
    status: PoleStatus::Draft,
    recognised: None,
    plan: FULL,
    planned_until: None,
    agreed: true,
    lead: OFFICINA,
    others: &[ADDA, TORVELLA, BREMOVIA, ELETTRADDA, MECCANICI],
};

/// Each breaks exactly one rule.
pub(super) const BREAKING: &[PoleRow] = &[
    PoleRow {
        name: "Polo dimostrativo: area non ammessa dal bando",
        text: "È conforme alle regole della pagina, ma la sua area, cultura, non è tra quelle del \
               bando riservato a meccanica e manifattura: la regola single_area si vede violata \
               valutandolo con quel bando (compliance?call_id=…).",
        area: Area::Culture,
        chain: "Grafica e software",
        others: &[GRAFITE, CARATTERE, PIXELARIA, CIAKADDA, BOZZA],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca un istituto",
        text: "Ha un solo istituto tecnico o professionale invece di due (min_schools). Il bando \
               per le aree montane, in deroga alla pagina regionale, ne chiede uno solo: valutato con \
               quel bando è conforme, e il rapporto cita la deroga (compliance?call_id=…).",
        others: &[TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca un'impresa",
        text: "Ha una sola impresa invece di due (min_companies).",
        others: &[ADDA, TORVELLA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca la sezione A",
        text: "Il suo ente di formazione è accreditato alla sola sezione B: può partecipare, ma \
               non occupa il posto della sezione A (min_section_a).",
        others: &[ADDA, TORVELLA, BREMOVIA, AGGIORNA],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca l'ITS",
        text: "Conforme secondo la pagina, che nel primo triennio non vincola; con le linee guida \
               nazionali del 2013 il termine è passato e l'ITS è obbligatorio (min_its).",
        others: &[ADDA, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: soggetto non ammesso",
        text: "Ne fa parte un museo d'impresa, di un tipo che la pagina non elenca: secondo la \
               pagina lo valuta l'ufficio, il bando riservato a meccanica e manifattura lo \
               respinge (member_kinds).",
        others: &[ADDA, TORVELLA, BREMOVIA, ELETTRADDA, MECCANICI, MUSEO],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: indirizzo troppo recente",
        text: "Il terzo istituto ha l'indirizzo di meccanica solo da questo anno scolastico: il \
               requisito dei tre anni vincola ogni soggetto formativo, anche chi non serve al \
               conteggio (training_seniority).",
        others: &[ADDA, TICINO, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: impresa di un'altra area",
        text: "La terza impresa è un ristorante: finché resta nel polo, il requisito dell'area non \
               è rispettato (company_in_area).",
        others: &[ADDA, TORVELLA, BREMOVIA, TAVOLARA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca un impegno",
        text: "La terza impresa non si è impegnata a garantire a tutti gli studenti le azioni del \
               piano (company_commitment).",
        others: &[ADDA, TORVELLA, BREMOVIA, ELETTRADDA.but(Twist::Uncommitted), MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: piano senza flessibilità",
        text: "Il piano delle attività prevede l'alternanza, ma nessuna azione di flessibilità \
               curricolare (activity_plan).",
        plan: WITHOUT_FLEXIBILITY,
        others: &[ADDA, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: due sedi dello stesso istituto",
        text: "La sede coordinata figura come un membro a sé, con un proprio codice fiscale: i \
               codici meccanografici dicono che è lo stesso istituto (distinct_members).",
        others: &[OFFICINA_SITE, ADDA, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: un fondatore dell'ITS",
        text: "Conforme secondo la pagina; con le linee guida nazionali del 2013 l'istituto \
               professionale non si conta, perché ha fondato l'ITS del polo \
               (its_founders_excluded), e manca un istituto (min_schools).",
        others: &[
            ADDA,
            TORVELLA,
            BREMOVIA,
            MECCANICI,
            ITS_MECCATRONICA.but(Twist::FoundedBy(&[ADDA.tax_code])),
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: impresa non iscritta",
        text: "Conforme secondo la pagina; con le linee guida nazionali del 2013 ogni impresa deve \
               essere iscritta al registro delle imprese, e la terza non lo è \
               (company_registered).",
        others: &[
            ADDA,
            TORVELLA,
            BREMOVIA,
            ELETTRADDA.but(Twist::Unregistered),
            MECCANICI,
            ITS_MECCATRONICA,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: sede fuori dalla Lombardia",
        text: "I suoi membri sono tutti in Lombardia, ma il polo dichiara la propria sede a \
               Piacenza (territory).",
        province: "PC",
        others: &[ADDA, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: manca l'accordo di rete",
        text: "Conforme secondo la pagina; le linee guida nazionali del 2013 chiedono che la rete \
               sia formalizzata con un accordo (network_agreement).",
        agreed: false,
        others: &[ADDA, TORVELLA, BREMOVIA, MECCANICI, ITS_MECCATRONICA],
        ..READY
    },
];

/// The VAT number of a group of companies.
const GROUP: &str = "99901050163";

/// Drafts that show something other than one broken rule.
pub(super) const TELLING: &[PoleRow] = &[
    PoleRow {
        name: "Polo dimostrativo: da valutare",
        text: "Non viola alcuna regola, ma l'ufficio deve valutare un'impresa il cui codice \
               ATECO primario è solo contiguo all'area, una che ha dell'area un codice secondario, \
               e un istituto il cui indirizzo non è nel catalogo.",
        plan: ESSENTIAL,
        others: &[ADDA, MELLA, TORVELLA, BREMOVIA, PLASTEVIA, LOMBITICA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: cambia nel tempo",
        text: "Oggi l'indirizzo del terzo istituto non ha ancora tre anni; li compie tra pochi \
               giorni, e il polo diventa conforme. Poi l'accreditamento alla sezione A viene \
               sospeso per un mese (compliance/timeline).",
        plan: ESSENTIAL,
        others: &[
            ADDA,
            GROANE,
            TORVELLA,
            BREMOVIA,
            BRIANZA.but(Twist::Suspended(When::InDays(45), When::InDays(75))),
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: una rete ampia",
        text: "Soggetti di ogni tipo: istituti, imprese, enti accreditati alle due sezioni e ai \
               servizi per il lavoro, un ITS, un'università, un centro di ricerca e un museo, che \
               l'ufficio deve valutare.",
        others: &[
            ADDA,
            SERIO,
            TORVELLA,
            BREMOVIA,
            ELETTRADDA,
            MECCANICI,
            AGGIORNA,
            SPORTELLO,
            ITS_MECCATRONICA,
            ATENEO,
            LABORATORIO,
            MUSEO,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: imprese di altre regioni",
        text: "Un'impresa ha la sede legale a Piacenza e una sede operativa a Codogno: basta. \
               L'altra ha soltanto la sede di Novara: poiché il polo ne ha bisogno, l'ufficio deve \
               valutarla (territory).",
        others: &[
            ADDA,
            TORVELLA.but(Twist::Seated(("Piacenza", "PC"), &[("Codogno", "LO")])),
            BREMOVIA.but(Twist::Seated(("Novara", "NO"), &[])),
            MECCANICI,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: identità da accertare",
        text: "Un istituto non indica alcun codice meccanografico, e due imprese con codici fiscali \
               diversi indicano lo stesso numero REA: un funzionario deve accertare chi sono \
               (distinct_members).",
        others: &[
            ADDA,
            SERIO.but(Twist::Unidentified),
            TORVELLA,
            BREMOVIA.but(Twist::EnteredAs("BG-9900113")),
            MECCANICI,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: codici ATECO nel tempo",
        text: "Un'impresa ha soltanto un codice ATECO 2007, tradotto con la corrispondenza \
               dell'ISTAT; una ha quello del 2007 e quello del 2025, e decide il secondo; la terza tra \
               un mese passa alla ristorazione: da allora il requisito dell'area non è rispettato \
               (company_in_area, compliance/timeline).",
        others: &[
            ADDA,
            TORVELLA.but(Twist::Active(&[("28.41", Ateco2007, None, None)])),
            BREMOVIA.but(Twist::Active(&[
                ("56.10.11", Ateco2007, None, None),
                ("25.53", Ateco2025, None, None),
            ])),
            ELETTRADDA.but(Twist::Active(&[
                ("27.12", Ateco2025, None, Some(When::InDays(30))),
                ("56.11", Ateco2025, Some(When::InDays(31)), None),
            ])),
            MECCANICI,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: imprese di un gruppo IVA",
        text: "Due imprese dello stesso gruppo hanno una sola partita IVA: restano due imprese, \
               perché a identificarle è il codice fiscale (distinct_members).",
        others: &[
            ADDA,
            TORVELLA.but(Twist::Vat(GROUP)),
            BREMOVIA.but(Twist::Vat(GROUP)),
            MECCANICI,
        ],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: indirizzi da accertare",
        text: "Un istituto prosegue l'indirizzo di un altro che vi è confluito l'anno scorso, e ne \
               dichiara gli anni; un altro offre solo un indirizzo che spetta a un ITS: un \
               funzionario deve valutarli (training_seniority).",
        others: &[ADDA.but(Twist::HeirOf(&GROANE)), PONTE, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
    PoleRow {
        name: "Polo dimostrativo: piano e capofila da rinnovare",
        text: "Il periodo del piano delle attività è terminato (activity_plan), e il capofila ha \
               lasciato il polo (lead): occorrono un nuovo piano e un altro capofila.",
        planned_until: Some(When::DaysAgo(30)),
        lead: OFFICINA.but(Twist::Leaving(When::DaysAgo(10))),
        others: &[ADDA, SERIO, TORVELLA, BREMOVIA, MECCANICI],
        ..READY
    },
];
