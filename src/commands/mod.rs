//! What each command decides: a request in, a report out, both of them plain values.
//!
//! Nothing here prints, ends the process, or knows the command line and the environment.

pub mod check;
pub mod compare;
pub(crate) mod config_edit;
pub(crate) mod database_before;
pub mod diff;
pub(crate) mod draft;
pub mod file_change;
pub(crate) mod generate;
pub(crate) mod left_alone;
pub(crate) mod left_out_of_commit;
pub mod renames;
pub mod repair;
pub mod restamp;
pub(crate) mod scope;
pub(crate) mod shell;
pub(crate) mod squash;
pub(crate) mod states;
pub mod targets;
pub(crate) mod unmanaged;
pub(crate) mod warnings;
pub mod way_out;

use crate::diagnostic::Failure;
use crate::state::State;

/// What a command comes to.
#[derive(Debug)]
pub struct Answer<R> {
    /// Warnings and notes, each with the texts that it points into; also where the command is refused.
    pub remarks: Vec<Failure>,
    /// The report, or why there is none.
    pub result: Result<R, Refusal>,
}

impl<R> Answer<R> {
    /// What a decision comes to, with what it has to say on its way.
    fn of(decide: impl FnOnce(&mut Remarks) -> Result<R, Refusal>) -> Answer<R> {
        let mut remarks = Remarks::default();
        let result = decide(&mut remarks);
        Answer { remarks: remarks.0, result }
    }
}

/// What is no reason to stop.
#[derive(Default)]
struct Remarks(Vec<Failure>);

impl Remarks {
    fn push(&mut self, remark: impl Into<Failure>) {
        self.0.push(remark.into());
    }

    /// What there is to say about a schema.
    fn push_of_state(&mut self, state: &State) {
        self.push(Failure { texts: state.texts.clone(), diagnostics: state.diagnostics.clone() });
    }
}

/// Everything that stood in a command's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub Vec<Failure>);

impl<F: Into<Failure>> From<F> for Refusal {
    fn from(failure: F) -> Self {
        Refusal(vec![failure.into()])
    }
}
