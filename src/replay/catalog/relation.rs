//! Relations: whatever shares its name with tables, as `pg_class` has it
//! (<https://www.postgresql.org/docs/current/catalog-pg-class.html>).

use std::ops::Range;

use crate::physical::ObjectName;
use crate::text::FileId;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// A table that refract manages.
    Table,
    /// An index of such a table, or the one of its primary key.
    Index {
        /// The table.
        table: ObjectName,
    },
    /// An index that the schema cannot say: over expressions, with further columns, or of another access method.
    UnmanagedIndex {
        /// Its table.
        table: ObjectName,
        /// Columns that go only with it, as far as they are columns.
        columns: Vec<String>,
    },
    /// A view of either kind.
    View,
    /// A sequence.
    Sequence {
        /// Table and column that it is dropped with.
        owner: Option<(ObjectName, String)>,
    },
    /// A table that refract does not manage: temporary, foreign, or a part of another one.
    UnmanagedTable,
    /// A temporary table that goes when the transaction ends.
    TableOfTransaction,
    /// A table whose columns only the server can tell. It is reported unless it is dropped again.
    Unread {
        /// The file that makes it.
        file: Option<FileId>,
        /// Where it does.
        place: Range<usize>,
    },
}

impl Relation {
    /// The table that it is dropped with.
    #[must_use]
    pub(crate) fn table(&self) -> Option<&ObjectName> {
        match self {
            Relation::Index { table }
            | Relation::UnmanagedIndex { table, columns: _ }
            | Relation::Sequence { owner: Some((table, _)) } => Some(table),
            Relation::Sequence { owner: None }
            | Relation::Table
            | Relation::View
            | Relation::UnmanagedTable
            | Relation::TableOfTransaction
            | Relation::Unread { .. } => None,
        }
    }

    /// Whether rows can be read from it by its name.
    #[must_use]
    pub(crate) fn is_read_from(&self) -> bool {
        *self == Relation::Table || self.is_unmanaged_table()
    }

    /// Whether it is a table whose columns, keys and indexes are not known.
    #[must_use]
    pub(crate) fn has_unread_parts(&self) -> bool {
        self.is_unmanaged_table() && *self != Relation::View
    }

    /// Whether it is a table or the like that refract does not manage.
    #[must_use]
    pub(crate) fn is_unmanaged_table(&self) -> bool {
        match self {
            Relation::View | Relation::UnmanagedTable | Relation::TableOfTransaction | Relation::Unread { .. } => true,
            Relation::Table | Relation::Index { .. } | Relation::UnmanagedIndex { .. } | Relation::Sequence { .. } => {
                false
            }
        }
    }
}
