//! What happens to an unmanaged object when something that it depends on changes.
//!
//! PostgreSQL's own rules: what it updates by itself, what it drops without `CASCADE`, and what it refuses to change
//! (<https://www.postgresql.org/docs/current/ddl-depend.html>; the conversion of a column looks for each by itself).

use crate::physical::{ObjectKind, UnmanagedObject};

/// What happens to a column, table or type that an object depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencyChange {
    /// A column gets another type of the same family: numbers stay numbers, texts stay texts.
    ConvertedInFamily,
    /// A column gets another type, or its enum type is built again.
    Converted,
    /// A column is dropped, and another one of its name comes in its place.
    Replaced,
    /// A column is dropped.
    Dropped,
    /// A table is dropped.
    TableDropped,
    /// A view is dropped and created again.
    ViewRecreated,
    /// A function, a domain or a type that is no enum is dropped and created again.
    DefinitionRecreated,
    /// An enum type is built again.
    TypeRebuilt,
    /// An enum type is dropped.
    TypeDropped,
}

/// What happens to the object, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing: it stays as it is.
    Unaffected,
    /// PostgreSQL drops it together with what it depends on.
    DroppedAlong,
    /// It has to be dropped before the change, and is created again after it.
    Recreated,
    /// PostgreSQL refuses the change because of it.
    Blocks,
}

/// What a change of something that an object depends on does to it. An object that would have to be created again, and
/// whose statements cannot do that, blocks the change.
#[must_use]
pub fn effect_of(object: &UnmanagedObject, change: DependencyChange) -> Effect {
    let effect = by_kind(object, change);
    let is_said_again = matches!(object.kind, ObjectKind::Comment | ObjectKind::Privileges);
    match effect {
        Effect::Recreated if object.can_be_made_again() => Effect::Recreated,
        // the change can be made without it
        Effect::Recreated if is_said_again => Effect::DroppedAlong,
        Effect::Recreated => Effect::Blocks,
        Effect::Unaffected | Effect::DroppedAlong | Effect::Blocks => effect,
    }
}

fn by_kind(object: &UnmanagedObject, change: DependencyChange) -> Effect {
    match object.kind {
        // PostgreSQL refuses for one over an expression, and builds it again for another type
        ObjectKind::Exclude if change == DependencyChange::Dropped => Effect::Blocks,
        ObjectKind::Exclude if change == DependencyChange::ConvertedInFamily => Effect::Recreated,
        // PostgreSQL makes them again, and what was said of them (an owner, a target) is lost
        ObjectKind::Statistics if change == DependencyChange::ConvertedInFamily && object.statements.len() > 1 => {
            Effect::Recreated
        }
        // they are of a materialised view
        ObjectKind::Statistics if change == DependencyChange::ViewRecreated => Effect::Recreated,
        ObjectKind::Check | ObjectKind::Exclude | ObjectKind::ForeignKey | ObjectKind::Statistics => {
            of_constraint(change)
        }
        // PostgreSQL builds it again in any case, and what was said of it is lost
        ObjectKind::Index if change == DependencyChange::ConvertedInFamily => Effect::Recreated,
        ObjectKind::Index => of_constraint(change),
        ObjectKind::View | ObjectKind::MaterializedView => of_definition(change, false),
        ObjectKind::Rule | ObjectKind::Policy | ObjectKind::Trigger => {
            // PostgreSQL drops it together with its own table
            let has_own_table =
                object.table.as_ref().is_some_and(|own| object.dependencies.relations.iter().all(|on| on == own));
            of_definition(change, has_own_table)
        }
        // a publication of all tables, or of a schema, depends on none; each table that is listed is an object of its own
        ObjectKind::Publication => Effect::Unaffected,
        ObjectKind::PublishedTable => of_definition(change, true),
        // one whose body is a text depends on the types of its arguments alone
        ObjectKind::Function => of_definition(change, false),
        ObjectKind::Default => Effect::Blocks,
        ObjectKind::GeneratedColumn => match change {
            DependencyChange::TableDropped => Effect::DroppedAlong,
            DependencyChange::ViewRecreated => Effect::Unaffected,
            DependencyChange::ConvertedInFamily
            | DependencyChange::Converted
            | DependencyChange::Replaced
            | DependencyChange::Dropped
            | DependencyChange::TypeRebuilt
            | DependencyChange::TypeDropped
            | DependencyChange::DefinitionRecreated => Effect::Blocks,
        },
        ObjectKind::Domain | ObjectKind::Type => match change {
            DependencyChange::TypeRebuilt | DependencyChange::DefinitionRecreated => Effect::Recreated,
            DependencyChange::TypeDropped => Effect::Blocks,
            DependencyChange::ConvertedInFamily
            | DependencyChange::Converted
            | DependencyChange::Replaced
            | DependencyChange::Dropped
            | DependencyChange::TableDropped
            | DependencyChange::ViewRecreated => Effect::Unaffected,
        },
        ObjectKind::Other => match change {
            DependencyChange::TypeRebuilt | DependencyChange::TypeDropped | DependencyChange::DefinitionRecreated => {
                Effect::Blocks
            }
            DependencyChange::ConvertedInFamily
            | DependencyChange::Converted
            | DependencyChange::Replaced
            | DependencyChange::Dropped
            | DependencyChange::TableDropped
            | DependencyChange::ViewRecreated => Effect::Unaffected,
        },
        ObjectKind::Comment | ObjectKind::Privileges => match change {
            DependencyChange::Replaced | DependencyChange::TypeRebuilt => Effect::Recreated,
            DependencyChange::ConvertedInFamily
            | DependencyChange::Converted
            | DependencyChange::Dropped
            | DependencyChange::TableDropped
            | DependencyChange::ViewRecreated
            | DependencyChange::DefinitionRecreated
            | DependencyChange::TypeDropped => Effect::Unaffected,
        },
        // what was measured of the values that go says nothing of others
        ObjectKind::Setting if change == DependencyChange::Replaced => Effect::DroppedAlong,
        ObjectKind::RowSecurity | ObjectKind::Rows | ObjectKind::Setting => Effect::Unaffected,
    }
}

/// PostgreSQL reads a constraint, and statistics, again, with constants that still have the old type: that is well within a family.
fn of_constraint(change: DependencyChange) -> Effect {
    match change {
        DependencyChange::ConvertedInFamily | DependencyChange::ViewRecreated => Effect::Unaffected,
        DependencyChange::Converted
        | DependencyChange::Replaced
        | DependencyChange::TypeRebuilt
        | DependencyChange::DefinitionRecreated => Effect::Recreated,
        DependencyChange::Dropped | DependencyChange::TableDropped => Effect::DroppedAlong,
        DependencyChange::TypeDropped => Effect::Blocks,
    }
}

/// A view, a function, a rule, a policy, a trigger or a table in a publication: PostgreSQL changes nothing under it.
fn of_definition(change: DependencyChange, goes_with_its_table: bool) -> Effect {
    match change {
        DependencyChange::ConvertedInFamily
        | DependencyChange::Converted
        | DependencyChange::Replaced
        | DependencyChange::ViewRecreated
        | DependencyChange::DefinitionRecreated
        | DependencyChange::TypeRebuilt => Effect::Recreated,
        DependencyChange::TableDropped if goes_with_its_table => Effect::DroppedAlong,
        DependencyChange::TableDropped | DependencyChange::Dropped | DependencyChange::TypeDropped => Effect::Blocks,
    }
}
