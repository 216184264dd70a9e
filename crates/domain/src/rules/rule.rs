//! The rules: their text in the words of the page, and their source.

use crate::sentence::Noun;
use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A rule of composition or eligibility. Its code never changes meaning.
    pub enum Rule: "rule", from fixed(
        "Pagina PTP di Regione Lombardia; D.I. 7 febbraio 2013, allegato C; decisioni di progetto",
        "PTP page of Regione Lombardia; Interministerial Decree of 7 February 2013, annex C; \
         project decisions"
    ) {
        /// One of the seven areas.
        SingleArea = "single_area", "una sola area", "a single area";
        /// Two schools.
        MinSchools = "min_schools", "istituti", "schools";
        /// Two companies.
        MinCompanies = "min_companies", "imprese", "companies";
        /// A section A body.
        MinSectionA = "min_section_a", "soggetto accreditato alla sezione A",
            "body accredited in section A";
        /// An ITS.
        MinIts = "min_its", "istituto tecnologico superiore (ITS Academy)",
            "higher technological institute (ITS Academy)";
        /// Who may belong.
        MemberKinds = "member_kinds", "soggetti ammessi", "admitted members";
        /// Three years of a track of the area.
        TrainingSeniority = "training_seniority", "indirizzo da almeno tre anni",
            "track for at least three years";
        /// Companies of the area.
        CompanyInArea = "company_in_area", "imprese dell'area", "companies of the area";
        /// Companies committed to the plan.
        CompanyCommitment = "company_commitment", "impegno delle imprese", "companies' commitment";
        /// Confirmation by the members themselves.
        MemberConfirmation = "member_confirmation", "adesione confermata dai membri",
            "membership confirmed by the members";
        /// A lead that is a member.
        Lead = "lead", "capofila del polo", "lead of the pole";
        /// A plan with alternanza and flexibility.
        ActivityPlan = "activity_plan", "piano delle attività", "activity plan";
        /// No dedicated funding.
        NoDedicatedFunding = "no_dedicated_funding", "nessun finanziamento dedicato",
            "no dedicated funding";
        /// One organisation, one slot.
        DistinctMembers = "distinct_members", "soggetti distinti", "distinct members";
        /// The founders of the ITS do not count.
        ItsFoundersExcluded = "its_founders_excluded", "fondatori dell'ITS esclusi",
            "ITS founders excluded";
        /// Companies in the register.
        CompanyRegistered = "company_registered", "imprese iscritte alla CCIAA",
            "companies in the register";
        /// An agreement of the network.
        NetworkAgreement = "network_agreement", "accordo di rete", "agreement of the network";
        /// Where the pole and those that it needs are.
        Territory = "territory", "territorio regionale", "regional territory";
    }
}

const PAGE_COMPOSITION: Text =
    Text::fixed("Pagina PTP, «Composizione di una rete»", "PTP page, “Composition of a network”");
const PAGE_REQUIREMENTS: Text = Text::fixed(
    "Pagina PTP, «Requisiti per partecipare al PTP»",
    "PTP page, “Requirements to take part in the PTP”",
);
const NATIONAL: Text = Text::fixed(
    "D.I. 7 febbraio 2013, allegato C",
    "Interministerial Decree of 7 February 2013, annex C",
);

impl Rule {
    /// The text of the rule, in the words of the page where there are any.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::SingleArea => Text::fixed(
                "I poli devono riferirsi ad una delle 7 seguenti aree economiche professionali: agroalimentare, manifattura, meccanica, cultura, turismo, servizi commerciali e trasporti, servizi alla persona.",
                "Poles must refer to one of the following 7 economic and professional areas: agri-food, manufacturing, mechanics, culture, tourism, commercial services and transport, personal services.",
            ),
            Self::MinSchools => Text::fixed(
                "due istituti tecnici e/o professionali statali e paritari;",
                "two technical and/or vocational institutes, state and paritari;",
            ),
            Self::MinCompanies => Text::fixed("due imprese;", "two companies;"),
            Self::MinSectionA => Text::fixed(
                "un soggetto accreditato alla sezione A;",
                "one body accredited in section A;",
            ),
            Self::MinIts => Text::fixed(
                "un istituto tecnico superiore (nel primo triennio la partecipazione non è requisito vincolante).",
                "one higher technical institute (in the first three years its participation is not binding).",
            ),
            Self::MemberKinds => Text::fixed(
                "Possono inoltre far parte della rete le Università, i centri di ricerca, gli accreditati alla sezione B, gli accreditati ai servizi per il lavoro.",
                "Universities, research centres, bodies accredited in section B and bodies accredited for employment services may also belong to the network.",
            ),
            Self::TrainingSeniority => Text::fixed(
                "I soggetti formativi devono avere da almeno 3 anni nel proprio piano dell’offerta formativa un indirizzo di studio riferibile all’area economica e professionale per cui si candidano.",
                "Training bodies must have had in the plan of their offer, for at least 3 years, a study track that refers to the economic and professional area they apply for.",
            ),
            Self::CompanyInArea => Text::fixed(
                "Le aziende devono essere appartenenti all’area economica e professionale prescelta.",
                "Companies must belong to the chosen economic and professional area.",
            ),
            Self::CompanyCommitment => Text::fixed(
                "Le aziende si impegnano a garantire a tutti gli studenti le azioni di alternanza e flessibilità definite nel piano delle attività del PTP.",
                "Companies commit themselves to guarantee to all students the actions of alternanza and flexibility defined in the PTP's activity plan.",
            ),
            Self::MemberConfirmation => Text::fixed(
                "Ogni membro conferma direttamente la propria adesione e il proprio impegno.",
                "Each member itself confirms its membership and its commitment.",
            ),
            Self::Lead => Text::fixed(
                "Il capofila del polo è uno dei suoi membri.",
                "The lead of the pole is one of its members.",
            ),
            Self::ActivityPlan => Text::fixed(
                "Il piano delle attività del PTP definisce azioni di alternanza e di flessibilità.",
                "The PTP's activity plan defines actions of alternanza and of flexibility.",
            ),
            Self::NoDedicatedFunding => Text::fixed(
                "I PTP si costituiscono senza ricevere finanziamenti dedicati ma verranno, in ogni caso, individuate specifiche priorità nelle politiche regionali o in finanziamenti dedicati nei confronti di questi nuovi attori.",
                "PTPs are constituted without dedicated funding, but specific priorities in regional policies or in dedicated funds will in any case be identified for these new actors.",
            ),
            Self::DistinctMembers => Text::fixed(
                "Ciascun soggetto è computato per una sola posizione e figura una sola volta nel polo.",
                "One organisation fills one slot at most and is listed once in a pole.",
            ),
            Self::ItsFoundersExcluded => Text::fixed(
                "Gli istituti e le imprese fondatori dell'ITS del polo non sono computati.",
                "Schools and companies that founded the pole's ITS do not count.",
            ),
            Self::CompanyRegistered => Text::fixed(
                "Le imprese sono iscritte al registro delle imprese (CCIAA).",
                "Companies are entered in the register of companies (CCIAA).",
            ),
            Self::NetworkAgreement => Text::fixed(
                "La rete è formalizzata con un accordo di rete.",
                "The network is formalised by an agreement of its members.",
            ),
            Self::Territory => Text::fixed(
                "Il polo ha sede in Lombardia; i membri che occupano un posto richiesto vi hanno la sede legale o una sede operativa.",
                "The pole has its seat in Lombardy; members that fill a slot asked for have their legal seat or an operating site there.",
            ),
        }
    }

    /// Where the rule comes from.
    #[must_use]
    pub const fn source(self) -> Text {
        match self {
            Self::SingleArea => {
                Text::fixed("Pagina PTP, primo capoverso", "PTP page, first paragraph")
            }
            Self::MinSchools
            | Self::MinCompanies
            | Self::MinSectionA
            | Self::MinIts
            | Self::MemberKinds => PAGE_COMPOSITION,
            Self::TrainingSeniority
            | Self::CompanyInArea
            | Self::CompanyCommitment
            | Self::ActivityPlan
            | Self::NoDedicatedFunding => PAGE_REQUIREMENTS,
            Self::MemberConfirmation | Self::Lead | Self::DistinctMembers | Self::Territory => {
                Text::fixed("decisione di progetto", "project decision")
            }
            Self::ItsFoundersExcluded | Self::CompanyRegistered | Self::NetworkAgreement => {
                NATIONAL
            }
        }
    }
}

vocabulary! {
    /// A slot in the composition of a network, in the order of the page.
    pub enum Slot: "slot", from fixed(
        "Pagina PTP di Regione Lombardia, composizione di una rete",
        "PTP page of Regione Lombardia, composition of a network"
    ) {
        /// A technical or vocational institute.
        School = "school", "istituto tecnico o professionale", "technical or vocational institute";
        /// A company.
        Company = "company", "impresa", "company";
        /// A body accredited in section A.
        SectionA = "section_a", "soggetto accreditato alla sezione A",
            "body accredited in section A";
        /// An ITS.
        Its = "its", "istituto tecnologico superiore (ITS Academy)",
            "higher technological institute (ITS Academy)";
    }
}

impl Slot {
    /// What fills it, to be counted.
    #[must_use]
    pub const fn noun(self) -> Noun {
        match self {
            Self::School => Noun::masculine(
                ("istituto tecnico o professionale", "istituti tecnici o professionali"),
                ("technical or vocational institute", "technical or vocational institutes"),
            ),
            Self::Company => Noun::feminine(("impresa", "imprese"), ("company", "companies")),
            Self::SectionA => Noun::masculine(
                ("soggetto accreditato alla sezione A", "soggetti accreditati alla sezione A"),
                ("body accredited in section A", "bodies accredited in section A"),
            ),
            Self::Its => Noun::masculine(
                (
                    "istituto tecnologico superiore (ITS Academy)",
                    "istituti tecnologici superiori (ITS Academy)",
                ),
                ("higher technological institute (ITS Academy)", "ITS academies"),
            ),
        }
    }

    /// The rule that requires it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::School => Rule::MinSchools,
            Self::Company => Rule::MinCompanies,
            Self::SectionA => Rule::MinSectionA,
            Self::Its => Rule::MinIts,
        }
    }
}

vocabulary! {
    /// The outcome of a rule for a network or a member.
    pub enum Outcome: "rule_outcome", from fixed("decisione di progetto", "project decision") {
        /// Met.
        Satisfied = "satisfied", "soddisfatto", "met";
        /// Does not apply.
        NotApplicable = "not_applicable", "non applicabile", "not applicable";
        /// Not met, and not binding yet.
        Waived = "waived", "non ancora vincolante", "not binding yet";
        /// An official has to assess it.
        NeedsReview = "needs_review", "da valutare", "to be assessed";
        /// Not met.
        Violated = "violated", "non soddisfatto", "not met";
    }
}

vocabulary! {
    /// The verdict of all rules on a network.
    pub enum Verdict: "compliance_outcome", from fixed("decisione di progetto", "project decision") {
        /// Every rule is met, waived or does not apply.
        Compliant = "compliant", "conforme", "compliant";
        /// No rule is violated, but an official has to assess some.
        NeedsReview = "needs_review", "da valutare", "to be assessed";
        /// A rule is violated.
        NonCompliant = "non_compliant", "non conforme", "non-compliant";
    }
}
