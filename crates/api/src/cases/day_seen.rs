//! Something that a process does once a day, before anybody looks.

use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};
use tokio::sync::Mutex;
use tokio::time::timeout;

/// The last day on which it was done.
#[derive(Debug, Default)]
pub(crate) struct DaySeen {
    /// As the days of the calendar are numbered; 0 for none, or [`AT_WORK`].
    day: AtomicI32,
    turn: Mutex<()>,
}

/// No day: it is being done.
const AT_WORK: i32 = i32::MIN;

impl DaySeen {
    /// Does it, unless it has been done today: whoever comes meanwhile waits. What fails is tried again
    /// by the next one. What takes longer than `patience` is left to others, and nobody waits for it
    /// any more.
    pub(crate) async fn once<E>(
        &self,
        today: NaiveDate,
        patience: Duration,
        work: impl AsyncFnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        if self.is_done(today) {
            return Ok(());
        }
        if let Ok(done) = timeout(patience, self.in_turn(today, work)).await {
            return done;
        }
        tracing::warn!("what is done once a day takes long");
        self.day.store(today.num_days_from_ce(), Ordering::Release);
        Ok(())
    }

    /// Whether it has been done today.
    pub(crate) fn is_done(&self, today: NaiveDate) -> bool {
        self.day.load(Ordering::Acquire) == today.num_days_from_ce()
    }

    async fn in_turn<E>(
        &self,
        today: NaiveDate,
        work: impl AsyncFnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let _turn = self.turn.lock().await;
        if self.is_done(today) {
            return Ok(());
        }
        self.day.store(AT_WORK, Ordering::Release);
        work().await?;
        // Unless it was forgotten meanwhile.
        let done = today.num_days_from_ce();
        let _ = self.day.compare_exchange(AT_WORK, done, Ordering::AcqRel, Ordering::Acquire);
        Ok(())
    }

    /// Has it done anew today.
    pub(crate) fn forget(&self) {
        self.day.store(0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::time::Duration;

    use chrono::NaiveDate;

    use super::DaySeen;

    const LONG: Duration = Duration::from_mins(1);

    /// Whether it was done at this call, on a day.
    async fn is_done(seen: &DaySeen, today: NaiveDate) -> bool {
        let mut done = false;
        let work = async || {
            done = true;
            Ok::<_, ()>(())
        };
        assert_eq!(seen.once(today, LONG, work).await, Ok(()));
        done
    }

    #[tokio::test]
    async fn it_is_done_once_a_day_unless_it_fails_or_is_to_be_done_anew() {
        let (seen, day) = (DaySeen::default(), NaiveDate::default());
        assert_eq!(seen.once(day, LONG, async || Err("no database")).await, Err("no database"));
        assert!(is_done(&seen, day).await);
        assert!(!is_done(&seen, day).await);
        seen.forget();
        assert!(is_done(&seen, day).await);
        assert!(is_done(&seen, day.succ_opt().expect("a day")).await);
    }

    #[tokio::test]
    async fn what_is_forgotten_while_it_is_done_is_done_anew() {
        let (seen, day) = (DaySeen::default(), NaiveDate::default());
        let work = async || {
            seen.forget();
            Ok::<_, ()>(())
        };
        assert_eq!(seen.once(day, LONG, work).await, Ok(()));
        assert!(is_done(&seen, day).await);
    }

    #[tokio::test]
    async fn nobody_waits_for_what_takes_too_long() {
        let (seen, day) = (DaySeen::default(), NaiveDate::default());
        let endless = async || pending::<Result<(), ()>>().await;
        assert_eq!(seen.once(day, Duration::ZERO, endless).await, Ok(()));
        assert!(!is_done(&seen, day).await, "left to the upkeep");
    }
}
