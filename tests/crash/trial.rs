//! One migration on one filled database: whatever cuts it off, and however it is run, it ends in the same catalog with the
//! same rows; or rows stop it, and nothing has changed.

use std::collections::BTreeSet;

use refract::physical::Database as PhysicalDatabase;
use refract::plan::Plan;

use super::kept::Kept;
use crate::support::database::Database;
use crate::support::fill::{self, Manner};
use crate::support::postgres::Server;
use crate::support::script::{Way, cuts};

/// What came of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It went through, in every way and from every cut: how often.
    Done { runs: usize },
    /// Rows rightly stop it: the server's message.
    Stopped(String),
}

/// A migration, and where it is tried.
pub struct Trial {
    /// The file.
    pub sql: String,
    kept: Kept,
    /// The old state with rows.
    pub filled: Database,
    /// What the migration makes of the old state without rows.
    meant: String,
    catalog: String,
    raw: String,
    /// What must be there in the end; or why no value can be converted.
    rows: Result<String, String>,
}

/// Why nothing can be tried, in the server's words.
#[derive(Debug)]
pub enum Unfit {
    /// No server can hold one of the two states; or the migration is wrong even where there are no rows.
    State(String),
    /// The rows were made wrong.
    Rows(String),
}

impl Trial {
    /// `first` makes the old state.
    pub fn new(first: &str, old: &PhysicalDatabase, plan: &Plan, sql: &str, manner: &Manner) -> Result<Trial, Unfit> {
        let empty = Server::with_vector().database();
        empty.run_as_one_query(first).map_err(Unfit::State)?;
        let filled = empty.copy();
        let rows = fill::rows(old, manner);
        filled.run_as_one_query(&rows.sql).map_err(|message| Unfit::Rows(format!("{message}\n{}", rows.sql)))?;
        empty.run_as_one_query(sql).map_err(Unfit::State)?;
        let kept = Kept::of(old, plan);
        let (catalog, raw, meant) = (filled.catalog(), filled.query(&kept.raw), empty.catalog());
        let rows = filled.connect().run(&kept.before).map(|rows| rows.trim_end().to_owned());
        Ok(Trial { sql: sql.to_owned(), kept, filled, meant, catalog, raw, rows })
    }

    /// Runs the migration to its end and again, and from every cut, in each of these ways.
    pub fn verdict(&self, ways: &[Way]) -> Result<Verdict, String> {
        self.losses_are_named()?;
        let cuts = cuts(&self.sql);
        let mut runs = 0;
        for way in ways {
            // the last of them may use up the original
            let copy = || self.filled.copy();
            let whole = if cuts.is_empty() && ways.len() == 1 { None } else { Some(copy()) };
            let whole = whole.as_ref().unwrap_or(&self.filled);
            if let Err(message) = way.run(whole, &self.sql) {
                return self.stopped(*way, whole, message);
            }
            self.is_done(whole, &format!("{way:?}"))?;
            way.run(whole, &self.sql).map_err(|message| format!("again: {message}\n{way:?}"))?;
            self.is_done(whole, &format!("{way:?}, again"))?;
            for cut in &cuts {
                let how = format!("{way:?}, cut off after\n{cut}");
                let database = copy();
                way.run(&database, cut).map_err(|message| format!("cut off: {message}\n{how}"))?;
                way.run(&database, &self.sql).map_err(|message| format!("run again: {message}\n{how}"))?;
                self.is_done(&database, &how)?;
            }
            runs += 1 + cuts.len();
        }
        Ok(Verdict::Done { runs })
    }

    /// What is gone stands in the head, and nothing else is said to go.
    fn losses_are_named(&self) -> Result<(), String> {
        let named = self.sql.lines().filter_map(|line| line.strip_prefix("-- Loses:     ")).map(str::to_owned);
        let named: BTreeSet<String> = named.collect();
        // a name may hold what cannot stand in a comment
        let plain = |text: &String| text.replace(['\n', '\r'], " ");
        let lost: BTreeSet<String> = self.kept.lost.iter().map(plain).collect();
        if named == lost { Ok(()) } else { Err(format!("the head names {named:?}, and what goes is {lost:?}")) }
    }

    fn is_done(&self, database: &Database, how: &str) -> Result<(), String> {
        same("the catalog", &self.meant, &database.catalog(), how)?;
        let rows = database.connect().run(&self.kept.after).map_err(|message| format!("rows: {message}\n{how}"))?;
        same("the rows", self.rows.as_deref().unwrap_or_else(|error| error), rows.trim_end(), how)
    }

    /// It failed: then nothing has changed, in whatever way it is run.
    fn stopped(&self, first: Way, database: &Database, message: String) -> Result<Verdict, String> {
        let is_whole = |way: Way| way.is_one_transaction() && !self.sql.contains("\nCOMMIT;\n");
        let others = Way::ALL.into_iter().filter(|way| *way != first);
        // what may leave something behind comes last
        let (whole, pieces): (Vec<Way>, Vec<Way>) = others.partition(|way| is_whole(*way));
        let again = |way: Way| match way.run(database, &self.sql) {
            Ok(()) => Err(format!("{way:?} goes through where {first:?} does not: {message}")),
            Err(said) => Ok(said),
        };
        if !is_whole(first) {
            self.has_only_more(database, &format!("stopped, {first:?}: {message}"))?;
        } else {
            self.is_untouched(database, &format!("stopped, {first:?}: {message}"))?;
            for way in whole {
                let said = again(way)?;
                self.is_untouched(database, &format!("stopped, {way:?}: {said}"))?;
            }
        }
        for way in pieces {
            let said = again(way)?;
            self.has_only_more(database, &format!("stopped, {way:?}: {said}"))?;
        }
        Ok(Verdict::Stopped(message))
    }

    fn is_untouched(&self, database: &Database, how: &str) -> Result<(), String> {
        same("the catalog", &self.catalog, &database.catalog(), how)?;
        same("the rows", &self.raw, &database.query(&self.kept.raw), how)
    }

    /// New and empty things may stay, and values that an enum has more.
    fn has_only_more(&self, database: &Database, how: &str) -> Result<(), String> {
        let catalog = database.catalog();
        let is_there = |line: &&str| match line.split_once(" (") {
            Some((head, _)) if line.starts_with("enum ") => catalog.contains(head),
            _ => catalog.lines().any(|other| other == *line),
        };
        let gone: Vec<&str> = self.catalog.lines().filter(|line| !is_there(line)).collect();
        if !gone.is_empty() {
            return Err(format!("gone: {gone:#?}\n{how}"));
        }
        same("the rows", &self.raw, &database.query(&self.kept.raw), how)
    }
}

fn same(what: &str, meant: &str, found: &str, how: &str) -> Result<(), String> {
    if meant == found {
        return Ok(());
    }
    let (meant, found): (Vec<&str>, Vec<&str>) = (meant.lines().collect(), found.lines().collect());
    let only = |some: &[&str], others: &[&str]| {
        some.iter().filter(|line| !others.contains(line)).map(|line| format!("\n  {line}")).collect::<String>()
    };
    Err(format!("{what} differs\nmeant:{}\nfound:{}\n{how}", only(&meant, &found), only(&found, &meant)))
}
