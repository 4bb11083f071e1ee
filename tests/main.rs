//! The one test binary.

#![allow(clippy::unwrap_used)] // helpers of tests are tests too

mod diagnostics;
mod language;
mod robustness;
