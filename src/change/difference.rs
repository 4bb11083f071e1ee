//! Which of two databases has what a change is about.

use super::{Change, ObjectRef, Subject};

/// Where the object of a change exists, of the database before it and the one after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only before: the names of the objects that the change drops.
    OnlyBefore(Vec<String>),
    /// Only after: the names of the objects that the change creates.
    OnlyAfter(Vec<String>),
    /// In both, in another form: what the change does, in words.
    Changed(String),
}

impl Change {
    /// Which of the two databases has what this change is about.
    #[must_use]
    pub fn difference(&self) -> Difference {
        let kind = self.as_kind();
        let (created, dropped) = (kind.creates(), kind.drops());
        if let Some((table, columns)) = kind.adds_columns() {
            return Difference::OnlyAfter(columns.iter().map(|column| format!("{table}.{}", column.name)).collect());
        }
        let subject = kind.subject();
        let is_in = |objects: &[ObjectRef]| subject.object().is_some_and(|object| objects.contains(&object));
        if dropped.is_empty() && is_in(&created) {
            Difference::OnlyAfter(vec![subject.name()])
        } else if created.is_empty() && is_in(&dropped) {
            Difference::OnlyBefore(vec![subject.name()])
        } else {
            Difference::Changed(kind.summary())
        }
    }
}

impl Subject<'_> {
    /// The object of the database, for those that the schema language can express.
    fn object(self) -> Option<ObjectRef> {
        Some(match self {
            Self::Schema(name) => ObjectRef::Schema(name.to_owned()),
            Self::Extension(name) => ObjectRef::Extension(name.to_owned()),
            Self::Type(name) => ObjectRef::EnumType(name.clone()),
            Self::Label(of, label) => ObjectRef::Label(of.clone(), label.to_owned()),
            Self::Sequence(name) => ObjectRef::Sequence(name.clone()),
            Self::Table(name) => ObjectRef::Table(name.clone()),
            Self::Column(table, name) => ObjectRef::column(table, name),
            Self::Constraint(table, name) => ObjectRef::constraint(table, name),
            Self::Index(table, name) => ObjectRef::Index(table.sibling(name)),
            Self::Object(..) => return None,
        })
    }

    /// What people call it: `app.patients.nickname`, `index app.patients_nickname_idx`.
    fn name(self) -> String {
        match self {
            Self::Schema(name) => format!("PostgreSQL schema {name}"),
            Self::Extension(name) => format!("extension {name}"),
            Self::Type(name) => format!("enum {name}"),
            Self::Label(of, label) => format!("value {label} of {of}"),
            Self::Sequence(name) => format!("sequence {name}"),
            Self::Table(name) => name.to_string(),
            Self::Column(table, name) => format!("{table}.{name}"),
            Self::Constraint(table, name) => format!("constraint {name} of {table}"),
            Self::Index(table, name) => format!("index {}", table.sibling(name)),
            Self::Object(kind, _, name) => format!("{} {name}", kind.as_sql()),
        }
    }
}
