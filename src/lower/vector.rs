//! Indexes of vector columns. A btree is never one of them: it is made without complaint, and then
//! refuses every row of more than a third of a page, which is any real embedding.
//!
//! Limits: <https://github.com/pgvector/pgvector#hnsw>.

use super::Lowering;
use super::column::column_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::naming;
use crate::physical::{
    Column, ElementType, Index, IndexChoice, IndexColumn, IndexMethod, OperatorClass, StorageParameter, Table,
    VectorKind,
};
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::schema::{self, Field};
use crate::text::Spanned;

/// The column of that name, if it holds vectors.
pub fn column<'table>(table: &'table Table, name: &str) -> Option<&'table Column> {
    table.column(name).filter(|column| is_vector(column))
}

fn is_vector(column: &Column) -> bool {
    matches!(column.column_type.element, ElementType::Vector(..)) && !column.column_type.is_list
}

/// The indexes a field has by its directives, or by the configuration when nothing else is said of it.
pub fn of_field(lowering: &mut Lowering<'_>, field: &Field, table: &Table) -> Vec<Index> {
    let Some(column) = table.column(&column_name(field)) else { return Vec::new() };
    let mut made = Vec::new();
    let mut is_decided = false;
    for directive in &field.directives {
        let Some(choice) = Choice::of_directive(&directive.kind) else { continue };
        is_decided = true;
        if let Some(choice) = choice
            && lowering.can_be_indexed(column, Place::Directive(directive))
        {
            let name = choice.name.clone().unwrap_or_else(|| default_name(table, column));
            let index = Index { name, ..choice.index(lowering, column) };
            made.push(Index { choice: IndexChoice::Schema, ..index });
        }
    }
    let has_index = table.indexes.values().any(|index| index.columns.iter().any(|part| part.name == column.name));
    let by_default = !is_decided && !has_index && is_vector(column) && lowering.defaults.vector.index_every_column;
    if by_default && lowering.can_be_indexed(column, Place::Default(field)) {
        let index = Choice::default().index(lowering, column);
        made.push(Index { name: default_name(table, column), choice: IndexChoice::ByDefault, ..index });
    }
    made
}

/// What an `@@index` or `@@unique` on a vector column becomes.
pub fn of_index(lowering: &mut Lowering<'_>, index: Index, declared: &schema::Index, column: &Column) -> Option<Index> {
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
    if !lowering.can_be_indexed(column, Place::Index(declared)) {
        return None;
    }
    let directive = declared.directives.iter().find_map(|directive| Choice::of_directive(&directive.kind).flatten());
    let is_said = directive.is_some();
    let choice = directive.unwrap_or_default();
    let chosen = choice.index(lowering, column);
    let written = index.columns.into_iter().next().and_then(|part| part.operator_class);
    let columns = match written {
        Some(class) => vec![IndexColumn { name: column.name.clone(), sort: None, operator_class: Some(class) }],
        None => chosen.columns,
    };
    Some(Index {
        name: choice.name.unwrap_or(index.name),
        columns,
        predicate: index.predicate,
        choice: if is_said { IndexChoice::Schema } else { IndexChoice::MethodByDefault },
        ..chosen
    })
}

fn default_name(table: &Table, column: &Column) -> String {
    naming::index(&table.name.name, std::slice::from_ref(&column.name))
}

/// Method, operator class and parameters, as far as somebody said something.
#[derive(Default)]
struct Choice {
    is_ivfflat: bool,
    name: Option<String>,
    operator_class: Option<String>,
    m: Option<u32>,
    ef_construction: Option<u32>,
    lists: Option<u32>,
}

impl Choice {
    /// `None`: nothing about indexes; `Some(None)`: no index wanted.
    fn of_directive(kind: &DirectiveKind) -> Option<Option<Choice>> {
        fn value<T: Clone>(argument: &Option<Spanned<T>>) -> Option<T> {
            argument.as_ref().map(|argument| argument.value.clone())
        }
        Some(match kind {
            DirectiveKind::NoIndex => None,
            DirectiveKind::Hnsw { operator_class, m, ef_construction, name } => Some(Choice {
                name: value(name),
                operator_class: value(operator_class),
                m: value(m),
                ef_construction: value(ef_construction),
                ..Choice::default()
            }),
            DirectiveKind::IvfFlat { operator_class, lists, name } => Some(Choice {
                is_ivfflat: true,
                name: value(name),
                operator_class: value(operator_class),
                lists: value(lists),
                ..Choice::default()
            }),
            DirectiveKind::RenamedFrom(_)
            | DirectiveKind::Using(_)
            | DirectiveKind::Backfill(_)
            | DirectiveKind::Targets(_) => return None,
        })
    }

    /// The index, but for its name.
    fn index(&self, lowering: &Lowering<'_>, column: &Column) -> Index {
        let defaults = &lowering.defaults.vector;
        let parameter = |name: &str, value| StorageParameter { name: name.to_owned(), value };
        let (method, parameters) = if self.is_ivfflat {
            (IndexMethod::IvfFlat, vec![parameter("lists", self.lists.unwrap_or(100))])
        } else {
            let m = parameter("m", self.m.unwrap_or(defaults.m));
            let ef_construction =
                parameter("ef_construction", self.ef_construction.unwrap_or(defaults.ef_construction));
            (IndexMethod::Hnsw, vec![m, ef_construction])
        };
        let class = self
            .operator_class
            .clone()
            .unwrap_or_else(|| class_for(&column.column_type.element, &defaults.operator_class));
        // IVFFlat has one default class, L2 on vector, and then the catalog prints none
        let is_default = method == IndexMethod::IvfFlat && class == "vector_l2_ops";
        Index {
            name: String::new(),
            is_unique: false,
            method,
            columns: vec![IndexColumn {
                name: column.name.clone(),
                sort: None,
                operator_class: Some(OperatorClass::Named { name: class, is_default }),
            }],
            parameters,
            predicate: None,
            choice: IndexChoice::Schema,
        }
    }
}

/// The class of the same distance for another vector type.
fn class_for(element: &ElementType, class: &str) -> String {
    let distance = class.split_once('_').map_or(class, |(_, distance)| distance);
    match element {
        ElementType::Vector(kind, _) => format!("{}_{distance}", kind.as_sql()),
        _ => "bit_hamming_ops".to_owned(),
    }
}

/// Who wants the index, to point at.
enum Place<'schema> {
    Directive(&'schema Directive),
    Index(&'schema schema::Index),
    Default(&'schema Field),
}

impl Lowering<'_> {
    /// Whether pgvector can index the column. Where somebody asked for it, it is an error that it cannot;
    /// where it is only the default, the column goes without, and the user is told.
    fn can_be_indexed(&mut self, column: &Column, place: Place<'_>) -> bool {
        let reason = match &column.column_type.element {
            ElementType::Vector(VectorKind::SparseVec, Some(_)) => return true,
            ElementType::Vector(_, None) => "it has no dimensions".to_owned(),
            ElementType::Vector(kind, Some(dimensions)) => {
                let most = if *kind == VectorKind::Vector { 2000 } else { 4000 };
                if *dimensions <= most {
                    return true;
                }
                format!("it has {dimensions} dimensions, an index on {} takes {most}", kind.as_sql())
            }
            _ => return true,
        };
        let message = format!("the vector column `{}` cannot be indexed: {reason}", column.name);
        let (diagnostic, span) = match place {
            Place::Directive(directive) => (Diagnostic::error(Code::VectorIndexImpossible, message), directive.span),
            Place::Index(index) => (Diagnostic::error(Code::VectorIndexImpossible, message), index.span),
            Place::Default(field) => (Diagnostic::warning(Code::VectorWithoutIndex, message), field.span),
        };
        self.diagnostics.push(diagnostic.at(span, "").help(
            "use a type with dimensions within the limit, such as vector(1536) or halfvec(3072), or write /// @refract.noIndex on the field",
        ));
        false
    }
}
