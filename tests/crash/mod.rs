//! A migration that is cut off after any of its statements and run again, on tables full of rows, ends where it ends when
//! nothing goes wrong; and one that rows stop changes nothing.

mod counter;
mod kept;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use refract::change::{Change, Conversion};
use refract::physical::{Database, ElementType, ObjectName};
use refract::plan::Plan;
use refract::state::State;

use crate::diff::{TARGET, cases};
use crate::support::fill::Manner;
use crate::support::rounds::Rounds;
use crate::support::schema::{config_in, empty, fixture, migration, state};
use crate::support::script::Way;
use trial::{Trial, Unfit, Verdict};

const SEED: u64 = 1;
const WORKERS: usize = 2;

/// A migration, what it starts from, and what its rows have to be like.
pub struct Edit {
    pub first: String,
    pub old: Database,
    pub plan: Plan,
    pub sql: String,
}

impl Edit {
    pub fn new(nothing: &State, before: &State, after: &State) -> Edit {
        let (pending, sql) = migration(TARGET, before, after);
        let first = migration(TARGET, nothing, before).1;
        Edit { first, old: before.projected_on(TARGET).database, plan: pending.plan, sql }
    }

    fn trial(&self, manner: &Manner) -> Result<Trial, Unfit> {
        self.trial_of(&self.sql, manner)
    }

    /// Another migration in its place.
    fn trial_of(&self, sql: &str, manner: &Manner) -> Result<Trial, Unfit> {
        Trial::new(&self.first, &self.old, &self.plan, sql, manner)
    }

    /// Rows of all sorts. A new required column that nothing fills is refused by generate unless the table is empty.
    fn messy(&self, seed: u64) -> Manner {
        Manner { seed, empty: self.unfilled(), ..Manner::default() }
    }

    /// Rows that no change stumbles over, as far as that can be seen from here.
    pub fn neat(&self, seed: u64) -> Manner {
        let mut without_labels = BTreeSet::new();
        for change in self.plan.changes() {
            if let Change::RebuildEnum(it) = change {
                let old = self.old_name(&it.enumeration.name);
                without_labels.extend(it.removed.iter().map(|label| (old.clone(), label.clone())));
            }
        }
        let mut manner = Manner { is_neat: true, without_labels, ..self.messy(seed) };
        manner.vectors.extend(self.plan.changes().filter_map(|change| match change {
            Change::AlterColumnType(it) => match (&it.before.column_type.element, &it.after.column_type.element) {
                (ElementType::Vector(..), _) => None,
                (_, ElementType::Vector(_, dimensions, _)) => {
                    Some(((self.old_name(&it.table), it.before.name.clone()), dimensions.unwrap_or(3)))
                }
                _ => None,
            },
            _ => None,
        }));
        // nobody here knows what an expression of the user's own takes: tests/rows.rs does
        manner.empty.extend(self.plan.changes().filter_map(|change| match change {
            Change::AlterColumnType(it) if matches!(it.conversion, Conversion::Given(_)) => {
                Some(self.old_name(&it.table))
            }
            _ => None,
        }));
        manner
    }

    fn unfilled(&self) -> BTreeSet<ObjectName> {
        let changes = self.plan.changes().filter_map(|change| match change {
            Change::AddColumns(add) if add.unfilled().next().is_some() => Some(self.old_name(&add.table)),
            _ => None,
        });
        changes.collect()
    }

    fn old_name(&self, new: &ObjectName) -> ObjectName {
        let renamed = self.plan.changes().find_map(|change| match change {
            Change::RenameTable(it) if it.after == *new => Some(&it.before),
            Change::RenameEnum(it) if it.after.name == *new => Some(&it.before),
            _ => None,
        });
        renamed.unwrap_or(new).clone()
    }
}

/// What came of many trials, by what came.
#[derive(Default)]
struct Tally {
    counts: Mutex<BTreeMap<String, usize>>,
    failures: Mutex<Vec<String>>,
}

impl Tally {
    fn count(&self, what: impl Into<String>) {
        *self.counts.lock().unwrap().entry(what.into()).or_default() += 1;
    }

    fn fail(&self, message: String) {
        self.failures.lock().unwrap().push(message);
    }

    /// How often something came that begins like this.
    fn of(&self, start: &str) -> usize {
        self.counts.lock().unwrap().iter().filter(|(what, _)| what.starts_with(start)).map(|(_, count)| count).sum()
    }

    #[track_caller]
    fn finish(&self) {
        println!("{:#?}", self.counts.lock().unwrap());
        let failures = self.failures.lock().unwrap();
        assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
    }
}

/// The first line of a message, without what differs from case to case.
fn shape(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split('"').step_by(2).collect::<Vec<_>>().join("_");
    let words = line.split_whitespace().filter(|word| !word.contains('.') && !word.contains(|c: char| c.is_numeric()));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_survives_every_cut_in_every_way_of_running_it() {
    let (cases, next, tally) = (cases(), AtomicUsize::new(0), Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let edit = Edit::new(&case.nothing, &case.before, &case.after);
                    for manner in [edit.messy(SEED), edit.neat(SEED)] {
                        let verdict = match edit.trial(&manner) {
                            Ok(trial) => trial.verdict(&Way::ALL),
                            Err(Unfit::State(message) | Unfit::Rows(message)) => Err(message),
                        };
                        match verdict {
                            Ok(Verdict::Done { runs }) => {
                                tally.count(format!("{} done, {runs} runs", case.name));
                                break;
                            }
                            Ok(Verdict::Stopped(said)) if !manner.is_neat => {
                                tally.count(format!("{} stopped: {}", case.name, shape(&said)))
                            }
                            Ok(Verdict::Stopped(said)) => {
                                tally.fail(format!("{} is stopped by neat rows: {said}", case.name))
                            }
                            Err(message) => {
                                tally.fail(format!("{}: {message}\n{}", case.name, edit.sql));
                                break;
                            }
                        }
                    }
                }
            });
        }
    });
    tally.finish();
}

#[test]
fn random_edits_survive_every_cut() {
    let config = config_in(&fixture("none"));
    let nothing = empty(&config);
    let Rounds { seed, count: edits } = Rounds::new("crash", 60, 3_000);
    let (next, tally) = (AtomicU64::new(0), Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while tally.of("tried") < edits as usize && tally.failures.lock().unwrap().len() < 8 {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let seed = seed.wrapping_mul(1_000_003).wrapping_add(number);
                    let (before, after) = crate::differential::random_edit(seed);
                    let (Ok(old), Ok(new)) = (state(&before, &config), state(&after, &config)) else {
                        tally.count("no valid schema");
                        continue;
                    };
                    let edit = Edit::new(&nothing, &old, &new);
                    if edit.plan.is_empty() {
                        tally.count("nothing to do");
                        continue;
                    }
                    let way = Way::ALL[(number % 4) as usize];
                    random_trial(&edit, seed, way, &tally).unwrap_or_else(|message| {
                        tally.fail(format!("seed {seed}: {message}\n-- from\n{before}\n-- to\n{after}\n{}", edit.sql));
                    });
                }
            });
        }
    });
    tally.finish();
    // what proves nothing must stay rare, and what rows stop must be there
    let (tried, idle) = (tally.of("tried"), tally.of("impossible") + tally.of("tried, stopped"));
    // about one in eleven is: of few cases it may be more by chance
    let share = if tried < 1_000 { 4 } else { 8 };
    assert!(idle * share < tried, "{idle} of {tried}");
    assert!(tally.of("stopped by messy rows") > 0 || tried < 100);
}

fn random_trial(edit: &Edit, seed: u64, way: Way, tally: &Tally) -> Result<(), String> {
    let manners = if seed.is_multiple_of(2) { vec![edit.messy(seed), edit.neat(seed)] } else { vec![edit.neat(seed)] };
    for manner in manners {
        let trial = match edit.trial(&manner) {
            Ok(trial) => trial,
            Err(Unfit::State(message)) => {
                tally.count(format!("impossible: {}", shape(&message)));
                return Ok(());
            }
            Err(Unfit::Rows(message)) => return Err(format!("no rows for this: {message}")),
        };
        match trial.verdict(&[way])? {
            Verdict::Done { runs } => {
                tally.count(format!("tried, {runs} runs"));
                return Ok(());
            }
            Verdict::Stopped(message) => {
                let rows = if manner.is_neat { "neat" } else { "messy" };
                tally.count(format!("stopped by {rows} rows: {}", shape(&message)));
            }
        }
    }
    tally.count("tried, stopped");
    Ok(())
}
