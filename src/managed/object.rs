//! What becomes of a thing that the schema language has no word for, when what it stands on changes.
//!
//! PostgreSQL's own rules: what it makes anew by itself, what goes without a word, and what it refuses to change
//! (<https://www.postgresql.org/docs/current/ddl-depend.html>; the conversion of a column looks for each by itself).

use crate::physical::{ObjectKind, UnmanagedObject};

/// What happens to a column, table or type that a thing stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disturbance {
    /// A column gets another type of the same family: numbers stay numbers, texts stay texts.
    ConvertedInFamily,
    /// A column gets another type, or its enum type is made anew.
    Converted,
    /// A column is dropped, and another one of its name comes in its place.
    Replaced,
    /// A column is dropped.
    Dropped,
    /// A table is dropped.
    TableDropped,
    /// A view makes way and is made again.
    ViewMadeAgain,
    /// A function, a domain or a type that is no enum makes way and is made again.
    DefinitionMadeAgain,
    /// An enum type is made anew.
    TypeRebuilt,
    /// An enum type is dropped.
    TypeDropped,
}

/// What becomes of the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stays as it is.
    Stays,
    /// PostgreSQL drops it along, without a word.
    GoesAlong,
    /// It is dropped before, and made again afterwards.
    MakesWay,
    /// PostgreSQL refuses the change because of it.
    Stops,
}

/// What becomes of a thing. What would have to make way, and whose words cannot make it again, stops the change.
#[must_use]
pub fn fate(object: &UnmanagedObject, disturbance: Disturbance) -> Fate {
    let fate = by_kind(object, disturbance);
    let is_said_again = matches!(object.kind, ObjectKind::Comment | ObjectKind::Privileges);
    match fate {
        Fate::MakesWay if object.can_be_made_again() => Fate::MakesWay,
        // the change can be made without it
        Fate::MakesWay if is_said_again => Fate::GoesAlong,
        Fate::MakesWay => Fate::Stops,
        Fate::Stays | Fate::GoesAlong | Fate::Stops => fate,
    }
}

fn by_kind(object: &UnmanagedObject, disturbance: Disturbance) -> Fate {
    match object.kind {
        // PostgreSQL refuses for one over an expression, and builds it again for another type
        ObjectKind::Exclude if disturbance == Disturbance::Dropped => Fate::Stops,
        ObjectKind::Exclude if disturbance == Disturbance::ConvertedInFamily => Fate::MakesWay,
        // PostgreSQL makes them again, and what was said of them (an owner, a target) is lost
        ObjectKind::Statistics if disturbance == Disturbance::ConvertedInFamily && object.statements.len() > 1 => {
            Fate::MakesWay
        }
        // they are of a materialised view
        ObjectKind::Statistics if disturbance == Disturbance::ViewMadeAgain => Fate::MakesWay,
        ObjectKind::Check | ObjectKind::Exclude | ObjectKind::ForeignKey | ObjectKind::Statistics => {
            of_constraint(disturbance)
        }
        // PostgreSQL builds it again in any case, and what was said of it is lost
        ObjectKind::Index if disturbance == Disturbance::ConvertedInFamily => Fate::MakesWay,
        ObjectKind::Index => of_constraint(disturbance),
        ObjectKind::View | ObjectKind::MaterializedView => of_definition(disturbance, false),
        ObjectKind::Rule | ObjectKind::Policy | ObjectKind::Trigger => {
            // with its own table it goes without a word
            let has_own_table =
                object.table.as_ref().is_some_and(|own| object.stands_on.relations.iter().all(|on| on == own));
            of_definition(disturbance, has_own_table)
        }
        // a publication of all tables, or of a schema, stands on none; each table that is listed is a thing of its own
        ObjectKind::Publication => Fate::Stays,
        ObjectKind::PublishedTable => of_definition(disturbance, true),
        // one whose body is a text stands on the types of its arguments alone
        ObjectKind::Function => of_definition(disturbance, false),
        ObjectKind::Default => Fate::Stops,
        ObjectKind::GeneratedColumn => match disturbance {
            Disturbance::TableDropped => Fate::GoesAlong,
            Disturbance::ViewMadeAgain => Fate::Stays,
            Disturbance::ConvertedInFamily
            | Disturbance::Converted
            | Disturbance::Replaced
            | Disturbance::Dropped
            | Disturbance::TypeRebuilt
            | Disturbance::TypeDropped
            | Disturbance::DefinitionMadeAgain => Fate::Stops,
        },
        ObjectKind::Domain | ObjectKind::Type => match disturbance {
            Disturbance::TypeRebuilt | Disturbance::DefinitionMadeAgain => Fate::MakesWay,
            Disturbance::TypeDropped => Fate::Stops,
            Disturbance::ConvertedInFamily
            | Disturbance::Converted
            | Disturbance::Replaced
            | Disturbance::Dropped
            | Disturbance::TableDropped
            | Disturbance::ViewMadeAgain => Fate::Stays,
        },
        ObjectKind::Other => match disturbance {
            Disturbance::TypeRebuilt | Disturbance::TypeDropped | Disturbance::DefinitionMadeAgain => Fate::Stops,
            Disturbance::ConvertedInFamily
            | Disturbance::Converted
            | Disturbance::Replaced
            | Disturbance::Dropped
            | Disturbance::TableDropped
            | Disturbance::ViewMadeAgain => Fate::Stays,
        },
        ObjectKind::Comment | ObjectKind::Privileges => match disturbance {
            Disturbance::Replaced | Disturbance::TypeRebuilt => Fate::MakesWay,
            Disturbance::ConvertedInFamily
            | Disturbance::Converted
            | Disturbance::Dropped
            | Disturbance::TableDropped
            | Disturbance::ViewMadeAgain
            | Disturbance::DefinitionMadeAgain
            | Disturbance::TypeDropped => Fate::Stays,
        },
        // what was measured of the values that go says nothing of others
        ObjectKind::Setting if disturbance == Disturbance::Replaced => Fate::GoesAlong,
        ObjectKind::RowSecurity | ObjectKind::Rows | ObjectKind::Setting => Fate::Stays,
    }
}

/// PostgreSQL reads a constraint, and statistics, again, with constants that still have the old type: that is well within a family.
fn of_constraint(disturbance: Disturbance) -> Fate {
    match disturbance {
        Disturbance::ConvertedInFamily | Disturbance::ViewMadeAgain => Fate::Stays,
        Disturbance::Converted
        | Disturbance::Replaced
        | Disturbance::TypeRebuilt
        | Disturbance::DefinitionMadeAgain => Fate::MakesWay,
        Disturbance::Dropped | Disturbance::TableDropped => Fate::GoesAlong,
        Disturbance::TypeDropped => Fate::Stops,
    }
}

/// A view, a function, a rule, a policy, a trigger or a table in a publication: PostgreSQL changes nothing under it.
fn of_definition(disturbance: Disturbance, goes_with_its_table: bool) -> Fate {
    match disturbance {
        Disturbance::ConvertedInFamily
        | Disturbance::Converted
        | Disturbance::Replaced
        | Disturbance::ViewMadeAgain
        | Disturbance::DefinitionMadeAgain
        | Disturbance::TypeRebuilt => Fate::MakesWay,
        Disturbance::TableDropped if goes_with_its_table => Fate::GoesAlong,
        Disturbance::TableDropped | Disturbance::Dropped | Disturbance::TypeDropped => Fate::Stops,
    }
}
