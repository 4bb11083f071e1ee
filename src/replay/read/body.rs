//! Whether the body of a function may shape what a schema describes, where something is known of its arguments.

use super::execute::may_shape;
use crate::replay::dynamic::{Variables, value};
use crate::replay::statement::{Block, Step};

impl Block {
    /// Whether any of its steps may, where variables hold what is known of them at its start.
    #[must_use]
    pub(in crate::replay) fn may_shape_with(&self, mut variables: Variables) -> bool {
        let Block { declarations, steps, handlers } = self;
        for declaration in declarations {
            let known = value(&declaration.value, &variables, None);
            variables.insert(declaration.name.clone(), known);
        }
        let handled = || handlers.iter().map(|handler| handler.steps.as_slice());
        forget_assigned(steps, &mut variables);
        handled().for_each(|steps| forget_assigned(steps, &mut variables));
        any_may_shape(steps, &variables) || handled().any(|steps| any_may_shape(steps, &variables))
    }
}

fn any_may_shape(steps: &[Step], variables: &Variables) -> bool {
    steps.iter().any(|step| match step {
        Step::Execute { command, .. } => may_shape(&value(command, variables, None).into_pieces()),
        Step::Block(block) => block.may_shape_with(variables.clone()),
        Step::If(branch) => branch.arms.iter().any(|arm| any_may_shape(&arm.steps, variables)),
        Step::Loop(repeated) => any_may_shape(&repeated.steps, variables),
        Step::Run(_) | Step::Assign { .. } | Step::Raise { .. } | Step::Promise(_) | Step::Return | Step::Nothing => {
            step.may_shape()
        }
    })
}

/// What steps assign may be anything, whatever their order.
fn forget_assigned(steps: &[Step], variables: &mut Variables) {
    for step in steps {
        step.assigned().for_each(|name| drop(variables.remove(name)));
        match step {
            Step::Block(block) => {
                forget_assigned(&block.steps, variables);
                block.handlers.iter().for_each(|handler| forget_assigned(&handler.steps, variables));
            }
            Step::If(branch) => branch.arms.iter().for_each(|arm| forget_assigned(&arm.steps, variables)),
            Step::Loop(repeated) => {
                repeated.variable.iter().for_each(|name| drop(variables.remove(name)));
                forget_assigned(&repeated.steps, variables);
            }
            Step::Execute { .. }
            | Step::Assign { .. }
            | Step::Run(_)
            | Step::Raise { .. }
            | Step::Promise(_)
            | Step::Return
            | Step::Nothing => {}
        }
    }
}
