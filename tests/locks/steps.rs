//! The steps of a file one by one: what each of them locks and rewrites, beside what the comment above it says.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::database::Database;
use crate::support::script::statements;

/// What a lock means to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Nobody may write.
    Writes,
    /// Nobody may do anything.
    All,
}

/// A step of a DO block, or a statement outside of one.
struct Step {
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
    Step { comments: Vec::new(), sql: statement.to_owned() }
}

/// Steps are apart by empty lines, and begin where the block's own lines do.
fn of_block(block: &str) -> Vec<Step> {
    let inside: Vec<&str> =
        block.lines().skip_while(|line| *line != "BEGIN").skip(1).take_while(|line| *line != "END").collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut is_open = false;
    for line in inside {
        if line.starts_with("    -- fails, and takes") {
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
                steps.push(Step { comments: Vec::new(), sql: String::new() });
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

fn strength(mode: &str) -> Option<Strength> {
    match mode {
        "ShareLock" | "ShareRowExclusiveLock" | "ExclusiveLock" => Some(Strength::Writes),
        "AccessExclusiveLock" => Some(Strength::All),
        _ => None,
    }
}

/// Runs a file step by step, each in a transaction of its own; what is wrong with its comments.
pub fn wrong_comments(database: &Database, sql: &str) -> Vec<String> {
    let there = tables(database);
    let mut wrong = Vec::new();
    let mut so_far: BTreeMap<String, Strength> = BTreeMap::new();
    for step in steps(sql) {
        let before = tables(database);
        let mut session = database.connect();
        let locks = session.run("BEGIN").and_then(|_| session.run(&step.sql)).and_then(|_| session.run(LOCKS));
        let locks = locks.unwrap_or_else(|error| panic!("{error}\n{}\nof\n{sql}", step.sql));
        let _ = session.run("COMMIT");
        let after = tables(database);
        let mut held: BTreeMap<String, Strength> = BTreeMap::new();
        for (oid, mode) in locks.lines().filter_map(|line| line.split_once('|')) {
            let Some(strength) = strength(mode) else { continue };
            let Some((name, _)) = before.get(oid).filter(|_| there.contains_key(oid)) else { continue };
            let held = held.entry(name.clone()).or_insert(strength);
            *held = strength.max(*held);
        }
        let is_rewritten = |(oid, (_, node)): &(&String, &(String, String))| {
            there.contains_key(*oid) && after.get(*oid).is_some_and(|(_, new)| new != node)
        };
        let rewritten: BTreeSet<String> =
            before.iter().filter(is_rewritten).map(|(_, (name, _))| name.clone()).collect();
        let names: Vec<String> =
            before.iter().filter(|(oid, _)| there.contains_key(*oid)).map(|(_, (name, _))| name.clone()).collect();
        for (name, strength) in &held {
            let longest = so_far.entry(name.clone()).or_insert(*strength);
            *longest = (*strength).max(*longest);
        }
        wrong.extend(judge(&step, &names, [&held, &so_far], &rewritten));
    }
    wrong
}

/// `held` by the step, and so far in the block, which is one transaction.
fn judge(
    step: &Step,
    names: &[String],
    [held, so_far]: [&BTreeMap<String, Strength>; 2],
    rewritten: &BTreeSet<String>,
) -> Option<String> {
    let said = step.comments.join(" // ");
    let mut claims: BTreeMap<String, Strength> = BTreeMap::new();
    let mut anew: BTreeSet<String> = BTreeSet::new();
    for clause in said.split("; ") {
        let closes = clause.starts_with("locks ") || clause.contains(", and everything ");
        let strength = if closes { Strength::All } else { Strength::Writes };
        for name in names.iter().filter(|name| names_it(clause, name)) {
            claims.insert(name.clone(), strength);
            if clause.contains(" written anew") {
                anew.insert(name.clone());
            }
        }
    }
    let is_all_said = held.iter().all(|(name, strength)| claims.get(name).is_some_and(|said| said >= strength));
    let is_all_true = claims.iter().all(|(name, strength)| so_far.get(name).is_some_and(|held| held >= strength));
    // of the tables that it names one is written anew, and the others wait for it
    let is_rewrite_said = rewritten.is_subset(&anew) && rewritten.is_empty() == anew.is_empty();
    let says_how_long =
        said.is_empty() || said.split("; ").all(|it| it.contains(" for an instant") || it.contains(" while "));
    // what has nothing to do is there for a database that differs, and may say so
    let lines = step.comments.len();
    let is_one_line = if held.is_empty() { lines <= 1 } else { lines == 1 };
    let is_idle_and_false = said.is_empty() != claims.is_empty();
    if is_all_said && is_all_true && is_rewrite_said && says_how_long && is_one_line && !is_idle_and_false {
        return None;
    }
    Some(format!("says {said:?}, holds {held:?}, rewrites {rewritten:?}"))
}

/// Whether a name stands in a text, and not in a longer one.
fn names_it(text: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"');
    text.match_indices(name).any(|(at, _)| ends(&text[at + name.len()..]) && text[..at].ends_with(' '))
}
