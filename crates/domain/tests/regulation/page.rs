//! The regional page, sentence by sentence: what carries it, how it is enforced, what is declared.

use ptp_domain::activity_plan::Objective;
use ptp_domain::page;
use ptp_domain::party::ContactRole;
use ptp_domain::rules::Rule;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;

use super::tables::row;

/// The page's sentences in its order, without headings and without the persons that it names.
const PAGE: [&str; 22] = [
    "Poli Tecnici Professionali (PTP)",
    "Regione Lombardia promuove la costituzione di Poli Tecnici Professionali (PTP) in grado di garantire una interconnessione tra i soggetti della filiera formativa e le imprese della filiera produttiva.",
    "I poli devono riferirsi ad una delle 7 seguenti aree economiche professionali: agroalimentare, manifattura, meccanica, cultura, turismo, servizi commerciali e trasporti, servizi alla persona.",
    "Con la costituzione dei Poli Tecnici Professionali si perseguono i seguenti obiettivi:",
    "Valorizzare il contributo delle imprese nella definizione dei fabbisogni formativi al fine anche di favorire la coerenza dei percorsi di istruzione e di IeFP con le esigenze del tessuto produttivo;",
    "Rafforzare l’acquisizione delle competenze negli ambienti della produzione (alternanza, apprendistato);",
    "Dare concreta attuazione agli spazi di flessibilità curricolare dei percorsi di istruzione tecnica, professionale e di formazione professionale;",
    "Promuovere contesti di apprendimento dinamici, valorizzando la flessibilità organizzativa delle istituzioni scolastiche e formative;",
    "Rafforzare il rapporto tra sistema dell’istruzione e formazione e i sistemi della ricerca tecnologica per favorire il trasferimento della ricerca industriale alle imprese;",
    "Prevedere un forte raccordo nella diversificazione dell’offerta formativa in relazione agli ambiti di specializzazione.",
    "La rete che compone un Polo tecnico-professionale deve essere composta almeno da:",
    "due istituti tecnici e/o professionali statali e paritari;",
    "due imprese;",
    "un soggetto accreditato alla sezione A;",
    "un istituto tecnico superiore (nel primo triennio la partecipazione non è requisito vincolante).",
    "Possono inoltre far parte della rete le Università, i centri di ricerca, gli accreditati alla sezione B, gli accreditati ai servizi per il lavoro.",
    "I soggetti formativi devono avere da almeno 3 anni nel proprio piano dell’offerta formativa un indirizzo di studio riferibile all’area economica e professionale per cui si candidano.",
    "Le aziende devono essere appartenenti all’area economica e professionale prescelta.",
    "Le aziende si impegnano a garantire a tutti gli studenti le azioni di alternanza e flessibilità definite nel piano delle attività del PTP.",
    "I PTP si costituiscono senza ricevere finanziamenti dedicati ma verranno, in ogni caso, individuate specifiche priorità nelle politiche regionali o in finanziamenti dedicati nei confronti di questi nuovi attori.",
    "Verificare i termini di scadenza nei singoli bandi.",
    "Responsabile del procedimento; Informazioni e contatti",
];

/// A sentence of the page in the service.
struct Line {
    text: Text,
    /// The rule or the field that carries it.
    carried_by: &'static str,
    /// What the service does so that it holds.
    enforced: &'static str,
    /// What the service takes on somebody's word.
    declared: &'static str,
}

const fn line(
    text: Text,
    carried_by: &'static str,
    enforced: &'static str,
    declared: &'static str,
) -> Line {
    Line { text, carried_by, enforced, declared }
}

/// Every sentence, from where the service says it.
fn lines() -> Vec<Line> {
    let role = |role: ContactRole| role.label();
    let contacts = {
        let (officer, desk) =
            (role(ContactRole::ResponsibleOfficer), role(ContactRole::Information));
        Text::new(format!("{}; {}", officer.it, desk.it), format!("{}; {}", officer.en, desk.en))
    };
    let mut lines = opening();
    lines.extend(Objective::ALL.iter().map(|objective| {
        line(
            objective.label(),
            "`objectives` of the actions of the activity plan",
            "an action names the objectives it serves, out of these six",
            "that the action serves them",
        )
    }));
    lines.push(line(
        page::COMPOSITION,
        "`composition_lead` of the programme",
        "members fill the places by a maximum matching, each one place",
        "–",
    ));
    lines.extend(requirements());
    lines.extend([
        line(
            page::DEADLINES,
            "`opens_at`, `closes_at` of the call; `deadlines` of the programme",
            "the instant of receipt decides, the closing instant included",
            "–",
        ),
        line(
            contacts,
            "`contacts` of the programme and of each call",
            "the Region sets them; persons are not part of the code",
            "–",
        ),
    ]);
    lines
}

/// What a pole is, and for what.
fn opening() -> Vec<Line> {
    vec![
        line(page::TITLE, "`title` of the programme", "shown", "–"),
        line(
            page::DESCRIPTION,
            "`description` of the programme",
            "shown",
            "that the members work together: the service asks for a network, not for what it does",
        ),
        line(
            Rule::SingleArea.text(),
            "rule `single_area`; `area` of the pole; `areas` of the call",
            "a pole has exactly one of the seven areas, and one that its call allows",
            "which one: what its members offer and do is then judged against it",
        ),
        line(page::OBJECTIVES, "`objectives_lead` of the programme", "shown", "–"),
    ]
}

/// What the rules carry.
fn requirements() -> Vec<Line> {
    vec![
        line(
            Rule::MinSchools.text(),
            "rule `min_schools`",
            "counted on the date; two sites of one institution count once",
            "that the school is technical or vocational, state or paritaria: its code is checked for form",
        ),
        line(
            Rule::MinCompanies.text(),
            "rule `min_companies`",
            "counted on the date: companies of the area, with their commitment",
            "that the company exists: its codes are checked for form",
        ),
        line(
            Rule::MinSectionA.text(),
            "rule `min_section_a`; `accreditations` of the member",
            "valid on the date: not expired, suspended or revoked",
            "the accreditation, with its number: the office compares it with the register",
        ),
        line(
            Rule::MinIts.text(),
            "rule `min_its`; parameters `its_grace_years`, `its_grace_until`",
            "waived until the third anniversary of the recognition, then binding",
            "that the member is an ITS",
        ),
        line(
            Rule::MemberKinds.text(),
            "rule `member_kinds`; parameter `other_kinds`",
            "others are assessed by the office",
            "the kind of the member",
        ),
        line(
            Rule::TrainingSeniority.text(),
            "rule `training_seniority`; `study_tracks` of the member",
            "three years without a gap up to the date, of a track that belongs to the area",
            "the track and its dates: the office compares them with the plan of the offer",
        ),
        line(
            Rule::CompanyInArea.text(),
            "rule `company_in_area`; `ateco` of the company",
            "the code of the main activity belongs to the area; secondary ones are assessed by the office",
            "the codes: the office compares them with the register of companies",
        ),
        line(
            Rule::CompanyCommitment.text(),
            "rules `company_commitment`, `activity_plan`, `member_confirmation`",
            "signed by the date, for all students, under a plan that defines these actions",
            "the commitment, unless the call asks the company itself to confirm it",
        ),
        line(
            Rule::NoDedicatedFunding.text(),
            "rule `no_dedicated_funding`; `priority_for_poles` of a call; recognitions",
            "nothing is granted; other measures ask who is recognised, since when and whether it complies",
            "–",
        ),
    ]
}

/// The table, for `docs/regulation.md`.
pub(crate) fn table() -> String {
    let mut text = String::from(
        "## The page\n\n\
         Every sentence of the page in its order, without headings and without the persons it names.\n\n",
    );
    text += &row(["the page", "carried by", "how it is enforced", "only declared"]);
    text += &row(["---"; 4]);
    for Line { text: sentence, carried_by, enforced, declared } in lines() {
        text += &row([sentence.it.as_ref(), carried_by, enforced, declared]);
    }
    text.push('\n');
    text
}

#[test]
fn every_sentence_of_the_page_is_carried_word_for_word() {
    let carried: Vec<_> = lines().into_iter().map(|line| line.text.it.into_owned()).collect();
    let page: Vec<_> = PAGE.iter().map(|sentence| (*sentence).to_owned()).collect();
    // The labels of contacts are not the page's headings letter by letter.
    let lower = |all: Vec<String>| -> Vec<_> {
        all.into_iter().map(|sentence| sentence.to_lowercase()).collect()
    };
    let (mut carried, mut page) = (carried, page);
    let contacts = (carried.split_off(21), page.split_off(21));
    assert_eq!(carried, page);
    assert_eq!(lower(contacts.0), lower(contacts.1));
}

#[test]
fn every_rule_that_a_line_names_exists() {
    for Line { carried_by, .. } in lines() {
        let rules = carried_by.split(';').filter(|part| part.trim_start().starts_with("rule"));
        for code in rules.flat_map(|part| part.split('`').skip(1).step_by(2)) {
            assert!(Rule::from_code(code).is_ok(), "{code}");
        }
    }
}
