//! Two or three elements of the zoo on one table: what each of them is treated like must not depend on the others.
//! `SEED=... ROUNDS=... tests/run zoo::random` repeats a run.

use std::collections::BTreeSet;
use std::fs;

use super::element::Element;
use super::operation::Operation;
use super::trial::Trial;
use super::{GROUPS, failing};
use crate::support::random::Random;

/// What several elements must not hide from each other. What a baseline lacks is told element by element.
const OPERATIONS: [Operation; 7] = [
    Operation::Check,
    Operation::AddColumn,
    Operation::RenameTable,
    Operation::RenameColumn,
    Operation::ChangeType,
    Operation::DropColumn,
    Operation::Repair,
];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The elements that are treated as they should be when they are alone.
fn sound() -> Vec<&'static Element> {
    let mut open = BTreeSet::new();
    for (group, _) in GROUPS {
        let text = fs::read_to_string(failing(group)).unwrap_or_default();
        open.extend(text.lines().filter_map(|line| Some(line.rsplit_once(": ")?.0.to_owned())));
    }
    GROUPS.iter().flat_map(|(_, elements)| elements.iter()).filter(|element| !open.contains(element.name)).collect()
}

/// Elements that could be in one history: each brings names and fields of its own.
fn go_together(elements: &[&Element]) -> bool {
    let names: BTreeSet<&str> = elements.iter().map(|element| element.called).collect();
    let fields: Vec<&str> = elements.iter().flat_map(|element| element.fields.iter().map(|(name, _)| *name)).collect();
    let distinct: BTreeSet<&&str> = fields.iter().collect();
    let lines: BTreeSet<&str> = elements.iter().flat_map(|element| element.lines.iter().copied()).collect();
    let asked: usize = elements.iter().map(|element| element.lines.len()).sum();
    names.len() == elements.len() && distinct.len() == fields.len() && lines.len() == asked
}

#[test]
fn two_or_three_at_once_are_treated_as_each_alone() {
    let (seed, rounds) = (number("SEED", 13), number("ROUNDS", 25));
    let elements = sound();
    let mut wrong = String::new();
    let mut tried = 0;
    for round in seed..seed + rounds {
        let mut random = Random::new(round);
        let several: Vec<&Element> = (0..2 + random.below(2)).map(|_| *random.pick(&elements)).collect();
        if !go_together(&several) {
            continue;
        }
        let names: Vec<&str> = several.iter().map(|element| element.name).collect();
        // PostgreSQL does not take all of them after one another
        let Ok(trial) = Trial::of(several, random.below(3)) else { continue };
        tried += 1;
        for operation in OPERATIONS {
            if let Err(error) = trial.tried(operation) {
                wrong.push_str(&format!("SEED={round} ROUNDS=1: {names:?}, {}\n{error}\n\n", operation.words()));
            }
        }
    }
    assert!(tried > 0, "no elements went together");
    assert!(wrong.is_empty(), "{wrong}");
}
