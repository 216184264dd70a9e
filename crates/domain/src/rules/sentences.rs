//! The sentences for reasons.

use super::phrases::{
    activity, dal, en, fino_al, il, matures, named, of_track, section_a, until_en,
};
use super::reason::Reason;
use super::rule::Slot;
use super::track_doubt::TrackDoubt;
use crate::sentence::{day_it, listed, quoted};
use crate::text::Text;
use crate::vocabulary::Vocabulary;

impl Reason {
    /// The reason as a sentence; what to do about it is in the finding's message.
    ///
    /// `years` is how long a track must have been offered.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, one sentence per reason")]
    pub fn message(&self, years: u32) -> Text {
        match self {
            Self::TrackSenior { track, since } => of_track(
                track,
                |track| {
                    format!(
                        "offre l'indirizzo {track} {}: anzianità richiesta maturata",
                        dal(*since)
                    )
                },
                |track| {
                    format!(
                        "has offered track {track} since {}, for as long as required",
                        en(*since)
                    )
                },
            ),
            Self::TrackSecondary { track, since } => of_track(
                track,
                |track| {
                    format!("offre {} l'indirizzo {track}, soltanto affine all'area", dal(*since))
                },
                |track| {
                    let since = en(*since);
                    format!("has offered track {track} since {since}, only related to the area")
                },
            ),
            Self::TrackUncatalogued { track, since } => of_track(
                track,
                |track| format!("offre {} l'indirizzo {track}, fuori catalogo", dal(*since)),
                |track| {
                    let since = en(*since);
                    format!(
                        "has offered track {track} since {since}, which is not in the catalogue"
                    )
                },
            ),
            Self::TrackOfAnotherProvider { track, .. } => {
                let Text { it, en } = TrackDoubt::OfAnotherProvider.said();
                of_track(
                    track,
                    |track| format!("l'indirizzo {track} {it}"),
                    |track| format!("track {track} {en}"),
                )
            }
            Self::TrackContinued { track, of, doubt, .. } => {
                let (theirs, from) = if of.len() > 1 {
                    ("altri soggetti, dei quali", "other organisations, whose tracks")
                } else {
                    ("un altro soggetto, del quale", "another organisation, whose track")
                };
                let continued = of_track(
                    track,
                    |track| {
                        format!(
                            "l'indirizzo {track} raggiunge l'anzianità richiesta soltanto con gli \
                             anni maturati presso {theirs} dichiara la prosecuzione"
                        )
                    },
                    |track| {
                        format!(
                            "track {track} reaches the years required only with those of {from} the \
                             member declares to continue"
                        )
                    },
                );
                match doubt.map(TrackDoubt::said) {
                    Some(doubt) => continued.and(
                        &format!("; inoltre {}", doubt.it),
                        &format!("; moreover it {}", doubt.en),
                    ),
                    None => continued,
                }
            }
            Self::TrackHandedOver { track, since } => of_track(
                track,
                |track| {
                    format!(
                        "l'indirizzo {track}, acquisito per dimensionamento, è offerto {}: anzianità \
                         richiesta maturata",
                        dal(*since)
                    )
                },
                |track| {
                    format!(
                        "track {track}, taken over by a reorganisation, has been offered since {}, for \
                         as long as required",
                        en(*since)
                    )
                },
            ),
            Self::ContinuationBroken { track, eligible_on, .. } => matures(
                &of_track(
                    track,
                    |track| {
                        format!(
                            "l'indirizzo {track} non prosegue senza interruzioni quello del soggetto \
                             di provenienza"
                        )
                    },
                    |track| {
                        format!(
                            "track {track} does not go on without a gap from that of the \
                             organisation it continues"
                        )
                    },
                ),
                *eligible_on,
                years,
            ),
            Self::TracksTogether { tracks, since } => {
                let tracks = listed(&tracks.iter().map(|track| named(track)).collect::<Vec<_>>());
                Text::new(
                    format!(
                        "l'anzianità richiesta è maturata soltanto sommando gli indirizzi {}, offerti \
                         {}",
                        tracks.it,
                        dal(*since)
                    ),
                    format!(
                        "the years required are reached only by the tracks {} together, offered since \
                         {}",
                        tracks.en,
                        en(*since)
                    ),
                )
            }
            Self::TrackShort { track, since, eligible_on } => matures(
                &of_track(
                    track,
                    |track| format!("offre l'indirizzo {track} soltanto {}", dal(*since)),
                    |track| format!("has offered track {track} only since {}", en(*since)),
                ),
                *eligible_on,
                years,
            ),
            Self::TrackNotBegun { track, from, eligible_on } => matures(
                &of_track(
                    track,
                    |track| format!("offrirà l'indirizzo {track} {}", dal(*from)),
                    |track| format!("will offer track {track} from {}", en(*from)),
                ),
                *eligible_on,
                years,
            ),
            Self::TrackOver { track, on } => of_track(
                track,
                |track| format!("non offre più l'indirizzo {track}, cessato {}", il(*on)),
                |track| format!("no longer offers track {track}, whose last day was {}", en(*on)),
            ),
            Self::TrackMissing => Text::fixed(
                "non ha nell'offerta formativa alcun indirizzo dell'area",
                "offers no study track of the area",
            ),
            Self::AtecoCore { code } => activity(code, "rientra nell'area", "belongs to the area"),
            Self::AtecoSecondary { code } => {
                activity(code, "è soltanto affine all'area", "is only related to the area")
            }
            Self::AtecoNotPrimary { code } => {
                let code = code.code();
                Text::new(
                    format!(
                        "nell'area rientra soltanto il codice di un'attività secondaria ({code})"
                    ),
                    format!("only the code of a secondary activity ({code}) belongs to the area"),
                )
            }
            Self::AtecoUnmapped { code } => {
                activity(code, "non è attribuito ad alcuna area", "is not assigned to any area")
            }
            Self::AtecoOutside { code: Some(code) } => activity(
                code,
                "non rientra nell'area del polo",
                "does not belong to the pole's area",
            ),
            Self::AtecoOutside { code: None } => Text::fixed(
                "non è indicato il codice dell'attività prevalente",
                "the code of its main activity is missing",
            ),
            Self::Committed { on } => Text::new(
                format!("impegno per tutti gli studenti sottoscritto {}", il(*on)),
                format!("signed the commitment for all students on {}", en(*on)),
            ),
            Self::CommitmentLater { on } => Text::new(
                format!(
                    "l'impegno risulta sottoscritto in data {}, successiva alla data di riferimento",
                    day_it(*on)
                ),
                format!(
                    "the commitment was signed on {}, which is after the reference date",
                    en(*on)
                ),
            ),
            Self::CommitmentContinued { since, .. } => Text::new(
                format!("prosegue {} l'impegno di un'altra impresa", dal(*since)),
                format!("has gone on with the commitment of another company since {}", en(*since)),
            ),
            Self::CommitmentPartial { .. } => Text::fixed(
                "l'impegno non riguarda tutti gli studenti",
                "the commitment does not cover all students",
            ),
            Self::CommitmentMissing => Text::fixed(
                "manca l'impegno a garantire a tutti gli studenti le azioni di alternanza (oggi \
                 formazione scuola-lavoro) e flessibilità",
                "the commitment to guarantee work-linked training and flexibility to all students \
                 is missing",
            ),
            Self::Confirmed { on } => Text::new(
                format!("adesione e impegno confermati {}", il(*on)),
                format!("confirmed its membership and commitment on {}", en(*on)),
            ),
            Self::ApplicantItself => Text::fixed(
                "è il richiedente: dichiara direttamente la propria adesione e il proprio impegno",
                "is the applicant, which itself declares its membership and commitment",
            ),
            Self::Unconfirmed => Text::fixed(
                "adesione e impegno sono dichiarati dal capofila per suo conto e non ancora \
                 confermati",
                "the lead declared its membership and commitment on its behalf: not confirmed yet",
            ),
            Self::Registered => Text::fixed(
                "dichiara l'iscrizione al registro delle imprese",
                "declares that it is entered in the register of companies",
            ),
            Self::RegistrationUnstated => Text::fixed(
                "non dichiara l'iscrizione al registro delle imprese: il solo numero REA non la \
                 comprova",
                "does not declare that it is entered in the register of companies: a REA number \
                 alone does not prove it",
            ),
            Self::NotRegistered => Text::fixed(
                "non è iscritta al registro delle imprese",
                "is not entered in the register of companies",
            ),
            Self::KindUnlisted { description } => {
                let kind = quoted(description);
                Text::new(
                    format!("{} non figura tra i soggetti elencati dalla pagina", kind.it),
                    format!("{} is not among the bodies that the page lists", kind.en),
                )
            }
            Self::AccreditationMissing => Text::fixed(
                "alla data di riferimento non possiede alcun accreditamento valido",
                "holds no accreditation that is valid on the reference date",
            ),
            Self::SectionA { number, until } => Text::new(
                format!("accreditato alla sezione A (n. {number}){}", fino_al(*until)),
                format!("accredited in section A (no. {number}){}", until_en(*until)),
            ),
            Self::SectionAProvisional { number } => section_a(
                number,
                "è provvisorio e secondo queste regole non è sufficiente",
                "is provisional, which does not suffice under these rules",
            ),
            Self::SectionANotYet { number, from } => section_a(
                number,
                &format!("decorre {}", dal(*from)),
                &format!("is valid from {}", en(*from)),
            ),
            Self::SectionAExpired { number, on } => section_a(
                number,
                &format!("è scaduto {}", il(*on)),
                &format!("expired on {}", en(*on)),
            ),
            Self::SectionASuspended { number, until } => section_a(
                number,
                &format!("è sospeso{}", fino_al(*until)),
                &format!("is suspended{}", until_en(*until)),
            ),
            Self::SectionARevoked { number, on } => section_a(
                number,
                &format!("è revocato {}", dal(*on)),
                &format!("has been revoked since {}", en(*on)),
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
            Self::LeadLeft { until } => Text::new(
                format!("è indicato come capofila, ma ha lasciato il polo {}", il(*until)),
                format!("is named as the lead, but left the pole on {}", en(*until)),
            ),
            Self::LeadNotYetMember { from } => Text::new(
                format!("è indicato come capofila, ma aderisce al polo {}", dal(*from)),
                format!("is named as the lead, but joins the pole only on {}", en(*from)),
            ),
            Self::OperatesInRegion => Text::fixed(
                "ha la sede legale fuori dalla Lombardia e una sede operativa in Lombardia",
                "has its legal seat outside Lombardy and an operating site in Lombardy",
            ),
            Self::OutsideRegion { province } => Text::new(
                format!(
                    "ha la sede legale fuori dalla Lombardia ({}) e non indica sedi operative in Lombardia",
                    province.name()
                ),
                format!(
                    "has its legal seat outside Lombardy ({}) and names no operating site in Lombardy",
                    province.name()
                ),
            ),
            Self::SameOrganisation { .. } => Text::fixed(
                "è lo stesso soggetto di un altro membro: è computato una sola volta",
                "is the same organisation as another member: it counts once",
            ),
            Self::FoundedIts => Text::fixed(
                "ha fondato l'ITS del polo e pertanto non è computato",
                "founded the pole's ITS and therefore does not count",
            ),
            Self::NotNeeded { slot } => Text::new(
                format!(
                    "{} come {}, ma il numero richiesto è già raggiunto",
                    match slot {
                        Slot::Company => "idonea",
                        Slot::School | Slot::SectionA | Slot::Its => "idoneo",
                    },
                    slot.label().it
                ),
                format!("eligible as a {}, but enough others count already", slot.label().en),
            ),
            Self::Optional => Text::fixed(
                "membro facoltativo: non concorre alla composizione minima",
                "an optional member: not part of the minimum composition",
            ),
            Self::NotYetMember { from } => Text::new(
                format!("aderisce al polo {}", dal(*from)),
                format!("joins the pole on {}", en(*from)),
            ),
            Self::FormerMember { until } => Text::new(
                format!("non fa più parte del polo: ultimo giorno {}", il(*until)),
                format!("no longer belongs to the pole: its last day was {}", en(*until)),
            ),
        }
    }
}
