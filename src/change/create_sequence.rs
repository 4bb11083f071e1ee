//! The sequence of a column that becomes `autoincrement()`.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Part, Subject};
use crate::physical::{ColumnType, ObjectName};
use crate::promise::Promise;

/// Creates the sequence for a column that is there; [`super::AttachSequence`] then gives it to the column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateSequence {
    /// Its name.
    pub sequence: ObjectName,
    /// The column's type, which bounds it.
    pub column_type: ColumnType,
}

impl ChangeKind for CreateSequence {
    fn subject(&self) -> Subject<'_> {
        Subject::Sequence(&self.sequence)
    }

    fn part(&self) -> Part {
        Part::Creation
    }

    fn summary(&self) -> String {
        format!("create sequence {}", self.sequence)
    }

    fn is_implied(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Sequence(self.sequence.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        Vec::new() // seen through the column's default
    }
}
