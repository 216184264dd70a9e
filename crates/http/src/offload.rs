//! Computation off the workers: a worker that computes answers nobody else meanwhile.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use crate::problem::Problem;
use crate::problem::own::{internal, unavailable};

/// As many computations at once as there are cores: more would only slow each other down, and those
/// who wait can still be sent away or leave.
static CORES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(available_parallelism().map_or(1, usize::from))));

/// Tells a computation that nobody waits for it any more.
struct Abandoned(Arc<AtomicBool>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs a computation on a thread of its own, a few at once. `compute` is given what becomes true
/// once nobody waits for the outcome: the client hung up, or the request took too long.
///
/// # Errors
///
/// The service is shutting down.
pub async fn offload<T: Send + 'static>(
    compute: impl FnOnce(Arc<AtomicBool>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let permit = Arc::clone(&CORES).acquire_owned().await.map_err(|_| unavailable())?;
    let stop = Arc::new(AtomicBool::new(false));
    let _abandoned = Abandoned(Arc::clone(&stop));
    let outcome = tokio::task::spawn_blocking(move || {
        let outcome = compute(stop);
        // Only now: what was abandoned still takes a core until it notices.
        drop(permit);
        outcome
    });
    outcome.await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => internal("a computation was cancelled"),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_computation_is_told_that_nobody_waits() {
        let (started, has_started) = mpsc::channel();
        let (noticed, has_noticed) = mpsc::channel();
        let waiting = tokio::spawn(offload(move |stop| {
            started.send(()).unwrap();
            while !stop.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            noticed.send(()).unwrap();
        }));
        tokio::task::spawn_blocking(move || has_started.recv().unwrap()).await.unwrap();
        waiting.abort();
        tokio::task::spawn_blocking(move || has_noticed.recv().unwrap()).await.unwrap();
    }

    #[tokio::test]
    async fn the_outcome_comes_back() {
        assert_eq!(offload(|_| 6 * 7).await.unwrap(), 42);
    }
}
