//! From where the branch began, back to the last migration before it.

use super::{at, found};
use crate::support_git::{Sandbox, models_of};

#[test]
fn from_there_it_goes_back_to_the_last_migration() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    let two = sandbox.models(&["A", "B"]).migration("20260101000000_b").commit("two, with its migration");
    let three = sandbox.models(&["A", "B", "C"]).commit("three, without one");
    sandbox.write("README.md", "x").commit("four");
    let five = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B", "C", "D"]).commit("six");
    let names = [("two", &two), ("three", &three), ("five", &five)];
    assert_eq!(at(&sandbox.project(), &names), "two (the last migration before main), inherited before five");
    let base = found(&sandbox.project());
    let before = refract::sources::read(&sandbox.project(), &base.source).unwrap();
    assert_eq!(models_of(&before), ["A", "B"]);
}

#[test]
fn a_migration_on_the_branch_does_not_move_the_base() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).migration("20260101000000_a").commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B"]).migration("20260102000000_b").commit("two");
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)");
}

#[test]
fn only_a_new_migration_counts_on_the_way_back() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).migration("20260101000000_a").commit("one");
    sandbox.write("prisma/migrations/20260101000000_a/migration.sql", "-- edited").commit("edited");
    sandbox.write("prisma/migrations/README.md", "x").write("prisma/migrations/meta/x.json", "{}").commit("others");
    sandbox.git(&["mv", "prisma/migrations/20260101000000_a", "prisma/migrations/20260103000000_a"]);
    let last = sandbox.commit("renamed");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    let names = [("one", &one), ("last", &last)];
    assert_eq!(at(&sandbox.project(), &names), "one (the last migration before main), inherited before last");
}

#[test]
fn a_migration_that_came_with_a_merge_counts_as_of_the_merge() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B"]).migration("20260101000000_b").commit("two");
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("x", "x").commit("three");
    sandbox.git(&["merge", "--quiet", "--no-edit", "--no-ff", "side"]);
    let merge = sandbox.git(&["rev-parse", "HEAD"]);
    let last = sandbox.models(&["A", "B", "C"]).commit("no migration");
    sandbox.git(&["switch", "--quiet", "--create", "next"]);
    let names = [("merge", &merge), ("last", &last)];
    assert_eq!(at(&sandbox.project(), &names), "merge (the last migration before main), inherited before last");
}

#[test]
fn the_way_back_is_as_long_as_it_takes() {
    for layout in ["prisma/migrations/20260101000000_a b/migration.sql", "prisma/migrations/20260101000000_a.sql"] {
        let sandbox = Sandbox::repository();
        sandbox.models(&["A"]).commit("one");
        sandbox.migration("20250101000000_older").commit("an older one");
        let two = sandbox.write(layout, "-- a").commit("two");
        for number in 0..60 {
            sandbox.git(&["commit", "--quiet", "--allow-empty", "--message", &number.to_string()]);
        }
        sandbox.git(&["switch", "--quiet", "--create", "side"]);
        let last = sandbox.git(&["rev-parse", "HEAD"]);
        let names = [("two", &two), ("last", &last)];
        assert_eq!(
            at(&sandbox.project(), &names),
            "two (the last migration before main), inherited before last",
            "{layout}"
        );
    }
}
