//! Where a reader of events has come to in their log.

use ptp_domain::fault::Invalid;
use ptp_http::problem::own::malformed;
use ptp_store::{Head, Read, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::problems::ApiError;

/// The last event of the log.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogHead {
    /// Its position; 0 if there is no event.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 42)]
    position: i64,
    /// Its hash, which covers all of them; absent if there is no event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    hash: Option<String>,
}

const BEYOND: Invalid = Invalid::fixed(
    "beyond_the_head",
    "il registro degli eventi non arriva fin qui, e head ne indica l'ultimo: se è stato ripristinato, \
     la copia va rifatta",
    "the log of events does not reach this far, and head is its last one: if it was restored, the copy \
     has to be made anew",
);
const ANOTHER_EVENT: Invalid = Invalid::fixed(
    "another_event",
    "in questa posizione c'è un altro evento: il registro è stato ripristinato, e la copia va rifatta",
    "another event has this position: the log was restored, and the copy has to be made anew",
);

/// The log as it is read, and where in it the reader has come to.
pub(super) struct Place {
    /// Only events after this position.
    pub(super) after: i64,
    /// The last event.
    head: Option<Head>,
}

impl Place {
    /// Compares what the reader has seen with the log. To be done before events are read: all up to
    /// this head can be read then.
    pub(super) async fn of(tx: &Tx<Read>, after: Option<&str>) -> Result<Self, ApiError> {
        let (after, hash) = match after.map(|after| after.split_once(':').unwrap_or((after, ""))) {
            Some((position, hash)) => (position.parse().unwrap_or(i64::MAX), hash),
            None => (0, ""),
        };
        let head = tx.head().await?;
        let place = Self { after, head };
        if after > place.last() {
            return Err(place.refused(BEYOND));
        }
        if !hash.is_empty() && tx.hash_at(after).await?.as_deref() != Some(hash) {
            return Err(place.refused(ANOTHER_EVENT));
        }
        Ok(place)
    }

    /// The last position of the log.
    fn last(&self) -> i64 {
        self.head.as_ref().map_or(0, |head| head.position)
    }

    fn refused(&self, invalid: Invalid) -> ApiError {
        let hash = self.head.as_ref().map(|head| head.hash.clone());
        let head = LogHead { position: self.last(), hash };
        malformed("after", invalid).with("head", head).into()
    }

    /// Where the reader goes on after a page that ends with this event: if all was read, at the head,
    /// whether or not the last events concern the reader.
    pub(super) fn next(self, last: Option<Head>, is_full: bool) -> Option<Head> {
        let head = self.head.filter(|_| !is_full);
        last.into_iter().chain(head).max_by_key(|head| head.position)
    }
}
