//! The steps of a file one by one: what each of them locks and rewrites, beside what the comment above it says.

use std::collections::{BTreeMap, BTreeSet};

use refract::change::{Hazards, Lock, LockDuration, LockMode, Part};
use refract::physical::ObjectName;
use refract::plan::Plan;
use refract::render::identifier;

use crate::support::database::Database;
use crate::support::script::statements;

/// A step of a DO block, or a statement outside of one.
struct Step {
    /// Whether it is a step of a DO block: then a change of the plan stands behind it.
    is_in_block: bool,
    comments: Vec<String>,
    /// What can be run alone.
    sql: String,
}

/// The file cut into steps that can be run one by one.
fn steps(sql: &str) -> Vec<Step> {
    statements(sql)
        .iter()
        .flat_map(
            |statement| if statement.contains("\nBEGIN\n") { of_block(statement) } else { vec![alone(statement)] },
        )
        .collect()
}

fn alone(statement: &str) -> Step {
    Step { is_in_block: false, comments: Vec::new(), sql: statement.to_owned() }
}

/// Steps are apart by empty lines, and begin where the block's own lines do.
fn of_block(block: &str) -> Vec<Step> {
    let inside: Vec<&str> =
        block.lines().skip_while(|line| *line != "BEGIN").skip(1).take_while(|line| *line != "END").collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut is_open = false;
    for line in inside {
        if line.starts_with("    -- fails, and rolls back") {
            break;
        }
        // the look at pgvector has variables of its own, and is no step
        if line.starts_with("    IF _version") {
            return Vec::new();
        }
        let is_comment = line.starts_with("    -- ");
        if !is_open && (is_comment || line.starts_with("    IF ")) {
            let follows_comment = steps.last().is_some_and(|step| step.sql.is_empty());
            if !follows_comment {
                steps.push(Step { is_in_block: true, comments: Vec::new(), sql: String::new() });
            }
        }
        let Some(step) = steps.last_mut() else { continue };
        if is_comment && !is_open {
            step.comments.push(line.trim().trim_start_matches("-- ").to_owned());
            continue;
        }
        is_open |= line.starts_with("    IF ");
        if is_open {
            step.sql.push_str(line);
            step.sql.push('\n');
        }
        is_open &= line != "    END IF;";
    }
    for step in &mut steps {
        step.sql = format!("DO $step$\nDECLARE\n    _rows bigint;\nBEGIN\n{}END\n$step$;", step.sql);
    }
    steps
}

/// The tables that were there before, by their ids, with their names and files.
fn tables(database: &Database) -> BTreeMap<String, (String, String)> {
    let query = "SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relfilenode FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^(pg_|information_schema)'";
    let rows = database.query(query);
    let row = |line: &str| {
        let mut parts = line.rsplitn(2, '|');
        let node = parts.next()?.to_owned();
        let (oid, name) = parts.next()?.split_once('|')?;
        Some((oid.to_owned(), (name.to_owned(), node)))
    };
    rows.lines().filter_map(row).collect()
}

const LOCKS: &str =
    "SELECT DISTINCT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND locktype = 'relation'";

/// The mode of a lock that another step, or more, waits for.
fn mode(name: &str) -> Option<LockMode> {
    match name {
        "ShareUpdateExclusiveLock" => Some(LockMode::ShareUpdateExclusive),
        "ShareLock" => Some(LockMode::Share),
        "ShareRowExclusiveLock" => Some(LockMode::ShareRowExclusive),
        "AccessExclusiveLock" => Some(LockMode::AccessExclusive),
        // those of reads and writes
        "AccessShareLock" | "RowShareLock" | "RowExclusiveLock" => None,
        other => panic!("{other}"),
    }
}

/// The strongest lock on each table.
type Held = BTreeMap<String, LockMode>;

fn hold(held: &mut Held, table: &str, mode: LockMode) {
    let strongest = held.entry(table.to_owned()).or_insert(mode);
    *strongest = mode.max(*strongest);
}

/// Runs a file step by step, each in a transaction of its own; what is wrong with what the changes say of their locks,
/// and with the comments that tell it.
pub fn wrong_comments(database: &Database, sql: &str, plan: &Plan) -> Vec<String> {
    let there = tables(database);
    let new_tables = plan.new_tables();
    let mut changes = [Part::Renaming, Part::Clearing, Part::Foundation, Part::Work]
        .into_iter()
        .flat_map(|part| plan.part(part))
        .map(|change| change.hazards_beside(&new_tables));
    let mut wrong = Vec::new();
    let mut so_far = Held::new();
    for step in steps(sql) {
        let before = tables(database);
        let mut session = database.connect();
        let locks = session.run("BEGIN").and_then(|_| session.run(&step.sql)).and_then(|_| session.run(LOCKS));
        let locks = locks.unwrap_or_else(|error| panic!("{error}\n{}\nof\n{sql}", step.sql));
        let _ = session.run("COMMIT");
        let after = tables(database);
        let mut held = Held::new();
        for (oid, name) in locks.lines().filter_map(|line| line.split_once('|')) {
            let table = before.get(oid).filter(|_| there.contains_key(oid));
            if let (Some(mode), Some((table, _))) = (mode(name), table) {
                hold(&mut held, table, mode);
                hold(&mut so_far, table, mode);
            }
        }
        let is_rewritten = |(oid, (_, node)): &(&String, &(String, String))| {
            there.contains_key(*oid) && after.get(*oid).is_some_and(|(_, new)| new != node)
        };
        let rewritten: BTreeSet<String> =
            before.iter().filter(is_rewritten).map(|(_, (name, _))| name.clone()).collect();
        let hazards = if step.is_in_block { changes.next() } else { Some(Hazards::default()) };
        let Some(hazards) = hazards else {
            wrong.push(format!("more steps than changes: {}", step.sql));
            break;
        };
        wrong.extend(judge(&step, &hazards, [&held, &so_far], &rewritten));
    }
    wrong.extend(changes.next().map(|left| format!("a change without a step: {left:?}")));
    wrong
}

fn in_sql(table: &ObjectName) -> String {
    format!("{}.{}", identifier(&table.schema).unwrap(), identifier(&table.name).unwrap())
}

/// `held` by the step, and so far in the block, which is one transaction.
fn judge(step: &Step, hazards: &Hazards, [held, so_far]: [&Held; 2], rewritten: &BTreeSet<String>) -> Option<String> {
    let mut said = Held::new();
    let mut anew = BTreeSet::new();
    for Lock { table, mode, duration } in &hazards.locks {
        if *mode >= LockMode::ShareUpdateExclusive {
            hold(&mut said, &in_sql(table), *mode);
        }
        if *duration == LockDuration::RowsAreRewritten {
            anew.insert(in_sql(table));
        }
    }
    // a step with nothing to do is there for a database that differs
    let is_said = held.iter().all(|(table, mode)| said.get(table) == Some(mode));
    let is_true = said.iter().all(|(table, mode)| so_far.get(table).is_some_and(|held| held >= mode));
    // of the tables that it names one is written anew, and the others wait for it
    let is_rewrite_said = rewritten.is_subset(&anew) && rewritten.is_empty() == anew.is_empty();
    let words = hazards.in_words(in_sql);
    let is_configured =
        step.comments.iter().map(String::as_str).eq(Some(words.as_str()).filter(|words| !words.is_empty()));
    if is_said && is_true && is_rewrite_said && is_configured {
        return None;
    }
    let comments = step.comments.join(" // ");
    Some(format!("says {said:?} in {words:?}, the file {comments:?}; holds {held:?}, rewrites {rewritten:?}"))
}
