//! What `check` prints as the way out is run, for every edit of the fixtures and for random ones, with both kinds of base,
//! on a database with rows: it never loses any, and mends what was found, or is refused with a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use insta::assert_snapshot;

use super::{Run, files, ran, read, run};
use crate::diff::{TARGET, cases};
use crate::differential::random_edit;
use crate::support::database::Database;
use crate::support::fill::{self, Manner};
use crate::support::postgres::Server;
use crate::support::schema::{config_in, fixture, state};
use crate::support_git::{DATASOURCE, Sandbox};

/// Random edits, beside those of the fixtures.
const ROUNDS: u64 = 12;

const DATE: &str = "2026-01-28";

/// One edit in a repository, and a database at the old state.
struct Trial {
    sandbox: Sandbox,
    database: Database,
    has_run: BTreeSet<String>,
}

impl Trial {
    /// `None` where the rows of the old state cannot be made, or `baseline` has a reason not to write it.
    fn new(before: &str, config: Option<&str>, is_history: bool) -> Option<Trial> {
        let sandbox = Sandbox::repository();
        sandbox.write("prisma/schema.prisma", before);
        if let Some(config) = config {
            sandbox.write("refract.toml", config);
        }
        if is_history && run(&sandbox, &["baseline", "--date", "2026-01-27"]).code != 0 {
            return None;
        }
        // the base of a clean trunk is the commit before the last one
        sandbox.commit("before");
        sandbox.commit("before, too");
        let written = run(&sandbox, &["diff", "--from", "empty", "--to", "worktree", "--format", "sql"]);
        let database = Server::with_vector().database();
        database.run_file_statement_by_statement(&written.stdout).ok()?;
        let old = state(before, &config_in(&fixture("none"))).ok()?.projected_on(TARGET).database;
        let rows = fill::rows(&old, &Manner { seed: 1, is_neat: true, ..Manner::default() });
        database.run_as_one_query(&rows.sql).ok()?;
        let has_run = migrations(&sandbox).into_iter().collect();
        Some(Trial { sandbox, database, has_run })
    }

    fn check(&self) -> Run {
        run(&self.sandbox, &["check"])
    }

    /// Runs what `check` prints as a shell would; what it came to.
    fn mend(&self, said: &Run) -> Option<Run> {
        let line = said.stdout.lines().find_map(|line| line.strip_prefix("To fix it: "))?;
        let line = line.replacen("refract", env!("CARGO_BIN_EXE_refract"), 1);
        assert!(!line.contains("--allow-destructive"), "{said}");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("{line} --date {DATE}")).current_dir(&self.sandbox.folder).env_clear();
        shell.env("PATH", std::env::var_os("PATH").unwrap_or_default()).envs(self.sandbox.environment.iter().cloned());
        Some(ran(shell))
    }

    /// Runs the migrations that the database has not run; what rows forbid stops it and changes nothing.
    fn migrate(&self) {
        for path in migrations(&self.sandbox).iter().filter(|path| !self.has_run.contains(*path)) {
            let _ = self.database.run_as_one_query(&read(&self.sandbox, path));
        }
    }

    /// Finds the way out, takes it, and looks at the rows.
    #[track_caller]
    fn takes_the_way_out(&self, name: &str) {
        let before = contents(&self.database);
        let found = self.check();
        if let Some(mended) = self.mend(&found) {
            let again = self.check();
            match mended.code {
                0 => assert_eq!(again.code, 0, "{name}\n{found}\n{mended}\n{again}"),
                _ => assert!(mended.stderr.contains("error[R4"), "{name}\n{found}\n{mended}"),
            }
            self.migrate();
        }
        let after = contents(&self.database);
        for (column, values) in &before {
            let is_kept = after.contains_key(column) || after.values().any(|other| other == values);
            assert!(is_kept, "{name} loses {column}\n{found}");
        }
    }
}

fn migrations(sandbox: &Sandbox) -> Vec<String> {
    files(sandbox).into_iter().filter(|path| path.ends_with(".sql")).collect()
}

/// The values of every column, as one word each. Those of an enum may get other names, so they are only counted.
fn contents(database: &Database) -> BTreeMap<String, String> {
    let columns = database.query(
        "SET search_path = ''; SELECT format('SELECT %L, md5(string_agg(%2$s::text, ''|'' ORDER BY %2$s::text COLLATE \"C\")) FROM %3$s',
                replace(c.oid::regclass || '.' || attname, E'\\n', ' '),
                CASE typtype WHEN 'e' THEN format('(%I IS NULL)', attname) ELSE quote_ident(attname) END, c.oid::regclass)
           FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_type t ON t.oid = atttypid
          WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND attnum > 0 AND NOT attisdropped",
    );
    let queries: Vec<&str> = columns.lines().collect();
    if queries.is_empty() {
        return BTreeMap::new();
    }
    let rows = database.query(&format!("SET search_path = ''; {}", queries.join(" UNION ALL ")));
    rows.lines()
        .filter_map(|row| row.rsplit_once('|'))
        .map(|(name, words)| (name.to_owned(), words.to_owned()))
        .collect()
}

/// Before and after, with the configuration.
fn edits() -> Vec<(String, [String; 2], Option<String>)> {
    let of_fixture = |name: String| {
        let read = |file: &str| std::fs::read_to_string(fixture("diff").join(&name).join(file));
        let schemas = ["before.prisma", "after.prisma"].map(|file| read(file).unwrap());
        let config = read("refract.toml").ok();
        (name, schemas, config)
    };
    let random = (0..ROUNDS).map(|seed| {
        let (before, after) = random_edit(seed);
        (format!("random edit {seed}"), [before, after], None)
    });
    cases().into_iter().map(|case| of_fixture(case.name)).chain(random).collect()
}

#[test]
fn the_way_out_of_every_finding_keeps_all_rows() {
    let mut tried = 0;
    for (name, [before, after], config) in edits() {
        for is_history in [false, true] {
            let Some(trial) = Trial::new(&before, config.as_deref(), is_history) else { continue };
            trial.sandbox.write("prisma/schema.prisma", &after);
            trial.takes_the_way_out(&name);
            tried += 1;
        }
    }
    assert!(tried > 60, "only {tried} were tried");
}

#[test]
fn what_is_taken_back_before_it_was_committed_keeps_all_rows() {
    for (name, [before, after], config) in edits() {
        for is_history in [false, true] {
            let Some(trial) = Trial::new(&before, config.as_deref(), is_history) else { continue };
            trial.sandbox.write("prisma/schema.prisma", &after);
            let generated = run(&trial.sandbox, &["generate", "--date", DATE, "--allow-destructive"]);
            if generated.code == 0 {
                trial.sandbox.write("prisma/schema.prisma", &before);
                trial.takes_the_way_out(&format!("{name}, taken back"));
            }
        }
    }
}

#[test]
fn a_merge_that_is_not_solved_is_said() {
    let sandbox = Sandbox::repository();
    let schema = |fields: &str| format!("{DATASOURCE}model A {{\n  id Int @id\n{fields}}}\n");
    sandbox.write("prisma/schema.prisma", schema("")).commit("one");
    sandbox.git(&["checkout", "--quiet", "-b", "other"]);
    sandbox.write("prisma/schema.prisma", schema("  theirs Int?\n"));
    assert_eq!(run(&sandbox, &["generate", "--date", DATE]).code, 0);
    sandbox.commit("theirs");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("prisma/schema.prisma", schema("  ours Int?\n")).commit("ours");
    let merged = Command::new("git").args(["merge", "other"]).current_dir(&sandbox.folder).output().unwrap();
    assert!(!merged.status.success());
    assert_snapshot!(run(&sandbox, &["check", "--staged"]), @"
    --- stderr
    error[R3019]: prisma/schema.prisma is in conflict in the index
      help: solve the conflict, git add prisma/schema.prisma, and run this again

    --- exit 1
    ");
}
