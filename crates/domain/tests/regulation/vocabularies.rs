//! Closed vocabularies, and sentences quoted from the page.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::{ActionKind, Objective};
use ptp_domain::application::{self, ApplicationStatus, Why};
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::call::{self, CallStatus, Notification, Phase, ProcedureFrom, Purpose, Silence};
use ptp_domain::change_request::{RequestStatus, RequestStep};
use ptp_domain::communication::{Answering, CommunicationKind, CommunicationStatus};
use ptp_domain::correspondence::{Basis, Strength};
use ptp_domain::delivery::{DeliveryMeans, DeliveryOutcome};
use ptp_domain::event::EventKind;
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::istat;
use ptp_domain::language::Language;
use ptp_domain::member::{MemberKind, SchoolStatus};
use ptp_domain::party::{ActKind, ContactRole};
use ptp_domain::pole::{self, OrderEffect, PoleStatus, SuspensionKind};
use ptp_domain::policy::{Action, Role};
use ptp_domain::receipt::ReceiptAct;
use ptp_domain::reference::Direction;
use ptp_domain::rules::ruleset::{
    Binds, Continuity, Leeway, NetworkChanges, PoleSeat, RulesetId, SeniorityBound,
};
use ptp_domain::rules::{Outcome, Rule, Slot, Task, Verdict};
use ptp_domain::study_track::{NameBasis, Provider};
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;

/// A vocabulary, with the code and the label of each word.
pub(crate) struct Words {
    pub(crate) name: &'static str,
    pub(crate) source: Text,
    pub(crate) listed: Vec<(&'static str, Text)>,
}

/// Checks one vocabulary and returns its words.
fn checked<V: Vocabulary>() -> Words {
    let mut codes = BTreeSet::new();
    let mut last = None;
    for word in V::ALL.iter().copied() {
        let code = word.code();
        let well_formed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        assert!(!code.is_empty() && code.chars().all(well_formed), "{}: {code}", V::NAME);
        assert!(codes.insert(code), "{} has {code} twice", V::NAME);
        assert_eq!(V::from_code(code), Ok(word));
        let label = word.label();
        assert!(!label.it.is_empty() && !label.en.is_empty(), "{}: {code}", V::NAME);
        assert!(last < Some(word), "{}: the order of the list is that of the words", V::NAME);
        last = Some(word);
    }
    assert!(!V::SOURCE.it.is_empty() && !V::SOURCE.en.is_empty());
    let unknown = V::from_code("no such word").expect_err("unknown");
    assert_eq!((unknown.list, unknown.code.as_str()), (V::NAME, "no such word"));
    let listed = V::ALL.iter().map(|word| (word.code(), word.label())).collect();
    Words { name: V::NAME, source: V::SOURCE, listed }
}

/// All vocabularies.
pub(crate) fn all() -> Vec<Words> {
    vec![
        checked::<Action>(),
        checked::<ActionKind>(),
        checked::<ActKind>(),
        checked::<Anniversary>(),
        checked::<Area>(),
        checked::<ApplicationStatus>(),
        checked::<AtecoClassification>(),
        checked::<Basis>(),
        checked::<Binds>(),
        checked::<Answering>(),
        checked::<CallStatus>(),
        checked::<CommunicationKind>(),
        checked::<CommunicationStatus>(),
        checked::<ContactRole>(),
        checked::<Continuity>(),
        checked::<DeliveryMeans>(),
        checked::<DeliveryOutcome>(),
        checked::<Direction>(),
        checked::<EventKind>(),
        checked::<Language>(),
        checked::<Leeway>(),
        checked::<MemberKind>(),
        checked::<NameBasis>(),
        checked::<NetworkChanges>(),
        checked::<Notification>(),
        checked::<Objective>(),
        checked::<OrderEffect>(),
        checked::<Outcome>(),
        checked::<Phase>(),
        checked::<PoleSeat>(),
        checked::<PoleStatus>(),
        checked::<ProcedureFrom>(),
        checked::<Provider>(),
        checked::<Purpose>(),
        checked::<ReceiptAct>(),
        checked::<RequestStatus>(),
        checked::<RequestStep>(),
        checked::<Role>(),
        checked::<Rule>(),
        checked::<RulesetId>(),
        checked::<SchoolStatus>(),
        checked::<Section>(),
        checked::<SeniorityBound>(),
        checked::<Silence>(),
        checked::<Slot>(),
        checked::<Strength>(),
        checked::<SuspensionKind>(),
        checked::<Task>(),
        checked::<Verdict>(),
        checked::<Why>(),
        checked::<application::Ground>(),
        checked::<application::Step>(),
        checked::<call::Step>(),
        checked::<istat::Coverage>(),
        checked::<istat::Level>(),
        checked::<pole::Step>(),
    ]
}

#[test]
fn each_word_has_one_code_and_labels_in_both_languages() {
    let checked = all();
    let names: BTreeSet<_> = checked.iter().map(|words| words.name.to_owned()).collect();
    assert_eq!(names.len(), checked.len(), "two lists of one name");
    let mut declared = BTreeSet::new();
    declared_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut declared);
    assert_eq!(declared, names, "a list that no line above checks");
}

/// Collects the names of the vocabularies declared in the sources: `pub enum Word: "name", from …`.
fn declared_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            declared_in(&path, names);
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        let lines = source.lines().filter(|line| line.starts_with("    pub enum "));
        names.extend(lines.filter_map(|line| line.split('"').nth(1)).map(str::to_owned));
    }
}

/// The sentences copied from the page.
#[test]
fn the_objectives_are_the_pages_sentences_in_its_order() {
    let labels: Vec<_> = Objective::ALL.iter().map(|objective| objective.label().it).collect();
    assert_eq!(
        labels,
        [
            "Valorizzare il contributo delle imprese nella definizione dei fabbisogni formativi al fine anche di favorire la coerenza dei percorsi di istruzione e di IeFP con le esigenze del tessuto produttivo;",
            "Rafforzare l’acquisizione delle competenze negli ambienti della produzione (alternanza, apprendistato);",
            "Dare concreta attuazione agli spazi di flessibilità curricolare dei percorsi di istruzione tecnica, professionale e di formazione professionale;",
            "Promuovere contesti di apprendimento dinamici, valorizzando la flessibilità organizzativa delle istituzioni scolastiche e formative;",
            "Rafforzare il rapporto tra sistema dell’istruzione e formazione e i sistemi della ricerca tecnologica per favorire il trasferimento della ricerca industriale alle imprese;",
            "Prevedere un forte raccordo nella diversificazione dell’offerta formativa in relazione agli ambiti di specializzazione.",
        ]
    );
}

#[test]
fn the_rules_say_what_the_page_says_word_for_word() {
    let page = [
        (
            Rule::SingleArea,
            "I poli devono riferirsi ad una delle 7 seguenti aree economiche professionali: agroalimentare, manifattura, meccanica, cultura, turismo, servizi commerciali e trasporti, servizi alla persona.",
        ),
        (Rule::MinSchools, "due istituti tecnici e/o professionali statali e paritari;"),
        (Rule::MinCompanies, "due imprese;"),
        (Rule::MinSectionA, "un soggetto accreditato alla sezione A;"),
        (
            Rule::MinIts,
            "un istituto tecnico superiore (nel primo triennio la partecipazione non è requisito vincolante).",
        ),
        (
            Rule::MemberKinds,
            "Possono inoltre far parte della rete le Università, i centri di ricerca, gli accreditati alla sezione B, gli accreditati ai servizi per il lavoro.",
        ),
        (
            Rule::TrainingSeniority,
            "I soggetti formativi devono avere da almeno 3 anni nel proprio piano dell’offerta formativa un indirizzo di studio riferibile all’area economica e professionale per cui si candidano.",
        ),
        (
            Rule::CompanyInArea,
            "Le aziende devono essere appartenenti all’area economica e professionale prescelta.",
        ),
        (
            Rule::CompanyCommitment,
            "Le aziende si impegnano a garantire a tutti gli studenti le azioni di alternanza e flessibilità definite nel piano delle attività del PTP.",
        ),
        (
            Rule::NoDedicatedFunding,
            "I PTP si costituiscono senza ricevere finanziamenti dedicati ma verranno, in ogni caso, individuate specifiche priorità nelle politiche regionali o in finanziamenti dedicati nei confronti di questi nuovi attori.",
        ),
    ];
    for (rule, words) in page {
        assert_eq!(rule.text().it, words);
    }
    let silent: Vec<_> =
        Rule::ALL.iter().filter(|rule| page.iter().all(|(spoken, _)| spoken != *rule)).collect();
    assert_eq!(
        silent,
        [
            &Rule::MemberConfirmation,
            &Rule::Lead,
            &Rule::ActivityPlan,
            &Rule::DistinctMembers,
            &Rule::ItsFoundersExcluded,
            &Rule::CompanyRegistered,
            &Rule::NetworkAgreement,
            &Rule::Territory,
        ],
        "the page does not speak of the others in a sentence of their own"
    );
    for rule in Rule::ALL {
        assert!(!rule.text().en.is_empty() && !rule.source().it.is_empty(), "{rule:?}");
    }
}

#[test]
fn the_seven_areas_are_the_pages_in_its_order() {
    let labels: Vec<_> = Area::ALL.iter().map(|area| area.label().it).collect();
    let text = Rule::SingleArea.text().it;
    let listed = text.trim_end_matches('.').split(": ").nth(1).expect("the list");
    assert_eq!(labels.join(", "), listed);
}

#[test]
fn each_slot_stands_under_its_rule() {
    let rules: Vec<_> = Slot::ALL.iter().map(|slot| slot.rule()).collect();
    assert_eq!(rules, [Rule::MinSchools, Rule::MinCompanies, Rule::MinSectionA, Rule::MinIts]);
}
