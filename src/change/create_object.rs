//! A view, CHECK, trigger and the like that another change drops, and that is created again.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{ObjectKind, UnmanagedObject};
use crate::promise::Promise;

/// Makes a thing again that the schema language cannot express, as the migrations created it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateObject {
    /// The thing.
    pub object: UnmanagedObject,
}

impl ChangeKind for CreateObject {
    fn subject(&self) -> Subject<'_> {
        Subject::Object(self.object.kind, self.object.table.as_ref(), &self.object.name)
    }

    fn summary(&self) -> String {
        format!("put {} back", self.object.title())
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let UnmanagedObject { kind, name, .. } = &self.object;
        let view = kind.is_relation().then(|| ObjectRef::View(name.clone()));
        let function = (*kind == ObjectKind::Function).then(|| ObjectRef::Function(name.clone()));
        let other_type = kind.is_type().then(|| ObjectRef::OtherType(name.clone()));
        view.into_iter().chain(function).chain(other_type).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let on = &self.object.dependencies;
        let columns = on.columns.iter().map(|(table, column)| ObjectRef::column(table, column.as_str()));
        let relations =
            on.relations.iter().flat_map(|name| [ObjectRef::Table(name.clone()), ObjectRef::View(name.clone())]);
        let types =
            on.types.iter().flat_map(|name| [ObjectRef::EnumType(name.clone()), ObjectRef::OtherType(name.clone())]);
        let functions = on.functions.iter().map(|name| ObjectRef::Function(name.clone()));
        columns.chain(relations).chain(types).chain(functions).collect()
    }

    fn hazards(&self) -> Hazards {
        let UnmanagedObject { kind, table, dependencies, .. } = &self.object;
        let own = table.iter();
        match kind {
            ObjectKind::Check | ObjectKind::ForeignKey => {
                Hazards::locks(own, LockMode::AccessExclusive, LockDuration::RowsAreRead)
            }
            ObjectKind::Exclude => Hazards::locks(own, LockMode::AccessExclusive, LockDuration::IndexIsBuilt),
            ObjectKind::Index => Hazards::locks(own, LockMode::Share, LockDuration::IndexIsBuilt),
            ObjectKind::Rule | ObjectKind::Policy => {
                Hazards::locks(own, LockMode::AccessExclusive, LockDuration::Instant)
            }
            ObjectKind::Trigger => Hazards::locks(own, LockMode::ShareRowExclusive, LockDuration::Instant),
            ObjectKind::Statistics | ObjectKind::Comment | ObjectKind::PublishedTable => {
                Hazards::locks(own, LockMode::ShareUpdateExclusive, LockDuration::Instant)
            }
            ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Function => {
                Hazards::locks(&dependencies.relations, LockMode::AccessShare, LockDuration::Instant)
            }
            ObjectKind::Publication
            | ObjectKind::Default
            | ObjectKind::Domain
            | ObjectKind::Type
            | ObjectKind::GeneratedColumn
            | ObjectKind::Privileges
            | ObjectKind::RowSecurity
            | ObjectKind::Rows
            | ObjectKind::Setting
            | ObjectKind::Other => Hazards::default(),
        }
    }

    /// Only the server knows how it prints it.
    fn promises(&self) -> Vec<Promise> {
        Vec::new()
    }
}
