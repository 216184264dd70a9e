//! The activity plan of a pole and the objectives its actions serve.

use chrono::NaiveDate;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// An objective of the poles, in the words of the page.
    pub enum Objective: "objective", from fixed(
        "Pagina PTP di Regione Lombardia, obiettivi",
        "PTP page of Regione Lombardia, objectives"
    ) {
        /// Companies help to define training needs.
        TrainingNeeds = "training_needs",
            "Valorizzare il contributo delle imprese nella definizione dei fabbisogni formativi al fine anche di favorire la coerenza dei percorsi di istruzione e di IeFP con le esigenze del tessuto produttivo;",
            "Make the most of what companies contribute to defining training needs, also so that education and IeFP courses match what the productive fabric requires;";
        /// Learning in production environments.
        WorkplaceLearning = "workplace_learning",
            "Rafforzare l’acquisizione delle competenze negli ambienti della produzione (alternanza, apprendistato);",
            "Strengthen the acquisition of skills in production environments (work-linked training, apprenticeship);";
        /// Curricular flexibility is used.
        CurricularFlexibility = "curricular_flexibility",
            "Dare concreta attuazione agli spazi di flessibilità curricolare dei percorsi di istruzione tecnica, professionale e di formazione professionale;",
            "Put the room for curricular flexibility in technical, vocational and IeFP courses to real use;";
        /// Learning contexts are dynamic.
        DynamicLearning = "dynamic_learning",
            "Promuovere contesti di apprendimento dinamici, valorizzando la flessibilità organizzativa delle istituzioni scolastiche e formative;",
            "Promote dynamic learning contexts, making the most of the organisational flexibility of schools and training bodies;";
        /// Research results reach companies.
        ResearchTransfer = "research_transfer",
            "Rafforzare il rapporto tra sistema dell’istruzione e formazione e i sistemi della ricerca tecnologica per favorire il trasferimento della ricerca industriale alle imprese;",
            "Strengthen the ties between education and training and technological research, so that industrial research reaches companies;";
        /// Training offers are coordinated.
        OfferCoordination = "offer_coordination",
            "Prevedere un forte raccordo nella diversificazione dell’offerta formativa in relazione agli ambiti di specializzazione.",
            "Provide for close coordination in diversifying the training offer by field of specialisation.";
    }
}

vocabulary! {
    /// The kind of a planned action.
    pub enum ActionKind: "planned_action_kind", from fixed(
        "Pagina PTP di Regione Lombardia, requisiti; decisione di progetto",
        "PTP page of Regione Lombardia, requirements; project decision"
    ) {
        /// Alternanza.
        WorkLinkedTraining = "work_linked_training", "alternanza (oggi formazione scuola-lavoro)",
            "work-linked training";
        /// Curricular flexibility.
        CurricularFlexibility = "curricular_flexibility", "flessibilità curricolare",
            "curricular flexibility";
        /// Apprenticeship.
        Apprenticeship = "apprenticeship", "apprendistato", "apprenticeship";
        /// Research transfer.
        ResearchTransfer = "research_transfer", "trasferimento della ricerca",
            "research transfer";
        /// Anything else.
        Other = "other", "altro", "other";
    }
}

/// The activity plan of a pole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityPlan {
    /// A summary.
    pub summary: Option<String>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// The actions.
    pub actions: Vec<PlannedAction>,
}

impl ActivityPlan {
    /// The number of actions of a kind that say what they are.
    #[must_use]
    pub fn count(&self, kind: ActionKind) -> usize {
        self.actions.iter().filter(|action| action.kind == kind && action.is_defined()).count()
    }
}

/// An action of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAction {
    /// Its kind.
    pub kind: ActionKind,
    /// What it is called.
    pub title: Option<String>,
    /// The objectives it serves.
    pub objectives: Vec<Objective>,
    /// Hours.
    pub hours: Option<u32>,
}

impl PlannedAction {
    /// Whether it has a title and serves an objective: without them it does not count.
    #[must_use]
    pub fn is_defined(&self) -> bool {
        self.title.is_some() && !self.objectives.is_empty()
    }
}
