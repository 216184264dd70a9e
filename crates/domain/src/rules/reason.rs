//! The reasons of findings, with their codes and underlying facts.

use chrono::NaiveDate;

use super::rule::Slot;
use super::track_doubt::TrackDoubt;
use crate::id::Id;
use crate::identifier::{Ateco, Province, Rea, TaxCode};
use crate::member::Member;
use crate::vocabulary::Vocabulary;

/// The reason of a finding. Dates are those of the data, never relative to today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A track of the area has been offered for long enough.
    TrackSenior {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run.
        since: NaiveDate,
    },
    /// Long enough, but a track of secondary strength.
    TrackSecondary {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run.
        since: NaiveDate,
    },
    /// Long enough, but a track outside the catalogue.
    TrackUncatalogued {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run.
        since: NaiveDate,
    },
    /// Long enough, but members of this kind do not give such tracks.
    TrackOfAnotherProvider {
        /// Its code.
        track: String,
        /// First day of the gapless run.
        since: NaiveDate,
    },
    /// Long enough only with the years taken over from another organisation.
    TrackContinued {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run, with the predecessor.
        since: NaiveDate,
        /// First day of the member's own run.
        from: NaiveDate,
        /// Whose years it needs, the latest first.
        of: Vec<TaxCode>,
        /// What else is in doubt about the track.
        doubt: Option<TrackDoubt>,
    },
    /// Long enough with the years that the act of a reorganisation has brought.
    TrackHandedOver {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run, with the predecessor.
        since: NaiveDate,
    },
    /// Different tracks that are long enough only together.
    TracksTogether {
        /// Their codes or titles, the latest first.
        tracks: Vec<String>,
        /// First day of the gapless run.
        since: NaiveDate,
    },
    /// Not long enough yet.
    TrackShort {
        /// Its code, or its title.
        track: String,
        /// First day of the gapless run.
        since: NaiveDate,
        /// When the years are reached, unless it ends before.
        eligible_on: Option<NaiveDate>,
    },
    /// Not long enough: the years claimed of a predecessor do not lead up to it without a gap.
    ContinuationBroken {
        /// Its code, or its title.
        track: String,
        /// First day of the member's own run.
        since: NaiveDate,
        /// When the years are reached, unless it ends before.
        eligible_on: Option<NaiveDate>,
    },
    /// Not offered yet.
    TrackNotBegun {
        /// Its code, or its title.
        track: String,
        /// First day.
        from: NaiveDate,
        /// When the years are reached, unless it ends before.
        eligible_on: Option<NaiveDate>,
    },
    /// Not offered any more.
    TrackOver {
        /// Its code, or its title.
        track: String,
        /// Its last day.
        on: NaiveDate,
    },
    /// No track of the area.
    TrackMissing,
    /// The primary ATECO code belongs to the area.
    AtecoCore {
        /// The code.
        code: Ateco,
    },
    /// The primary ATECO code is of secondary strength.
    AtecoSecondary {
        /// The code.
        code: Ateco,
    },
    /// Only a code that is not the primary one belongs to the area.
    AtecoNotPrimary {
        /// The code.
        code: Ateco,
    },
    /// The primary ATECO code is mapped in no area.
    AtecoUnmapped {
        /// The code.
        code: Ateco,
    },
    /// The primary ATECO code belongs to another area.
    AtecoOutside {
        /// The code, if there is one.
        code: Option<Ateco>,
    },
    /// Committed.
    Committed {
        /// When it signed.
        on: NaiveDate,
    },
    /// Committed from a later day on.
    CommitmentLater {
        /// When it signs.
        on: NaiveDate,
    },
    /// Another company's commitment goes on with it.
    CommitmentContinued {
        /// Since when.
        since: NaiveDate,
        /// Whose it was.
        of: TaxCode,
    },
    /// Committed, but not for all students.
    CommitmentPartial {
        /// When it signed.
        on: NaiveDate,
    },
    /// Not committed.
    CommitmentMissing,
    /// It confirmed its membership and commitment itself.
    Confirmed {
        /// When (a civil date in Rome), possibly after the day of the evaluation.
        on: NaiveDate,
    },
    /// It is the applicant itself.
    ApplicantItself,
    /// The applicant committed it, but it has not confirmed.
    Unconfirmed,
    /// States that it is registered.
    Registered,
    /// Gives at most a REA number, but does not state that it is registered.
    RegistrationUnstated,
    /// States that it is not registered.
    NotRegistered,
    /// Of an unlisted kind.
    KindUnlisted {
        /// Which.
        description: String,
    },
    /// An accredited body without any accreditation in force.
    AccreditationMissing,
    /// Section A, in force.
    SectionA {
        /// Its number in the register.
        number: String,
        /// Last valid day.
        until: Option<NaiveDate>,
    },
    /// Section A, but provisional, which does not count under these rules.
    SectionAProvisional {
        /// Its number in the register.
        number: String,
    },
    /// Section A, from a later day on.
    SectionANotYet {
        /// Its number in the register.
        number: String,
        /// First valid day.
        from: NaiveDate,
    },
    /// Section A, expired.
    SectionAExpired {
        /// Its number in the register.
        number: String,
        /// Last valid day.
        on: NaiveDate,
    },
    /// Section A, suspended.
    SectionASuspended {
        /// Its number in the register.
        number: String,
        /// Last day of the suspension.
        until: Option<NaiveDate>,
    },
    /// Section A, revoked.
    SectionARevoked {
        /// Its number in the register.
        number: String,
        /// First day not valid.
        on: NaiveDate,
    },
    /// Outside Lombardy, but with a place there where it operates.
    OperatesInRegion,
    /// Outside Lombardy altogether.
    OutsideRegion {
        /// The province of its seat.
        province: Province,
    },
    /// The REA number is also that of another member.
    SameRea {
        /// The number.
        rea: Rea,
    },
    /// A school without any code.
    SchoolUnidentified,
    /// The lead has left the pole.
    LeadLeft {
        /// Last day as a member.
        until: NaiveDate,
    },
    /// The lead is not a member yet.
    LeadNotYetMember {
        /// First day as a member.
        from: NaiveDate,
    },
    /// The same organisation as another member.
    SameOrganisation {
        /// Which.
        member: Id<Member>,
    },
    /// Founded the pole's ITS.
    FoundedIts,
    /// Eligible, but the slots are filled by others.
    NotNeeded {
        /// What it could have filled.
        slot: Slot,
    },
    /// Admitted, and fills no slot.
    Optional,
    /// Joins later.
    NotYetMember {
        /// First day as a member.
        from: NaiveDate,
    },
    /// Has left.
    FormerMember {
        /// Last day as a member.
        until: NaiveDate,
    },
}

impl Reason {
    /// A stable machine code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TrackSenior { .. } => "track_seniority_reached",
            Self::TrackSecondary { .. } => "track_secondary",
            Self::TrackUncatalogued { .. } => "track_uncatalogued",
            Self::TrackOfAnotherProvider { .. } => "track_of_another_provider",
            Self::TrackContinued { .. } => "track_continued",
            Self::TrackHandedOver { .. } => "track_handed_over",
            Self::TracksTogether { .. } => "tracks_together",
            Self::TrackShort { .. } => "track_seniority_short",
            Self::ContinuationBroken { .. } => "continuation_broken",
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
            Self::CommitmentContinued { .. } => "commitment_continued",
            Self::CommitmentPartial { .. } => "commitment_partial",
            Self::CommitmentMissing => "commitment_missing",
            Self::Confirmed { .. } => "confirmed",
            Self::ApplicantItself => "applicant_itself",
            Self::Unconfirmed => "unconfirmed",
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
            Self::OperatesInRegion => "operating_site_in_region",
            Self::OutsideRegion { .. } => "outside_region",
            Self::SameRea { .. } => "same_rea",
            Self::SchoolUnidentified => "school_unidentified",
            Self::LeadLeft { .. } => "lead_left",
            Self::LeadNotYetMember { .. } => "lead_not_yet_member",
            Self::SameOrganisation { .. } => "same_organisation",
            Self::FoundedIts => "founded_its",
            Self::NotNeeded { .. } => "not_needed",
            Self::Optional => "optional_member",
            Self::NotYetMember { .. } => "not_yet_member",
            Self::FormerMember { .. } => "former_member",
        }
    }

    /// The finding in canonical form: a determination refers to it and lapses when it changes.
    #[must_use]
    pub fn fact(&self) -> String {
        let subject = match self {
            Self::TrackSecondary { track, since }
            | Self::TrackUncatalogued { track, since }
            | Self::TrackOfAnotherProvider { track, since } => format!("{track}@{since}"),
            Self::TrackContinued { track, since, from, of, doubt } => {
                let of = of.iter().map(named).collect::<Vec<_>>().join("+");
                // What does not lie in the track itself may come and go.
                let or_not = match doubt {
                    Some(TrackDoubt::OfAnotherProvider) => "?",
                    Some(TrackDoubt::Secondary | TrackDoubt::Uncatalogued) | None => "",
                };
                format!("{track}{or_not}@{since}/{from}<{of}")
            }
            Self::CommitmentContinued { since, of } => format!("{since}<{}", named(of)),
            Self::SameRea { rea } => rea.to_string(),
            Self::LeadLeft { until } => until.to_string(),
            Self::LeadNotYetMember { from } => from.to_string(),
            Self::TracksTogether { tracks, since } => format!("{}@{since}", tracks.join("+")),
            Self::AtecoSecondary { code }
            | Self::AtecoNotPrimary { code }
            | Self::AtecoUnmapped { code } => {
                format!("{}@{}", code.code(), code.classification().code())
            }
            Self::KindUnlisted { description } => description.clone(),
            Self::OutsideRegion { province } => province.code().to_owned(),
            _ => String::new(),
        };
        format!("{}:{subject}", self.code())
    }

    /// The date since which it has been so, if the data tells.
    #[must_use]
    pub const fn since(&self) -> Option<NaiveDate> {
        match self {
            Self::TrackSenior { since, .. }
            | Self::TrackSecondary { since, .. }
            | Self::TrackUncatalogued { since, .. }
            | Self::TrackOfAnotherProvider { since, .. }
            | Self::TrackContinued { since, .. }
            | Self::TrackHandedOver { since, .. }
            | Self::ContinuationBroken { since, .. }
            | Self::CommitmentContinued { since, .. }
            | Self::TracksTogether { since, .. }
            | Self::TrackShort { since, .. } => Some(*since),
            Self::Committed { on }
            | Self::Confirmed { on }
            | Self::CommitmentPartial { on }
            | Self::SectionARevoked { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// The date from which it will be met without an act, if the data tells.
    #[must_use]
    pub fn eligible_on(&self) -> Option<NaiveDate> {
        match self {
            Self::TrackShort { eligible_on, .. }
            | Self::ContinuationBroken { eligible_on, .. }
            | Self::TrackNotBegun { eligible_on, .. } => *eligible_on,
            Self::CommitmentLater { on } => Some(*on),
            Self::SectionANotYet { from, .. } | Self::LeadNotYetMember { from } => Some(*from),
            Self::SectionASuspended { until, .. } => until.map(crate::calendar::next_day),
            _ => None,
        }
    }
}

/// A tax code where everybody may read it: not that of a person.
fn named(code: &TaxCode) -> &str {
    if code.is_person() { "person" } else { code.as_str() }
}
