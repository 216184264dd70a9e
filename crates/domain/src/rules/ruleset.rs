//! Rulesets and their parameters.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::rule::Slot;
use crate::area::Area;
use crate::calendar::Anniversary;
use crate::party::Act;
use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A built-in ruleset.
    #[derive(Default)]
    pub enum RulesetId: "ruleset_id", from fixed(
        "Pagina PTP di Regione Lombardia; D.I. 7 febbraio 2013, allegato C",
        "PTP page of Regione Lombardia; Interministerial Decree of 7 February 2013, annex C"
    ) {
        /// The page of Regione Lombardia.
        #[default]
        RegioneLombardia = "regione-lombardia", "Regole della pagina di Regione Lombardia",
            "Rules of the page of Regione Lombardia";
        /// The page, with the additions of the national guidelines.
        LineeGuida2013 = "linee-guida-2013", "Regole della pagina e linee guida nazionali del 2013",
            "Rules of the page and the national guidelines of 2013";
    }
}

vocabulary! {
    /// How to treat a case that the rules do not settle.
    pub enum Leeway: "leeway", from fixed("decisione di progetto", "project decision") {
        /// An official has to assess it.
        Review = "review", "da valutare", "to be assessed";
        /// It counts.
        Accept = "accept", "accettato", "accepted";
        /// It does not count.
        Reject = "reject", "respinto", "rejected";
    }
}

vocabulary! {
    /// Whom a requirement binds.
    pub enum Binds: "requirements_bind", from fixed(
        "Pagina PTP di Regione Lombardia, requisiti; decisione di progetto",
        "PTP page of Regione Lombardia, requirements; project decision"
    ) {
        /// Every member of its kind.
        All = "all", "tutti i membri del tipo", "every member of the kind";
        /// Only the members that count for a slot.
        Counted = "counted", "solo i membri che contano", "only the members that count";
    }
}

vocabulary! {
    /// Where the seat of a pole may be.
    pub enum PoleSeat: "pole_seat", from fixed("decisione di progetto", "project decision") {
        /// In Lombardy.
        Region = "region", "in Lombardia", "in Lombardy";
        /// Anywhere.
        Any = "any", "ovunque", "anywhere";
    }
}

vocabulary! {
    /// Members bound by the seniority of a track.
    pub enum SeniorityBound: "seniority_bound", from fixed(
        "Pagina PTP di Regione Lombardia, requisiti; bando regionale del 2013; decisione di progetto",
        "PTP page of Regione Lombardia, requirements; regional call of 2013; project decision"
    ) {
        /// Technical institutes.
        TechnicalInstitute = "technical_institute", "istituti tecnici", "technical institutes";
        /// Vocational institutes.
        VocationalInstitute = "vocational_institute", "istituti professionali",
            "vocational institutes";
        /// ITS academies.
        ItsAcademy = "its_academy", "istituti tecnologici superiori (ITS Academy)",
            "ITS academies";
        /// Every holder of a section A accreditation.
        SectionA = "section_a", "accreditati alla sezione A", "holders of section A";
    }
}

vocabulary! {
    /// How long the requirements must be met, once the reference date has come.
    pub enum Continuity: "continuity", from fixed("decisione di progetto", "project decision") {
        /// On every day from the reference date to the decision.
        Interval = "interval", "senza interruzioni, dalla data di riferimento alla decisione",
            "without a break, from the reference date to the decision";
        /// On the reference date and on the day of the decision.
        Ends = "ends", "alla data di riferimento e alla decisione",
            "on the reference date and on the day of the decision";
        /// On the reference date only.
        Off = "off", "alla sola data di riferimento", "on the reference date only";
    }
}

vocabulary! {
    /// How the network of a recognised pole changes.
    #[derive(Default)]
    pub enum NetworkChanges: "network_changes", from fixed(
        "decisione di progetto", "project decision"
    ) {
        /// By a request that the office accepts.
        #[default]
        Requested = "requested", "su richiesta, con l'accoglimento",
            "on request, once it is accepted";
        /// By being recorded, from that day on.
        Recorded = "recorded", "con la registrazione, da quel giorno",
            "by being recorded, from that day on";
    }
}

/// The date as of which the networks of a call are evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReferenceDate {
    /// The day on which the call closes.
    #[default]
    Closing,
    /// The day on which the application is received.
    Receipt,
    /// A fixed day.
    On(NaiveDate),
}

/// How many actions of each kind a plan has to define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanActions {
    /// Of alternanza.
    pub work_linked_training: u32,
    /// Of curricular flexibility.
    pub curricular_flexibility: u32,
}

macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident: $Type:ty,)+) => {
        /// What varies from call to call.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Parameters {
            $($(#[$doc])* pub $name: $Type,)+
            /// ITS grace: a fixed last date (included) instead of years since recognition.
            pub its_grace_until: Option<NaiveDate>,
        }

        /// The parameters that a call overrides; `None` keeps the ruleset's value.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Overrides {
            $($(#[$doc])* pub $name: Option<$Type>,)+
            /// ITS grace: a fixed last date (included) instead of years since recognition.
            pub its_grace_until: Option<NaiveDate>,
        }

        impl From<Parameters> for Overrides {
            /// Overrides every parameter; of the two graces of the ITS only the one in force.
            fn from(parameters: Parameters) -> Self {
                let mut overrides = Self {
                    $($name: Some(parameters.$name),)+
                    its_grace_until: parameters.its_grace_until,
                };
                if overrides.its_grace_until.is_some() {
                    overrides.its_grace_years = None;
                }
                overrides
            }
        }

        impl Parameters {
            /// The same parameters, with overrides.
            ///
            /// The grace of the ITS is either in years or until a fixed date: an override of one
            /// replaces the other; if both are overridden, the date wins.
            #[must_use]
            pub fn with(mut self, overrides: &Overrides) -> Self {
                $(if let Some(value) = &overrides.$name { self.$name = value.clone(); })+
                if overrides.its_grace_until.is_some() || overrides.its_grace_years.is_some() {
                    self.its_grace_until = overrides.its_grace_until;
                }
                self
            }
        }
    };
}

parameters! {
    /// Schools.
    min_schools: u32,
    /// Companies.
    min_companies: u32,
    /// Bodies accredited in section A.
    min_section_a: u32,
    /// ITS academies.
    min_its: u32,
    /// ITS grace: years since recognition; 0 binds from the start.
    its_grace_years: u32,
    /// Years for which a track must have been offered.
    seniority_years: u32,
    /// Who has to have offered it.
    seniority_binds: BTreeSet<SeniorityBound>,
    /// When years are reached.
    anniversary: Anniversary,
    /// Whom requirements bind.
    requirements_bind: Binds,
    /// Whether a provisional accreditation counts.
    provisional_accreditation_counts: bool,
    /// A track of secondary strength.
    secondary_track: Leeway,
    /// A code that is not the primary one.
    secondary_ateco: Leeway,
    /// A primary code that is mapped in no area.
    unmapped_ateco: Leeway,
    /// A member of an unlisted kind.
    other_kinds: Leeway,
    /// The required actions of a plan.
    plan_actions: PlanActions,
    /// A plan whose period is over.
    ended_plan: Leeway,
    /// Whether one organisation fills one slot at most.
    one_slot_each: bool,
    /// Whether schools and companies that founded the pole's ITS do not count.
    exclude_its_founders: bool,
    /// Whether companies must be entered in the register of companies.
    require_company_registration: bool,
    /// Whether the network must have an agreement.
    require_network_agreement: bool,
    /// Whether each member has to confirm its membership and commitment itself.
    require_confirmation: bool,
    /// Where the seat of a pole may be.
    pole_seat: PoleSeat,
    /// A member for a slot that is not in Lombardy, neither by its seat nor by a place where it
    /// operates.
    outside_region: Leeway,
    /// The areas a pole may refer to; empty for all.
    allowed_areas: BTreeSet<Area>,
    /// The reference date.
    reference_date: ReferenceDate,
    /// How long the requirements must be met from then on.
    continuity: Continuity,
    /// How the network changes once it is recognised.
    network_changes: NetworkChanges,
}

impl Parameters {
    /// The required number of a slot.
    #[must_use]
    pub const fn least(&self, slot: Slot) -> u32 {
        match slot {
            Slot::School => self.min_schools,
            Slot::Company => self.min_companies,
            Slot::SectionA => self.min_section_a,
            Slot::Its => self.min_its,
        }
    }
}

impl Overrides {
    /// Whether they ask for less than the page: a call may do so by a derogation only.
    #[must_use]
    pub fn go_below_the_page(&self) -> bool {
        let page = Parameters::default();
        let lower = |asked: Option<u32>, least: u32| asked.is_some_and(|asked| asked < least);
        lower(self.min_schools, page.min_schools)
            || lower(self.min_companies, page.min_companies)
            || lower(self.min_section_a, page.min_section_a)
            || lower(self.min_its, page.min_its)
            || lower(self.seniority_years, page.seniority_years)
            || self.its_grace_years.is_some_and(|years| years > page.its_grace_years)
            || self.requirements_bind == Some(Binds::Counted)
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            min_schools: 2,
            min_companies: 2,
            min_section_a: 1,
            min_its: 1,
            its_grace_years: 3,
            its_grace_until: None,
            seniority_years: 3,
            seniority_binds: BTreeSet::from([
                SeniorityBound::TechnicalInstitute,
                SeniorityBound::VocationalInstitute,
                SeniorityBound::ItsAcademy,
                SeniorityBound::SectionA,
            ]),
            anniversary: Anniversary::Inclusive,
            requirements_bind: Binds::All,
            provisional_accreditation_counts: true,
            secondary_track: Leeway::Review,
            secondary_ateco: Leeway::Review,
            unmapped_ateco: Leeway::Review,
            other_kinds: Leeway::Review,
            plan_actions: PlanActions { work_linked_training: 1, curricular_flexibility: 1 },
            ended_plan: Leeway::Review,
            one_slot_each: true,
            exclude_its_founders: false,
            require_company_registration: false,
            require_network_agreement: false,
            require_confirmation: false,
            pole_seat: PoleSeat::Region,
            outside_region: Leeway::Review,
            allowed_areas: BTreeSet::new(),
            reference_date: ReferenceDate::Closing,
            continuity: Continuity::Interval,
            network_changes: NetworkChanges::Requested,
        }
    }
}

/// A ruleset with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruleset {
    /// Which.
    pub id: RulesetId,
    /// Its version.
    pub version: u32,
    /// Its parameters.
    pub parameters: Parameters,
    /// By what right a call goes below the page, if it does.
    pub derogation: Option<Derogation>,
}

/// By what right a call asks for less than the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derogation {
    /// The act that allows it.
    pub act: Act,
    /// The reason.
    pub reason: String,
}

impl RulesetId {
    /// The ruleset with its defaults.
    #[must_use]
    pub fn ruleset(self) -> Ruleset {
        let parameters = match self {
            Self::RegioneLombardia => Parameters::default(),
            Self::LineeGuida2013 => Parameters {
                exclude_its_founders: true,
                require_company_registration: true,
                require_network_agreement: true,
                its_grace_until: NaiveDate::from_ymd_opt(2015, 12, 31),
                ..Parameters::default()
            },
        };
        Ruleset { id: self, version: 1, parameters, derogation: None }
    }

    /// Where its rules come from.
    #[must_use]
    pub const fn source(self) -> Text {
        match self {
            Self::RegioneLombardia => Text::fixed(
                "Regione Lombardia, pagina «Poli Tecnici Professionali (PTP)»",
                "Regione Lombardia, page “Poli Tecnici Professionali (PTP)”",
            ),
            Self::LineeGuida2013 => Text::fixed(
                "Regione Lombardia, pagina «Poli Tecnici Professionali (PTP)»; D.I. 7 febbraio \
                 2013, allegato C",
                "Regione Lombardia, page “Poli Tecnici Professionali (PTP)”; Interministerial \
                 Decree of 7 February 2013, annex C",
            ),
        }
    }
}

impl Ruleset {
    /// The same rules, with overrides.
    #[must_use]
    pub fn with(self, overrides: &Overrides) -> Self {
        Self { parameters: self.parameters.with(overrides), ..self }
    }
}
