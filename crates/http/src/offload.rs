//! Computations off the worker threads, so that they do not block other requests.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use crate::problem::Problem;
use crate::problem::own::{internal, unavailable};

/// One computation per core: more would only slow each other down, and a request that waits for its
/// turn can still time out.
static CORES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(available_parallelism().map_or(1, usize::from))));

/// Signals a computation that its result is no longer needed.
struct Abandoned(Arc<AtomicBool>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs a computation on its own thread, as many at once as there are cores. The flag given to
/// `compute` becomes true when the result is no longer needed: the client disconnected, or the
/// request timed out.
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
        // Not before: an abandoned computation occupies its core until it notices.
        drop(permit);
        outcome
    });
    outcome.await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => internal("a computation was cancelled"),
    })
}

/// What is done with so many bytes of a body is done at once: that takes less than a millisecond, and
/// is faster than handing it over.
pub(crate) const SMALL: usize = 16 * 1024;

/// Does what takes the longer the larger a body is: off the workers unless it is small.
///
/// # Errors
///
/// The service is shutting down.
pub async fn offload_by_size<T: Send + 'static>(
    size: usize,
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    if size <= SMALL { Ok(compute()) } else { offload(|_| compute()).await }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn an_abandoned_computation_is_signalled() {
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
    async fn the_result_is_returned() {
        assert_eq!(offload(|_| 6 * 7).await.unwrap(), 42);
    }
}
