//! Prisma's engine and refract side by side: for random schemas, changes and mistakes, the same verdict and the same
//! database. `SEED=... ROUNDS=... tests/run differential::random_edits` tries the cases of another run again.

pub mod difference;
mod edits;
mod fields;
mod fixtures;
mod generate;
mod judge;
pub mod kinds;
mod model;
mod names;
mod place;
mod print;
mod relations;
mod runner;
mod shrink;
mod spoil;

use generate::Generator;
use judge::{Case, Judge, Outcome};

use crate::support::rounds::Rounds;

#[test]
fn what_once_differed_does_not_differ_again() {
    let mut judge = Judge::new();
    for (name, case) in fixtures::all() {
        let outcome = judge.outcome(&case);
        if let Outcome::Failure(failure) = outcome {
            panic!("{name}: {}\n{}", failure.kind, failure.detail);
        }
    }
}

#[test]
fn random_schemas_make_the_same_database() {
    runner::run(Rounds::new("schemas", 100, 5_000), Judge::outcome, |seed| {
        let mut generator = Generator::new(seed);
        Case { before: None, after: print::print(&generator.schema()) }
    });
}

#[test]
fn random_edits_lead_to_the_same_database() {
    runner::run(Rounds::new("edits", 100, 5_000), Judge::outcome, |seed| {
        let (before, after) = random_edit(seed);
        Case { before: Some(before), after }
    });
}

/// A random schema, and what becomes of it by a random edit.
pub fn random_edit(seed: u64) -> (String, String) {
    let mut generator = Generator::new(!seed);
    let mut schema = generator.schema();
    let before = print::print(&schema);
    edits::edit(&mut generator, &mut schema);
    (before, print::print(&schema))
}

#[test]
fn prisma_sees_nothing_to_change_in_what_refract_built() {
    runner::run(
        Rounds::new("live", 125, 1_000),
        |judge, case| judge.live_outcome(&case.after),
        |seed| {
            let mut generator = Generator::new(seed.rotate_left(32));
            Case { before: None, after: print::print(&generator.schema()) }
        },
    );
}

#[test]
fn prisma_sees_nothing_to_change_after_any_kind_of_change() {
    let mut judge = Judge::new();
    for (name, after) in fixtures::kinds_of_change() {
        if let Outcome::Failure(failure) = judge.live_outcome(&after) {
            panic!("{name}: {}\n{}", failure.kind, failure.detail);
        }
    }
}

/// What the README tells to do.
#[test]
fn prisma_keeps_the_vector_indexes_that_the_schema_has() {
    let schema = r#"
        datasource db {
          provider = "postgresql"
        }

        model Note {
          id        Int                        @id
          embedding Unsupported("vector(3)")
          second    Unsupported("halfvec(3)")?

          @@index([embedding])
          /// @refract.ivfflat(ops: vector_l2_ops, lists: 10)
          @@index([embedding], map: "notes_by_distance")
          @@index([second], map: "notes_by_second")
        }
    "#;
    let mut judge = Judge::configured("[vector]\nindex = \"hnsw\"\n");
    assert_eq!(judge.live_outcome(schema), Outcome::Equal);
    let without = schema.replace("@@index([second], map: \"notes_by_second\")", "");
    assert_ne!(judge.live_outcome(&without), Outcome::Equal, "it drops what the schema does not have");
}

#[test]
fn random_mistakes_get_the_same_verdict() {
    runner::run(
        Rounds::new("mistakes", 100, 20_000),
        |judge, case| judge.verdict_outcome(&case.after),
        |seed| {
            let mut generator = Generator::new(seed.rotate_left(16));
            let text = print::print(&generator.schema());
            Case { before: None, after: spoil::spoil(&mut generator.random, &text) }
        },
    );
}
