//! Being stopped from outside: by a signal, while the server works.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Canceller;

/// How often it is looked whether to stop.
const STEP: Duration = Duration::from_millis(50);

/// Whether to stop, and how.
#[derive(Clone, Default)]
pub struct Stop {
    /// The number of the signal that came, or 0.
    pub signal: Arc<AtomicUsize>,
    running: Arc<Mutex<Option<Canceller>>>,
}

impl Stop {
    /// Whether somebody wants to stop.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// Says which session works, so that its statement can be stopped.
    pub fn watch(&self, canceller: Option<Canceller>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = canceller;
    }

    /// Stops the statement that runs, once somebody wants it; again and again, because a cancel that comes between two
    /// statements stops nothing. For a thread of its own, which never ends.
    pub fn guard(&self) {
        loop {
            thread::sleep(STEP);
            if self.is_wanted() {
                let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some(canceller) = running {
                    canceller.cancel();
                }
                thread::sleep(4 * STEP);
            }
        }
    }

    /// Waits so long, or until somebody wants to stop.
    pub fn pause(&self, length: Duration) {
        let start = Instant::now();
        while start.elapsed() < length && !self.is_wanted() {
            thread::sleep(STEP.min(length.saturating_sub(start.elapsed())));
        }
    }
}
