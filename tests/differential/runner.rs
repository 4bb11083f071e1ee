//! Runs many cases, tells how they went, and makes the first ones that fail small.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::fixtures;
use super::judge::{Case, Failure, Judge, Outcome};
use super::shrink::shrink;
use crate::support::rounds::Rounds;

/// After failures of so many kinds there is enough to look at.
const FAILURES: usize = 8;
const WORKERS: usize = 2;

/// One of the questions to ask of a case.
pub type OutcomeOf = fn(&mut Judge, &Case) -> Outcome;

/// What came of a run.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    /// Cases that are no mere refusal.
    valid: u64,
    failures: Vec<(u64, Case, Failure)>,
}

/// Tries cases until enough of them are valid.
#[track_caller]
pub fn run(rounds: Rounds, outcome_of: OutcomeOf, case_of: impl Fn(u64) -> Case + Sync) {
    let Rounds { seed, count: cases } = rounds;
    let start = Instant::now();
    let (tally, next) = (Mutex::new(Tally::default()), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let mut judge = Judge::new();
                while is_unfinished(&tally, cases) {
                    // seeds of a run lie together, those of another run elsewhere
                    let seed = seed.wrapping_mul(1_000_003).wrapping_add(next.fetch_add(1, Ordering::Relaxed));
                    let case = case_of(seed);
                    let outcome = outcome_of(&mut judge, &case);
                    record(&mut tally.lock().unwrap(), seed, case, outcome);
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    println!("{} valid cases in {:.0?}", tally.valid, start.elapsed());
    for (outcome, count) in &tally.counts {
        println!("{count:6} {outcome}");
    }
    let mut judge = Judge::new();
    let reports: Vec<String> = tally
        .failures
        .iter()
        .map(|(seed, case, failure)| report(&mut judge, outcome_of, *seed, case, failure))
        .collect();
    assert!(reports.is_empty(), "{}", reports.join("\n"));
}

/// Keeps the smallest case that fails in this way, and says all that helps to see what is wrong with it.
fn report(judge: &mut Judge, outcome_of: OutcomeOf, seed: u64, case: &Case, failure: &Failure) -> String {
    let small = shrink(case, |case| matches!(outcome_of(judge, case), Outcome::Failure(it) if it.kind == failure.kind));
    let detail = match outcome_of(judge, &small) {
        Outcome::Failure(failure) => failure.detail,
        _ => failure.detail.clone(),
    };
    let name = format!("case_{seed}");
    fixtures::keep(&name, &small);
    let Case { before, after } = small;
    let before = before.unwrap_or_else(|| "nothing\n".to_owned());
    format!("==== {name}: {}\n{detail}\n-- from\n{before}\n-- to\n{after}", failure.kind)
}

fn is_unfinished(tally: &Mutex<Tally>, cases: u64) -> bool {
    let tally = tally.lock().unwrap();
    tally.valid < cases && tally.failures.len() < FAILURES
}

fn record(tally: &mut Tally, seed: u64, case: Case, outcome: Outcome) {
    let name = match &outcome {
        Outcome::Equal => "equal".to_owned(),
        Outcome::Refused => "refused by both".to_owned(),
        Outcome::Intended(why) => why.clone(),
        Outcome::Failure(failure) => format!("FAILURE {}", failure.kind),
    };
    *tally.counts.entry(name).or_default() += 1;
    tally.valid += u64::from(outcome != Outcome::Refused);
    if let Outcome::Failure(failure) = outcome
        && tally.failures.iter().all(|(_, _, known)| known.kind != failure.kind)
    {
        tally.failures.push((seed, case, failure));
    }
}
