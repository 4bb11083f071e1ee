//! Managed or not, and what becomes of what is not: the one rule, for every stage that has to know.

mod body;
mod object;
mod rows;
mod squash;

pub use body::functions_that_say;
pub use object::{Disturbance, Fate, fate};
pub use rows::{Hidden, hidden_rows};
pub use squash::left_out;
