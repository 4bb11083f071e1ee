//! Functions and triggers of a history, as far as they may shape the catalog when something runs them.

use std::collections::BTreeSet;

use crate::sql::WrittenName;

/// What a statement does to functions, procedures and triggers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Routine {
    /// `CREATE FUNCTION`, `CREATE PROCEDURE`.
    Create {
        /// Its name, without a schema.
        name: String,
        /// Its arguments as they are written: with another list it is another function.
        arguments: String,
        /// What it does.
        body: Body,
    },
    /// `DROP FUNCTION` and its like.
    Drop {
        /// Their names.
        names: Vec<WrittenName>,
        /// `CASCADE`.
        cascades: bool,
    },
    /// `CREATE TRIGGER`.
    CreateTrigger {
        /// Its name.
        name: String,
        /// The table, without a schema.
        table: String,
        /// What it waits for.
        trigger: Trigger,
    },
    /// `DROP TRIGGER`.
    DropTrigger {
        /// Its name.
        name: String,
        /// The table, without a schema.
        table: String,
    },
    /// `CREATE EVENT TRIGGER`: what defines anything runs its function.
    CreateEventTrigger {
        /// The function, without a schema.
        function: String,
    },
}

/// What a trigger runs, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// What it waits for.
    pub events: BTreeSet<Event>,
    /// The function, without a schema.
    pub function: String,
}

/// What is done to the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // PostgreSQL's own words
pub(crate) enum Event {
    Insert,
    Update,
    Delete,
    Truncate,
}

impl Event {
    /// All of them, each as SQL has it.
    pub(crate) const ALL: [(Event, &'static str); 4] = [
        (Event::Insert, "INSERT"),
        (Event::Update, "UPDATE"),
        (Event::Delete, "DELETE"),
        (Event::Truncate, "TRUNCATE"),
    ];
}

/// What a function does when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// Whether it may shape what a schema describes.
    pub shapes: bool,
    /// What it runs.
    pub runs: Runs,
}

/// What a statement runs beside itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Runs {
    /// The functions that it calls.
    pub calls: BTreeSet<String>,
    /// What it does to the rows of tables, whose triggers then run.
    pub writes: BTreeSet<(String, Event)>,
}
