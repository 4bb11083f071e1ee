//! `DO` blocks, carried out on the catalog.
//!
//! What is known decides what a block does. Where only the server can decide, a condition over the catalog is a guard: what
//! is there already is not made, and what is not there is not dropped; with every other condition, all ways have to come to
//! the same. A block with handlers is a savepoint.

mod branch;
mod handler;
mod value;

use std::collections::BTreeMap;
use std::ops::Range;

use self::value::Known;
use super::catalog::Catalog;
use super::problem::{Done, Problem};
use super::read;
use super::statement::{Block, Command, Expression, Loop, PathValue, SearchPath, Statement, Step, Transaction};
use crate::sql::{Cursor, tokens};

/// Carries a block out.
///
/// # Errors
/// When it may shape what refract manages and is not understood, or PostgreSQL would refuse it.
pub(super) fn run(block: &Block, catalog: &mut Catalog) -> Done<()> {
    Run { catalog, variables: BTreeMap::new(), handled: None }.block(block, Mode::Plain).map(drop)
}

/// Sets search_path.
///
/// # Errors
/// When only the server can tell to what.
pub(super) fn set_search_path(path: &SearchPath, place: &Range<usize>, catalog: &mut Catalog) -> Done<()> {
    Run { catalog, variables: BTreeMap::new(), handled: None }.search_path(path, place)
}

/// How statements of a block are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// As anywhere else.
    Plain,
    /// Behind a guard: what is there already is not made, and what is not there is not dropped.
    Guarded,
}

/// Where a block goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// With the next step.
    Next,
    /// Perhaps with the next step, perhaps it is at its end.
    MayEnd,
    /// It is at its end.
    End,
}

/// A block that is being carried out.
struct Run<'c> {
    catalog: &'c mut Catalog,
    variables: BTreeMap<String, Known>,
    /// The error that is being handled.
    handled: Option<Problem>,
}

impl Run<'_> {
    fn block(&mut self, block: &Block, mode: Mode) -> Done<Flow> {
        let Block { declarations, steps, handlers } = block;
        for declaration in declarations {
            let value = self.value(&declaration.value);
            self.variables.insert(declaration.name.clone(), value);
        }
        if handlers.is_empty() { self.steps(steps, mode) } else { self.steps_with_handlers(steps, handlers, mode) }
    }

    fn steps(&mut self, steps: &[Step], mut mode: Mode) -> Done<Flow> {
        let mut flow = Flow::Next;
        for step in steps {
            match self.step(step, mode)? {
                Flow::Next => {}
                Flow::MayEnd => (flow, mode) = (Flow::MayEnd, Mode::Guarded),
                Flow::End => return Ok(Flow::End),
            }
        }
        Ok(flow)
    }

    /// One step. Behind a guard, one that PostgreSQL would refuse is one that it does not come to.
    fn step(&mut self, step: &Step, mode: Mode) -> Done<Flow> {
        match self.carry_out(step, mode) {
            Err(Problem::Refused { .. }) if mode == Mode::Guarded => Ok(Flow::Next),
            result => result,
        }
    }

    fn carry_out(&mut self, step: &Step, mode: Mode) -> Done<Flow> {
        match step {
            Step::Run(statement) => self.statement(&statement.clone()?)?,
            Step::Block(block) => return self.block(block, mode),
            Step::If(branch) => return self.branch(branch),
            Step::Loop(repeated) => return self.repeated(repeated, mode),
            Step::Execute { command, shapes, place } => self.dynamic(command, *shapes, place)?,
            Step::Assign { variables, value } => self.assign(variables, value),
            Step::Raise { state, place } => {
                let raised = "it raises an exception".to_owned();
                let handled = state.is_none().then(|| self.handled.clone()).flatten();
                let state = state.clone().unwrap_or(super::problem::SqlState::RAISE_EXCEPTION);
                return Err(handled.unwrap_or(Problem::Refused { place: place.clone(), state, message: raised }));
            }
            Step::Return => return Ok(Flow::End),
            Step::Nothing => {}
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &Statement) -> Done<()> {
        let Statement { place, command, on_objects } = statement;
        let done = match command {
            Command::Define(definition) => self.catalog.apply(definition, place),
            Command::SearchPath(path) => self.search_path(path, place),
            Command::Do(block) => run(block, self.catalog),
            // how far it reaches back depends on who runs the file
            Command::Transaction(Transaction::Rollback { .. } | Transaction::RollbackTo(_)) => {
                Err(Problem::NotUnderstood(place.clone()))
            }
            Command::Transaction(
                Transaction::Begin | Transaction::Commit { .. } | Transaction::Savepoint(_) | Transaction::Release(_),
            )
            | Command::Unmanaged => Ok(()),
        };
        if done.is_ok() {
            self.catalog.follow(on_objects, place);
        }
        done
    }

    fn search_path(&mut self, path: &SearchPath, place: &Range<usize>) -> Done<()> {
        let SearchPath { is_local, path } = path;
        let schemas = match path {
            PathValue::Schemas(schemas) => Some(schemas.clone()),
            PathValue::Default => None,
            PathValue::Computed(expression) => match self.value(expression) {
                Known::Text(text) => Some(read::schemas(&text)),
                Known::List(_) | Known::OfCatalog | Known::Nothing => {
                    return Err(Problem::NotUnderstood(place.clone()));
                }
            },
        };
        self.catalog.set_search_path(*is_local, schemas);
        Ok(())
    }

    /// A loop over what is known runs for each; every other one must not shape anything.
    fn repeated(&mut self, repeated: &Loop, mode: Mode) -> Done<Flow> {
        let Loop { variable, over, steps, shapes } = repeated;
        let known = variable.as_ref().map(|variable| (variable, self.value(over)));
        match (known, shapes) {
            (Some((variable, Known::List(values))), _) => {
                for value in values {
                    self.variables.insert(variable.clone(), Known::Text(value));
                    self.steps(steps, mode)?;
                }
                Ok(Flow::Next)
            }
            (_, Some(place)) => Err(Problem::NotUnderstood(place.clone())),
            (_, None) => {
                self.forget_assigned(steps);
                Ok(Flow::Next)
            }
        }
    }

    /// `EXECUTE` of a text that is known: what stands in it stands where `EXECUTE` does.
    fn dynamic(&mut self, command: &Expression, shapes: bool, place: &Range<usize>) -> Done<()> {
        let Known::Text(text) = self.value(command) else {
            return if shapes { Err(Problem::NotUnderstood(place.clone())) } else { Ok(()) };
        };
        let tokens = tokens(&text);
        for written in read::split(&text, &tokens) {
            let statement = read::statement(Cursor::standing_at(&text, written.tokens, place.clone()))?;
            self.statement(&statement)?;
        }
        Ok(())
    }
}
