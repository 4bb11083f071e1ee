//! Finding refract.toml, the schema and the repository, from wherever the user stands.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use refract::config::BaseKind;
use refract::diagnostic::Failure;
use refract::project::{Overrides, Project, SchemaPlace};

use crate::support_git::{Sandbox, read, said, schema};

fn schema_of(project: &Project) -> &str {
    project.schema().map_or_else(|failure| panic!("{}", said(&failure)), |(path, _)| path)
}

#[track_caller]
fn failure<T>(result: Result<T, Failure>) -> String {
    match result {
        Ok(_) => panic!("this should fail"),
        Err(failure) => said(&failure),
    }
}

#[test]
fn without_a_file_the_schema_is_where_prisma_looks() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("src/deep/x.ts", "").write("other/schema.prisma", schema(&["B"]));
    for folder in ["", "src/deep", "prisma"] {
        let project = sandbox.project_in(folder);
        assert_eq!(schema_of(&project), "prisma/schema.prisma");
        assert_eq!(project.config.targets["default"].migrations, "prisma/migrations");
        assert_eq!(project.config.targets["default"].base, BaseKind::Git);
    }
    assert_eq!(schema_of(&sandbox.project_in("other")), "other/schema.prisma");
    assert_eq!(sandbox.project_in("src/deep").shown("prisma/schema.prisma"), "../../prisma/schema.prisma");
}

#[test]
fn a_migration_lock_makes_history_the_base() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    assert_eq!(sandbox.project().config.targets["default"].base, BaseKind::History);
}

#[test]
fn a_schema_elsewhere_is_found_if_it_is_the_only_one_for_postgresql() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("packages/db/my.prisma", schema(&["A"]))
        .write("packages/lite/schema.prisma", "datasource db {\n  provider = \"sqlite\"\n}\n")
        .write("node_modules/x/schema.prisma", schema(&["No"]))
        .write(".gitignore", "node_modules\n");
    let project = sandbox.project();
    assert_eq!(schema_of(&project), "packages/db/my.prisma");
    assert_eq!(project.config.targets["default"].migrations, "packages/db/migrations");
    sandbox.write("apps/b/schema.prisma", schema(&["B"]));
    assert_snapshot!(failure(sandbox.project().schema()), @r#"
    error[R3002]: there are several schemas with a PostgreSQL datasource: apps/b/schema.prisma, packages/db/my.prisma
      help: say which one with `--schema apps/b/schema.prisma`
    "#);
    assert_snapshot!(failure(sandbox.project_in("packages").schema()), @r#"
    error[R3002]: there are several schemas with a PostgreSQL datasource: ../apps/b/schema.prisma, db/my.prisma
      help: say which one with `--schema ../apps/b/schema.prisma`
    "#);
}

#[test]
fn a_folder_of_files_is_one_schema() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("prisma/schema/main.prisma", schema(&["A"]))
        .write("prisma/schema/b/b.prisma", "model B {\n  id Int @id\n}\n");
    assert_eq!(schema_of(&sandbox.project()), "prisma/schema");

    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("prisma/models/b.prisma", "model B {\n  id Int @id\n}\n");
    assert_eq!(schema_of(&sandbox.project()), "prisma", "the others only make sense together with schema.prisma");

    let sandbox = Sandbox::repository();
    sandbox.models(&["A", "B"]).write("prisma/models/b.prisma", "model B {\n  id Int @id\n}\n");
    assert_eq!(schema_of(&sandbox.project()), "prisma/schema.prisma", "the others are what it was put together from");
}

#[test]
fn a_project_without_a_schema_is_an_error_only_when_it_is_needed() {
    let sandbox = Sandbox::repository();
    let project = sandbox.project();
    assert_eq!(project.schema, SchemaPlace::Missing);
    assert_snapshot!(failure(project.schema()), @r#"
    error[R3001]: there is no schema.prisma with a PostgreSQL datasource here
      help: say where it is with `--schema PATH`, or `schema = "..."` in refract.toml
    "#);
    assert!(read(&project, "empty").is_ok());
}

#[test]
fn the_configuration_is_searched_upward_then_among_tracked_files() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("db/refract.toml", "schema = \"s.prisma\"\n")
        .write("db/s.prisma", schema(&["A"]))
        .write("db/x/y", "")
        .write("web/z", "");
    assert_eq!(sandbox.project_in("db/x").config_file.as_deref(), Some("db/refract.toml"));
    assert_eq!(sandbox.project_in("web").config_file, None, "not tracked yet");
    sandbox.commit("one");
    let project = sandbox.project_in("web");
    assert_eq!(project.config_file.as_deref(), Some("db/refract.toml"));
    assert_eq!(schema_of(&project), "db/s.prisma");
    assert_eq!(project.migrations(&project.config.targets["default"]), "db/migrations");
    sandbox.write("old/refract.toml", "").commit("two");
    assert_snapshot!(failure(Project::find(&sandbox.folder.join("web"), &sandbox.overrides())), @r#"
    error[R1009]: there are several refract.toml: ../db/refract.toml, ../old/refract.toml
      help: say which one with `--config ../db/refract.toml`
    "#);
    let overrides = Overrides { config: Some("../old/refract.toml".into()), ..sandbox.overrides() };
    let project = Project::find(&sandbox.folder.join("web"), &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(project.config_file.as_deref(), Some("old/refract.toml"));
}

#[test]
fn migrations_do_not_end_up_inside_those_of_prisma() {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", "schema = \"s.prisma\"\n[targets.one]\n").write("s.prisma", schema(&["A"]));
    sandbox.project();
    sandbox.write("migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    assert_snapshot!(failure(Project::find(&sandbox.folder, &sandbox.overrides())), @r#"
    error[R1007]: the migrations of target `one` lie inside Prisma's own, migrations
      help: give each target a folder of its own, beside the others: every tool takes a folder in it for a migration
    "#);
}

#[test]
fn mistakes_in_the_configuration_have_their_place() {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", "schema = \"../s.prisma\"\nx = 1\n").write("sub/y", "");
    assert_snapshot!(failure(Project::find(&sandbox.folder.join("sub"), &sandbox.overrides())), @"
    ../refract.toml:1:10: error[R1006]: the path in `schema` leads out of the repository
      help: name a file or a folder inside the repository
    ../refract.toml:2:1: error[R1002]: unknown key `x` in refract.toml
      help: refract.toml knows `schema`, `default_schema`, `migrations`, `layout`, `trunk`, `targets`, `vector`, `json`, `safety`
    ");
    sandbox.write("refract.toml", b"x = \"\xff\"\n");
    assert_snapshot!(failure(Project::find(&sandbox.folder, &sandbox.overrides())), @r#"
    error[R1010]: cannot read refract.toml: it is not UTF-8
      help: see whether it is there and yours to read, or name another with `--config`
    "#);
    let overrides = Overrides { config: Some("no.toml".into()), ..sandbox.overrides() };
    assert_snapshot!(failure(Project::find(&sandbox.folder, &overrides)), @r#"
    error[R1010]: cannot read no.toml: No such file or directory (os error 2)
      help: see whether it is there and yours to read, or name another with `--config`
    "#);
}

#[test]
fn the_command_line_goes_before_the_configuration() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("refract.toml", "schema = \"db/a.prisma\"\n[targets.one]\n[targets.two]\nmigrations = \"two\"\n")
        .write("sub/b.prisma", schema(&["B"]));
    let overrides = Overrides { schema: Some("b.prisma".into()), migrations: Some("m".into()), ..sandbox.overrides() };
    let project = Project::find(&sandbox.folder.join("sub"), &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(schema_of(&project), "sub/b.prisma");
    assert_eq!(project.config.targets["one"].migrations, "sub/m/one");
    assert_eq!(project.config.targets["two"].migrations, "two");
}

#[test]
fn outside_git_everything_but_git_works() {
    let sandbox = Sandbox::outside_git();
    sandbox.models(&["A"]).write("src/x", "").write("a/node_modules/y/schema.prisma", schema(&["No"]));
    let project = sandbox.project_in("src");
    assert_eq!(schema_of(&project), "prisma/schema.prisma");
    assert_eq!(project.top(), sandbox.folder);
    assert_eq!(project.shown("prisma/schema.prisma"), "../prisma/schema.prisma");
    assert_snapshot!(failure(project.repository().map(drop)), @r#"
    error[R3009]: this folder is in no git repository
      help: say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`
    "#);
    assert_snapshot!(failure(read(&project, "HEAD")), @"
    error[R3006]: there is no file or folder `HEAD`, and no git repository to look for a revision in
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations
    ");
    assert_snapshot!(failure(read(&project, "staged")), @r#"
    error[R3009]: this folder is in no git repository
      help: say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`
    "#);
}

#[test]
fn a_repository_that_git_refuses_says_why() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]);
    let mut overrides = sandbox.overrides();
    overrides.git_environment.push(("GIT_TEST_ASSUME_DIFFERENT_OWNER".into(), "1".into()));
    let project = Project::find(&sandbox.folder, &overrides).map_err(|failure| said(&failure)).unwrap();
    let said = failure(project.repository().map(drop)).replace(&*sandbox.folder.to_string_lossy(), "[folder]");
    assert_snapshot!(said, @r#"
    error[R3009]: git refuses to read this repository: detected dubious ownership in repository at '[folder]'
      help: the repository belongs to another user; if you trust it: git config --global --add safe.directory [folder]
    "#);
    assert_eq!(schema_of(&project), "prisma/schema.prisma");
}

#[test]
fn a_machine_without_git_says_so() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]);
    let mut overrides = sandbox.overrides();
    overrides.git_environment.push(("PATH".into(), "/nowhere".into()));
    let project = Project::find(&sandbox.folder, &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_snapshot!(failure(project.repository().map(drop)), @r#"
    error[R3009]: git is needed, but there is no `git` to run
      help: install git, or say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`
    "#);
}

#[test]
fn a_linked_worktree_and_a_link_to_the_folder_are_the_same_project() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.git(&["worktree", "add", "--quiet", "linked", "-b", "side"]);
    let project = sandbox.project_in("linked");
    assert_eq!(project.top(), sandbox.folder.join("linked"));
    assert_eq!(project.repository_if_any().and_then(|repository| repository.branch()), Some("side"));
    std::os::unix::fs::symlink(&sandbox.folder, sandbox.folder.join("link")).unwrap();
    let overrides = Overrides { schema: Some(sandbox.folder.join("link/prisma/schema.prisma")), ..sandbox.overrides() };
    let project =
        Project::find(Path::new(&sandbox.folder.join("link")), &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(schema_of(&project), "prisma/schema.prisma");
    assert_eq!(fs::canonicalize(project.root()).unwrap(), sandbox.folder);
}
