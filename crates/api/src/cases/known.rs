//! What is known of a pole, now or at an instant: a pole, and what had been settled about it.

use chrono::{DateTime, Utc};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::rules::Determination;
use ptp_domain::text::Text;
use ptp_http::problem::own::malformed;
use ptp_http::wire::{InstantInput, InstantText, instant};
use ptp_store::{Annulled, Known, KnownAt, Read, StoredPole, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::judging::determinations;
use super::party::LocalizedText;
use super::problems::ApiError;

/// On what an answer about the past rests.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Knowledge {
    /// The instant that was asked for.
    known_at: InstantText,
    /// The version of the pole that was in force then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 3)]
    version: Option<i64>,
    /// Since when it had been recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<InstantText>,
    /// How to read it.
    note: LocalizedText,
}

impl Knowledge {
    /// What was recorded then, as the service says it today.
    pub(crate) fn of(known_at: DateTime<Utc>, pole: &StoredPole) -> Self {
        Self {
            version: Some(pole.pole.version),
            recorded_at: Some(pole.pole.updated_at.into()),
            ..Self::without_version(known_at)
        }
    }

    /// The same, of a pole of which nothing but this is public.
    pub(crate) fn without_version(known_at: DateTime<Utc>) -> Self {
        Self { known_at: known_at.into(), version: None, recorded_at: None, note: NOTE.into() }
    }
}

const NOTE: Text = Text::fixed(
    "Dati registrati all'istante indicato, senza recapiti né firmatari; la valutazione applica a quei \
     dati le regole come il servizio le calcola oggi.",
    "What was recorded at that instant, without contacts and signatories; it is judged by the rules as \
     the service computes them today.",
);

/// A pole as it is or was known, with what had been settled about it.
pub(crate) struct Seen {
    pub(crate) pole: StoredPole,
    pub(crate) determinations: Vec<Determination>,
    /// If it was asked for an instant.
    pub(crate) knowledge: Option<Knowledge>,
}

/// What may be told of a pole at an instant.
pub(crate) enum Told {
    /// The pole.
    Seen(Box<Seen>),
    /// Nothing but that its recognition had been annulled.
    Annulled(Box<Annulled>, Knowledge),
}

/// The instant that is asked for, which is not in the future.
///
/// # Errors
///
/// A malformed parameter.
pub(crate) fn known_at(
    asked: Option<&InstantInput>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Some(asked) = asked else { return Ok(None) };
    let at = instant(&asked.0).map_err(|invalid| malformed("known_at", invalid))?;
    if at > now {
        return Err(malformed("known_at", NOT_YET).into());
    }
    Ok(Some(at))
}

const NOT_YET: Invalid = Invalid::fixed(
    "known_at_in_the_future",
    "l'istante è futuro: si può chiedere soltanto ciò che era noto finora",
    "the instant is in the future: only what was known by now can be asked for",
);

impl Seen {
    /// A pole as it is, or as it was known at an instant.
    ///
    /// # Errors
    ///
    /// [`ApiError::NotFound`]; [`ApiError::NotRecorded`] before the first version.
    pub(crate) async fn of(
        tx: &Tx<Read>,
        scope: &Scope,
        id: Id<Pole>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Self, ApiError> {
        match known_at {
            None => {
                let pole = tx.find_pole(scope, id).await?.ok_or(ApiError::NotFound)?;
                let determinations = determinations(tx, id).await?;
                Ok(Self { pole, determinations, knowledge: None })
            }
            Some(at) => match told_at(tx, scope, id, at).await? {
                Told::Seen(seen) => Ok(*seen),
                Told::Annulled(..) => Err(ApiError::NotFound),
            },
        }
    }
}

/// What may be told of a pole at an instant.
///
/// # Errors
///
/// As [`Seen::of`].
pub(crate) async fn told_at(
    tx: &Tx<Read>,
    scope: &Scope,
    id: Id<Pole>,
    at: DateTime<Utc>,
) -> Result<Told, ApiError> {
    match tx.pole_known_at(scope, id, at).await?.ok_or(ApiError::NotFound)? {
        KnownAt::Before(earliest) => Err(ApiError::NotRecorded(earliest)),
        KnownAt::Annulled(annulled) => Ok(Told::Annulled(annulled, Knowledge::without_version(at))),
        KnownAt::Version(known) => {
            let Known { pole, .. } = *known;
            let settled = tx.determinations_of(id).await?.into_iter();
            let determinations =
                settled.filter(|one| one.at <= at).map(|one| one.determination).collect();
            let knowledge = Some(Knowledge::of(at, &pole));
            Ok(Told::Seen(Box::new(Seen { pole, determinations, knowledge })))
        }
    }
}
