//! What two prints of a catalog differ in.

use std::collections::BTreeSet;

use super::element::Column;
use super::schema_text::new_name;
use crate::support::wire::Connection;

const CATALOG: &str = include_str!("catalog.sql");

/// The names that an edit gives, as the names before it.
#[derive(Clone, Copy)]
pub enum Names {
    Same,
    Table,
    Column(Column),
}

impl Names {
    /// A text of PostgreSQL's, with the names from before.
    fn restored(self, text: &str) -> String {
        let mut old = String::new();
        let mut word = String::new();
        for c in text.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            old.push_str(&self.restored_word(&std::mem::take(&mut word)));
            // quotes come and go with the names
            if c != '"' {
                old.push(c);
            }
        }
        if let Names::Column(column) = self {
            // a view goes on calling it what it was called
            let name = column.name();
            old = old.replace(&format!("{name} AS {name}"), name);
        }
        old.trim_end().to_owned()
    }

    fn restored_word(self, word: &str) -> String {
        let (from, to) = match self {
            Names::Same => return word.to_owned(),
            Names::Table => ("tt".to_owned(), "T"),
            Names::Column(column) => (new_name(column), column.name()),
        };
        word.split('_').map(|part| if part == from { to } else { part }).collect::<Vec<_>>().join("_")
    }

    /// A query of ours, with the names from after.
    pub fn renamed(self, query: &str) -> String {
        match self {
            Names::Same => query.to_owned(),
            Names::Table => query.replace("\"T\"", "\"tt\""),
            Names::Column(column) => {
                query.replace(&format!("\"{}\"", column.name()), &format!("\"{}\"", new_name(column)))
            }
        }
    }
}

/// All lines of a catalog, under the names from before.
pub type Print = BTreeSet<String>;

/// Reads the catalog in the session, so that an open transaction sees what it did.
pub fn print(session: &mut Connection, names: Names) -> Result<Print, String> {
    let path = session.run("SHOW search_path")?;
    session.run("SET search_path = ''")?;
    let text = session.run(CATALOG)?;
    session.run(&format!("SET search_path = {}", path.trim()))?;
    Ok(text.lines().map(|line| names.restored(line)).collect())
}

/// The objects that are not the same in both, as kind and name.
pub fn differing(before: &Print, after: &Print) -> BTreeSet<(String, String)> {
    let object = |line: &String| {
        let mut parts = line.split('\t').map(str::to_owned);
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    before.symmetric_difference(after).map(object).collect()
}

/// The lines of an object in both prints, for a message.
pub fn shown(before: &Print, after: &Print) -> String {
    let gone = before.difference(after).map(|line| format!("- {line}\n"));
    let new = after.difference(before).map(|line| format!("+ {line}\n"));
    gone.chain(new).collect()
}

/// The name of an object that a user knows it by: the last one of `public.T_k_idx`, the first one of `T_check on public.T`.
pub fn own_name(object: &str) -> &str {
    let name = object.split(" on ").next().unwrap_or(object);
    let name = name.split(['(', ' ']).next().filter(|_| name.contains('(')).unwrap_or(name);
    name.rsplit(['.', ' ']).next().unwrap_or(name)
}
