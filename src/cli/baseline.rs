use super::{Context, Outcome, Refusal};
