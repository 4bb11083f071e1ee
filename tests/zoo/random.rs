//! Two or three elements of the zoo on one table: what each of them is treated like must not depend on the others.
//! `SEED=... ROUNDS=... tests/run zoo::random` repeats a run.

use std::collections::BTreeSet;
use std::fs;

use super::element::Element;
use super::operation::Operation;
use super::trial::Trial;
use super::{GROUPS, failing};
use crate::support::random::Random;
use crate::support::rounds::Rounds;

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

/// The elements that are treated as they should be when they are alone.
fn sound() -> Vec<&'static Element> {
    let mut open = BTreeSet::new();
    for (group, _) in GROUPS {
        let text = fs::read_to_string(failing(group)).unwrap_or_default();
        let tried = |words: &str| OPERATIONS.iter().any(|operation| operation.words() == words);
        let lines = text.lines().filter_map(|line| line.rsplit_once(": "));
        open.extend(lines.filter(|(_, words)| tried(words)).map(|(name, _)| name.to_owned()));
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

/// Elements that are tried together in every run: what stands on the same column in several ways, and what a random run
/// has found.
const TOGETHER: &[&[&str]] = &[
    &["VIEW", "POLICY", "CHECK"],
    &["MATERIALIZED VIEW with indexes", "UPDATE OF", "PUBLICATION of columns"],
    &["VIEW with an enum's value", "CHECK on an enum", "partial index over an enum"],
    &["BEGIN ATOMIC", "VIEW on a view", "RULE DO INSTEAD NOTHING"],
    &["STATISTICS of all kinds", "GENERATED STORED beside", "WHEN"],
    &["COLLATE under @unique", "comment on a column", "STORAGE EXTERNAL"],
    &["sequence that two tables share", "FOREIGN KEY INITIALLY DEFERRED", "RETURNS SETOF the table"],
];

/// What random runs have found and is not mended yet: names of elements and what is asked, `A + B: operation` a line.
fn open_together() -> Vec<(Vec<String>, String)> {
    let text = fs::read_to_string(failing("together")).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.rsplit_once(": "));
    lines.map(|(names, words)| (names.split(" + ").map(str::to_owned).collect(), words.to_owned())).collect()
}

/// What goes wrong with several elements at once, in words. Nothing where PostgreSQL does not take one after the other.
fn wrong_together(several: Vec<&Element>, turn: usize, how: &str) -> Option<String> {
    let names: Vec<&str> = several.iter().map(|element| element.name).collect();
    let trial = Trial::of(several, turn).ok()?;
    let open = open_together();
    let is_open = |operation: Operation| {
        let here = |listed: &Vec<String>| listed.iter().all(|name| names.contains(&name.as_str()));
        open.iter().any(|(listed, words)| words == operation.words() && here(listed))
    };
    let asked = OPERATIONS.into_iter().filter(|operation| !is_open(*operation));
    let errors = asked.filter_map(|operation| Some((operation, trial.tried(operation).err()?)));
    Some(errors.map(|(operation, error)| format!("{how}: {names:?}, {}\n{error}\n\n", operation.words())).collect())
}

#[test]
fn what_is_open_with_several_things_still_fails() {
    let named = |name: &String| GROUPS.iter().flat_map(|(_, all)| all.iter()).find(|element| element.name == *name);
    for (names, words) in open_together() {
        let several: Vec<&Element> = names.iter().filter_map(named).collect();
        let operation = OPERATIONS.into_iter().find(|operation| operation.words() == words).expect("an operation");
        let trial = Trial::of(several, 0).unwrap_or_else(|error| panic!("{names:?}: {error}"));
        assert!(trial.tried(operation).is_err(), "{names:?} pass: take them from tests/zoo/failing/together.txt");
    }
}

#[test]
fn several_things_on_a_column_are_treated_as_each_alone() {
    let elements = sound();
    let mut wrong = String::new();
    for (turn, names) in TOGETHER.iter().enumerate() {
        let several = names.iter().filter_map(|name| elements.iter().find(|element| element.name == *name));
        let several: Vec<&Element> = several.copied().collect();
        // what fails alone is on a list of its own
        if several.len() == names.len() {
            wrong +=
                &wrong_together(several, turn, "together").unwrap_or_else(|| panic!("{names:?} do not go together"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn two_or_three_at_once_are_treated_as_each_alone() {
    let Rounds { seed, count } = Rounds::new("several at once", 10, 1_000);
    let elements = sound();
    let mut wrong = String::new();
    let mut tried = 0;
    for round in (seed..).take_while(|round| round - seed < 20 * count) {
        if tried == count {
            break;
        }
        let mut random = Random::new(round);
        let several: Vec<&Element> = (0..2 + random.below(2)).map(|_| *random.pick(&elements)).collect();
        if !go_together(&several) {
            continue;
        }
        if let Some(words) = wrong_together(several, random.below(3), &format!("SEED={round} ROUNDS=1")) {
            tried += 1;
            wrong += &words;
        }
    }
    assert_eq!(tried, count, "elements hardly ever go together");
    assert!(wrong.is_empty(), "{wrong}");
}
