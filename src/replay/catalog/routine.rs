//! Functions and triggers whose bodies may shape what a schema describes: whatever runs one is not understood.

use std::ops::Range;

use super::Catalog;
use super::cascade::Reach;
use crate::replay::problem::{Done, Problem};
use crate::replay::statement::{Body, Routine, Runs};

impl Catalog {
    /// Carries out what becomes of functions and triggers.
    ///
    /// # Errors
    /// When any later statement would run one that may shape the catalog, or PostgreSQL would refuse it.
    pub(crate) fn change_routine(&mut self, routine: &Routine, place: &Range<usize>) -> Done<()> {
        match routine {
            Routine::Create { name, arguments, body } => {
                self.had_shaping_function |= body.shapes;
                self.functions.insert((name.clone(), arguments.clone()), body.clone());
            }
            Routine::Drop { names, cascades } => {
                for written in names {
                    let keys: Vec<_> = self.functions_named(&written.name).map(|(key, _)| key.clone()).collect();
                    // which of several is meant their arguments say, which have names and defaults where they are made
                    if let [key] = keys.as_slice() {
                        self.release_function(Reach { cascades: *cascades, written, place })?;
                        self.functions.remove(key);
                    }
                }
            }
            Routine::CreateTrigger { name, table, trigger } => {
                self.triggers.insert((table.clone(), name.clone()), trigger.clone());
            }
            Routine::DropTrigger { name, table } => drop(self.triggers.remove(&(table.clone(), name.clone()))),
            Routine::CreateEventTrigger { function } => {
                let runs = Runs { calls: [function.clone()].into(), ..Runs::default() };
                if self.may_shape_by(&runs) {
                    return Err(Problem::NotUnderstood(place.clone()));
                }
            }
        }
        Ok(())
    }

    /// Whether there is any function that may shape the catalog.
    #[must_use]
    pub(crate) fn has_shaping_functions(&self) -> bool {
        self.had_shaping_function && self.functions.now().values().any(|body| body.shapes)
    }

    /// Whether a function or a trigger that is run may shape the catalog, or one that those run.
    #[must_use]
    pub(crate) fn may_shape_by(&self, runs: &Runs) -> bool {
        let mut seen: Vec<&String> = Vec::new();
        let mut left: Vec<&String> = self.run_by(runs);
        while let Some(function) = left.pop() {
            if seen.contains(&function) {
                continue;
            }
            seen.push(function);
            for (_, Body { shapes, runs }) in self.functions_named(function) {
                if *shapes {
                    return true;
                }
                left.extend(self.run_by(runs));
            }
        }
        false
    }

    /// The functions of the history that are called, or that triggers call.
    fn run_by<'r>(&'r self, runs: &'r Runs) -> Vec<&'r String> {
        let Runs { calls, writes } = runs;
        let called = calls.iter().filter(|name| self.functions_named(name).next().is_some());
        let triggered = writes.iter().flat_map(|(table, event)| {
            let triggers = self.triggers.now().range((table.clone(), String::new())..);
            let triggers = triggers.take_while(move |((of, _), _)| of == table).map(|(_, trigger)| trigger);
            triggers.filter(|trigger| trigger.events.contains(event)).map(|trigger| &trigger.function)
        });
        called.chain(triggered).collect()
    }

    fn functions_named<'n>(&self, name: &'n str) -> impl Iterator<Item = (&(String, String), &Body)> + use<'_, 'n> {
        let functions = self.functions.now().range((name.to_owned(), String::new())..);
        functions.take_while(move |((of, _), _)| of == name)
    }
}
