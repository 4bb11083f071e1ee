//! What counts as already migrated.

mod way_back;

use insta::assert_snapshot;
use refract::base::{Base, migrations_since, resolve};
use refract::diagnostic::Failure;
use refract::git::Oid;
use refract::migrations::Place;
use refract::project::{Overrides, Project};
use refract::sources::Source;

use crate::support_git::{Sandbox, base, said, schema};

#[track_caller]
fn found(project: &Project) -> Base {
    base(project).unwrap_or_else(|failure| panic!("{}", said(&failure)))
}

#[track_caller]
fn refused(result: Result<Base, Failure>) -> String {
    said(&result.expect_err("there should be no base"))
}

/// What a base is at, in words, with the names that the test has for commits.
#[track_caller]
fn at(project: &Project, names: &[(&str, &String)]) -> String {
    let base = found(project);
    let named = |oid: &str| {
        names.iter().find(|(_, commit)| *commit == oid).map_or(oid.to_owned(), |(name, _)| (*name).to_owned())
    };
    let source = match &base.source {
        Source::Git(oid) => named(oid),
        other => format!("{other:?}"),
    };
    let start = base.description.split_once(' ').map_or("", |(_, rest)| rest).to_owned();
    let inherited =
        base.inherited_before.as_ref().map(Oid::as_str).map(|oid| format!(", inherited before {}", named(oid)));
    let words = if matches!(base.source, Source::Git(_)) { start } else { format!("({})", base.description) };
    format!("{source} {words}{}", inherited.unwrap_or_default())
}

#[test]
fn on_a_branch_it_is_where_the_branch_left_the_trunk() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)");
    sandbox.models(&["A", "B"]).commit("two");
    sandbox.models(&["A", "B", "C"]).commit("three");
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)");
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("other", "x").commit("main goes on");
    sandbox.git(&["switch", "--quiet", "side"]);
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)", "main has moved on");
    sandbox.git(&["merge", "--quiet", "--no-edit", "main"]);
    let main = sandbox.git(&["rev-parse", "main"]);
    assert_eq!(at(&sandbox.project(), &[("main", &main)]), "main (main)", "the trunk was merged in");
}

#[test]
fn a_detached_head_is_a_branch() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).commit("one");
    sandbox.git(&["switch", "--quiet", "--detach"]);
    sandbox.models(&["B"]).commit("two");
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)");
}

#[test]
fn the_trunk_is_what_the_server_has() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).commit("one");
    sandbox.git(&["update-ref", "refs/remotes/origin/main", &one]);
    let two = sandbox.models(&["B"]).commit("two, not pushed");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["C"]).commit("three");
    assert_eq!(at(&sandbox.project(), &[("one", &one), ("two", &two)]), "one (origin/main)");
    sandbox.git(&["update-ref", "refs/remotes/origin/develop", &two]);
    sandbox.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop"]);
    assert_eq!(at(&sandbox.project(), &[("two", &two)]), "two (origin/develop)");
}

#[test]
fn the_configuration_names_the_trunk() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).write("refract.toml", "trunk = \"stable\"\n").commit("one");
    sandbox.git(&["branch", "stable"]);
    let two = sandbox.models(&["B"]).commit("two");
    sandbox.git(&["branch", "release/1"]);
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["C"]).commit("three");
    let names = [("one", &one), ("two", &two)];
    assert_eq!(at(&sandbox.project(), &names), "one (stable)");
    sandbox.write("refract.toml", "trunk = [\"stable\", \"release/*\"]\n");
    assert_eq!(at(&sandbox.project(), &names), "two (release/1)", "the nearest of them");
    sandbox.write("refract.toml", "trunk = [\"side\"]\n");
    assert_eq!(at(&sandbox.project(), &[("head", &sandbox.git(&["rev-parse", "HEAD"]))]), "head (HEAD)");
    sandbox.write("refract.toml", "trunk = [\"mian\"]\n");
    assert_snapshot!(refused(base(&sandbox.project())), @r#"
    error[R3011]: there is no branch mian, which refract.toml names as the trunk
      help: git fetch origin '+refs/heads/*:refs/remotes/origin/*', or fix `trunk` in refract.toml
    "#);
    sandbox.git(&["update-ref", "refs/remotes/fork/main", &one]);
    sandbox.write("refract.toml", "trunk = \"fork/main\"\n");
    assert_eq!(at(&sandbox.project(), &names), "one (fork/main)");
}

#[test]
fn on_the_trunk_it_is_head_while_something_is_edited_else_the_commit_before() {
    let sandbox = Sandbox::repository();
    assert_eq!(at(&sandbox.project(), &[]), "Empty (nothing committed before)");
    let one = sandbox.models(&["A"]).commit("one");
    assert_eq!(at(&sandbox.project(), &[]), "Empty (nothing committed before)");
    let two = sandbox.models(&["A", "B"]).commit("two");
    let names = [("one", &one), ("two", &two)];
    assert_eq!(at(&sandbox.project(), &names), "one (HEAD~1)");
    sandbox.write("README.md", "not the schema");
    assert_eq!(at(&sandbox.project(), &names), "one (HEAD~1)");
    sandbox.models(&["A", "B", "C"]);
    assert_eq!(at(&sandbox.project(), &names), "two (HEAD)", "edited");
    sandbox.git(&["add", "prisma"]);
    sandbox.models(&["A", "B"]);
    assert_eq!(at(&sandbox.project(), &names), "two (HEAD)", "staged, and taken back on disk");
    sandbox.git(&["reset", "--quiet"]);
    assert_eq!(at(&sandbox.project(), &names), "one (HEAD~1)");
    sandbox.migration("20260101000000_b");
    assert_eq!(at(&sandbox.project(), &names), "two (HEAD)", "a migration that git does not know yet");
    sandbox.remove("prisma/migrations").remove("prisma/schema.prisma");
    assert_eq!(at(&sandbox.project(), &names), "two (HEAD)", "deleted");
}

#[test]
fn a_new_configuration_is_an_edit_and_line_ends_are_not() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    let two = sandbox.models(&["A", "B"]).commit("two");
    sandbox.write("prisma/schema.prisma", schema(&["A", "B"]).replace('\n', "\r\n"));
    assert!(found(&sandbox.project()).description.ends_with("(HEAD~1)"));
    sandbox.write("refract.toml", "schema = \"prisma/schema.prisma\"\n");
    assert_eq!(at(&sandbox.project(), &[("two", &two)]), "two (HEAD)");
}

#[test]
fn on_the_trunk_it_is_the_upstream_if_that_is_behind() {
    let server = Sandbox::repository();
    server.models(&["A"]).commit("one");
    let sandbox = Sandbox::outside_git();
    sandbox.git(&["clone", "--quiet", &server.folder.to_string_lossy(), "."]);
    let one = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.models(&["A", "B"]).commit("two");
    sandbox.models(&["A", "B", "C"]).commit("three");
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (origin/main)");
    sandbox.models(&["A", "B", "C", "D"]);
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (origin/main)", "edited, too");
    sandbox.models(&["A", "B", "C"]);
    sandbox.git(&["push", "--quiet", "origin", "HEAD:refs/heads/pushed"]);
    sandbox.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let two = sandbox.git(&["rev-parse", "HEAD~1"]);
    assert_eq!(at(&sandbox.project(), &[("two", &two)]), "two (HEAD~1)", "nothing left to push");
}

#[test]
fn a_repository_without_a_trunk_is_its_own() {
    let sandbox = Sandbox::repository();
    sandbox.git(&["checkout", "--quiet", "-b", "work"]);
    let one = sandbox.models(&["A"]).commit("one");
    sandbox.models(&["B"]).commit("two");
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (HEAD~1)");
}

#[test]
fn each_target_has_its_own_base() {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", "schema = \"prisma/schema.prisma\"\nmigrations = \"sql [1]\"\n[targets.a]\n[targets.b]\n[targets.c]\nbase = \"history\"\n");
    let one = sandbox.models(&["A"]).write("sql [1]/a/20260101000000_x/migration.sql", "").commit("one");
    let two = sandbox.models(&["A", "B"]).write("sql [1]/b/20260101000000_x/migration.sql", "-- b").commit("two");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    let project = sandbox.project();
    let base_of = |name: &str| resolve(&project, &project.config.targets[name], None);
    assert_eq!(base_of("a").unwrap().source, Source::Git(one));
    assert_eq!(base_of("b").unwrap().source, Source::Git(two));
    assert_eq!(base_of("c").unwrap().source, Source::Empty);
    sandbox.write("sql [1]/c/20260101000000_x/migration.sql", "");
    let base = base_of("c").unwrap();
    assert_eq!((base.source, base.description.as_str()), (Source::History, "its migration, 20260101000000_x"));
}

#[test]
fn a_base_that_is_given_is_taken() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["A"]).commit("one");
    sandbox.models(&["B"]).commit("two");
    sandbox.git(&["tag", "--annotate", "--message", "first", "v1", &one]);
    let project = sandbox.project();
    let target = &project.config.targets["default"];
    for (spec, description) in [("v1", " (v1)"), ("git:HEAD~1", " (HEAD~1)"), (&one[..9], "")] {
        let base = resolve(&project, target, Some(&Source::parse(spec, &project).unwrap())).unwrap();
        assert_eq!(base.source, Source::Git(one.clone()));
        assert_eq!(base.description, format!("{}{description}", &one[..7]));
    }
    let base = resolve(&project, target, Some(&Source::Empty)).unwrap();
    assert_eq!((base.source, base.description.as_str()), (Source::Empty, "empty"));
}

#[test]
fn a_shallow_clone_says_how_to_get_the_rest() {
    let server = Sandbox::repository();
    server.models(&["A"]).migration("20260101000000_a").commit("one");
    server.models(&["A", "B"]).commit("two");
    server.models(&["A", "B", "C"]).commit("three");
    let url = format!("file://{}", server.folder.display());
    let clone = |arguments: &[&str]| {
        let sandbox = Sandbox::outside_git();
        let arguments = [&["clone", "--quiet"], arguments, &[&url, "."]].concat();
        sandbox.git(&arguments);
        sandbox
    };
    let sandbox = clone(&["--depth=1"]);
    assert_snapshot!(refused(base(&sandbox.project())), @r#"
    error[R3012]: this is a shallow clone, and it lacks the commit before HEAD
      help: git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'
    "#);
    sandbox.models(&["X"]);
    assert_snapshot!(refused(base(&sandbox.project())), @r#"
    error[R3012]: this is a shallow clone, and it lacks the last migration of target `default`
      help: git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'
    "#);
    assert!(refused(base(&clone(&["--depth=2"]).project())).contains("last migration of target `default`"));
    // As CI checks out a pull request: a commit, and no branch at all.
    let sandbox = clone(&["--depth=1"]);
    sandbox.git(&["checkout", "--quiet", "--detach"]);
    sandbox.git(&["branch", "--quiet", "--delete", "--force", "main"]);
    sandbox.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    sandbox.git(&["symbolic-ref", "--delete", "refs/remotes/origin/HEAD"]);
    assert_snapshot!(refused(base(&sandbox.project())), @r#"
    error[R3012]: this is a shallow clone, and it lacks the trunk that this branch left
      help: git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'
    "#);
    sandbox.git(&["fetch", "--quiet", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*"]);
    assert!(base(&sandbox.project()).is_ok());
}

#[test]
fn a_branch_of_its_own_origin_says_what_to_do() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.git(&["checkout", "--quiet", "--orphan", "alone"]);
    sandbox.commit("two");
    assert_snapshot!(refused(base(&sandbox.project())), @r#"
    error[R3011]: this branch has no commit in common with main
      help: say which branch it will be merged into with `trunk` in refract.toml, or what to compare with: `--base git:REV`
    "#);
}

#[test]
fn outside_git_a_base_has_to_be_given() {
    let sandbox = Sandbox::outside_git();
    sandbox.models(&["A"]);
    assert!(refused(base(&sandbox.project())).contains("--base"));
    sandbox.write("refract.toml", "[targets.a]\nbase = \"history\"\n");
    assert_eq!(found(&sandbox.project()).source, Source::Empty);
}

#[test]
fn the_migrations_since_the_base_are_those_that_it_does_not_have() {
    let sandbox = Sandbox::repository();
    sandbox
        .models(&["A"])
        .migration("20260101000000_a")
        .write("prisma/migrations/20260101000001_flat.sql", "")
        .commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.migration("20260102000000_b").migration("odd näme").commit("two");
    sandbox
        .migration("20260103000000_c")
        .write("prisma/migrations/20260104000000_d.sql", "")
        .write("prisma/migrations/fix.sql", "");
    sandbox.write("prisma/migrations/empty/x", "");
    let project = sandbox.project();
    let target = &project.config.targets["default"];
    let since = |place| {
        let here = refract::migrations::in_place(&project, target, place).unwrap();
        migrations_since(&project, target, &found(&project), (&here, place)).unwrap()
    };
    let (since, staged) = (since(Place::Disk), since(Place::Index));
    let names: Vec<&str> = since.iter().map(|migration| migration.name.as_str()).collect();
    assert_eq!(names, ["20260102000000_b", "20260103000000_c", "20260104000000_d.sql", "odd näme"]);
    assert_eq!(since[0].path, "prisma/migrations/20260102000000_b/migration.sql");
    assert_eq!(since[2].path, "prisma/migrations/20260104000000_d.sql");
    let all = refract::migrations::on_disk(&project, target).unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!(refract::migrations::newest(&all), Some("20260104000000"));
    let names: Vec<&str> = staged.iter().map(|migration| migration.name.as_str()).collect();
    assert_eq!(names, ["20260102000000_b", "odd näme"]);
    assert_eq!(staged[1].path, "prisma/migrations/odd näme/migration.sql");
}

#[test]
fn objects_named_by_sha256_are_read_too() {
    let sandbox = Sandbox::outside_git();
    sandbox.git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256", "."]);
    let one = sandbox.models(&["A"]).migration("20260101000000_a").commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B"]).commit("two");
    assert_eq!(one.len(), 64);
    assert_eq!(at(&sandbox.project(), &[("one", &one)]), "one (main)");
}

#[test]
fn a_git_folder_elsewhere_is_the_repository() {
    let sandbox = Sandbox::outside_git();
    let (git_folder, work) = (sandbox.folder.join("data.git"), sandbox.folder.join("work"));
    let mut environment = sandbox.environment.clone();
    sandbox.write("work/prisma/schema.prisma", schema(&["A"]));
    environment.push(("GIT_DIR".into(), git_folder.into()));
    environment.push(("GIT_WORK_TREE".into(), work.clone().into()));
    let git = |arguments: &[&str]| {
        let status =
            std::process::Command::new("git").args(arguments).current_dir(&work).envs(environment.clone()).status();
        assert!(status.unwrap().success());
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "one"]);
    git(&["commit", "--quiet", "--allow-empty", "--message", "two"]);
    let overrides = Overrides { git_environment: environment.clone(), ..Overrides::default() };
    let project = Project::find(&work, &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(project.top(), work);
    assert!(found(&project).description.ends_with("(HEAD~1)"));
}

#[test]
fn a_file_in_conflict_is_an_edit() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["B"]).commit("two");
    sandbox.git(&["switch", "--quiet", "main"]);
    let head = sandbox.models(&["C"]).commit("three");
    let merge = std::process::Command::new("git")
        .args(["merge", "--quiet", "side"])
        .current_dir(&sandbox.folder)
        .envs(sandbox.environment.clone())
        .output();
    assert!(!merge.unwrap().status.success());
    sandbox.models(&["C"]);
    assert_eq!(at(&sandbox.project(), &[("head", &head)]), "head (HEAD)");
}
