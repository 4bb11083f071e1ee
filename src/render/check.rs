//! What the check at the end of a migration is rendered from.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::quote::{Unwritable, literal, qualified, written_literal};
use super::words;
use crate::promise::{Piece, Promise, Thing, Words};

/// For `check.sql`.
pub(super) struct Context {
    /// What the file is: `migration` or `repair`.
    script: &'static str,
    /// The rows of the list: every cell of them is a constant.
    rows: String,
    /// The kinds of thing that are promised, in the order of the query.
    kinds: Vec<&'static str>,
    has_open: bool,
    /// Whether a promised constraint is a foreign key.
    has_references: bool,
    /// Whether an operator class is promised.
    has_classes: bool,
    /// Whether pgvector's parameters are.
    has_parameters: bool,
    /// Whether a unique index is promised that covers some rows only.
    has_unique_parts: bool,
    /// Whether any index is.
    has_parts: bool,
    /// Whether the schema of pgvector is looked up.
    has_vectors: bool,
    pub(super) settings: Vec<Setting>,
}

impl Context {
    pub(super) fn value(self) -> Value {
        let Context {
            script,
            rows,
            kinds,
            has_open,
            has_references,
            has_classes,
            has_parameters,
            has_unique_parts,
            has_parts,
            has_vectors,
            settings,
        } = self;
        let settings = Value::from(Serde(&settings));
        context! {
            script,
            rows => Value::from_safe_string(rows),
            kinds => Value::from(Serde(&kinds)),
            has_open,
            has_references,
            has_classes,
            has_parameters,
            has_unique_parts,
            has_parts,
            has_vectors,
            settings,
        }
    }
}

/// A session setting that decides how things are printed.
#[derive(Serialize)]
pub(super) struct Setting {
    name: &'static str,
    value: &'static str,
    /// Keeps the session's own value meanwhile.
    variable: &'static str,
}

/// Longest part of a row that the rows below it are moved for, in characters.
const WIDEST: usize = 60;

pub(super) fn context(script: &'static str, promises: &[Promise]) -> Result<Context, Unwritable> {
    let rows: Vec<[String; 4]> = promises.iter().map(row).collect::<Result<_, _>>()?;
    let mut found: Vec<&'static str> = promises.iter().map(|promise| kind(&promise.thing)).collect();
    found.dedup();
    let expected = || promises.iter().filter_map(|promise| promise.expected.as_ref());
    let indexes = || {
        let is_index = |promise: &&Promise| matches!(promise.thing, Thing::Index(_));
        promises.iter().filter(is_index).filter_map(|promise| promise.expected.as_ref())
    };
    let says = |words: &Words, part: &str| {
        words.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(part)))
    };
    Ok(Context {
        script,
        rows: table(&rows),
        kinds: found,
        has_open: expected().any(|words| words.is_open),
        has_references: promises.iter().any(is_foreign_key),
        has_classes: indexes().any(|words| words.pieces.iter().any(|piece| matches!(piece, Piece::OperatorClass(_)))),
        has_parameters: indexes().any(|words| says(words, " WITH (")),
        has_unique_parts: indexes().any(|words| says(words, "UNIQUE") && says(words, " WHERE ")),
        has_parts: indexes().any(|words| says(words, " WHERE ")),
        has_vectors: expected().any(words::has_vectors),
        settings: settings(promises),
    })
}

fn is_foreign_key(promise: &Promise) -> bool {
    match promise.thing {
        Thing::Constraint { .. } | Thing::ValidConstraint { .. } => {
            let is_table = |piece: &Piece| matches!(piece, Piece::Table(_));
            promise.expected.iter().flat_map(|words| &words.pieces).any(is_table)
        }
        Thing::SchemaOfExtension(_)
        | Thing::VersionOfExtension(_)
        | Thing::EnumValue { .. }
        | Thing::Sequence(_)
        | Thing::Table(_)
        | Thing::Column { .. }
        | Thing::Index(_) => false,
    }
}

/// The word for the kind of a thing, in the list and in messages.
fn kind(thing: &Thing) -> &'static str {
    match thing {
        Thing::SchemaOfExtension(_) => "schema of extension",
        Thing::VersionOfExtension(_) => "version of extension",
        Thing::EnumValue { .. } => "value",
        Thing::Sequence(_) => "sequence",
        Thing::Table(_) => "table",
        Thing::Column { .. } => "column",
        Thing::Constraint { .. } => "constraint",
        Thing::ValidConstraint { .. } => "valid constraint",
        Thing::Index(_) => "index",
    }
}

/// A promise as a row: kind, place, name in that place, words.
fn row(promise: &Promise) -> Result<[String; 4], Unwritable> {
    let (place, name) = match &promise.thing {
        Thing::SchemaOfExtension(name) | Thing::VersionOfExtension(name) => (literal(name)?, None),
        Thing::Sequence(name) | Thing::Table(name) | Thing::Index(name) => (written_literal(&qualified(name)?)?, None),
        Thing::EnumValue { enumeration: place, label: name }
        | Thing::Column { table: place, name }
        | Thing::Constraint { table: place, name }
        | Thing::ValidConstraint { table: place, name } => (written_literal(&qualified(place)?)?, Some(name)),
    };
    let none = || Ok("NULL".to_owned());
    let name = name.map_or_else(none, |name| literal(name))?;
    let want = promise.expected.as_ref().map_or_else(none, words::promised)?;
    Ok([format!("'{}'", kind(&promise.thing)), place, name, want])
}

/// The rows as SQL has them, with their cells one below the other.
fn table(rows: &[[String; 4]]) -> String {
    let width = |cell: usize| {
        rows.iter().map(|row| row[cell].chars().count() + 1).filter(|&width| width <= WIDEST).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let mut table = String::new();
    for (place, [first @ .., want]) in rows.iter().enumerate() {
        table.push_str(if place == 0 { "(" } else { ",\n(" });
        for (cell, width) in first.iter().zip(widths) {
            table.push_str(cell);
            table.push(',');
            table.push_str(&" ".repeat(width.saturating_sub(cell.chars().count() + 1) + 1));
        }
        table.push_str(want);
        table.push(')');
    }
    table
}

/// The settings that the print of what is promised depends on.
fn settings(promises: &[Promise]) -> Vec<Setting> {
    // only a constant in quote marks may be a date
    let texts = || {
        let words = promises.iter().filter_map(|promise| promise.expected.as_ref());
        words.filter_map(|words| match words.pieces.as_slice() {
            [Piece::Text(text)] if text.contains(" default '") => Some(text),
            _ => None,
        })
    };
    let prints = |types: &[&str]| texts().any(|text| types.iter().any(|of| text.starts_with(of)));
    let mut settings = vec![
        Setting { name: "search_path", value: "", variable: "_path" },
        Setting { name: "quote_all_identifiers", value: "on", variable: "_quotes" },
    ];
    if prints(&["date", "timestamp", "time"]) {
        settings.push(Setting { name: "TimeZone", value: "UTC", variable: "_zone" });
        settings.push(Setting { name: "DateStyle", value: "ISO", variable: "_style" });
    }
    if prints(&["bytea"]) {
        settings.push(Setting { name: "bytea_output", value: "hex", variable: "_bytea" });
    }
    settings
}
