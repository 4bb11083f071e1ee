//! `EXCEPTION WHEN`: what a block did is rolled back when it fails, and the handler that names the error runs
//! (<https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING>).

use super::{Flow, Mode, Run};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{Command, ErrorCondition, Handler, Step};

impl Run<'_> {
    pub(super) fn steps_with_handlers(&mut self, steps: &[Step], handlers: &[Handler], mode: Mode) -> Done<Flow> {
        let start = self.catalog.savepoint();
        self.catching += 1;
        let done = self.steps(steps, Mode::Plain);
        self.catching -= 1;
        match done {
            Ok(flow) => {
                let unsure = handlers.iter().find(|handler| handler.shapes.is_some() && !is_told(steps, handler));
                let place = unsure.and_then(|handler| handler.shapes.clone());
                handlers.iter().for_each(|handler| self.forget_assigned(&handler.steps));
                place.map_or(Ok(flow), |place| Err(Problem::NotUnderstood(place)))
            }
            Err(Problem::Refused { place, state, message }) => {
                self.catalog.roll_back_to(&start);
                let handler = handlers.iter().find(|handler| handler.conditions.iter().any(|one| catches(one, &state)));
                let problem = Problem::Refused { place, state, message };
                let Some(handler) = handler else { return Err(problem) };
                let outer = self.handled.replace(problem);
                let flow = self.steps(&handler.steps, mode);
                self.handled = outer;
                flow
            }
            Err(problem @ (Problem::NotUnderstood(_) | Problem::Broken { .. })) => Err(problem),
        }
    }
}

fn catches(condition: &ErrorCondition, error: &SqlState) -> bool {
    match condition {
        ErrorCondition::Others => true,
        ErrorCondition::State(state) => state.covers(error),
        ErrorCondition::Untold => false,
    }
}

/// Whether it is sure that steps which passed here have no error on the server that a handler names.
fn is_told(steps: &[Step], handler: &Handler) -> bool {
    let names_told_errors = handler.conditions.iter().all(|condition| match condition {
        ErrorCondition::State(_) => true,
        ErrorCondition::Others | ErrorCondition::Untold => false,
    });
    names_told_errors && steps.iter().all(is_definition)
}

fn is_definition(step: &Step) -> bool {
    match step {
        Step::Run(Ok(statement)) => match statement.command {
            Command::Define(_) | Command::SearchPath(_) => true,
            Command::Transaction(_) | Command::Do(_) | Command::Routine(_) | Command::Unmanaged => false,
        },
        Step::Raise { .. } | Step::Return | Step::Nothing => true,
        Step::Run(Err(_))
        | Step::Block(_)
        | Step::If(_)
        | Step::Loop(_)
        | Step::Execute { .. }
        | Step::Promise(_)
        | Step::Assign { .. } => false,
    }
}
