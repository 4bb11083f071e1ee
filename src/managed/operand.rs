//! Operators that could not take a column any more, once it is of another type: a constraint, an index or a view whose
//! words use one cannot be created again in them.
//!
//! <https://www.postgresql.org/docs/current/typeconv-oper.html>: a constant in quote marks becomes what it is compared with,
//! and there is no operator between the families that are told apart here.

use super::argument::cannot_take;
use crate::expression::{Operand, Operator, Use, uses};
use crate::physical::{
    ColumnType, Condition, Database, ElementType, Literal, ObjectKind, ObjectName, Predicate, UnmanagedObject,
};
use crate::sql::{self, Cursor, TokenKind};

/// A column that gets another type.
#[derive(Clone, Copy, Debug)]
pub struct Retyped<'a> {
    /// Its table, under its name.
    pub table: &'a ObjectName,
    /// Its name.
    pub column: &'a str,
    /// Its type.
    pub before: &'a ColumnType,
    /// What it becomes.
    pub after: &'a ColumnType,
}

impl Retyped<'_> {
    /// Whether words call a function with the column that could not take it any more.
    #[must_use]
    pub fn breaks_call(&self, words: &str) -> bool {
        cannot_take(words, self.column, self.before, self.after)
    }

    /// Whether words use the column with an operator that could not take it any more. `databases` is the one before and the
    /// one afterwards.
    #[must_use]
    pub fn breaks_operator(&self, words: &str, databases: (&Database, &Database)) -> bool {
        self.breaks_one_of(&uses(words, self.column), databases)
    }

    /// Whether the condition of a partial index uses the column as it could not any more.
    #[must_use]
    pub fn breaks_predicate(&self, predicate: &Predicate, databases: (&Database, &Database)) -> bool {
        match predicate {
            Predicate::Raw(words) => {
                self.breaks_call(words.as_str()) || self.breaks_operator(words.as_str(), databases)
            }
            Predicate::All(conditions) => {
                let of_column = conditions.iter().filter(|condition| condition.column == self.column);
                self.breaks_one_of(&of_column.filter_map(use_in).collect::<Vec<_>>(), databases)
            }
        }
    }

    /// What did not go before says nothing.
    fn breaks_one_of(&self, uses: &[Use], (before, after): (&Database, &Database)) -> bool {
        let is_refused =
            |used: &Use, of: &ColumnType, database| Typed { of, database, table: self.table }.refuses(used);
        let breaks = |used: &Use| !is_refused(used, self.before, before) && is_refused(used, self.after, after);
        uses.iter().any(breaks) && !has_operators_of_its_own(before)
    }
}

/// Whether a history makes operators or casts, which may take what PostgreSQL's own do not.
fn has_operators_of_its_own(database: &Database) -> bool {
    database.unmanaged.iter().any(|object| {
        object.kind == ObjectKind::Other && ["OPERATOR", "CAST"].iter().any(|word| object.name.name.starts_with(word))
    })
}

/// Whether a thing is a function that may have a parameter of that name.
#[must_use]
pub fn has_parameter(object: &UnmanagedObject, name: &str) -> bool {
    let parameters = |words: &str| {
        let tokens = sql::tokens(words).tokens;
        let mut cursor = Cursor::new(words, &tokens);
        cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "(")));
        cursor.parentheses().map(|inside| sql::names(inside.rest())).unwrap_or_default()
    };
    object.kind == ObjectKind::Function
        && object.statements.first().is_none_or(|words| parameters(words.as_str()).contains(name))
}

fn use_in(condition: &Condition) -> Option<Use> {
    let operand = match condition.value.as_ref()? {
        Literal::String(text) | Literal::EnumLabel(text) => Operand::Text(text.clone()),
        Literal::Number(_) => Operand::Number,
        Literal::Boolean(_) => Operand::Boolean,
    };
    Some(Use::With(Operator::Comparison, operand))
}

/// Types between which PostgreSQL has operators.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Family {
    Number,
    Text,
    Boolean,
    Uuid,
    Enum(ObjectName),
    /// With a time of the day or without one.
    Date,
    Time,
    Bytes,
    Address,
    Json,
    Jsonb,
    List,
}

/// The family of a type; `None` where nothing is sure.
fn family(of: &ColumnType) -> Option<Family> {
    if of.is_list {
        return Some(Family::List);
    }
    match &of.element {
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Decimal(_)
        | ElementType::Real
        | ElementType::DoublePrecision => Some(Family::Number),
        ElementType::Text | ElementType::Citext | ElementType::VarChar(_) | ElementType::Char(_) => Some(Family::Text),
        ElementType::Boolean => Some(Family::Boolean),
        ElementType::Uuid => Some(Family::Uuid),
        ElementType::Enum(name) => Some(Family::Enum(name.clone())),
        ElementType::Timestamp(_) | ElementType::Timestamptz(_) | ElementType::Date => Some(Family::Date),
        ElementType::Time(_) | ElementType::Timetz(_) => Some(Family::Time),
        ElementType::Json => Some(Family::Json),
        ElementType::Jsonb => Some(Family::Jsonb),
        ElementType::Bytea => Some(Family::Bytes),
        ElementType::Inet => Some(Family::Address),
        ElementType::Oid
        | ElementType::Money
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Xml
        | ElementType::Vector(..)
        | ElementType::Domain(_)
        | ElementType::Other(_) => None,
    }
}

/// A column of a type, in a database.
struct Typed<'a> {
    of: &'a ColumnType,
    database: &'a Database,
    table: &'a ObjectName,
}

impl Typed<'_> {
    fn refuses(&self, used: &Use) -> bool {
        let Some(family) = family(self.of) else { return false };
        match used {
            Use::Condition => family != Family::Boolean,
            Use::With(Operator::Comparison, operand) => family == Family::Json || self.cannot_be(operand, &family),
            Use::With(Operator::Sum, operand) => match family {
                Family::Text | Family::Boolean | Family::Uuid | Family::Enum(_) | Family::Bytes | Family::Json => true,
                Family::Date => *operand == Operand::Number && self.of.element != ElementType::Date,
                Family::Number => matches!(operand, Operand::Boolean | Operand::TypedText),
                Family::Time => *operand == Operand::Number,
                // addresses can be counted; the lists of intarray know sums
                Family::Address | Family::Jsonb | Family::List => false,
            },
            Use::With(Operator::Product, operand) => match family {
                Family::Number => matches!(operand, Operand::Boolean | Operand::TypedText),
                Family::Text
                | Family::Boolean
                | Family::Uuid
                | Family::Enum(_)
                | Family::Date
                | Family::Time
                | Family::Bytes
                | Family::Address
                | Family::Json
                | Family::Jsonb
                | Family::List => true,
            },
            Use::With(Operator::Pattern, _) => !matches!(family, Family::Text | Family::Bytes),
        }
    }

    /// Whether a value of a family cannot be compared with an operand.
    fn cannot_be(&self, operand: &Operand, family: &Family) -> bool {
        match operand {
            Operand::Number => *family != Family::Number,
            Operand::Boolean => *family != Family::Boolean,
            Operand::TypedText => *family != Family::Text,
            Operand::Text(text) => self.cannot_say(text, family),
            Operand::Column(name) => {
                let table = self.database.tables.get(self.table);
                let of_other = table.and_then(|table| table.column(name)).map(|other| &other.column_type);
                of_other.and_then(self::family).is_some_and(|other| other != *family)
            }
        }
    }

    /// Whether a constant in quote marks is no value of a family.
    fn cannot_say(&self, text: &str, family: &Family) -> bool {
        let written = text;
        let text = text.trim().to_ascii_lowercase();
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        match family {
            Family::Number => !is_number(
                &text,
                matches!(self.of.element, ElementType::SmallInt | ElementType::Integer | ElementType::BigInt),
            ),
            Family::Boolean => {
                let is_start_of = |word: &&str| !text.is_empty() && word.starts_with(&text);
                text == "o" || !["true", "false", "yes", "no", "on", "off", "1", "0"].iter().any(is_start_of)
            }
            Family::Uuid => text.bytes().filter(u8::is_ascii_hexdigit).count() != 32,
            Family::Enum(name) => self.database.enums.get(name).is_some_and(|enumeration| !enumeration.has(written)),
            Family::Date | Family::Time => !has_digit && !DATES.contains(&text.as_str()),
            Family::Jsonb => !text.starts_with(|c: char| "{[\"-tfn".contains(c) || c.is_ascii_digit()),
            Family::List => !(text.starts_with('{') || text.starts_with('[') && text.contains('=')),
            Family::Address => !(has_digit && text.contains('.') || text.contains(':')),
            Family::Text | Family::Bytes | Family::Json => false,
        }
    }
}

/// Whether a text may be a number, in lower case.
fn is_number(text: &str, is_whole: bool) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    if ["nan", "inf", "infinity"].contains(&digits) {
        return !is_whole;
    }
    // PostgreSQL 16 reads 0x1f and 1_000, older ones do not
    let is_other_base = ["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix));
    let is_sign = |c: char| c == '_' || !is_whole && ".e+-".contains(c);
    is_other_base
        || digits.contains(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}

/// Words that are a date or a time: <https://www.postgresql.org/docs/current/datatype-datetime.html>.
const DATES: [&str; 8] = ["allballs", "epoch", "infinity", "+infinity", "-infinity", "now", "today", "tomorrow"];
