//! Loops: over what is known each time; any other must change nothing that refract manages.

use super::{Flow, Mode, Run};
use crate::replay::dynamic::Known;
use crate::replay::problem::{Done, Problem};
use crate::replay::statement::{Loop, Over};

impl Run<'_> {
    pub(super) fn repeated(&mut self, repeated: &Loop, mode: Mode) -> Done<Flow> {
        let Loop { variable, over, steps, shapes: _ } = repeated;
        let (Some(variable), Some(over)) = (variable, over) else { return self.repeated_unknown(repeated) };
        let (field, list) = match over {
            Over::List(list) => (None, list),
            Over::Rows { field, list } => (Some(field), list),
        };
        let Known::List(values) = self.value(list) else { return self.repeated_unknown(repeated) };
        // what a step costs at least
        const STEP: usize = 128;
        for value in values {
            let Some(()) = self.catalog.note_made(STEP * (1 + steps.len())) else {
                return self.repeated_unknown(repeated);
            };
            self.set(variable, Known::Text(value.clone()));
            if let Some(field) = field {
                self.variables.insert(format!("{variable}.{field}"), Known::Text(value));
            }
            self.steps(steps, mode)?;
        }
        Ok(Flow::Next)
    }

    /// How often it runs is not known, so it has to leave everything as it is.
    fn repeated_unknown(&mut self, repeated: &Loop) -> Done<Flow> {
        let Loop { variable, over: _, steps, shapes } = repeated;
        self.forget_assigned(steps);
        if let Some(variable) = variable {
            self.set(variable, Known::OfCatalog);
        }
        let Some(place) = shapes else { return Ok(Flow::Next) };
        let start = self.catalog.savepoint();
        let done = self.steps(steps, Mode::Plain);
        let is_changed = self.catalog.is_described_otherwise_since(&start);
        self.catalog.roll_back_to(&start);
        self.forget_assigned(steps);
        match done {
            Ok(_) if !is_changed => Ok(Flow::Next),
            // where it stands
            Err(problem @ (Problem::NotUnderstood(_) | Problem::Broken { .. })) => Err(problem),
            Ok(_) | Err(Problem::Refused { .. }) => Err(Problem::NotUnderstood(place.clone())),
        }
    }
}
