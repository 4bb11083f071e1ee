//! How PostgreSQL prints what it holds: `format_type` and `pg_get_expr`, the same on versions 13 to 18
//! (<https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG>), and the part of an index or key
//! that the schema can say: `templates/catalog/{index,constraint}_words.sql`.
//!
//! Names stay names here ([`Piece`]): how they are quoted depends on the server's version and settings.
//! What depends on the user's own SQL is left open: only the server knows how it prints that.

mod index;

use serde::Serialize;

pub use index::index;

use crate::physical::{
    Column, ColumnDefault, ColumnType, ElementType, ForeignKey, Literal, ObjectName, PrimaryKey, ReferentialAction,
};
use crate::{expression, sql};

/// PostgreSQL's words for an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The words, in order.
    pub pieces: Vec<Piece>,
    /// Whether more follows that only the server knows: the user's own SQL.
    pub is_open: bool,
}

/// A piece of what PostgreSQL prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Piece {
    /// Words, signs and constants.
    Text(String),
    /// A name of the user's, which is printed in quotes or not.
    Name(String),
    /// A name that PostgreSQL or an extension brings, which is printed in quotes only where all names are.
    Known(String),
    /// A table, with its schema unless that is on the `search_path`.
    Table(ObjectName),
    /// The schema of pgvector and a dot, unless that schema is on the `search_path`.
    SchemaOfVector,
    /// The name of an operator class, without the schema of the extension that brings it.
    OperatorClass(String),
    /// `::` and the type of the column.
    OwnType,
}

/// Stands in a text for the schema of pgvector, which only a server knows: no name has it.
pub const SCHEMA_OF_VECTOR: char = '\u{fdd1}';

/// Stands after words that go on with what only the server knows.
const OPEN: &str = "...";

impl Words {
    /// As the check of a migration has them: names in full and in quotes, [`SCHEMA_OF_VECTOR`] for that schema, and `...`
    /// at the end where more follows.
    #[must_use]
    pub fn in_check(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(written) => text.push_str(written),
                Piece::Name(name) | Piece::Known(name) | Piece::OperatorClass(name) => {
                    text.push_str(&sql::quoted(name))
                }
                Piece::Table(name) => text.push_str(&name.quoted()),
                Piece::SchemaOfVector => text.push(SCHEMA_OF_VECTOR),
                // the check takes it off what it finds
                Piece::OwnType => {}
            }
        }
        if self.is_open {
            text.push_str(OPEN);
        }
        text
    }

    /// For people.
    #[must_use]
    pub fn shown(&self) -> String {
        Self::shown_of_check(&self.in_check())
    }

    /// What a check expects, for people.
    #[must_use]
    pub fn shown_of_check(text: &str) -> String {
        text.replace(SCHEMA_OF_VECTOR, "vector's schema")
    }

    /// Whether these may be the words of an object that a check expects others of, where what only the server knows may
    /// be anything.
    #[must_use]
    pub fn may_be(&self, expected: &str) -> bool {
        let found = self.in_check();
        let parts = (found.strip_suffix(OPEN).filter(|_| self.is_open), expected.strip_suffix(OPEN));
        match parts {
            (None, None) => found == expected,
            (Some(found), None) => expected.starts_with(found),
            (None, Some(expected)) => found.starts_with(expected),
            (Some(found), Some(expected)) => found.starts_with(expected) || expected.starts_with(found),
        }
    }

    /// Nothing but these words.
    #[must_use]
    pub fn exact(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())], is_open: false }
    }

    fn empty() -> Self {
        Self { pieces: Vec::new(), is_open: false }
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn name(&mut self, name: &str) {
        self.pieces.push(Piece::Name(name.to_owned()));
    }

    fn known(&mut self, name: &str) {
        self.pieces.push(Piece::Known(name.to_owned()));
    }

    /// `(a, b)`.
    fn names(&mut self, names: &[String]) {
        for (position, name) in names.iter().enumerate() {
            self.text(if position == 0 { "(" } else { ", " });
            self.name(name);
        }
        self.text(")");
    }

    fn qualified(&mut self, name: &ObjectName) {
        self.name(&name.schema);
        self.text(".");
        self.name(&name.name);
    }

    fn words(&mut self, words: Words) {
        for piece in words.pieces {
            if let Piece::Text(text) = piece {
                self.text(&text);
            } else {
                self.pieces.push(piece);
            }
        }
        self.is_open |= words.is_open;
    }
}

/// `integer not null default 0`.
#[must_use]
pub(super) fn column(column: &Column) -> Words {
    // a field that is added to Column must be promised here
    let Column { name: _, prisma_name: _, column_type: of_type, not_null, default: value, extras: _ } = column;
    let Some(mut words) = column_type(of_type) else {
        return Words { is_open: true, ..Words::empty() };
    };
    // where it may be either, the check does not look at it
    if *not_null && !column.may_be_null_or_not() {
        words.text(" not null");
    }
    match value {
        None => {}
        Some(ColumnDefault::Unknown) => words.is_open = true,
        Some(known) => {
            words.text(" default ");
            match default_value(known, of_type) {
                Some(default) => words.words(default),
                None => words.is_open = true,
            }
        }
    }
    words
}

/// The type with the schema of an enum and without that of an extension; `None` where only the server knows how it
/// prints the user's own type.
#[must_use]
pub fn column_type(column_type: &ColumnType) -> Option<Words> {
    let mut words = Words::empty();
    if let ElementType::Enum(name) = &column_type.element {
        words.qualified(name);
    } else {
        words.text(&ColumnType::one(column_type.element.clone()).printed()?);
    }
    if column_type.is_list {
        words.text("[]");
    }
    Some(words)
}

/// What a default says, in whatever words: a constant without casts, a number without zeros that say nothing. `None` where
/// only the server knows how it prints it.
#[must_use]
pub fn default_value(value: &ColumnDefault, column_type: &ColumnType) -> Option<Words> {
    let printed = default(value, column_type)?;
    Some(match value {
        ColumnDefault::Literal(Literal::Number(digits)) => Words::exact(expression::number(digits)?),
        // blanks in a document say nothing
        ColumnDefault::Literal(Literal::String(text)) if column_type.element == ElementType::Json => {
            return matches!(text.as_str(), "{}" | "[]").then(|| Words::exact(sql::constant(text)));
        }
        ColumnDefault::Literal(Literal::String(text) | Literal::EnumLabel(text)) => Words::exact(sql::constant(text)),
        ColumnDefault::List(values) if values.is_empty() => Words::exact("'{}'"),
        ColumnDefault::Autoincrement { .. }
        | ColumnDefault::CurrentTimestamp
        | ColumnDefault::Literal(Literal::Boolean(_))
        | ColumnDefault::List(_)
        | ColumnDefault::Expression(_)
        | ColumnDefault::Unknown => printed,
    })
}

/// The default as `pg_get_expr` prints what refract writes; `None` where only the server knows how it prints it.
#[must_use]
pub fn default(default: &ColumnDefault, column_type: &ColumnType) -> Option<Words> {
    match default {
        ColumnDefault::Autoincrement { .. } => Some(Words::exact("autoincrement()")),
        ColumnDefault::CurrentTimestamp => Some(Words::exact("CURRENT_TIMESTAMP")),
        ColumnDefault::Literal(value) => literal(value, &column_type.element),
        ColumnDefault::List(values) => list(values, &column_type.element),
        ColumnDefault::Expression(_) | ColumnDefault::Unknown => None,
    }
}

/// The cast that PostgreSQL prints after a constant.
enum Cast {
    /// To the type of the column.
    Own,
    /// To a type that is printed as a name.
    Named(&'static str),
    /// To a type that is printed as a word of SQL.
    Word(&'static str),
}

/// `'text'::cast`.
fn constant(text: &str, cast: &Cast) -> Words {
    let mut words = Words::exact(sql::constant(text));
    match cast {
        Cast::Own => words.pieces.push(Piece::OwnType),
        Cast::Named(name) => {
            words.text("::");
            words.known(name);
        }
        Cast::Word(word) => words.text(&format!("::{word}")),
    }
    words
}

fn literal(value: &Literal, element: &ElementType) -> Option<Words> {
    match value {
        Literal::Boolean(value) => Some(Words::exact(value.to_string())),
        Literal::Number(digits) => number(digits, element),
        Literal::EnumLabel(label) => Some(constant(label, &Cast::Own)),
        Literal::String(text) => Some(constant(text, &cast_of_text(text, element)?)),
    }
}

/// The cast after a constant that is written in quotes; `None` where the server writes it in its own way.
fn cast_of_text(text: &str, element: &ElementType) -> Option<Cast> {
    match element {
        ElementType::Text
        | ElementType::VarChar(_)
        | ElementType::Citext
        | ElementType::Bytea
        | ElementType::Date
        | ElementType::Timestamp(_)
        | ElementType::Timestamptz(_)
        | ElementType::Time(_)
        | ElementType::Timetz(_)
        | ElementType::Json => Some(Cast::Own),
        ElementType::Char(_) => Some(Cast::Named("bpchar")),
        // the server writes these two its own way, but for what has only one way
        ElementType::Jsonb => matches!(text, "{}" | "[]").then_some(Cast::Own),
        ElementType::Uuid => {
            (!text.contains(|c: char| c.is_ascii_uppercase() || "{}".contains(c))).then_some(Cast::Own)
        }
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Oid
        | ElementType::Decimal(_)
        | ElementType::Money
        | ElementType::Real
        | ElementType::DoublePrecision
        | ElementType::Boolean
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Inet
        | ElementType::Xml
        | ElementType::Enum(_)
        | ElementType::Vector(..)
        | ElementType::Domain(_)
        | ElementType::Other(_) => None,
    }
}

/// A constant number: negative ones, and those that are no int4, are printed as quoted constants.
fn number(digits: &str, element: &ElementType) -> Option<Words> {
    // how money is printed depends on lc_monetary
    if *element == ElementType::Money {
        return None;
    }
    // read as minus a larger number, and folded by the version's own rules
    if digits == "-2147483648" || digits == "-9223372036854775808" {
        return None;
    }
    let is_whole = !digits.contains('.');
    let (kind, is_own) = if !is_whole {
        ("numeric", matches!(element, ElementType::Decimal(_)))
    } else if digits.parse::<i32>().is_ok() {
        ("integer", *element == ElementType::Integer)
    } else if digits.parse::<i64>().is_ok() {
        ("bigint", *element == ElementType::BigInt)
    } else {
        ("numeric", matches!(element, ElementType::Decimal(_)))
    };
    if !digits.starts_with('-') && (kind == "integer" || !is_whole) {
        return Some(Words::exact(digits));
    }
    Some(constant(digits, &if is_own { Cast::Own } else { Cast::Word(kind) }))
}

fn list(values: &[Literal], element: &ElementType) -> Option<Words> {
    let mut words = Words::exact("ARRAY[");
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            words.text(", ");
        }
        words.words(match (value, element) {
            (Literal::String(text), ElementType::Text) => constant(text, &Cast::Named("text")),
            (Literal::Number(digits), ElementType::Integer) => number_in_list(digits)?,
            (Literal::Boolean(value), ElementType::Boolean) => Words::exact(value.to_string()),
            (Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) | Literal::EnumLabel(_), _) => return None,
        });
    }
    words.text("]");
    let is_plain = matches!(element, ElementType::Text | ElementType::Integer | ElementType::Boolean);
    if values.is_empty() {
        words.pieces.push(Piece::OwnType);
    }
    is_plain.then_some(words)
}

/// A number in a list of int4; one that is none is cast inside of the list.
fn number_in_list(digits: &str) -> Option<Words> {
    digits.parse::<i32>().ok()?;
    match digits {
        "-2147483648" => None,
        negative if negative.starts_with('-') => Some(constant(negative, &Cast::Word("integer"))),
        other => Some(Words::exact(other)),
    }
}

/// `PRIMARY KEY (a, b)`.
#[must_use]
pub fn primary_key(key: &PrimaryKey) -> Words {
    let mut words = Words::exact("PRIMARY KEY ");
    words.names(&key.columns);
    words
}

/// `CHECK ((a IS NOT NULL))`.
#[must_use]
pub fn not_null_check(column: &str) -> Words {
    let mut words = Words::exact("CHECK ((");
    words.name(column);
    words.text(" IS NOT NULL))");
    words
}

/// `FOREIGN KEY (a) REFERENCES app.t(id) ON UPDATE CASCADE ON DELETE RESTRICT`.
#[must_use]
pub fn foreign_key(key: &ForeignKey) -> Words {
    let ForeignKey { name: _, columns, referenced_table, referenced_columns, on_delete, on_update, extras: _ } = key;
    let mut words = Words::exact("FOREIGN KEY ");
    words.names(columns);
    words.text(" REFERENCES ");
    words.pieces.push(Piece::Table(referenced_table.clone()));
    words.names(referenced_columns);
    for (event, action) in [("UPDATE", on_update), ("DELETE", on_delete)] {
        if *action != ReferentialAction::NoAction {
            words.text(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    words
}
