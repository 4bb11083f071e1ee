//! Whether a statement may shape what a schema describes, whatever is there.

use super::{
    Action, AlterExtension, AlterIndex, AlterTable, AlterType, Block, ColumnChange, Command, CreateTable, Definition,
    Drop, DropKind, ExtensionChange, IndexChange, Step, TableChange, Transaction, TypeChange,
};
use crate::sql::Read;

impl Command {
    /// Whether it may shape what a schema describes.
    #[must_use]
    pub(crate) fn may_shape(&self) -> bool {
        match self {
            Command::Define(definition) => definition.may_shape(),
            Command::SearchPath(_) => true,
            Command::Do(block) => block.may_shape(),
            Command::Transaction(transaction) => match transaction {
                Transaction::Rollback { .. } | Transaction::RollbackTo(_) => true,
                Transaction::Begin
                | Transaction::Commit { .. }
                | Transaction::Savepoint(_)
                | Transaction::Release(_) => false,
            },
            Command::Routine(_) | Command::Unmanaged => false,
        }
    }
}

impl Definition {
    fn may_shape(&self) -> bool {
        match self {
            Definition::CreateTable(CreateTable { lifetime, .. }) => !lifetime.is_temporary(),
            Definition::AlterTable(AlterTable { change, .. }) => match change {
                TableChange::Rename(_) | TableChange::RenameColumn(_) | TableChange::RenameConstraint(_) => true,
                TableChange::Actions(actions) => actions.iter().any(action_may_shape),
            },
            Definition::AlterIndex(AlterIndex { change, .. }) => match change {
                IndexChange::Rename(_) | IndexChange::ResetParameters(_) => true,
                IndexChange::SetParameters { parameters, others: _ } => !parameters.is_empty(),
                IndexChange::Comment(_) | IndexChange::Unmanaged => false,
            },
            Definition::AlterType(AlterType { change, .. }) => !matches!(change, Ok(TypeChange::Unmanaged)),
            Definition::AlterExtension(AlterExtension { change, .. }) => {
                !matches!(change, Ok(ExtensionChange::Unmanaged))
            }
            Definition::Drop(Drop { kind, cascades, .. }) => match kind {
                DropKind::Table
                | DropKind::Index
                | DropKind::Type
                | DropKind::Domain
                | DropKind::Schema
                | DropKind::Extension => true,
                DropKind::Sequence => *cascades,
                DropKind::MaterializedView | DropKind::ForeignTable | DropKind::View => false,
            },
            Definition::CreateIndex(_)
            | Definition::CreateType(_)
            | Definition::CreateDomain { .. }
            | Definition::CreateSchema(_)
            | Definition::RenameSchema { .. }
            | Definition::CreateExtension(_)
            | Definition::NotUnderstood(_) => true,
            Definition::CreateOther(_) | Definition::AlterSequence(_) | Definition::AlterOther(_) => false,
        }
    }
}

fn action_may_shape(action: &Read<Action>) -> bool {
    match action {
        Ok(Action::Unmanaged) => false,
        Ok(Action::AlterColumn { column: _, change }) => *change != ColumnChange::Unmanaged,
        Ok(Action::AddColumn { .. })
        | Ok(Action::AddConstraint(_))
        | Ok(Action::DropColumn { .. })
        | Ok(Action::DropConstraint { .. })
        | Ok(Action::ChangeParents(_))
        | Ok(Action::AlterConstraint { .. })
        | Ok(Action::IndexRole { .. })
        | Err(_) => true,
    }
}

impl Block {
    /// Whether any of its steps may.
    #[must_use]
    pub(crate) fn may_shape(&self) -> bool {
        let Block { declarations: _, steps, handlers } = self;
        steps.iter().any(Step::may_shape) || handlers.iter().any(|handler| handler.shapes.is_some())
    }
}

impl Step {
    /// The variables that it gives another value, less those of what stands in it.
    pub(crate) fn assigned(&self) -> impl Iterator<Item = &String> {
        let found: &[String] = match self {
            Step::Assign { variables: found, .. } | Step::Execute { into: found, .. } => found,
            Step::Run(_)
            | Step::Block(_)
            | Step::If(_)
            | Step::Loop(_)
            | Step::Raise { .. }
            | Step::Promise(_)
            | Step::Return
            | Step::Nothing => &[],
        };
        found.iter()
    }

    /// Whether it may shape what a schema describes.
    #[must_use]
    pub(crate) fn may_shape(&self) -> bool {
        match self {
            Step::Run(Ok(statement)) => statement.command.may_shape(),
            Step::Run(Err(_)) => true,
            Step::Block(block) => block.may_shape(),
            Step::If(branch) => branch.arms.iter().any(|arm| arm.shapes.is_some()),
            Step::Loop(repeated) => repeated.shapes.is_some(),
            Step::Execute { shapes, .. } => *shapes,
            Step::Assign { .. } | Step::Raise { .. } | Step::Promise(_) | Step::Return | Step::Nothing => false,
        }
    }
}
