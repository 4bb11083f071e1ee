//! A value that an enum type lacks.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Part, Subject, Title};
use crate::physical::ObjectName;
use crate::promise::Promise;

/// Adds a value to an enum type that is there. It locks no table, and what is added cannot be used
/// before it is committed: <https://www.postgresql.org/docs/current/sql-altertype.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddEnumValue {
    /// The type.
    pub enumeration: ObjectName,
    /// The label.
    pub label: String,
    /// The label before it in the schema, where that is new too: it is added first.
    pub previous: Option<String>,
    /// The label it stands after; `None` for the first place or the last.
    pub after: Option<String>,
    /// The label it stands before, for the first place.
    pub before: Option<String>,
}

impl ChangeKind for AddEnumValue {
    fn subject(&self) -> Subject<'_> {
        Subject::Label(&self.enumeration, &self.label)
    }

    fn part(&self) -> Part {
        Part::Values
    }

    fn summary(&self) -> String {
        format!("add value {} to {}", self.label, self.enumeration)
    }

    /// The type with the value in it: who needs it waits, and who lets go of the old one does not have to be first.
    fn creates(&self) -> Vec<ObjectRef> {
        let label = ObjectRef::Label(self.enumeration.clone(), self.label.clone());
        vec![ObjectRef::EnumType(self.enumeration.clone()), label]
    }

    /// Its neighbours are named.
    fn needs(&self) -> Vec<ObjectRef> {
        let neighbours = self.previous.iter().chain(&self.after).chain(&self.before);
        let labels = neighbours.map(|label| ObjectRef::Label(self.enumeration.clone(), label.clone()));
        labels.chain([ObjectRef::EnumName(self.enumeration.clone())]).collect()
    }

    fn title(&self) -> Option<Title> {
        let place = format!("to_{}", self.enumeration.name);
        Some(Title::several("add", vec![self.label.clone()], "values", place))
    }

    fn new_label(&self) -> Option<(&ObjectName, &str)> {
        Some((&self.enumeration, &self.label))
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::label(&self.enumeration, &self.label)]
    }
}
