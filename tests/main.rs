//! All integration tests, as one program: it links once, and its tests share the servers they start.

// a test that cannot go on panics
#![allow(clippy::unwrap_used)]
// a test asks of the kinds that it is about
#![allow(clippy::wildcard_enum_match_arm)]
// nobody outside of a program uses what is in it
#![allow(unreachable_pub)]

mod architecture;
mod base;
mod beyond;
mod branches;
mod cli;
mod clinic;
mod codes;
mod columns;
mod commands;
mod config;
mod conflicts;
mod conversions;
mod coverage;
mod crash;
mod diagnostics;
mod diff;
mod differential;
mod event;
mod expressions;
mod fuzzed;
#[path = "../benches/generated.rs"]
mod generated;
mod hand_made_keys;
mod harness;
mod held;
mod language;
mod live;
mod locks;
mod lookup;
mod mutation;
mod names;
mod names_of_variables;
mod online;
mod project;
mod refused;
mod renames;
mod repair;
mod repaired_names;
mod repaired_types;
mod replay;
mod retyped_indexes;
mod robustness;
mod rows;
mod side_by_side;
mod sources;
mod squawk;
mod statements;
mod support;
mod support_git;
mod tables;
mod texts;
mod triggers;
mod unmanaged;
mod vectors;
mod words;
mod workflows;
mod zoo;
