//! Unmanaged objects: views, checks, triggers, policies and the like, which the schema language cannot express. They are
//! known from migrations alone, by the statements that are written there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ObjectName, Signature, SqlStatement};
use crate::sql;
use crate::text::Span;

/// Something that the schema language cannot express, and that a migration made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmanagedObject {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name. What belongs to a table is in the table's schema; a comment or a privilege has the name of what it is of.
    pub name: ObjectName,
    /// The table or view that it belongs to, if it does.
    pub table: Option<ObjectName>,
    /// What made it and what changed it since, in order, as it is written in the migrations. Of a constraint the first is
    /// what stands after `ADD CONSTRAINT name`. Nothing where the words cannot stand in another file.
    pub statements: Vec<SqlStatement>,
    /// The search_path for these statements, where the migration set one.
    pub search_path: Option<String>,
    /// Of a function: what tells it from others of its name. Nothing where its arguments are not understood.
    pub signature: Option<Signature>,
    /// What its definition names.
    pub dependencies: Dependencies,
    /// Whether something that its statements name has another name by now, so that they cannot run again.
    pub is_outdated: bool,
    /// Where it is made.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// What a definition names. It may be more than PostgreSQL's `pg_depend` has, because only names are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependencies {
    /// Columns of tables.
    pub columns: BTreeSet<(ObjectName, String)>,
    /// Tables, views and sequences.
    pub relations: BTreeSet<ObjectName>,
    /// Enum types and domains.
    pub types: BTreeSet<ObjectName>,
    /// Functions of the history, whatever their arguments.
    pub functions: BTreeSet<ObjectName>,
    /// Names in the body of a function, which PostgreSQL reads when it runs.
    pub body: BTreeSet<String>,
}

/// Kinds of object that the schema language cannot express.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// <https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS>.
    Check,
    /// <https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION>.
    Exclude,
    /// A foreign key to a table that refract does not manage:
    /// <https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK>.
    ForeignKey,
    /// <https://www.postgresql.org/docs/current/sql-createview.html>.
    View,
    /// <https://www.postgresql.org/docs/current/sql-creatematerializedview.html>.
    MaterializedView,
    /// <https://www.postgresql.org/docs/current/sql-createrule.html>.
    Rule,
    /// <https://www.postgresql.org/docs/current/sql-createpolicy.html>.
    Policy,
    /// <https://www.postgresql.org/docs/current/sql-createtrigger.html>.
    Trigger,
    /// <https://www.postgresql.org/docs/current/sql-createstatistics.html>.
    Statistics,
    /// <https://www.postgresql.org/docs/current/sql-createpublication.html>.
    Publication,
    /// A table in a publication, with the name of that: it alone names columns, in a list of them or after `WHERE`. Its
    /// words are what stands after the table's name; a whole table has none.
    PublishedTable,
    /// A function or a procedure: <https://www.postgresql.org/docs/current/sql-createfunction.html>.
    Function,
    /// <https://www.postgresql.org/docs/current/sql-createdomain.html>.
    Domain,
    /// A type that is no enum: of columns, a range, a base type
    /// (<https://www.postgresql.org/docs/current/sql-createtype.html>).
    Type,
    /// <https://www.postgresql.org/docs/current/ddl-generated-columns.html>.
    GeneratedColumn,
    /// The default of a column that refract manages, where it calls a function that would have to be dropped:
    /// <https://www.postgresql.org/docs/current/ddl-default.html>.
    Default,
    /// A comment on a table, a column or a type: <https://www.postgresql.org/docs/current/sql-comment.html>.
    Comment,
    /// Owner and privileges of a table, its columns or a type: <https://www.postgresql.org/docs/current/ddl-priv.html>.
    Privileges,
    /// Row level security of a table: <https://www.postgresql.org/docs/current/ddl-rowsecurity.html>.
    RowSecurity,
    /// An index over an expression, or of an access method, that the schema language cannot express:
    /// <https://www.postgresql.org/docs/current/sql-createindex.html>.
    Index,
    /// Rows that a migration inserts into a table.
    Rows,
    /// What a statement says of a table, a sequence, a schema and the like, and nothing else keeps: storage parameters,
    /// comments, privileges, the settings of a sequence. That of a table has the name of what is set; of anything else its
    /// words are the name.
    Setting,
    /// An aggregate, a cast, an operator, an event trigger and the like.
    Other,
}

impl ObjectKind {
    /// The kinds that are constraints of a table.
    pub const CONSTRAINTS: [ObjectKind; 3] = [Self::Check, Self::Exclude, Self::ForeignKey];

    /// As SQL has it, where there is a statement `DROP` of it, and else as people call it.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Check => "CHECK",
            Self::ForeignKey => "FOREIGN KEY",
            Self::Exclude => "EXCLUDE",
            Self::View => "VIEW",
            Self::MaterializedView => "MATERIALIZED VIEW",
            Self::Rule => "RULE",
            Self::Policy => "POLICY",
            Self::Trigger => "TRIGGER",
            Self::Statistics => "STATISTICS",
            Self::Publication => "PUBLICATION",
            Self::PublishedTable => "published table",
            Self::Function => "FUNCTION",
            Self::Domain => "DOMAIN",
            Self::Type => "TYPE",
            Self::GeneratedColumn => "generated column",
            Self::Default => "DEFAULT",
            Self::Comment => "comment",
            Self::Privileges => "privileges",
            Self::RowSecurity => "row level security",
            Self::Index => "INDEX",
            Self::Rows => "rows inserted",
            Self::Setting => "setting",
            Self::Other => "object",
        }
    }

    /// Whether it is a constraint of a table.
    #[must_use]
    pub fn is_constraint(self) -> bool {
        Self::CONSTRAINTS.contains(&self)
    }

    /// Whether it is a relation, which shares its name with tables.
    #[must_use]
    pub fn is_relation(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }

    /// Whether it is a type, whose columns and parameters are of it.
    #[must_use]
    pub fn is_type(self) -> bool {
        matches!(self, Self::Domain | Self::Type)
    }

    /// Whether it has its name among those of tables, indexes and sequences, as the index of an exclusion has.
    #[must_use]
    pub fn has_name_of_relation(self) -> bool {
        self.is_relation() || matches!(self, Self::Index | Self::Exclude)
    }

    /// Whether its name is unique in a table only.
    #[must_use]
    pub fn is_named_by_table(self) -> bool {
        self.is_constraint()
            || matches!(
                self,
                Self::Rule
                    | Self::Policy
                    | Self::Trigger
                    | Self::PublishedTable
                    | Self::GeneratedColumn
                    | Self::Default
                    | Self::Setting
            )
    }
}

impl UnmanagedObject {
    /// What people call it: `VIEW app.v`, `CHECK positive of app.t`, `TABLE app.t in PUBLICATION p`.
    #[must_use]
    pub fn title(&self) -> String {
        let kind = self.signature.as_ref().map_or(self.kind.as_sql(), Signature::keyword);
        match (&self.table, self.kind) {
            (_, ObjectKind::Setting) => {
                shortened(self.statements.first().map_or(&self.name.name, |statement| statement.as_str()))
            }
            (Some(table), ObjectKind::PublishedTable) => format!("TABLE {table} in PUBLICATION {}", self.name.name),
            (Some(table), kind_of) if kind_of.is_named_by_table() => format!("{kind} {} of {table}", self.name.name),
            (_, ObjectKind::Comment | ObjectKind::Privileges | ObjectKind::RowSecurity) => {
                format!("{kind} of {}", self.named_columns())
            }
            (_, ObjectKind::Rows) => format!("{kind} into {}", self.name),
            (_, ObjectKind::Publication | ObjectKind::Other) => format!("{kind} {}", self.name.name),
            _ => format!("{kind} {}", self.name),
        }
    }

    /// What it is of: a table, a view or a type, or the columns of one alone: `app.t.k, app.t.n`.
    fn named_columns(&self) -> String {
        let of_it = self.dependencies.columns.iter().filter(|(table, _)| *table == self.name);
        let columns: Vec<String> = of_it.map(|(table, column)| format!("{table}.{column}")).collect();
        if columns.is_empty() { self.name.to_string() } else { columns.join(", ") }
    }

    /// Whether its words have a constant of that text: the value of an enum type, say. The body of a function is words too.
    #[must_use]
    pub fn says_constant(&self, text: &str) -> bool {
        let says = if self.kind == ObjectKind::Function { sql::has_constant_in_texts } else { sql::has_constant };
        self.statements.iter().any(|statement| says(statement.as_str(), text))
    }

    /// Whether its words stand after the name of its table, so that they need not name it.
    #[must_use]
    pub fn is_said_behind_its_table(&self) -> bool {
        self.statements.len() < 2 && (self.kind.is_constraint() || self.kind == ObjectKind::PublishedTable)
    }

    /// Lets the arguments of a function follow the new name of a type.
    pub fn rename_argument(&mut self, old: &ObjectName, new: &ObjectName) {
        if let Some(signature) = &mut self.signature {
            signature.rename(old, new);
        }
    }

    /// Whether its words can make it again.
    #[must_use]
    pub fn can_be_made_again(&self) -> bool {
        let is_told = self.kind != ObjectKind::Function || self.signature.is_some();
        !self.statements.is_empty() && !self.is_outdated && is_told
    }
}

/// The beginning of a statement.
fn shortened(words: &str) -> String {
    const LONGEST: usize = 120;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &words[..end]),
        None => words,
    }
}
