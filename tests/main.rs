//! The one test binary.

mod diagnostics;
mod language;
mod robustness;
