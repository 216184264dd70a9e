//! The sentences for reasons.

use chrono::NaiveDate;

use super::reason::Reason;
use crate::text::Text;
use crate::vocabulary::Vocabulary;

impl Reason {
    /// The reason as a sentence; what to do about it is in the finding's message.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, one sentence per reason")]
    pub fn message(&self) -> Text {
        match self {
            Self::TrackSenior { track, since } => Text::new(
                format!("offre l'indirizzo {track} dal {since}: almeno gli anni richiesti"),
                format!("has offered track {track} since {since}: at least the years required"),
            ),
            Self::TrackSecondary { track, since } => Text::new(
                format!("offre dal {since} l'indirizzo {track}, solo affine all'area"),
                format!("has offered since {since} track {track}, only close to the area"),
            ),
            Self::TrackUncatalogued { track, since } => Text::new(
                format!("offre «{track}» dal {since}, fuori catalogo"),
                format!("has offered «{track}» since {since}, outside the catalogue"),
            ),
            Self::TrackOfAnotherProvider { track, .. } => Text::new(
                format!(
                    "l'indirizzo {track} non rientra nell'offerta di un soggetto di questo tipo"
                ),
                format!("track {track} is not one that a member of this kind gives"),
            ),
            Self::TrackContinued { track, .. } => Text::new(
                format!(
                    "l'indirizzo {track} raggiunge l'anzianità richiesta solo con gli anni maturati \
                     presso un'altra organizzazione, della quale il soggetto dichiara la prosecuzione"
                ),
                format!(
                    "track {track} reaches the years required only with those of another \
                     organisation, whose track the member declares to continue"
                ),
            ),
            Self::ContinuationBroken { track, .. } => Text::new(
                format!(
                    "l'indirizzo {track} non prosegue senza interruzioni quello dell'organizzazione \
                     di provenienza, e da solo non raggiunge l'anzianità richiesta"
                ),
                format!(
                    "track {track} does not go on without a gap from that of the organisation it \
                     continues, and does not reach the years required by itself"
                ),
            ),
            Self::TracksTogether { tracks, since } => Text::new(
                format!(
                    "solo più indirizzi dell'area insieme ({}) coprono gli anni richiesti (dal {since})",
                    tracks.join(", ")
                ),
                format!(
                    "only several tracks of the area together ({}) cover the years required (since {since})",
                    tracks.join(", ")
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
            Self::AtecoCore { code } => {
                let code = code.code();
                Text::new(
                    format!("il codice ATECO primario {code} è dell'area"),
                    format!("the primary ATECO code {code} is of the area"),
                )
            }
            Self::AtecoSecondary { code } => {
                let code = code.code();
                Text::new(
                    format!("il codice ATECO primario {code} è solo affine all'area"),
                    format!("the primary ATECO code {code} is only close to the area"),
                )
            }
            Self::AtecoNotPrimary { code } => {
                let code = code.code();
                Text::new(
                    format!("solo il codice ATECO non primario {code} è dell'area"),
                    format!("only the ATECO code {code}, not the primary one, is of the area"),
                )
            }
            Self::AtecoUnmapped { code } => {
                let code = code.code();
                Text::new(
                    format!("il codice ATECO primario {code} non è assegnato ad alcuna area"),
                    format!("the primary ATECO code {code} is mapped in no area"),
                )
            }
            Self::AtecoOutside { code: Some(code) } => {
                let code = code.code();
                Text::new(
                    format!("il codice ATECO primario {code} non è dell'area del polo"),
                    format!("the primary ATECO code {code} is not of the pole's area"),
                )
            }
            Self::AtecoOutside { code: None } => {
                Text::fixed("non ha un codice ATECO primario", "has no primary ATECO code")
            }
            Self::Committed { on } => Text::new(
                format!("si è impegnata il {on} per tutti gli studenti"),
                format!("committed itself on {on} for all students"),
            ),
            Self::CommitmentLater { on } => Text::new(
                format!("l'impegno è firmato solo il {on}"),
                format!("the commitment is signed only on {on}"),
            ),
            Self::CommitmentContinued { .. } => Text::fixed(
                "prosegue l'impegno di un'altra impresa",
                "goes on with the commitment of another company",
            ),
            Self::CommitmentPartial { .. } => Text::fixed(
                "l'impegno non vale per tutti gli studenti (all_students)",
                "the commitment does not cover all students (all_students)",
            ),
            Self::CommitmentMissing => Text::fixed(
                "manca l'impegno a garantire a tutti gli studenti alternanza e flessibilità",
                "the commitment to guarantee alternanza and flexibility to all students is missing",
            ),
            Self::Confirmed { on } => Text::new(
                format!("ha confermato il {on} l'adesione e l'impegno"),
                format!("confirmed its membership and commitment on {on}"),
            ),
            Self::ApplicantItself => Text::fixed(
                "è il proponente: adesione e impegno li dichiara da sé",
                "is the applicant: it speaks for its own membership and commitment",
            ),
            Self::Unconfirmed => Text::fixed(
                "l'impegno è dichiarato dal proponente per suo conto: non l'ha ancora confermato",
                "the applicant committed it on its behalf: it has not confirmed yet",
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
            Self::SameRea { rea } => Text::new(
                format!(
                    "ha lo stesso numero REA di un altro membro ({rea}), con un altro codice fiscale"
                ),
                format!(
                    "has the same REA number as another member ({rea}), under another tax code"
                ),
            ),
            Self::SchoolUnidentified => Text::fixed(
                "non indica alcun codice meccanografico, né dell'istituto né di una sede",
                "gives no school code, neither of the institution nor of a site",
            ),
            Self::LeadLeft { .. } => Text::fixed(
                "è indicato come capofila ma non è più membro del polo",
                "is named as the lead but is not a member of the pole any more",
            ),
            Self::LeadNotYetMember { .. } => Text::fixed(
                "è indicato come capofila ma non è ancora membro del polo",
                "is named as the lead but is not a member of the pole yet",
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
