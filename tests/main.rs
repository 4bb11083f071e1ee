//! All integration tests, as one program: it links once, and its tests share the servers they start.

mod base;
mod config;
mod diff;
#[path = "../benches/generated.rs"]
mod generated;
mod harness;
mod project;
mod sources;
mod support;
mod support_git;
