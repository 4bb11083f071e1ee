//! Columns and their defaults.

use serde::{Deserialize, Serialize};

use super::{ColumnExtras, ColumnType, ElementType, ObjectName, SqlText};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the catalog.
    pub name: String,
    /// The field's name in the schema language; `None` in tables of implicit m-n relations.
    pub prisma_name: Option<String>,
    /// What it holds.
    pub column_type: ColumnType,
    /// Whether it refuses NULL. Prisma never says so of lists, so for them it is always false.
    pub not_null: bool,
    /// What a new row gets when nothing is said.
    pub default: Option<ColumnDefault>,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "ColumnExtras::is_none")]
    pub extras: Box<ColumnExtras>,
}

impl Column {
    /// Whether PostgreSQL can fill the column in rows that are there when it is added.
    #[must_use]
    pub fn fills_existing_rows(&self) -> bool {
        !self.not_null
            || self.extras.generated.is_some()
            || !matches!(self.default, None | Some(ColumnDefault::Unknown))
    }

    /// Whether it satisfies the schema with a NOT NULL and without one.
    #[must_use]
    pub fn may_be_null_or_not(&self) -> bool {
        self.column_type.is_list || self.extras.is_optional_counter
    }

    /// The enum type it is of, if it is of one.
    #[must_use]
    pub fn enum_type(&self) -> Option<&ObjectName> {
        if let ElementType::Enum(name) = &self.column_type.element { Some(name) } else { None }
    }

    /// The sequence that it takes its numbers from, if it does.
    #[must_use]
    pub fn sequence(&self) -> Option<&ObjectName> {
        if let Some(ColumnDefault::Autoincrement { sequence }) = &self.default { Some(sequence) } else { None }
    }

    /// Whether it takes its numbers from a sequence: `@default(autoincrement())`.
    #[must_use]
    pub fn is_autoincrement(&self) -> bool {
        self.sequence().is_some()
    }

    /// Enum labels that its default mentions.
    pub fn default_labels(&self) -> impl Iterator<Item = &str> {
        let literals = self.default.as_ref().map_or(&[][..], ColumnDefault::literals);
        literals.iter().filter_map(|literal| match literal {
            Literal::EnumLabel(label) => Some(label.as_str()),
            Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => None,
        })
    }
}

/// The default of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnDefault {
    /// The next number of a sequence: what `SERIAL` and `IDENTITY` make. Whose the sequence is stands in [`ColumnExtras`].
    Autoincrement {
        /// The sequence.
        sequence: ObjectName,
    },
    /// `CURRENT_TIMESTAMP`.
    CurrentTimestamp,
    /// A constant.
    Literal(Literal),
    /// A constant list.
    List(Vec<Literal>),
    /// An expression in SQL.
    Expression(SqlText),
    /// The database has some default, and it is left alone (`dbgenerated()`).
    Unknown,
}

impl ColumnDefault {
    /// The constants that it is made of.
    #[must_use]
    pub fn literals(&self) -> &[Literal] {
        match self {
            Self::Literal(literal) => std::slice::from_ref(literal),
            Self::List(literals) => literals,
            Self::Autoincrement { .. } | Self::CurrentTimestamp | Self::Expression(_) | Self::Unknown => &[],
        }
    }

    /// The same, to be changed.
    pub fn literals_mut(&mut self) -> &mut [Literal] {
        match self {
            Self::Literal(literal) => std::slice::from_mut(literal),
            Self::List(literals) => literals,
            Self::Autoincrement { .. } | Self::CurrentTimestamp | Self::Expression(_) | Self::Unknown => &mut [],
        }
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Literal {
    /// Anything that is written in quotes: text, JSON, dates, bytes in hexadecimal form.
    String(String),
    /// Digits as they are to be printed.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// A label of the column's enum.
    EnumLabel(String),
}
