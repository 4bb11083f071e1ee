//! Indexes of vector columns. A btree is never one of them: it is made without complaint, and then
//! refuses every row of more than a third of a page, which is any real embedding.

mod choice;
mod limits;
mod origin;

use choice::Choice;
use origin::IndexOrigin;

use super::Lowering;
use super::column::column_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::naming;
use crate::physical::{Column, ElementType, Index, IndexChoice, OperatorClass, Table};
use crate::psl::directive::Directive;
use crate::psl::schema::{self, Field};

/// The column of that name, if it holds vectors.
pub(super) fn column<'table>(table: &'table Table, name: &str) -> Option<&'table Column> {
    table.column(name).filter(|column| is_vector(column))
}

fn is_vector(column: &Column) -> bool {
    matches!(column.column_type.element, ElementType::Vector(..)) && !column.column_type.is_list
}

/// Whether a directive makes a vector index of it: what bits need, which are not always vectors.
pub(super) fn is_asked_for(declared: &schema::Index) -> bool {
    declared.directives.iter().any(|directive| Choice::of_directive(directive).flatten().is_some())
}

/// The indexes a field has by its directives, or by the configuration when nothing else is said of it.
pub(super) fn of_field(lowering: &mut Lowering<'_>, field: &Field, table: &Table) -> Vec<Index> {
    let Some(column) = table.column(&column_name(field)) else { return Vec::new() };
    let mut made = Vec::new();
    let mut is_decided = false;
    for directive in &field.directives {
        let Some(choice) = Choice::of_directive(directive) else { continue };
        is_decided = true;
        if let Some(choice) = choice
            && let Some(index) = lowering.vector_index(&choice, column, IndexOrigin::Directive(directive.span))
        {
            let name = choice.name().unwrap_or_else(|| default_name(table, column));
            made.push(Index { name, choice: IndexChoice::Schema, ..index });
        }
    }
    let has_index = || table.indexes.values().any(|index| index.columns.iter().any(|part| part.name == column.name));
    let by_default = !is_decided && is_vector(column) && lowering.defaults.vector.index_every_column && !has_index();
    if by_default && let Some(index) = lowering.vector_index(&Choice::default(), column, IndexOrigin::Default(field)) {
        made.push(Index { name: default_name(table, column), choice: IndexChoice::ByDefault, ..index });
    }
    made
}

/// What an `@@index` or `@@unique` on a vector column becomes.
pub(super) fn of_index(
    lowering: &mut Lowering<'_>,
    index: Index,
    declared: &schema::Index,
    column: &Column,
) -> Option<Index> {
    let refuse = |reason: &str, help: &str| {
        Diagnostic::error(
            Code::VectorIndexImpossible,
            format!("an index on the vector column `{}` {reason}", column.name),
        )
        .at(declared.span, "")
        .help(help.to_owned())
    };
    if index.is_unique {
        lowering.diagnostics.push(refuse("cannot be unique", "remove the constraint; pgvector has no unique index"));
        return None;
    }
    if index.columns.len() > 1 {
        lowering.diagnostics.push(refuse("cannot hold another column", "give each column an @@index of its own"));
        return None;
    }
    if declared.method.is_some() || index.columns.iter().any(|part| part.sort.is_some()) {
        lowering.diagnostics.push(refuse(
            "is HNSW or IVFFlat and has no order",
            "leave out `type` and `sort`: @@index on a vector column is HNSW, /// @refract.ivfflat above it makes it IVFFlat",
        ));
        return None;
    }
    let choice_of = |directive: &Directive| Some((Choice::of_directive(directive).flatten()?, directive.span));
    let directive = declared.directives.iter().find_map(choice_of);
    let is_said = directive.is_some();
    let (choice, origin) = match directive {
        Some((choice, span)) => (choice, IndexOrigin::Directive(span)),
        None => (Choice::default(), IndexOrigin::Index(declared)),
    };
    let written = index.columns.into_iter().next().and_then(|part| part.operator_class);
    let choice = match (&choice.index.operator_class, &written) {
        (None, Some(OperatorClass::Raw(class))) => choice.with_class(class.as_str(), declared.span),
        (Some(_), _) | (None, None | Some(OperatorClass::Named { .. })) => choice,
    };
    if let Some(as_type) = &choice.index.as_type {
        lowering.diagnostics.push(
            Diagnostic::error(Code::MisplacedDirective, "an index with `as` is no @@index").at(as_type.span, "").help(
                "write the directive on the field and leave the @@index out: Prisma sees no index over an expression, \
                     and would make this one again and again",
            ),
        );
        return None;
    }
    let chosen = lowering.vector_index(&choice, column, origin)?;
    if chosen.predicate.is_some() && index.predicate.is_some() {
        let help = "leave it out of one of them";
        lowering.diagnostics.push(refuse("has a `where` in the @@index and another one in the directive", help));
        return None;
    }
    Some(Index {
        name: choice.name().unwrap_or(index.name),
        predicate: chosen.predicate.clone().or(index.predicate),
        choice: if is_said { IndexChoice::Schema } else { IndexChoice::MethodByDefault },
        ..chosen
    })
}

fn default_name(table: &Table, column: &Column) -> String {
    naming::index(&table.name.name, std::slice::from_ref(&column.name))
}
