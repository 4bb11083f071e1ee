//! Ctrl-C and SIGTERM while the server works: the first stops the statement there, the second ends at once. As the first
//! process of a container, too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Exit;
use crate::apply::Stop;

/// From here on a signal stops what runs.
pub(super) fn watched() -> Stop {
    let stop = Stop::default();
    let is_second = Arc::new(AtomicBool::new(false));
    for (signal, code) in [(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)] {
        // in this order; where a handler cannot be had, the signal does what it always does
        let _ = flag::register_conditional_shutdown(signal, code as i32, is_second.clone());
        let _ = flag::register(signal, is_second.clone());
        let _ = flag::register_usize(signal, stop.signal.clone(), code as usize);
    }
    let guarded = stop.clone();
    thread::spawn(move || guarded.guard());
    stop
}

/// How a run ends that a signal has stopped; `None` where none has.
pub(super) fn code(stop: &Stop) -> Option<Exit> {
    match stop.signal.load(Ordering::Relaxed) {
        0 => None,
        code if code == Exit::Terminated as usize => Some(Exit::Terminated),
        _ => Some(Exit::Interrupted),
    }
}
