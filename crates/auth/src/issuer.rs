//! One trusted issuer: its settings and its current keys.

use std::error::Error;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use ptp_clock::Clock;
use tokio::sync::Mutex;

use super::fault::TokenFault;
use super::keys::{KeyRing, KeysError};
use super::open_error::OpenError;
use super::settings::IssuerSettings;
use super::source::{LoadError, Source};
use super::token::{Presented, Validity};
use super::verified::Verified;

/// How long a token waits for keys: slightly more than the timeout of an address.
const PATIENCE: Duration = Duration::from_secs(6);
/// How often the log repeats that keys cannot be read. Files are tried every second.
const WARN_AGAIN: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Issuer {
    settings: IssuerSettings,
    source: Source,
    clock: Clock,
    /// None until a set has been read.
    held: RwLock<Option<Held>>,
    /// Locked while reading, so that an older set never replaces a newer one.
    turn: Arc<Mutex<Turn>>,
}

/// The set that was read last.
#[derive(Debug)]
struct Held {
    keys: Arc<KeyRing>,
    read_at: Duration,
}

/// A token that passed every check, and what that rests on.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) verified: Verified,
    validity: Validity,
    keys: Arc<KeyRing>,
}

/// The last attempt to read a set. Times are the clock's `elapsed`, which is monotonic.
#[derive(Debug, Default)]
struct Turn {
    tried_at: Duration,
    /// When a failure was last logged; none after a success.
    warned_at: Option<Duration>,
}

impl Issuer {
    pub(super) async fn open(settings: IssuerSettings, clock: Clock) -> Result<Self, OpenError> {
        if settings.audiences.iter().chain([&settings.issuer]).any(String::is_empty)
            || settings.audiences.is_empty()
        {
            return Err(OpenError::Incomplete(settings.issuer));
        }
        let (name, place) = (settings.issuer.clone(), settings.keys.place());
        let unusable = |reason| OpenError::Keys { issuer: name, place, reason };
        let source = match Source::new(settings.keys.clone()) {
            Ok(source) => source,
            Err(reason) => return Err(unusable(reason)),
        };
        let issuer =
            Self { settings, source, clock, held: RwLock::default(), turn: Arc::default() };
        let mut turn = issuer.turn.lock().await;
        let outcome = issuer.read(&mut turn).await;
        match outcome {
            Err(reason) if !issuer.source.is_remote() => return Err(unusable(reason)),
            outcome => issuer.log(&mut turn, outcome),
        }
        drop(turn);
        Ok(issuer)
    }

    /// Judges a token by the current keys.
    pub(super) fn judge(&self, token: &Presented<'_>) -> Result<Accepted, TokenFault> {
        let keys = self.keys().ok_or(TokenFault::KeysUnavailable)?;
        let (verified, validity) = token.judge(&self.settings, &keys, self.clock.now())?;
        Ok(Accepted { verified, validity, keys })
    }

    /// Whether a token that was accepted before would be now: by the same keys, and in time.
    pub(super) fn accepts_still(&self, accepted: &Accepted) -> bool {
        self.keys().is_some_and(|keys| Arc::ptr_eq(&keys, &accepted.keys))
            && accepted.validity.at(self.clock.now()).is_ok()
    }

    /// Reads the keys for a token that the current ones cannot judge, unless they were read just
    /// before. Returns whether to judge the token again.
    pub(super) async fn read_on_demand(self: &Arc<Self>) -> bool {
        let Some(schedule) = self.source.schedule() else { return false };
        let attempt = async {
            let mut turn = Arc::clone(&self.turn).lock_owned().await;
            if self.since(turn.tried_at) < schedule.on_demand {
                return Ok(());
            }
            let issuer = Arc::clone(self);
            // In a separate task: a caller who disconnects must not cancel a read that others
            // wait for, and while a disk hangs, the lock keeps further reads from piling up.
            tokio::spawn(async move { issuer.attempt(&mut turn).await }).await
        };
        match tokio::time::timeout(PATIENCE, attempt).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => tracing::error!("the task that reads keys failed"),
            Err(_) => tracing::warn!(issuer = self.settings.issuer, "reading keys takes too long"),
        }
        true
    }

    /// Starts a task that reads the keys again and again, until the issuer is dropped.
    pub(super) fn keep_fresh(self: &Arc<Self>) {
        let issuer = Arc::downgrade(self);
        tokio::spawn(async move {
            while let Some(pause) = issuer.upgrade().and_then(|issuer| issuer.pause()) {
                tokio::time::sleep(pause).await;
                if let Some(issuer) = issuer.upgrade() {
                    issuer.refresh().await;
                }
            }
        });
    }

    /// Reads the keys in any case.
    pub(super) async fn refresh(&self) {
        self.attempt(&mut *self.turn.lock().await).await;
    }

    /// How long the background task waits before it reads the keys again; none if they are fixed.
    pub(super) fn pause(&self) -> Option<Duration> {
        let schedule = self.source.schedule()?;
        let has_recent_keys = self.held().as_ref().is_some_and(|held| {
            !held.keys.is_empty() && self.since(held.read_at) < schedule.interval
        });
        Some(if has_recent_keys { schedule.interval } else { schedule.retry })
    }

    async fn attempt(&self, turn: &mut Turn) {
        let outcome = self.read(turn).await;
        self.log(turn, outcome);
    }

    async fn read(&self, turn: &mut Turn) -> Result<(), LoadError> {
        // The start of the read: the content may change during it.
        let read_at = self.clock.elapsed();
        turn.tried_at = read_at;
        let (keys, outcome) = match self.source.load().await {
            Ok(keys) => (keys, Ok(())),
            // A set without keys is valid: it withdraws the previous keys.
            Err(reason @ LoadError::Keys(KeysError::NoneUsable(_))) => {
                (KeyRing::default(), Err(reason))
            }
            // A failed read withdraws nothing: the last set is used until its lifetime ends.
            Err(reason) => return Err(reason),
        };
        let held = Held { keys: Arc::new(keys), read_at };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        outcome
    }

    fn log(&self, turn: &mut Turn, outcome: Result<(), LoadError>) {
        let (issuer, place) = (&self.settings.issuer, self.settings.keys.place());
        let now = self.clock.elapsed();
        match (outcome, turn.warned_at) {
            (Ok(()), None) => {}
            (Ok(()), Some(_)) => {
                tracing::info!(issuer, place, "an issuer has keys again");
                turn.warned_at = None;
            }
            (Err(_), Some(warned_at)) if now.saturating_sub(warned_at) < WARN_AGAIN => {}
            (Err(reason), _) => {
                let reason = &reason as &dyn Error;
                tracing::warn!(issuer, place, reason, "no keys from an issuer");
                turn.warned_at = Some(now);
            }
        }
    }

    /// The keys that were read last, unless their lifetime has ended.
    fn keys(&self) -> Option<Arc<KeyRing>> {
        let held = self.held();
        let Held { keys, read_at } = held.as_ref()?;
        let lifetime = self.source.schedule().map(|schedule| schedule.lifetime);
        let usable = lifetime.is_none_or(|lifetime| self.since(*read_at) < lifetime);
        usable.then(|| Arc::clone(keys))
    }

    fn held(&self) -> RwLockReadGuard<'_, Option<Held>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn since(&self, earlier: Duration) -> Duration {
        self.clock.elapsed().saturating_sub(earlier)
    }
}
