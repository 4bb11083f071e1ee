//! States of the schema, each read once, and several at the same time.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::{self, JoinHandle};

use crate::base::{self, Base};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostics, Failure};
use crate::project::Project;
use crate::sources::{self, Snapshot, Source};
use crate::state::State;

/// As much as the main thread has.
const STACK: usize = 8 << 20;

/// Reads states, each of them once.
pub(crate) struct States<'p> {
    project: &'p Project,
    read: RefCell<Vec<(Source, Rc<State>)>>,
    /// What is being read on other threads.
    reading: RefCell<Vec<(Source, Reading)>>,
    /// By the names of the targets.
    bases: RefCell<Vec<(String, Result<Base, Failure>)>>,
}

/// A state that is not there yet.
enum Reading {
    Running(JoinHandle<Result<State, Failure>>),
    /// It has the same texts and configuration as that of this source.
    Same(Source, Box<Snapshot>),
}

impl<'p> States<'p> {
    pub(crate) fn new(project: &'p Project) -> States<'p> {
        States { project, read: RefCell::default(), reading: RefCell::default(), bases: RefCell::default() }
    }

    /// Starts to read all that a comparison needs, at the same time. What is wrong with a base is said by
    /// whoever asks for it.
    ///
    /// # Errors
    /// When there is nothing to read at `after`.
    pub(crate) fn start(&self, after: &Source, bases: impl Iterator<Item = Source>) -> Result<(), Failure> {
        let snapshot = sources::read(self.project, after)?;
        let first = snapshot.clone();
        self.start_one(after.clone(), snapshot);
        for base in bases {
            if base == *after || self.reading.borrow().iter().any(|(known, _)| *known == base) {
                continue;
            }
            match sources::read(self.project, &base) {
                Ok(snapshot) if first.says_the_same(&snapshot) => {
                    let same = Reading::Same(after.clone(), Box::new(snapshot));
                    self.reading.borrow_mut().push((base, same));
                }
                Ok(snapshot) => self.start_one(base, snapshot),
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// The states that targets come from, as far as they can be told.
    pub(crate) fn bases(&self, targets: &[Target], given: Option<&Source>) -> impl Iterator<Item = Source> {
        targets.iter().filter_map(move |target| self.base(target, given).ok()).map(|base| base.source)
    }

    /// Where no thread can be had, the state is read when it is asked for.
    fn start_one(&self, source: Source, snapshot: Snapshot) {
        if let Ok(running) = thread::Builder::new().stack_size(STACK).spawn(|| State::of(snapshot)) {
            self.reading.borrow_mut().push((source, Reading::Running(running)));
        }
    }

    pub(crate) fn project(&self) -> &'p Project {
        self.project
    }

    /// The base of a target, or what the user gave in its place.
    pub(crate) fn base(&self, target: &Target, given: Option<&Source>) -> Result<Base, Failure> {
        if let Some((_, base)) = self.bases.borrow().iter().find(|(known, _)| *known == target.name) {
            return base.clone();
        }
        let base = base::resolve(self.project, target, given);
        self.bases.borrow_mut().push((target.name.clone(), base.clone()));
        base
    }

    pub(crate) fn of(&self, source: &Source) -> Result<Rc<State>, Failure> {
        if let Some((_, state)) = self.read.borrow().iter().find(|(known, _)| known == source) {
            return Ok(state.clone());
        }
        let started = self.reading.borrow().iter().position(|(known, _)| known == source);
        let started = started.map(|at| self.reading.borrow_mut().swap_remove(at).1);
        let state = match started {
            Some(Reading::Running(running)) => {
                running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?
            }
            Some(Reading::Same(other, snapshot)) => State::clone(&*self.of(&other)?).under(*snapshot),
            None => State::of(sources::read(self.project, source)?)?,
        };
        let state = Rc::new(state);
        self.read.borrow_mut().push((source.clone(), state.clone()));
        Ok(state)
    }

    /// What there is to know about how the other states were read.
    pub(crate) fn notes(&self, after: &State) -> Diagnostics {
        let mut notes = Diagnostics::default();
        for (_, state) in self.read.borrow().iter().filter(|(_, state)| state.description != after.description) {
            let of_reading = state.diagnostics.iter().filter(|note| note.code == Code::ConfigOfRevision);
            of_reading.cloned().for_each(|note| notes.push(note));
        }
        notes
    }
}
