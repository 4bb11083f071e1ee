//! All integration tests, as one program: it links once, and its tests share the servers they start.

#[path = "../benches/generated.rs"]
mod generated;
mod harness;
mod support;
