//! What a step does to others while it runs, and to the rows that are there: which tables it locks and for how long,
//! what data is gone afterwards, which rows stop it.
//!
//! The comments in a file, what `generate` says before it is run, JSON and the tests of locks read these values. How
//! they read for people is told here, and nowhere else.

use std::fmt;

use crate::physical::ObjectName;

/// All that is to be known before a step runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hazards {
    /// The tables that it locks, in the order in which it takes them.
    pub locks: Vec<Lock>,
    /// The data that is gone afterwards.
    pub loss: Option<LostData>,
    /// The rows that stop it. The step, and the transaction around it, then changes nothing.
    pub risk: Option<Risk>,
}

/// A lock on a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The table.
    pub table: ObjectName,
    /// Who has to wait.
    pub mode: LockMode,
    /// How long at least. In one transaction with other steps a lock is held to the end of the last of them.
    pub duration: LockDuration,
}

/// The modes that steps need, from weak to strong:
/// <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockMode {
    /// Reads and writes go on.
    AccessShare,
    /// Reads and writes go on; a step that changes the table waits.
    RowShare,
    /// Reads and writes go on; another step on the same table waits.
    ShareUpdateExclusive,
    /// Writes wait.
    Share,
    /// Writes wait, and so does another step on the same table.
    ShareRowExclusive,
    /// Everything waits.
    AccessExclusive,
}

/// What a lock lasts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockDuration {
    /// A change in the catalog only.
    Instant,
    /// The same, because an earlier file has proven the rows.
    InstantForProvenRows,
    /// A change in the catalog only, which comes after the long part of the step.
    InstantAtEnd,
    /// Every row is read.
    RowsAreRead,
    /// The largest number in a column is looked up.
    LargestIsLookedUp,
    /// Every row gets a value.
    RowsAreFilled,
    /// The table and its indexes are rewritten.
    RowsAreRewritten,
    /// An index is built.
    IndexIsBuilt,
}

/// Data that is gone afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostData {
    /// The table.
    pub table: ObjectName,
    /// The column, where it is not the whole table.
    pub column: Option<String>,
    /// What of its values is lost, where that is not all of them; or what is dropped together with it.
    pub detail: Option<String>,
}

/// Rows that stop a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Risk {
    /// Any row: new columns are required, and nothing says what the rows get.
    NotFilled {
        /// The table.
        table: ObjectName,
        /// The columns.
        columns: Vec<String>,
    },
    /// Rows that hold NULL where it is refused from now on.
    Nulls {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// Rows that are alike in the columns of a unique index.
    Duplicates {
        /// The table.
        table: ObjectName,
    },
    /// Rows that are alike in, or lack, the columns of a primary key.
    NoKey {
        /// The table.
        table: ObjectName,
        /// Whether it has another primary key already.
        is_another: bool,
    },
    /// Rows with a value that the new type of the column cannot hold.
    Misfits {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// Rows whose values in a unique column become the same.
    Merged {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// Rows with a value that the enum type loses.
    RemovedLabels {
        /// The type.
        enumeration: ObjectName,
        /// The values.
        labels: Vec<String>,
    },
}

impl Hazards {
    /// The same mode and time for several tables. A table that is named again counts once.
    #[must_use]
    pub fn locks<'t>(
        tables: impl IntoIterator<Item = &'t ObjectName>,
        mode: LockMode,
        duration: LockDuration,
    ) -> Hazards {
        Hazards::default().and_locks(tables, mode, duration)
    }

    /// With more locks, which come later.
    #[must_use]
    pub fn and_locks<'t>(
        mut self,
        tables: impl IntoIterator<Item = &'t ObjectName>,
        mode: LockMode,
        duration: LockDuration,
    ) -> Hazards {
        let first = self.locks.len();
        for table in tables {
            if !self.locks[first..].iter().any(|lock| lock.table == *table) {
                self.locks.push(Lock { table: table.clone(), mode, duration });
            }
        }
        self
    }

    /// With data that is lost.
    #[must_use]
    pub fn and_loses(self, loss: Option<LostData>) -> Hazards {
        Hazards { loss, ..self }
    }

    /// With rows that stop it.
    #[must_use]
    pub fn and_fails_on(self, risk: Option<Risk>) -> Hazards {
        Hazards { risk, ..self }
    }

    /// Without the locks on tables that no client uses yet.
    #[must_use]
    pub fn without_locks_on(mut self, is_new: impl Fn(&ObjectName) -> bool) -> Hazards {
        self.locks.retain(|lock| !is_new(&lock.table));
        self
    }

    /// What is locked, how and for how long, as one line: `stops writes to app.a and app.b while rows are read;
    /// locks app.c for an instant at the end`. Empty where no table is locked.
    #[must_use]
    pub fn in_words(&self, name: impl Fn(&ObjectName) -> String) -> String {
        let mut text = String::new();
        let mut earlier: &[Lock] = &[];
        let is_said_alike = |one: &Lock, other: &Lock| {
            (one.mode.in_words(), one.in_words()) == (other.mode.in_words(), other.in_words())
        };
        for locks in self.locks.chunk_by(is_said_alike) {
            let tables = |locks: &[Lock]| list(locks.iter().map(|lock| name(&lock.table)).collect());
            let time = locks[0].in_words();
            let same = earlier.iter().map(|lock| &lock.table).eq(locks.iter().map(|lock| &lock.table));
            if earlier.is_empty() {
                text = format!("{} {}{time}", locks[0].mode.in_words(), tables(locks));
            } else if same && locks[0].mode == LockMode::AccessExclusive {
                text.push_str(&format!(", and everything{time}"));
            } else {
                text.push_str(&format!("; {} {}{time}", locks[0].mode.in_words(), tables(locks)));
            }
            earlier = locks;
        }
        if let Some(LostData { table, column: None, .. }) = &self.loss {
            text.push_str(&format!(", and drops {} with all its rows", name(table)));
        }
        text
    }
}

/// What is said of a lock that no reads and writes wait for.
pub(crate) const NOBODY_WAITS: &str = "; reads and writes go on meanwhile";

/// `a, b and c`.
fn list(mut names: Vec<String>) -> String {
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

impl LockMode {
    /// As PostgreSQL calls it: `ACCESS EXCLUSIVE`.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::RowShare => "ROW SHARE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::AccessShare | Self::RowShare | Self::ShareUpdateExclusive => "reads",
            Self::Share | Self::ShareRowExclusive => "stops writes to",
            Self::AccessExclusive => "locks",
        }
    }
}

impl Lock {
    /// How long it lasts, with the blank before.
    fn in_words(&self) -> &'static str {
        match (self.duration, self.mode) {
            (_, LockMode::AccessShare) => " and locks nothing",
            (_, LockMode::RowShare | LockMode::ShareUpdateExclusive) => NOBODY_WAITS,
            (LockDuration::RowsAreRead, LockMode::AccessExclusive) => " while its rows are read",
            (duration, LockMode::Share | LockMode::ShareRowExclusive | LockMode::AccessExclusive) => match duration {
                LockDuration::Instant => " for an instant",
                LockDuration::InstantForProvenRows => " for an instant: its rows are checked already",
                LockDuration::InstantAtEnd => " for an instant at the end",
                LockDuration::RowsAreRead => " while rows are read",
                LockDuration::LargestIsLookedUp => " while the largest number is looked up",
                LockDuration::RowsAreFilled => " while every row gets its value",
                LockDuration::RowsAreRewritten => " while every row is rewritten",
                LockDuration::IndexIsBuilt => " while the index is built",
            },
        }
    }
}

impl LockDuration {
    /// For programs: `instant`, `rows_are_read`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instant | Self::InstantForProvenRows | Self::InstantAtEnd => "instant",
            Self::RowsAreRead => "rows_are_read",
            Self::LargestIsLookedUp => "largest_is_looked_up",
            Self::RowsAreFilled => "rows_are_filled",
            Self::RowsAreRewritten => "rows_are_rewritten",
            Self::IndexIsBuilt => "index_is_built",
        }
    }
}

impl LostData {
    /// A table with all its rows.
    #[must_use]
    pub fn of_table(table: &ObjectName) -> LostData {
        LostData { table: table.clone(), column: None, detail: None }
    }

    /// A column with all its values.
    #[must_use]
    pub fn of_column(table: &ObjectName, column: &str) -> LostData {
        LostData { table: table.clone(), column: Some(column.to_owned()), detail: None }
    }

    /// The full name of the table or column.
    #[must_use]
    pub fn name(&self) -> String {
        let column = self.column.iter().map(|column| format!(".{column}"));
        std::iter::once(self.table.to_string()).chain(column).collect()
    }
}

/// As the header of a file names it: `app.patients.nickname (fractions of a second are rounded)`.
impl fmt::Display for LostData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())?;
        self.detail.iter().try_for_each(|detail| write!(f, " ({detail})"))
    }
}

/// Why it may fail, in one line.
impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const FAILS: &str = "it fails, and changes nothing,";
        match self {
            Self::NotFilled { table, columns } => {
                let columns = columns.join(", ");
                write!(f, "{columns} of {table} is required and has no default: {FAILS} when the table has rows")
            }
            Self::Nulls { table, column } => {
                write!(f, "{table}.{column} becomes required: {FAILS} while a row holds NULL")
            }
            Self::Duplicates { table } => write!(f, "{table} becomes unique: {FAILS} on duplicates"),
            Self::NoKey { table, is_another } => {
                let which = if *is_another { "another" } else { "a" };
                write!(f, "{table} gets {which} primary key: {FAILS} on duplicates and NULLs")
            }
            Self::Misfits { table, column } => {
                write!(f, "{table}.{column} changes its type: {FAILS} on a value that does not fit")
            }
            Self::Merged { table, column } => {
                write!(f, "{table}.{column} is unique and changes its type: {FAILS} when two values become the same")
            }
            Self::RemovedLabels { enumeration, labels } => {
                let labels = labels.join(" or ");
                write!(f, "{enumeration} loses values: {FAILS} while a row holds {labels}")
            }
        }
    }
}
