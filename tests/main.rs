//! All integration tests, as one program: it links once, and its tests share the servers they start.

mod harness;
mod support;
