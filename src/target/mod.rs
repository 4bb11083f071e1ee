//! Which part of a schema which database holds: every model is routed to targets, and the database
//! that would hold everything is projected on each.

mod extensions;
mod project;
mod route;

pub use extensions::needed_by;
pub use project::{LostForeignKey, Projection, keep_what_left, project};
pub use route::{Reason, Route, Routing, route};
