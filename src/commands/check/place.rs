//! Where a change stands in the schema: the field, model or enum that it is about.

use crate::change::{Change, ObjectRef};
use crate::physical::{ObjectName, TableOrigin};
use crate::psl::schema::Model;
use crate::state::State;
use crate::text::Span;

/// What a change is about, in Prisma's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    /// `Patient.nickname`, `Patient` or `Status`.
    pub(super) name: String,
    /// Where it is declared.
    pub(super) span: Span,
}

/// What a change is about; `None` for what the schema does not have any more.
pub(super) fn declaration(change: &Change, state: &State) -> Option<Declaration> {
    let kind = change.as_kind();
    let objects = [kind.creates(), kind.alters(), kind.drops(), kind.needs()].concat();
    let columns = objects.iter().filter_map(|object| {
        let ObjectRef::Column(table, column) = object else { return None };
        of_column(state, table, column)
    });
    // a table that is made has columns too
    let is_of_table = matches!(change, Change::CreateTable(_) | Change::DropTable(_));
    let mut others = objects.iter().filter_map(|object| match object {
        ObjectRef::Table(table)
        | ObjectRef::AllColumns(table)
        | ObjectRef::Unique(table, _)
        | ObjectRef::Column(table, _)
        | ObjectRef::Constraint(table, _) => model(state, table).map(of_model),
        ObjectRef::EnumType(name) | ObjectRef::EnumName(name) | ObjectRef::Label(name, _) => of_enum(state, name),
        ObjectRef::Schema(_)
        | ObjectRef::Extension(_)
        | ObjectRef::TypeName(_)
        | ObjectRef::Sequence(_)
        | ObjectRef::Index(_)
        | ObjectRef::View(_)
        | ObjectRef::OtherType(_)
        | ObjectRef::Function(_) => None,
    });
    if is_of_table { others.next() } else { columns.chain(others).next() }
}

fn model<'s>(state: &'s State, table: &ObjectName) -> Option<&'s Model> {
    let TableOrigin::Model(name) = &state.database.tables.get(table)?.origin else { return None };
    state.schema.models.iter().find(|model| model.name == *name)
}

fn of_model(model: &Model) -> Declaration {
    Declaration { name: model.name.clone(), span: model.span }
}

fn of_column(state: &State, table: &ObjectName, column: &str) -> Option<Declaration> {
    let model = model(state, table)?;
    let field = model.fields.iter().find(|field| field.database_name == column)?;
    Some(Declaration { name: format!("{}.{}", model.name, field.name), span: field.span })
}

fn of_enum(state: &State, name: &ObjectName) -> Option<Declaration> {
    let prisma_name = &state.database.enums.get(name)?.prisma_name;
    let declared = state.schema.enums.iter().find(|declared| declared.name == *prisma_name)?;
    Some(Declaration { name: declared.name.clone(), span: declared.span })
}
