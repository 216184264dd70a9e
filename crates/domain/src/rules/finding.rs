//! What was found about a member, and the sentence that says it.

use chrono::NaiveDate;

use super::rule::{Outcome, Rule, Slot};
use crate::id::Id;
use crate::member::Member;
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// What was found about one member under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How the member stands under it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// Whether an official settled it, and how.
    pub settled: Option<bool>,
}

/// Why a member stands as it does. Dates are what the data says, never relative to today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A track of the area has been offered for long enough.
    TrackSenior { track: String, since: NaiveDate },
    /// Long enough, but a track of secondary strength.
    TrackSecondary { track: String, since: NaiveDate },
    /// Long enough, but a track outside the catalogue.
    TrackUncatalogued { track: String, since: NaiveDate },
    /// Different tracks that are long enough only together.
    TracksTogether { since: NaiveDate },
    /// Not long enough yet.
    TrackShort { track: String, since: NaiveDate, eligible_on: Option<NaiveDate> },
    /// Not offered yet.
    TrackNotBegun { track: String, from: NaiveDate, eligible_on: Option<NaiveDate> },
    /// Not offered any more.
    TrackOver { track: String, on: NaiveDate },
    /// No track of the area.
    TrackMissing,
    /// The primary ATECO code belongs to the area.
    AtecoCore { code: String },
    /// The primary ATECO code is of secondary strength.
    AtecoSecondary { code: String },
    /// Only a code that is not the primary one belongs to the area.
    AtecoNotPrimary { code: String },
    /// The primary ATECO code is mapped in no area.
    AtecoUnmapped { code: String },
    /// The primary ATECO code belongs to another area.
    AtecoOutside { code: String },
    /// Committed.
    Committed { on: NaiveDate },
    /// Committed from a later day on.
    CommitmentLater { on: NaiveDate },
    /// Committed, but not for all students.
    CommitmentPartial { on: NaiveDate },
    /// Not committed.
    CommitmentMissing,
    /// Says that it is registered.
    Registered,
    /// Gives a REA number, or nothing, but does not say that it is registered.
    RegistrationUnstated,
    /// Says that it is not registered.
    NotRegistered,
    /// Of a kind that no list names.
    KindUnlisted { description: String },
    /// An accredited body without any accreditation in force.
    AccreditationMissing,
    /// Section A, in force.
    SectionA { number: String, until: Option<NaiveDate> },
    /// Section A, but provisional, and that does not count here.
    SectionAProvisional { number: String },
    /// Section A, from a later day on.
    SectionANotYet { number: String, from: NaiveDate },
    /// Section A, expired.
    SectionAExpired { number: String, on: NaiveDate },
    /// Section A, suspended.
    SectionASuspended { number: String, until: Option<NaiveDate> },
    /// Section A, revoked.
    SectionARevoked { number: String, on: NaiveDate },
    /// The same organisation as another member.
    SameOrganisation { member: Id<Member> },
    /// Founded the pole's ITS.
    FoundedIts,
    /// Eligible, but the slots are filled by others.
    NotNeeded { slot: Slot },
    /// May belong, and fills no slot.
    Optional,
    /// Joins later.
    NotYetMember { from: NaiveDate },
    /// Has left.
    FormerMember { until: NaiveDate },
}

impl Reason {
    /// A stable machine code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TrackSenior { .. } => "track_seniority_reached",
            Self::TrackSecondary { .. } => "track_secondary",
            Self::TrackUncatalogued { .. } => "track_uncatalogued",
            Self::TracksTogether { .. } => "tracks_together",
            Self::TrackShort { .. } => "track_seniority_short",
            Self::TrackNotBegun { .. } => "track_not_begun",
            Self::TrackOver { .. } => "track_over",
            Self::TrackMissing => "track_missing",
            Self::AtecoCore { .. } => "ateco_core",
            Self::AtecoSecondary { .. } => "ateco_secondary",
            Self::AtecoNotPrimary { .. } => "ateco_not_primary",
            Self::AtecoUnmapped { .. } => "ateco_unmapped",
            Self::AtecoOutside { .. } => "ateco_outside_area",
            Self::Committed { .. } => "committed",
            Self::CommitmentLater { .. } => "commitment_later",
            Self::CommitmentPartial { .. } => "commitment_partial",
            Self::CommitmentMissing => "commitment_missing",
            Self::Registered => "registered",
            Self::RegistrationUnstated => "registration_unstated",
            Self::NotRegistered => "not_registered",
            Self::KindUnlisted { .. } => "kind_unlisted",
            Self::AccreditationMissing => "accreditation_missing",
            Self::SectionA { .. } => "section_a_in_force",
            Self::SectionAProvisional { .. } => "section_a_provisional",
            Self::SectionANotYet { .. } => "section_a_not_yet",
            Self::SectionAExpired { .. } => "section_a_expired",
            Self::SectionASuspended { .. } => "section_a_suspended",
            Self::SectionARevoked { .. } => "section_a_revoked",
            Self::SameOrganisation { .. } => "same_organisation",
            Self::FoundedIts => "founded_its",
            Self::NotNeeded { .. } => "not_needed",
            Self::Optional => "optional_member",
            Self::NotYetMember { .. } => "not_yet_member",
            Self::FormerMember { .. } => "former_member",
        }
    }

    /// What exactly was found, in a canonical form: a determination settles this and lapses when
    /// it changes.
    #[must_use]
    pub fn fact(&self) -> String {
        let subject = match self {
            Self::TrackSecondary { track, since } | Self::TrackUncatalogued { track, since } => {
                format!("{track}@{since}")
            }
            Self::TracksTogether { since } => since.to_string(),
            Self::AtecoSecondary { code }
            | Self::AtecoNotPrimary { code }
            | Self::AtecoUnmapped { code } => code.clone(),
            Self::KindUnlisted { description } => description.clone(),
            _ => String::new(),
        };
        format!("{}:{subject}", self.code())
    }

    /// Since when it has been so, where the data says.
    #[must_use]
    pub const fn since(&self) -> Option<NaiveDate> {
        match self {
            Self::TrackSenior { since, .. }
            | Self::TrackSecondary { since, .. }
            | Self::TrackUncatalogued { since, .. }
            | Self::TracksTogether { since }
            | Self::TrackShort { since, .. } => Some(*since),
            Self::Committed { on }
            | Self::CommitmentPartial { on }
            | Self::SectionARevoked { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// From when on it will be met by itself, where the data says.
    #[must_use]
    pub fn eligible_on(&self) -> Option<NaiveDate> {
        match self {
            Self::TrackShort { eligible_on, .. } | Self::TrackNotBegun { eligible_on, .. } => {
                *eligible_on
            }
            Self::CommitmentLater { on } => Some(*on),
            Self::SectionANotYet { from, .. } => Some(*from),
            Self::SectionASuspended { until, .. } => until.map(crate::calendar::next_day),
            _ => None,
        }
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::TrackSenior { track, since } => Text::new(
                format!("offre l'indirizzo {track} dal {since}: almeno gli anni richiesti"),
                format!("has offered track {track} since {since}: at least the years required"),
            ),
            Self::TrackSecondary { track, since } => Text::new(
                format!(
                    "offre {track} dal {since}, ma che sia dell'area deve dirlo un funzionario"
                ),
                format!(
                    "has offered {track} since {since}, but an official has to say whether it is of the area"
                ),
            ),
            Self::TrackUncatalogued { track, since } => Text::new(
                format!(
                    "offre «{track}» dal {since}, fuori catalogo: deve valutarlo un funzionario"
                ),
                format!(
                    "has offered «{track}» since {since}, outside the catalogue: an official has to assess it"
                ),
            ),
            Self::TracksTogether { since } => Text::new(
                format!(
                    "solo più indirizzi dell'area insieme coprono gli anni richiesti (dal {since}): deve valutarlo un funzionario"
                ),
                format!(
                    "only several tracks of the area together cover the years required (since {since}): an official has to assess it"
                ),
            ),
            Self::TrackShort { track, since, eligible_on } => reached_later(
                &format!("offre l'indirizzo {track} solo dal {since}"),
                &format!("has offered track {track} only since {since}"),
                *eligible_on,
            ),
            Self::TrackNotBegun { track, from, eligible_on } => reached_later(
                &format!("offrirà l'indirizzo {track} dal {from}"),
                &format!("will offer track {track} from {from}"),
                *eligible_on,
            ),
            Self::TrackOver { track, on } => Text::new(
                format!("non offre più l'indirizzo {track}: ultimo giorno {on}"),
                format!("does not offer track {track} any more: last day {on}"),
            ),
            Self::TrackMissing => Text::fixed(
                "non ha nell'offerta alcun indirizzo dell'area",
                "has no track of the area in its offer",
            ),
            Self::AtecoCore { code } => Text::new(
                format!("il codice ATECO primario {code} è dell'area"),
                format!("the primary ATECO code {code} is of the area"),
            ),
            Self::AtecoSecondary { code } => Text::new(
                format!(
                    "il codice ATECO primario {code} è solo affine all'area: deve valutarlo un funzionario"
                ),
                format!(
                    "the primary ATECO code {code} is only close to the area: an official has to assess it"
                ),
            ),
            Self::AtecoNotPrimary { code } => Text::new(
                format!("solo il codice ATECO non primario {code} è dell'area"),
                format!("only the ATECO code {code}, not the primary one, is of the area"),
            ),
            Self::AtecoUnmapped { code } => Text::new(
                format!("il codice ATECO primario {code} non è assegnato ad alcuna area"),
                format!("the primary ATECO code {code} is mapped in no area"),
            ),
            Self::AtecoOutside { code } => Text::new(
                format!("il codice ATECO primario {code} non è dell'area del polo"),
                format!("the primary ATECO code {code} is not of the pole's area"),
            ),
            Self::Committed { on } => Text::new(
                format!("si è impegnata il {on} per tutti gli studenti"),
                format!("committed itself on {on} for all students"),
            ),
            Self::CommitmentLater { on } => Text::new(
                format!("l'impegno è firmato solo il {on}"),
                format!("the commitment is signed only on {on}"),
            ),
            Self::CommitmentPartial { .. } => Text::fixed(
                "l'impegno non vale per tutti gli studenti (all_students)",
                "the commitment does not cover all students (all_students)",
            ),
            Self::CommitmentMissing => Text::fixed(
                "manca l'impegno a garantire a tutti gli studenti alternanza e flessibilità",
                "the commitment to guarantee alternanza and flexibility to all students is missing",
            ),
            Self::Registered => Text::fixed(
                "dichiara l'iscrizione al registro delle imprese",
                "states that it is entered in the register of companies",
            ),
            Self::RegistrationUnstated => Text::fixed(
                "non dichiara l'iscrizione al registro delle imprese (registered); il numero REA da solo non la prova",
                "does not state that it is entered in the register of companies (registered); a REA number alone does not prove it",
            ),
            Self::NotRegistered => Text::fixed(
                "non è iscritta al registro delle imprese",
                "is not entered in the register of companies",
            ),
            Self::KindUnlisted { description } => Text::new(
                format!("«{description}» non è tra i soggetti elencati dalla pagina"),
                format!("«{description}» is not among the members that the page lists"),
            ),
            Self::AccreditationMissing => Text::fixed(
                "non ha alcun accreditamento valido in questa data",
                "holds no accreditation that is valid on this date",
            ),
            Self::SectionA { number, until } => match until {
                Some(until) => Text::new(
                    format!("accreditato alla sezione A (n. {number}) fino al {until}"),
                    format!("accredited in section A (no. {number}) until {until}"),
                ),
                None => Text::new(
                    format!("accreditato alla sezione A (n. {number})"),
                    format!("accredited in section A (no. {number})"),
                ),
            },
            Self::SectionAProvisional { number } => Text::new(
                format!(
                    "l'accreditamento alla sezione A (n. {number}) è provvisorio e qui non conta"
                ),
                format!(
                    "the section A accreditation (no. {number}) is provisional and does not count here"
                ),
            ),
            Self::SectionANotYet { number, from } => Text::new(
                format!("l'accreditamento alla sezione A (n. {number}) vale dal {from}"),
                format!("the section A accreditation (no. {number}) is valid from {from}"),
            ),
            Self::SectionAExpired { number, on } => Text::new(
                format!("l'accreditamento alla sezione A (n. {number}) è scaduto il {on}"),
                format!("the section A accreditation (no. {number}) expired on {on}"),
            ),
            Self::SectionASuspended { number, until } => match until {
                Some(until) => Text::new(
                    format!(
                        "l'accreditamento alla sezione A (n. {number}) è sospeso fino al {until}"
                    ),
                    format!(
                        "the section A accreditation (no. {number}) is suspended until {until}"
                    ),
                ),
                None => Text::new(
                    format!("l'accreditamento alla sezione A (n. {number}) è sospeso"),
                    format!("the section A accreditation (no. {number}) is suspended"),
                ),
            },
            Self::SectionARevoked { number, on } => Text::new(
                format!("l'accreditamento alla sezione A (n. {number}) è revocato dal {on}"),
                format!("the section A accreditation (no. {number}) is revoked since {on}"),
            ),
            Self::SameOrganisation { .. } => Text::fixed(
                "è la stessa organizzazione di un altro membro: si conta una volta sola",
                "is the same organisation as another member: it counts once",
            ),
            Self::FoundedIts => Text::fixed(
                "ha fondato l'ITS del polo e perciò non si conta",
                "founded the pole's ITS and so does not count",
            ),
            Self::NotNeeded { slot } => Text::new(
                format!("idoneo come {}, ma i posti richiesti sono già coperti", slot.label().it),
                format!(
                    "eligible as {}, but the slots asked for are filled already",
                    slot.label().en
                ),
            ),
            Self::Optional => Text::fixed(
                "membro facoltativo: non occupa alcun posto richiesto",
                "an optional member: it fills none of the slots asked for",
            ),
            Self::NotYetMember { from } => {
                Text::new(format!("entra nel polo il {from}"), format!("joins the pole on {from}"))
            }
            Self::FormerMember { until } => Text::new(
                format!("ha lasciato il polo: ultimo giorno {until}"),
                format!("has left the pole: last day {until}"),
            ),
        }
    }
}

fn reached_later(it: &str, en: &str, eligible_on: Option<NaiveDate>) -> Text {
    match eligible_on {
        Some(day) => Text::new(
            format!("{it}: gli anni richiesti si compiono il {day}"),
            format!("{en}: the years required are reached on {day}"),
        ),
        None => Text::new(
            format!("{it}, e finisce prima che si compiano gli anni richiesti"),
            format!("{en}, and it ends before the years required are reached"),
        ),
    }
}
