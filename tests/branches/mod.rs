//! Two branches edit one schema, and come together in every way that people bring branches together. `check` says that all
//! is in sync exactly when a server says so: for a new database, which runs all migrations by name, and for one that had
//! those of the trunk, and rows. Where it does not, what it prints puts that right.

mod schema;

use std::fs;

use self::schema::{Edit, ROWS, Schema, any_edit};
use crate::cli::{Run, run};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::rounds::Rounds;
use crate::support_git::Sandbox;

/// How the two branches come together.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// The first is merged into the trunk, and that into the second.
    Merge,
    /// The same, but the first came as one commit of the trunk's own.
    Squash,
    /// The second is put on top of the trunk that has the first.
    Rebase,
    /// Both are merged into a branch that the trunk does not have yet.
    Integration,
}

const WAYS: [Way; 4] = [Way::Merge, Way::Squash, Way::Rebase, Way::Integration];

const CONFIG: &str = "schema = \"prisma/schema.prisma\"\n\n[targets.main]\nmigrations = \"prisma/migrations\"\nbase = ";
const SCHEMA: &str = "prisma/schema.prisma";
const INIT: &str = "20260101000000_init";

/// The branches before they meet, and the schema that comes of both.
struct Branches {
    sandbox: Sandbox,
    solved: Schema,
    first: String,
}

impl Branches {
    /// Nothing where an edit says nothing, or refract asks something first.
    fn of(base: &str, edits: &[Edit; 2], dates: [&str; 2]) -> Option<Branches> {
        let start = Schema::start();
        let sandbox = Sandbox::repository();
        sandbox.write("refract.toml", format!("{CONFIG}\"{base}\"\n")).write(SCHEMA, start.text());
        assert_eq!(run(&sandbox, &["generate", "init", "--date", "2026-01-01"]).code, 0);
        sandbox.commit("init");
        let mut first = None;
        for ((branch, edit), date) in ["one", "two"].iter().zip(edits).zip(dates) {
            let mut edited = start.clone();
            if !edited.apply(edit) {
                return None;
            }
            sandbox.git(&["switch", "--quiet", "--create", branch, "main"]);
            sandbox.write(SCHEMA, edited.text());
            let written = run(&sandbox, &["generate", branch, "--date", date, "--allow-destructive"]);
            if written.code != 0 {
                return None;
            }
            sandbox.commit(branch);
            first = first.or_else(|| names(&sandbox).into_iter().find(|name| name != INIT));
        }
        let mut solved = start;
        for edit in edits {
            solved.apply(edit);
        }
        Some(Branches { sandbox, solved, first: first? })
    }

    /// Brings the branches together; conflicts are solved as a person would. Gives what `check` says before the last merge is
    /// committed, where that is one.
    fn bring_together(&self, way: Way) -> Option<Run> {
        let Branches { sandbox, solved, first: _ } = self;
        let merge = |branch: &str| {
            sandbox.git(&["merge", "--quiet", "--no-ff", "--no-commit", "-X", "ours", branch]);
        };
        match way {
            Way::Merge | Way::Squash | Way::Rebase => {
                sandbox.git(&["switch", "--quiet", "main"]);
                match way {
                    Way::Squash => drop(sandbox.git(&["merge", "--quiet", "--squash", "one"])),
                    Way::Merge | Way::Rebase | Way::Integration => merge("one"),
                }
                sandbox.commit("the first is on the trunk");
                sandbox.git(&["switch", "--quiet", "two"]);
                match way {
                    Way::Rebase => drop(sandbox.git(&["rebase", "--quiet", "-X", "theirs", "main"])),
                    Way::Merge | Way::Squash | Way::Integration => merge("main"),
                }
            }
            Way::Integration => {
                sandbox.git(&["switch", "--quiet", "--create", "both", "main"]);
                merge("one");
                sandbox.commit("the first");
                merge("two");
            }
        }
        sandbox.write(SCHEMA, solved.text());
        let is_merge = sandbox.folder.join(".git/MERGE_HEAD").exists();
        let uncommitted = is_merge.then(|| run(sandbox, &["check"]));
        sandbox.commit("both");
        uncommitted
    }

    /// What a server says of both orders: by name, and the trunk's own before the others.
    fn fails(&self, way: Way) -> Option<String> {
        let names = names(&self.sandbox);
        let is_trunks = |name: &String| name == INIT || *name == self.first && !matches!(way, Way::Integration);
        let (trunks, others): (Vec<String>, Vec<String>) = names.iter().cloned().partition(is_trunks);
        let wanted = Server::with_vector().database();
        let sandbox = Sandbox::outside_git();
        sandbox.write("schema.prisma", self.solved.text());
        let sql = run(&sandbox, &["diff", "--from", "empty", "--to", "schema.prisma", "--format", "sql"]);
        assert_eq!(sql.code, 0, "{sql}");
        wanted.run_as_one_query(&sql.stdout).unwrap();
        let by_name = ("by name", names);
        let of_trunk = ("the trunk's first", [trunks, others].concat());
        [by_name, of_trunk].into_iter().find_map(|(order, names)| {
            let failed = self.run_all(&names, &wanted).err()?;
            Some(format!("{order}: {failed}"))
        })
    }

    fn run_all(&self, names: &[String], wanted: &Database) -> Result<(), String> {
        let database = Server::with_vector().database();
        for name in names {
            let path = self.sandbox.folder.join("prisma/migrations").join(name).join("migration.sql");
            database
                .run_as_one_query(&fs::read_to_string(path).unwrap())
                .map_err(|error| format!("{name}: {error}"))?;
            if name == INIT {
                database.run_as_one_query(ROWS)?;
            }
        }
        let difference = crate::differential::difference::lines(&wanted.catalog(), &database.catalog());
        if difference.is_empty() { Ok(()) } else { Err(format!("another database:\n{difference}")) }
    }
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.folder.join("prisma/migrations")).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The command that a run of `check` ends with.
fn fix(run: &Run) -> Option<Vec<String>> {
    let line = run.stdout.lines().find_map(|line| line.strip_prefix("To fix it: refract "))?;
    Some(line.split(' ').map(str::to_owned).collect())
}

/// Nothing, or what is wrong with a verdict.
fn judged(branches: &Branches, way: Way) -> Result<(), String> {
    let sandbox = &branches.sandbox;
    let mut uncommitted = branches.bring_together(way);
    let mut said = Vec::new();
    for _ in 0..4 {
        let check = run(sandbox, &["check"]);
        said.push(check.to_string());
        if let Some(before) = uncommitted.take().filter(|before| before.code != check.code) {
            return Err(format!("says something else before the merge is committed: {before}\n{}", said.join("\n")));
        }
        let failed = branches.fails(way);
        match (check.code, &failed) {
            (0, None) => return Ok(()),
            (0, Some(failed)) => return Err(format!("passes, and a server says {failed}\n{}", said.join("\n"))),
            (_, None) => return Err(format!("fails, and a server finds nothing\n{}", said.join("\n"))),
            (_, Some(_)) => {}
        }
        let Some(command) = fix(&check) else {
            return Err(format!("names no way out\n{}", said.join("\n")));
        };
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let fixed = run(sandbox, &[&command[..], &["--date", "2026-04-01"]].concat());
        said.push(format!("{command:?}: {fixed}"));
        // a question that only a person can answer
        if fixed.code != 0 {
            let asks = ["R4001", "R4007", "R4006"].iter().any(|code| fixed.stderr.contains(code));
            return if asks { Ok(()) } else { Err(format!("the way out does not work\n{}", said.join("\n"))) };
        }
        sandbox.commit("fixed");
    }
    Err(format!("does not end\n{}", said.join("\n")))
}

/// What a seed stands for: the way, the base, the two edits, and which of their migrations has the earlier name.
fn case(seed: u64) -> (Way, &'static str, [Edit; 2], [&'static str; 2]) {
    let mut random = Random::new(seed);
    let way = *random.pick(&WAYS);
    let edits = [any_edit(&mut random), any_edit(&mut random)];
    let dates = if random.one_in(2) { ["2026-02-01", "2026-03-01"] } else { ["2026-03-01", "2026-02-01"] };
    (way, *random.pick(&["history", "git"]), edits, dates)
}

#[test]
fn check_says_what_a_server_says_of_branches_that_come_together() {
    let Rounds { seed: first, count } = Rounds::from_seed("branches", 1, 60, 600);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for seed in first..first + count {
        let (way, base, edits, dates) = case(seed);
        let Some(branches) = Branches::of(base, &edits, dates) else { continue };
        tried += 1;
        if let Err(what) = judged(&branches, way) {
            wrong.push(format!("SEED={seed} ROUNDS=1 {way:?} {base} {edits:?} {dates:?}: {what}"));
        }
    }
    assert!(tried * 2 > count, "only {tried} of {count} cases could be tried");
    assert!(wrong.is_empty(), "{} of {tried} are wrong:\n{}", wrong.len(), wrong.join("\n----\n"));
}
