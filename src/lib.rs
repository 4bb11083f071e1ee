//! refract: one `schema.prisma` in; for every database it is spread over, one idempotent SQL migration out.
//!
//! ```text
//! .prisma ─▶ psl::parse ─ast─▶ psl::resolve ─Schema─▶ lower ─▶ target ─┐
//!                                                                      ├─ physical::Database ×2 ─▶ diff ─Vec<Change>─▶ plan ─Plan─▶ render ─String─▶ cli
//! migrations/*.sql ──────────────────────────────────────────▶ replay ─┘
//! ```

// What pest derives names it when pest does without `std`, whose stack guard costs a third of the time and is not
// needed: the grammar bounds its own depth.
extern crate alloc;

pub mod apply;
pub mod atomic;
pub mod base;
pub mod change;
pub mod cli;
pub mod commands;
pub mod config;
pub mod control_text;
pub mod diagnostic;
pub mod diff;
pub mod disk;
pub mod expression;
pub mod files;
pub mod git;
pub mod json;
pub mod ledger;
pub mod lower;
pub mod managed;
pub mod migrations;
pub mod naming;
pub mod path;
pub mod pending;
pub mod pgvector;
pub mod physical;
pub mod plan;
pub mod project;
pub mod promise;
pub mod psl;
pub mod render;
pub mod repair;
pub mod replay;
pub mod server;
pub mod sources;
pub mod sql;
pub mod state;
pub mod taken;
pub mod target;
pub mod text;
