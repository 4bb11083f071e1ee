//! Reading a state from wherever it is.

use insta::assert_snapshot;
use refract::diagnostic::Failure;
use refract::project::{Overrides, Project};
use refract::sources::{Snapshot, Source};

use crate::support_git::{DATASOURCE, Sandbox, models_of, paths, read, said, schema};

#[track_caller]
fn state(project: &Project, spec: &str) -> Snapshot {
    read(project, spec).unwrap_or_else(|failure| panic!("{}", said(&failure)))
}

#[track_caller]
fn refused(result: Result<Snapshot, Failure>) -> String {
    said(&result.expect_err("this should not be read"))
}

#[test]
fn each_source_has_its_own_state() {
    let sandbox = Sandbox::repository();
    let one = sandbox.models(&["Committed"]).write("deep/x", "").commit("one");
    sandbox.models(&["Staged"]).git(&["add", "."]);
    sandbox.models(&["Worktree"]).write("other.prisma", schema(&["Path"]));
    let project = sandbox.project_in("deep");
    for (spec, model, path, description) in [
        ("worktree", "Worktree", "../prisma/schema.prisma".to_owned(), "the working tree".to_owned()),
        ("staged", "Staged", "../prisma/schema.prisma".to_owned(), "the index".to_owned()),
        ("HEAD", "Committed", format!("{}:prisma/schema.prisma", &one[..7]), format!("{} (HEAD)", &one[..7])),
        ("git:main", "Committed", format!("{}:prisma/schema.prisma", &one[..7]), format!("{} (main)", &one[..7])),
        ("../other.prisma", "Path", "../other.prisma".to_owned(), "../other.prisma".to_owned()),
        ("file:../prisma", "Worktree", "../prisma/schema.prisma".to_owned(), "../prisma".to_owned()),
    ] {
        let state = state(&project, spec);
        assert_eq!(models_of(&state), [model], "{spec}");
        assert_eq!(paths(&state), [path], "{spec}");
        assert_eq!(state.description, description, "{spec}");
    }
    let empty = state(&project, "empty");
    assert_eq!((paths(&empty).len(), empty.description.as_str()), (0, "empty"));
}

#[test]
fn a_name_that_is_a_path_and_a_revision_has_to_be_said_clearly() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("main/x.prisma", schema(&["B"])).commit("one");
    let project = sandbox.project();
    assert_snapshot!(refused(read(&project, "main")), @r#"
    error[R3007]: `main` is both a path and a git revision
      help: write `file:main` for the path, or `git:main` for the revision
    "#);
    assert_eq!(models_of(&state(&project, "git:main")), ["A"]);
    assert_eq!(models_of(&state(&project, "file:main")), ["B"]);
}

#[test]
fn what_is_no_source_says_what_one_is() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("notes.txt", "").write("docs/x.md", "").migration("20260101000000_a").commit("one");
    let project = sandbox.project();
    assert_snapshot!(refused(read(&project, "mian")), @"
    error[R3006]: `mian` is neither a path nor a revision that git knows
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations
    ");
    assert_snapshot!(refused(read(&project, "no.prisma")), @"
    error[R3006]: there is no file or folder `no.prisma`
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations
    ");
    assert_snapshot!(refused(read(&project, "notes.txt")), @"
    error[R3006]: `notes.txt` is neither a .prisma nor an .sql file
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations
    ");
    assert_snapshot!(refused(read(&project, "docs")), @"
    error[R3006]: the folder `docs` has neither .prisma files nor migrations in it
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations
    ");
    assert_snapshot!(refused(read(&project, "git:nowhere")), @r#"
    error[R3011]: git knows no revision `nowhere`
      help: see `git log` and `git branch --all` for what there is; a branch of the server may need `git fetch` first
    "#);
    assert_snapshot!(refused(read(&project, "git:HEAD:prisma")), @r#"
    error[R3011]: `HEAD:prisma` is no commit
      help: see `git log` and `git branch --all` for what there is; a branch of the server may need `git fetch` first
    "#);
    for bad in ["", "git:", "--all", "git:--help", "git:a\nb", "@{upstream}", "git:@{upstream}", "HEAD~99", "git:\0"] {
        assert!(read(&project, bad).is_err(), "{bad:?}");
    }
    assert_eq!(models_of(&state(&project, "HEAD")), ["A"], "git still answers after all that");
}

#[test]
fn migrations_are_no_end_of_a_comparison() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).migration("20260101000000_a").write("x.sql", "").commit("one");
    let project = sandbox.project();
    assert_snapshot!(refused(read(&project, "history")), @"
    error[R3008]: `history` can only be what a comparison starts from
      help: give it to `--from`, and a schema to `--to`
    ");
    assert_snapshot!(refused(read(&project, "x.sql")), @"
    error[R3008]: `x.sql` can only be what a comparison starts from
      help: give it to `--from`, and a schema to `--to`
    ");
    assert_snapshot!(refused(read(&project, "prisma/migrations")), @"
    error[R3008]: `prisma/migrations` can only be what a comparison starts from
      help: give it to `--from`, and a schema to `--to`
    ");
}

#[test]
fn a_schema_that_was_moved_is_found_by_its_rename() {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", "schema = \"db/schema.prisma\"\n");
    sandbox.write("db/schema.prisma", schema(&["A"])).write("other/schema.prisma", schema(&["Other"])).commit("one");
    sandbox.write("refract.toml", "schema = \"prisma/main.prisma\"\n");
    sandbox.remove("db").write("prisma/main.prisma", schema(&["A", "B"])).commit("two");
    assert_eq!(models_of(&state(&sandbox.project(), "HEAD~1")), ["A"], "the configuration of then says where");

    sandbox.remove("refract.toml").commit("three");
    sandbox.write("refract.toml", "schema = \"new/main.prisma\"\n").write("new/main.prisma", schema(&["A", "B", "C"]));
    sandbox.remove("prisma").git(&["add", "."]);
    assert_eq!(models_of(&state(&sandbox.project(), "HEAD")), ["A", "B"], "git says that it was renamed");
}

#[test]
fn a_schema_that_was_split_into_a_folder_is_the_one_before() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A", "B"]).commit("one");
    sandbox.remove("prisma/schema.prisma");
    sandbox
        .write("prisma/schema/main.prisma", DATASOURCE)
        .write("prisma/schema/a.prisma", "model A {\n  id Int @id\n}\n");
    sandbox.write("prisma/schema/sub/b.prisma", "model B {\n  id Int @id\n}\n");
    let project = sandbox.project();
    assert_eq!(
        paths(&state(&project, "worktree")),
        ["prisma/schema/a.prisma", "prisma/schema/main.prisma", "prisma/schema/sub/b.prisma"]
    );
    assert_eq!(models_of(&state(&project, "HEAD")), ["A", "B"]);
    sandbox.commit("two");
    assert_eq!(models_of(&state(&sandbox.project(), "HEAD")), ["A", "B"]);
    assert_eq!(models_of(&state(&sandbox.project(), "HEAD~1")), ["A", "B"]);
    sandbox.remove("prisma/schema").models(&["A", "B", "C"]);
    assert_eq!(models_of(&state(&sandbox.project(), "HEAD")), ["A", "B"], "and put together again");
}

#[test]
fn a_revision_without_a_schema_is_empty() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("README.md", "x")
        .write("prisma/schema.prisma", "datasource db {\n  provider = \"mysql\"\n}\n")
        .commit("one");
    sandbox.models(&["A"]).commit("two");
    let before = state(&sandbox.project(), "HEAD~1");
    assert!(paths(&before).is_empty());
}

#[test]
fn a_revision_with_other_schemas_is_never_taken_for_empty() {
    let sandbox = Sandbox::repository();
    sandbox.write("a/one.prisma", schema(&["A"])).write("b/two.prisma", schema(&["B", "C", "D"])).commit("one");
    sandbox
        .remove("a")
        .remove("b")
        .write("prisma/schema.prisma", format!("{DATASOURCE}\nenum Quite {{\n  different\n}}\n"));
    let short = sandbox.git(&["rev-parse", "--short=7", "HEAD"]);
    assert_snapshot!(refused(read(&sandbox.project(), "HEAD")).replace(&short, "[commit]"), @r#"
    error[R3003]: [commit] has no prisma/schema.prisma, and nothing says which of its schemas that was: a/one.prisma, b/two.prisma
      help: take out the one you mean and compare with that: git show [commit]:a/one.prisma > before.prisma, then `--base before.prisma` (or `--from`); `--base empty` if it was none of them
    "#);
}

#[test]
fn a_schema_that_is_gone_says_what_to_do() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.remove("prisma/schema.prisma");
    let project = sandbox.project();
    assert_snapshot!(refused(read(&project, "worktree")), @r#"
    error[R3001]: the schema prisma/schema.prisma is not there
      help: bring it back (git restore prisma/schema.prisma), or say where it is now with `--schema` or in refract.toml; to drop everything, keep its datasource and take out the models
    "#);
    assert_eq!(models_of(&state(&project, "HEAD")), ["A"]);
    assert_eq!(models_of(&state(&project, "staged")), ["A"]);
    sandbox.git(&["rm", "--quiet", "prisma/schema.prisma"]);
    sandbox.models(&["A"]);
    assert_snapshot!(refused(read(&sandbox.project(), "staged")), @r#"
    error[R3001]: the schema prisma/schema.prisma is not in the index
      help: bring it back (git add prisma/schema.prisma), or say where it is now with `--schema` or in refract.toml; to drop everything, keep its datasource and take out the models
    "#);
}

#[test]
fn the_configuration_is_the_one_of_the_state() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("without one");
    sandbox.write("refract.toml", "[targets.old]\n").commit("old");
    sandbox.write("refract.toml", "[targets.staged]\n").git(&["add", "."]);
    sandbox.write("refract.toml", "[targets.now]\n");
    let project = sandbox.project();
    let target = |spec: &str| state(&project, spec).config.targets.keys().next().cloned().unwrap();
    assert_eq!(target("worktree"), "now");
    assert_eq!(target("staged"), "staged");
    assert_eq!(target("HEAD"), "old");
    assert_eq!(target("HEAD~1"), "now", "there was none");
    sandbox.write("refract.toml", "targets = 1\n").commit("broken");
    sandbox.write("refract.toml", "[targets.now]\n");
    let project = sandbox.project();
    let state = state(&project, "HEAD");
    assert_eq!(state.config.targets.keys().collect::<Vec<_>>(), ["now"]);
    let note: Vec<String> = state.notes.iter().map(|note| note.message.clone()).collect();
    let short = sandbox.git(&["rev-parse", "--short=7", "HEAD"]);
    assert_snapshot!(note.join("\n").replace(&short, "[commit]"), @r#"
    refract.toml of [commit] does not count, today's does: `targets` must be a table, not a number
    "#);
}

#[test]
fn the_schema_of_the_command_line_goes_before_the_configuration_of_then() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("refract.toml", "schema = \"a.prisma\"\n")
        .write("a.prisma", schema(&["A"]))
        .write("b.prisma", schema(&["B"]))
        .commit("one");
    let overrides = Overrides { schema: Some("b.prisma".into()), ..sandbox.overrides() };
    let project = Project::find(&sandbox.folder, &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(models_of(&state(&project, "HEAD")), ["B"]);
    assert_eq!(models_of(&state(&project, "staged")), ["B"]);
}

#[test]
fn the_index_is_the_one_that_git_is_told_to_use() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    let mut environment = sandbox.environment.clone();
    environment.push(("GIT_INDEX_FILE".into(), sandbox.folder.join("other-index").into()));
    sandbox.models(&["A", "B"]);
    let status = std::process::Command::new("git")
        .args(["add", "prisma"])
        .current_dir(&sandbox.folder)
        .envs(environment.clone())
        .status();
    assert!(status.unwrap().success());
    let overrides = Overrides { git_environment: environment, ..Overrides::default() };
    let project = Project::find(&sandbox.folder, &overrides).map_err(|failure| said(&failure)).unwrap();
    assert_eq!(models_of(&state(&project, "staged")), ["A", "B"]);
    assert_eq!(models_of(&state(&sandbox.project(), "staged")), ["A"]);
}

#[test]
fn names_with_spaces_and_letters_from_everywhere_are_read() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("my db/schéma [1] *.prisma", schema(&["A"]))
        .write("refract.toml", "schema = \"my db/schéma [1] *.prisma\"\n")
        .commit("one");
    let project = sandbox.project();
    for spec in ["worktree", "staged", "HEAD"] {
        assert_eq!(models_of(&state(&project, spec)), ["A"], "{spec}");
    }
    assert!(paths(&state(&project, "HEAD"))[0].ends_with(":my db/schéma [1] *.prisma"));
}

#[test]
fn a_file_that_is_not_utf8_says_where() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", [schema(&["A"]).as_bytes(), b"// caf\xe9\n"].concat()).commit("one");
    let project = sandbox.project();
    assert_snapshot!(refused(read(&project, "worktree")), @r#"
    error[R3004]: prisma/schema.prisma is not UTF-8: byte 109, on line 9, is not part of any character
      help: save it as UTF-8
    "#);
    assert!(refused(read(&project, "HEAD")).contains("R3004"));
    sandbox.write("prisma/schema.prisma", b"\xff\xfed\0a\0");
    let overrides = Overrides { schema: Some("prisma/schema.prisma".into()), ..sandbox.overrides() };
    let project = Project::find(&sandbox.folder, &overrides).map_err(|failure| said(&failure)).unwrap();
    assert!(refused(read(&project, "worktree")).contains("UTF-16"));
}

#[test]
fn links_are_followed_inside_a_commit() {
    let sandbox = Sandbox::repository();
    sandbox.write("shared/real.prisma", schema(&["A"])).write("prisma/.keep", "");
    std::os::unix::fs::symlink("../shared/real.prisma", sandbox.folder.join("prisma/schema.prisma")).unwrap();
    std::os::unix::fs::symlink("prisma", sandbox.folder.join("linked")).unwrap();
    std::os::unix::fs::symlink("circle", sandbox.folder.join("circle")).unwrap();
    sandbox.commit("one");
    for spec in ["worktree", "staged", "HEAD"] {
        assert_eq!(models_of(&state(&sandbox.project(), spec)), ["A"], "{spec}");
    }
    for (schema, works) in [("linked/schema.prisma", true), ("circle/x.prisma", false)] {
        sandbox.write("refract.toml", format!("schema = \"{schema}\"\n"));
        let project = sandbox.project();
        let commit = refract::sources::read(&project, &Source::Git("HEAD".to_owned()));
        let commit = commit.unwrap_or_else(|failure| panic!("{schema}: {}", said(&failure)));
        assert_eq!(paths(&commit)[0].ends_with(schema), works, "{:?}", paths(&commit));
        assert_eq!(read(&project, "worktree").is_ok(), works, "{schema}");
    }
}

#[test]
fn several_schemas_can_be_compared_only_when_one_is_named() {
    let sandbox = Sandbox::repository();
    sandbox.write("a/x.prisma", schema(&["A"])).write("b/y.prisma", schema(&["B"])).commit("one");
    let project = sandbox.project();
    assert!(refused(read(&project, "worktree")).contains("R3002"));
    assert!(refused(read(&project, "HEAD")).contains("R3003"));
    assert_eq!(models_of(&state(&project, "a/x.prisma")), ["A"]);
}

#[test]
fn a_configuration_that_did_not_parse_then_is_replaced_by_todays() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("refract.toml", "schema = [\n").commit("one");
    sandbox.write("refract.toml", "[targets.main]\nbase = \"git\"\n");
    let state = state(&sandbox.project(), "HEAD");
    assert_eq!(models_of(&state), ["A"]);
    assert!(state.config.targets.contains_key("main"));
    let codes: Vec<_> = state.notes.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(codes, ["R3013"]);
}

#[test]
fn a_broken_repository_is_gits_business_and_said_so() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    let blob = sandbox.git(&["rev-parse", "HEAD:prisma/schema.prisma"]);
    sandbox.remove(&format!(".git/objects/{}", &blob[..2]));
    let refusal = refused(read(&sandbox.project(), "HEAD"));
    assert!(refusal.contains("R3010") && refusal.contains("git fsck"), "{refusal}");
}
