//! The clock and the identifiers made from it, passed in so that tests can control both.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// The service's clock, and the source of its identifiers.
///
/// Clones share the time, and never generate the same identifier twice.
#[derive(Clone, Debug)]
pub struct Clock {
    time: Time,
    /// When the clock was made, on the monotonic clock.
    started: Instant,
    /// Counter within a millisecond, so that identifiers sort in the order of their creation.
    order: Arc<Mutex<ContextV7>>,
}

/// Where the time comes from.
#[derive(Clone, Debug)]
enum Time {
    System,
    /// The system time plus an offset.
    Moved(Arc<Mutex<TimeDelta>>),
    Fixed(Arc<Mutex<Fixed>>),
}

/// A time that does not advance by itself.
#[derive(Debug)]
struct Fixed {
    now: DateTime<Utc>,
    /// The total time it was moved forward.
    elapsed: Duration,
}

impl Fixed {
    fn move_to(&mut self, to: DateTime<Utc>) {
        self.elapsed += (to - self.now).to_std().unwrap_or_default();
        self.now = to;
    }
}

impl Clock {
    /// The system clock.
    #[must_use]
    pub fn system() -> Self {
        Self::of(Time::System)
    }

    /// The system clock until it is [set](Self::set) or [advanced](Self::advance); from then on it
    /// runs on from that time.
    #[must_use]
    pub fn movable() -> Self {
        Self::of(Time::Moved(Arc::new(Mutex::new(TimeDelta::zero()))))
    }

    /// A clock that stands still until it is [set](Self::set) or [advanced](Self::advance).
    #[must_use]
    pub fn fixed(now: DateTime<Utc>) -> Self {
        let fixed = Fixed { now, elapsed: Duration::ZERO };
        Self::of(Time::Fixed(Arc::new(Mutex::new(fixed))))
    }

    fn of(time: Time) -> Self {
        Self { time, started: Instant::now(), order: Arc::new(Mutex::new(ContextV7::new())) }
    }

    /// The current time, truncated to microseconds: PostgreSQL stores no more, and the response to
    /// a `POST` must equal that of the next `GET`.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system time")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.time {
            Time::System => Utc::now(),
            Time::Moved(by) => {
                let by = *by.lock().unwrap_or_else(PoisonError::into_inner);
                let now = Utc::now();
                now.checked_add_signed(by).unwrap_or(now)
            }
            Time::Fixed(fixed) => fixed.lock().unwrap_or_else(PoisonError::into_inner).now,
        };
        now.trunc_subsecs(6)
    }

    /// Generates an identifier, UUID version 7 (RFC 9562, section 5.7).
    ///
    /// It is greater than all identifiers generated before by this clock and its clones, even if
    /// the time was set back in between.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let nanoseconds = now.timestamp_subsec_nanos();
        Uuid::new_v7(Timestamp::from_unix(&*self.order, seconds, nanoseconds))
    }

    /// Sets a fixed or movable clock; does nothing on the system clock.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Time::Fixed(fixed) = &self.time {
            fixed.lock().unwrap_or_else(PoisonError::into_inner).move_to(to);
        } else {
            self.advance(to - self.now());
        }
    }

    /// Moves a fixed or movable clock; does nothing on the system clock.
    pub fn advance(&self, by: TimeDelta) {
        match &self.time {
            Time::System => {}
            Time::Moved(off) => {
                let mut off = off.lock().unwrap_or_else(PoisonError::into_inner);
                *off = off.checked_add(&by).unwrap_or(*off);
            }
            Time::Fixed(fixed) => {
                let mut fixed = fixed.lock().unwrap_or_else(PoisonError::into_inner);
                let to = fixed.now.checked_add_signed(by).unwrap_or(fixed.now);
                fixed.move_to(to);
            }
        }
    }

    /// Time elapsed since the clock was made; monotonic even if the time is set back.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match &self.time {
            Time::System | Time::Moved(_) => self.started.elapsed(),
            Time::Fixed(fixed) => fixed.lock().unwrap_or_else(PoisonError::into_inner).elapsed,
        }
    }

    /// Resets a movable clock to the system time; does nothing on any other.
    pub fn reset(&self) {
        if let Time::Moved(off) = &self.time {
            *off.lock().unwrap_or_else(PoisonError::into_inner) = TimeDelta::zero();
        }
    }

    /// Whether the clock differs from the system time.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        match &self.time {
            Time::System => false,
            Time::Moved(off) => !off.lock().unwrap_or_else(PoisonError::into_inner).is_zero(),
            Time::Fixed(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2027-01-11T12:00:00.123456789Z".parse().unwrap()
    }

    #[test]
    fn time_has_microseconds() {
        let clock = Clock::fixed(noon());
        assert_eq!(clock.now().to_rfc3339(), "2027-01-11T12:00:00.123456+00:00");
        assert_eq!(Clock::system().now().timestamp_subsec_nanos() % 1_000, 0);
    }

    #[test]
    fn clones_share_the_time() {
        let clock = Clock::fixed(noon());
        let clone = clock.clone();
        clone.advance(TimeDelta::days(1));
        assert_eq!(clock.now() - noon().trunc_subsecs(6), TimeDelta::days(1));
        clone.set(noon());
        assert_eq!(clock.now(), noon().trunc_subsecs(6));
    }

    #[test]
    fn identifiers_carry_the_time_and_grow() {
        let clock = Clock::fixed(noon());
        let first = clock.new_id();
        let (seconds, _) = first.get_timestamp().unwrap().to_unix();
        assert_eq!(i64::try_from(seconds).unwrap(), noon().timestamp());
        let rest: Vec<Uuid> = (0..1_000).map(|_| clock.clone().new_id()).collect();
        assert!(std::iter::once(&first).chain(&rest).is_sorted_by(|a, b| a < b));
        clock.advance(TimeDelta::hours(-1));
        assert!(rest.iter().all(|id| *id < clock.new_id()));
    }
}
