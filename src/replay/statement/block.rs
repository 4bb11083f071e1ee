//! The body of a `DO` block as a tree: <https://www.postgresql.org/docs/current/plpgsql-structure.html>.

use super::catalog_rows::{CatalogRelation, RowCondition};
use std::ops::Range;

use super::Statement;
use crate::replay::problem::SqlState;
use crate::sql::{Read, WrittenName};

/// `DECLARE ... BEGIN ... EXCEPTION ... END`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its variables.
    pub declarations: Vec<Declaration>,
    /// What it does.
    pub steps: Vec<Step>,
    /// What it does when that fails. A block that has them is a savepoint.
    pub handlers: Vec<Handler>,
}

/// A variable, and what it is at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Expression,
}

/// `WHEN conditions THEN steps`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Handler {
    /// Errors that it catches.
    pub conditions: Vec<ErrorCondition>,
    /// What it does.
    pub steps: Vec<Step>,
    /// Where it stands, if it has words that shape the catalog.
    pub shapes: Option<Range<usize>>,
}

/// An error that a handler names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCondition {
    /// `OTHERS`: all.
    Others,
    /// One of those that the replay tells, or a class of them.
    State(SqlState),
    /// One that rows or other objects bring about.
    Untold,
}

/// One step of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A statement of SQL.
    Run(Read<Statement>),
    /// A block in the block.
    Block(Block),
    /// `IF`.
    If(If),
    /// `FOREACH v IN ARRAY ...`, `FOR v IN ...`, `WHILE`, `LOOP`.
    Loop(Loop),
    /// `EXECUTE`.
    Execute {
        /// The text of the statement.
        command: Expression,
        /// The variables that get what comes of it.
        into: Vec<String>,
        /// Whether it may shape the catalog, as far as that is told without its variables.
        shapes: bool,
        /// Where it stands.
        place: Range<usize>,
    },
    /// `v := expression`, and `SELECT expression INTO v`.
    Assign {
        /// The variables; several get what only the server knows.
        variables: Vec<String>,
        /// The value.
        value: Expression,
    },
    /// `RAISE EXCEPTION`: the error, or nothing for the one that is being handled.
    Raise {
        /// Which error.
        state: Option<SqlState>,
        /// Where it stands.
        place: Range<usize>,
    },
    /// What a migration of refract's promises at its end: it fails unless the database has become that.
    Promise(Vec<WrittenPromise>),
    /// `RETURN`.
    Return,
    /// Nothing that counts here: `RAISE NOTICE`, `NULL`.
    Nothing,
}

/// A row of the check at the end of a migration that refract wrote: `templates/check.sql`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenPromise {
    /// The word for what is promised, such as `column`.
    pub kind: String,
    /// The table, type or index, or the name of an extension.
    pub at: WrittenName,
    /// What it is called in that.
    pub name: Option<String>,
    /// What the catalog has to say of it; nothing where it has to be gone.
    pub expected: Option<String>,
    /// Where the row stands.
    pub place: Range<usize>,
}

/// `IF ... THEN ... ELSIF ... ELSE ... END IF`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct If {
    /// In order: the first whose condition holds is taken. `ELSE` is one that always does.
    pub arms: Vec<Arm>,
}

/// One way that `IF` may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arm {
    /// When it is taken.
    pub condition: Condition,
    /// What it does.
    pub steps: Vec<Step>,
    /// Where it stands, if it has words that shape the catalog.
    pub shapes: Option<Range<usize>>,
}

/// A loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loop {
    /// Its variable, if it has one.
    pub variable: Option<String>,
    /// What it goes over; nothing for what only the server can count.
    pub over: Option<Over>,
    /// What it does each time.
    pub steps: Vec<Step>,
    /// Where it stands, if it has words that shape the catalog.
    pub shapes: Option<Range<usize>>,
}

/// What a loop goes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// The values of a list.
    List(Expression),
    /// The rows of a list: `SELECT unnest(...) AS field`.
    Rows {
        /// The field of the record.
        field: String,
        /// Its values.
        list: Expression,
    },
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    /// What it asks.
    pub test: Test,
    /// Whether it asks the catalog: then it is a guard.
    pub asks_catalog: bool,
    /// The words in it, some of which may be variables.
    pub words: Vec<String>,
    /// Names that it turns into what they stand for, which fails where that is not there.
    pub casts: Vec<(Lookup, String)>,
    /// Where it stands.
    pub place: Range<usize>,
}

/// What a condition asks, as far as it is of a form that can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// It holds: `ELSE`.
    Always,
    /// `to_regclass('name') IS NOT NULL` and the like.
    IsThere {
        /// What is looked for.
        lookup: Lookup,
        /// The name as it is written there.
        name: String,
    },
    /// `EXISTS (SELECT FROM pg_enum ...)`: whether an enum has one of some labels.
    HasLabel {
        /// The enum as it is written there.
        name: String,
        /// The labels.
        labels: Vec<String>,
    },
    /// `EXISTS (SELECT FROM pg_enum ... HAVING ...)`: whether an enum has these labels and no others.
    HasLabels {
        /// The enum as it is written there.
        name: String,
        /// The labels, in the order of their bytes.
        labels: Vec<String>,
    },
    /// `EXISTS (SELECT FROM pg_attribute ...)`: whether a table has a column.
    HasColumn {
        /// The table as it is written there.
        table: String,
        /// The column.
        column: String,
        /// How `format_type` prints its type, where that is asked.
        column_type: Option<String>,
    },
    /// `EXISTS (SELECT FROM pg_attribute ... HAVING ...)`: whether a table has these columns and no others.
    HasColumns {
        /// The table as it is written there.
        table: String,
        /// The columns, in the order of their bytes.
        names: Vec<String>,
    },
    /// `EXISTS (SELECT FROM pg_constraint WHERE ...)` and the like: whether there is such a row.
    HasRow {
        /// Where.
        relation: CatalogRelation,
        /// What has to hold of it.
        conditions: Vec<RowCondition>,
    },
    /// A value is NULL.
    IsNull(Expression),
    /// Two values are the same.
    Equal(Expression, Expression),
    /// `NOT`.
    Not(Box<Test>),
    /// `AND`.
    All(Vec<Test>),
    /// Only the server knows.
    Undecided,
}

/// What is looked for by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// `to_regclass`.
    Relation,
    /// `to_regtype`.
    Type,
    /// `to_regnamespace`.
    Schema,
}

/// `SELECT data_type FROM information_schema.columns WHERE ...`:
/// <https://www.postgresql.org/docs/current/infoschema-columns.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnQuestion {
    /// What is asked.
    pub fact: ColumnFact,
    /// Where the table is.
    pub schema: AskedSchema,
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
}

/// What may be asked of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnFact {
    /// `data_type`.
    DataType,
    /// `udt_name`.
    TypeName,
    /// `is_nullable`.
    IsNullable,
}

/// In which schema a table is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AskedSchema {
    /// In all of them.
    Any,
    /// `current_schema()`.
    Current,
    /// In this one.
    Named(String),
}

/// An expression, as far as its value can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// A constant.
    Text(String),
    /// `ARRAY[...]`.
    List(Vec<Expression>),
    /// A variable, perhaps.
    Variable(String),
    /// `||`.
    Concatenation(Vec<Expression>),
    /// `format(template, arguments)`.
    Format(Vec<Expression>),
    /// `quote_ident(...)`.
    QuoteIdentifier(Box<Expression>),
    /// `quote_literal(...)`.
    QuoteLiteral(Box<Expression>),
    /// Some name, in quote marks where it needs them: a cast to `regclass`.
    Name,
    /// `current_setting('search_path')`.
    SearchPath,
    /// What `information_schema.columns` says of a column.
    OfColumn(ColumnQuestion),
    /// What only the server knows.
    Unknown {
        /// Whether it asks the catalog.
        asks_catalog: bool,
    },
}
