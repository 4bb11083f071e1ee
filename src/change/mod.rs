//! The kinds of change: one file, one template in `templates/` and one row below for each.
//!
//! A change holds all that its SQL needs, so that it can be printed and tested alone. What makes a
//! change is found in `diff`, in which order changes come is decided in `plan`, how they read in SQL
//! stands in the templates.

mod conversion;
mod dependents;
mod difference;
mod fit;
mod hazard;
mod object;
mod recipe;
mod rewrite;
mod subject;
mod uses;

mod add_columns;
mod add_enum_value;
mod add_foreign_key;
mod add_not_null_check;
mod add_primary_key;
mod alter_column_type;
mod alter_extension;
mod attach_sequence;
mod count_duplicates;
mod create_enum;
mod create_extension;
mod create_index;
mod create_object;
mod create_schema;
mod create_sequence;
mod create_table;
mod detach_sequence;
mod drop_column;
mod drop_default;
mod drop_enum;
mod drop_foreign_key;
mod drop_index;
mod drop_not_null;
mod drop_primary_key;
mod drop_table;
mod fill_column;
mod rebuild_enum;
mod rename_column;
mod rename_constraint;
mod rename_enum;
mod rename_enum_value;
mod rename_index;
mod rename_sequence;
mod rename_table;
mod replace_foreign_key;
mod replace_index;
mod replace_primary_key;
mod set_default;
mod set_not_null;
mod swap_index;
mod validate_constraint;

use std::cell::LazyCell;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::physical::{Column, Index, ObjectName};
use crate::promise::Promise;

pub use conversion::Conversion;
pub use dependents::Dependents;
pub use detach_sequence::Numbering;
pub use difference::Difference;
pub(crate) use hazard::NOBODY_WAITS;
pub use hazard::{Hazards, Lock, LockDuration, LockMode, LostData, Risk};
pub use object::{ObjectRef, needs_of_column, needs_of_foreign_key, needs_of_index, sequence_of, unique_of_index};
pub use rebuild_enum::RebuiltColumn;
pub use recipe::OnlineRecipes;
pub use subject::{Subject, Title};
pub use uses::{ExtensionChange, LabelsUsed, RowChange, RowSqlUse};

/// Where in a migration a change stands. The order of the variants is the order in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// One DO block with the renames that a new enum value waits for. No kind of change is of this part by itself;
    /// the plan puts it there.
    Renaming,
    /// Statements of their own that need no guard and may have to be committed: enum values.
    Values,
    /// One DO block that takes out of the way what holds a name that something new needs. No kind of change is
    /// of this part by itself; the plan puts it there.
    Clearing,
    /// One DO block with what tables depend on: schemas and enum types.
    Foundation,
    /// `CREATE ... IF NOT EXISTS`: new, empty things that lock nothing that is there.
    Creation,
    /// One DO block with every change to what is there, and the check.
    Work,
    /// The only statement of its file: it cannot run in a transaction.
    Alone,
}

/// What all kinds of change have.
pub trait ChangeKind {
    /// Where it stands in the file.
    fn part(&self) -> Part {
        Part::Work
    }

    /// What it is about.
    fn subject(&self) -> Subject<'_>;

    /// One line for people: `add app.patients.nickname`.
    fn summary(&self) -> String;

    /// Whether it need not be said beside another change, such as the index of a new table.
    fn is_implied(&self) -> bool {
        false
    }

    /// Whether it gives a name by which the changes to what is there go: all of them come after it.
    fn comes_first(&self) -> bool {
        false
    }

    /// Objects that are there afterwards and were not before.
    fn creates(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// Objects that must be there, in their new form.
    fn needs(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// Objects that are there before and after, in another form.
    fn alters(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// Objects that can be altered or dropped only when this is done.
    fn releases(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// Objects that are gone afterwards.
    fn drops(&self) -> Vec<ObjectRef> {
        Vec::new()
    }

    /// What it does to others and to the rows that are there.
    fn hazards(&self) -> Hazards;

    /// What a file is called that does only this; `None` where there is no good name.
    fn title(&self) -> Option<Title> {
        None
    }

    /// The table that it makes, with its columns.
    fn new_table(&self) -> Option<&ObjectName> {
        None
    }

    /// The table that gets another name by it, or in which something does.
    fn gives_new_name_to(&self) -> Option<&ObjectName> {
        None
    }

    /// The table whose new name, or whose columns' new names, a default name follows by it.
    fn follows_name_of(&self) -> Option<&ObjectName> {
        None
    }

    /// The column that refuses NULL when it is done, with its table.
    fn requires_column(&self) -> Option<(&ObjectName, &Column)> {
        None
    }

    /// The generated column that would need another expression for it, with its table: PostgreSQL has no statement that
    /// converts what is computed.
    fn converts_generated_column(&self) -> Option<(&ObjectName, &Column)> {
        None
    }

    /// The columns that it makes or gives another type, as they will be.
    fn writes_columns(&self) -> &[Column] {
        &[]
    }

    /// The columns that it adds and leaves as their defaults make them, with their table.
    fn adds_columns(&self) -> Option<(&ObjectName, &[Column])> {
        None
    }

    /// The column that it drops for another of the same name, with its table.
    fn replaces_column(&self) -> Option<(&ObjectName, &Column)> {
        None
    }

    /// The index that it builds.
    fn builds_index(&self) -> Option<&Index> {
        None
    }

    /// Indexes that it takes out of its way, and that other changes may build again.
    fn drops_indexes(&self) -> &[ObjectName] {
        &[]
    }

    /// The column over which PostgreSQL makes all indexes and foreign keys again by itself, with its table.
    fn rebuilds_over(&self) -> Option<(&ObjectName, &str)> {
        None
    }

    /// The value that it adds to an enum type.
    fn new_label(&self) -> Option<(&ObjectName, &str)> {
        None
    }

    /// The values of enum types that it uses.
    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::default()
    }

    /// Unmanaged objects that depend on what it is about.
    fn dependents(&self) -> Option<&Dependents> {
        None
    }

    /// Columns, tables and types whose names, as they were, the body of a function may say, and means something else
    /// or nothing with them afterwards.
    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        Vec::new()
    }

    /// What it does to an extension.
    fn changes_extension(&self) -> Option<ExtensionChange<'_>> {
        None
    }

    /// The SQL of the user's own for rows that are there that it runs.
    fn follows_row_sql(&self) -> Option<RowSqlUse<'_>> {
        None
    }

    /// What the rows of a table get by it that they did not have: another name, or another column.
    fn changes_rows(&self) -> Option<RowChange<'_>> {
        None
    }

    /// Whether what it needs has to be committed before.
    fn needs_commit(&self) -> bool {
        false
    }

    /// The steps in its place that hold no lock for long; `None` where there are none, or the recipe is not asked for.
    fn online_steps(&self, _recipes: OnlineRecipes) -> Option<Vec<Change>> {
        None
    }

    /// What the catalog holds afterwards.
    fn promises(&self) -> Vec<Promise>;
}

macro_rules! change_kinds {
    ($($module:ident::$kind:ident,)+) => {
        $(pub use $module::$kind;)+

        /// A difference between two databases. The order of the variants is the order of changes that
        /// do not depend on one another. Each is in a box: the largest kind is many times as large as most.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        #[allow(missing_docs)] // each kind says what it is
        pub enum Change { $($kind(Box<$kind>),)+ }

        impl Change {
            /// The names of all kinds, in order, with the text of their templates.
            pub const KINDS: &'static [(&'static str, &'static str)] = &[
                $((
                    stringify!($module),
                    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", stringify!($module), ".sql")),
                ),)+
            ];

            /// The kind's name, which is also its template's.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$kind(_) => stringify!($module),)+ }
            }

            /// What all kinds have.
            #[must_use]
            pub fn as_kind(&self) -> &dyn ChangeKind {
                match self { $(Self::$kind(kind) => kind.as_ref(),)+ }
            }

            /// The place of the kind among the kinds.
            #[must_use]
            pub fn rank(&self) -> usize {
                enum Rank {
                    $($kind),+
                }
                let rank = match self {
                    $(Self::$kind(_) => Rank::$kind,)+
                };
                rank as usize
            }
        }

        $(impl From<$kind> for Change {
            fn from(kind: $kind) -> Self {
                Self::$kind(Box::new(kind))
            }
        })+
    };
}

impl Change {
    /// What it does to others where the same plan creates these tables: no client uses them yet. A table that is renamed or
    /// dropped, and whose name a new one gets, is none of them.
    #[must_use]
    pub fn hazards_beside(&self, new_tables: &BTreeSet<ObjectName>) -> Hazards {
        let kind = self.as_kind();
        let needs = LazyCell::new(|| kind.needs());
        let is_new = |table: &ObjectName| {
            new_tables.contains(table) && needs.iter().any(|it| matches!(it, ObjectRef::Table(name) if name == table))
        };
        kind.hazards().without_locks_on(is_new)
    }
}

change_kinds! {
    add_enum_value::AddEnumValue,
    create_schema::CreateSchema,
    rename_enum::RenameEnum,
    rename_enum_value::RenameEnumValue,
    rename_table::RenameTable,
    rename_column::RenameColumn,
    create_enum::CreateEnum,
    create_extension::CreateExtension,
    create_sequence::CreateSequence,
    create_table::CreateTable,
    alter_extension::AlterExtension,
    drop_foreign_key::DropForeignKey,
    drop_index::DropIndex,
    rename_sequence::RenameSequence,
    rename_constraint::RenameConstraint,
    rename_index::RenameIndex,
    drop_primary_key::DropPrimaryKey,
    rebuild_enum::RebuildEnum,
    add_columns::AddColumns,
    fill_column::FillColumn,
    detach_sequence::DetachSequence,
    alter_column_type::AlterColumnType,
    drop_not_null::DropNotNull,
    add_not_null_check::AddNotNullCheck,
    validate_constraint::ValidateConstraint,
    set_not_null::SetNotNull,
    drop_default::DropDefault,
    set_default::SetDefault,
    attach_sequence::AttachSequence,
    replace_primary_key::ReplacePrimaryKey,
    add_primary_key::AddPrimaryKey,
    count_duplicates::CountDuplicates,
    create_index::CreateIndex,
    replace_index::ReplaceIndex,
    swap_index::SwapIndex,
    replace_foreign_key::ReplaceForeignKey,
    add_foreign_key::AddForeignKey,
    create_object::CreateObject,
    drop_column::DropColumn,
    drop_table::DropTable,
    drop_enum::DropEnum,
}
