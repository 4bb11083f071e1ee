//! `DO` blocks, carried out on the catalog.
//!
//! What is known decides what a block does. Where only the server can decide, a condition over the catalog is a guard: what
//! is there already is not made, and what is not there is not dropped; with every other condition, all ways have to come to
//! the same. A block with handlers is a savepoint.

mod branch;
mod handler;
mod repeat;

use std::ops::Range;

use super::catalog::Catalog;
use super::dynamic::{self, Known, Variables};
use super::problem::{Done, Problem};
use super::read;
use super::statement::{Block, Command, Expression, PathValue, SearchPath, Statement, Step, Transaction};

/// Carries a block out.
///
/// # Errors
/// When it may shape what refract manages and is not understood, or PostgreSQL would refuse it.
pub(super) fn run(block: &Block, catalog: &mut Catalog) -> Done<()> {
    Run::new(catalog).block(block, Mode::Plain).map(drop)
}

/// Sets search_path.
///
/// # Errors
/// When only the server can tell to what.
pub(super) fn set_search_path(path: &SearchPath, place: &Range<usize>, catalog: &mut Catalog) -> Done<()> {
    Run::new(catalog).search_path(path, place)
}

/// How statements of a block are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// As anywhere else.
    Plain,
    /// After a guard: what is there already is not made, and what is not there is not dropped.
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
    variables: Variables,
    /// The error that is being handled.
    handled: Option<Problem>,
    /// How many blocks with handlers it is in.
    catching: usize,
}

impl Run<'_> {
    fn new(catalog: &mut Catalog) -> Run<'_> {
        Run { catalog, variables: Variables::new(), handled: None, catching: 0 }
    }

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

    /// One step. After a guard, one that PostgreSQL would refuse is one that it does not come to; and one that is not
    /// understood may be allowed.
    fn step(&mut self, step: &Step, mode: Mode) -> Done<Flow> {
        match self.carry_out(step, mode) {
            Err(Problem::Refused { .. }) if mode == Mode::Guarded => Ok(Flow::Next),
            Err(Problem::NotUnderstood(place)) if self.catalog.source().allows(&place) => Ok(Flow::Next),
            result => result,
        }
    }

    fn carry_out(&mut self, step: &Step, mode: Mode) -> Done<Flow> {
        match step {
            Step::Run(statement) => self.statement(&statement.clone()?)?,
            Step::Block(block) => return self.block(block, mode),
            Step::If(branch) => return self.branch(branch, mode),
            Step::Loop(repeated) => return self.repeated(repeated, mode),
            Step::Execute { command, into, shapes: _, place } => {
                self.dynamic(command, place)?;
                self.assign(into, &Expression::Unknown { asks_catalog: false });
            }
            Step::Assign { variables, value } => self.assign(variables, value),
            Step::Raise { state, place } => {
                let raised = "it raises an exception".to_owned();
                let handled = state.is_none().then(|| self.handled.clone()).flatten();
                let state = state.clone().unwrap_or(super::problem::SqlState::RAISE_EXCEPTION);
                return Err(handled.unwrap_or(Problem::Refused { place: place.clone(), state, message: raised }));
            }
            Step::Promise(promises) => self.catalog.expect_kept(promises)?,
            Step::Return => return Ok(Flow::End),
            Step::Nothing => {}
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &Statement) -> Done<()> {
        let Statement { place, command, on_objects, needs } = statement;
        self.catalog.expect_needs(needs)?;
        let done = match command {
            Command::Define(definition) => self.catalog.apply(definition, place),
            Command::SearchPath(path) => self.search_path(path, place),
            Command::Do(block) => run(block, self.catalog),
            Command::Routine(routine) => self.catalog.change_routine(routine, place),
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
                Known::Partly(_) | Known::List(_) | Known::OfCatalog | Known::Nothing => {
                    return Err(Problem::NotUnderstood(place.clone()));
                }
            },
        };
        self.catalog.set_search_path(*is_local, schemas);
        Ok(())
    }

    /// `EXECUTE`: what stands in its text stands where `EXECUTE` does.
    fn dynamic(&mut self, command: &Expression, place: &Range<usize>) -> Done<()> {
        let pieces = self.value(command).into_pieces();
        if self.catalog.note_made(pieces.iter().map(dynamic::Piece::len).sum()).is_none() {
            return Err(Problem::NotUnderstood(place.clone()));
        }
        read::statements_of(&pieces, place)?.iter().try_for_each(|statement| self.statement(statement))
    }

    /// What is known of the value of an expression.
    fn value(&self, expression: &Expression) -> Known {
        if let Expression::OfColumn(question) = expression {
            return self.catalog.told_of_column(question).map_or(Known::OfCatalog, Known::Text);
        }
        dynamic::value(expression, &self.variables, Some(&self.catalog.search_path()))
    }

    fn text(&self, expression: &Expression) -> Option<String> {
        self.value(expression).into_text()
    }

    fn assign(&mut self, variables: &[String], value: &Expression) {
        let known = self.value(value);
        let known = self.catalog.note_made(known.len()).map_or(Known::Nothing, |()| known);
        for (at, variable) in variables.iter().enumerate() {
            // FOUND comes after what the row of a query goes into
            let is_found = at > 0 && matches!(value, Expression::OfColumn(_));
            self.set(variable, if is_found { Known::OfCatalog } else { known.clone() });
        }
    }

    /// Gives a variable another value; a record loses its fields.
    fn set(&mut self, variable: &str, value: Known) {
        let first = format!("{variable}.");
        let fields = self.variables.range(first.clone()..).map(|(name, _)| name.clone());
        let fields: Vec<String> = fields.take_while(|name| name.starts_with(&first)).collect();
        fields.iter().for_each(|field| drop(self.variables.remove(field)));
        self.variables.insert(variable.to_owned(), value);
    }

    /// What steps assign that may run or not, or may run several times, is not known any more.
    fn forget_assigned(&mut self, steps: &[Step]) {
        for step in steps {
            let assigned: Vec<String> = step.assigned().cloned().collect();
            assigned.iter().for_each(|variable| self.set(variable, Known::Nothing));
            match step {
                Step::Block(block) => {
                    self.forget_assigned(&block.steps);
                    block.handlers.iter().for_each(|handler| self.forget_assigned(&handler.steps));
                }
                Step::If(branch) => branch.arms.iter().for_each(|arm| self.forget_assigned(&arm.steps)),
                Step::Loop(repeated) => self.forget_assigned(&repeated.steps),
                Step::Assign { .. }
                | Step::Execute { .. }
                | Step::Run(_)
                | Step::Raise { .. }
                | Step::Promise(_)
                | Step::Return
                | Step::Nothing => {}
            }
        }
    }
}
