//! The head of a file that uses pgvector: whether the extension is there, new enough and where it is looked for.

use serde::Serialize;

use super::quote::{Unwritable, identifier};
use crate::change::Change;
use crate::pgvector::Feature;
use crate::physical::{ColumnType, ElementType, Index, IndexExpression, OperatorClass, Qualifier};

/// For `_pgvector.sql`.
#[derive(Serialize)]
pub struct Context {
    feature: Needed,
    /// Whether the file creates the extension where it is missing.
    creates: bool,
    /// Whether an old version would not do, and the file does not bring it to a version of its own.
    checks_version: bool,
    /// Whether the file moves it.
    moves: bool,
    /// The schema in which it is looked for, where that is written.
    schema: Option<String>,
    /// What is there when it is found.
    type_name: String,
}

/// The newest thing that is used.
#[derive(Serialize)]
struct Needed {
    since: [u32; 2],
    name: &'static str,
}

/// Everybody has that.
const FIRST: (u32, u32) = (0, 1);

/// What changes need of pgvector; `None` where it needs nothing.
pub fn context(changes: &[&Change]) -> Result<Option<Context>, Unwritable> {
    let Some(newest) = changes.iter().filter_map(|change| newest(change)).max() else { return Ok(None) };
    let schema = changes.iter().flat_map(|change| qualifiers(change)).find_map(|Qualifier(schema)| schema.clone());
    let type_name = match &schema {
        Some(schema) => format!("{}.vector", identifier(schema)?),
        None => "vector".to_owned(),
    };
    let is_vector = |name: &str| name == "vector";
    let any = |is: &dyn Fn(&Change) -> bool| changes.iter().any(|change| is(change));
    Ok(Some(Context {
        feature: Needed { since: [newest.since.0, newest.since.1], name: newest.name },
        creates: any(&|change| matches!(change, Change::CreateExtension(it) if is_vector(&it.extension.name))),
        checks_version: newest.since > FIRST
            && !any(&|change| match change {
                Change::CreateExtension(it) => is_vector(&it.extension.name) && it.extension.version.is_some(),
                Change::AlterExtension(it) => is_vector(&it.name) && it.version.is_some(),
                _ => false,
            }),
        moves: any(
            &|change| matches!(change, Change::AlterExtension(it) if is_vector(&it.name) && it.schema.is_some()),
        ),
        schema,
        type_name,
    }))
}

/// The types and the index that a change brings.
fn brought(change: &Change) -> (Vec<&ColumnType>, Option<&Index>) {
    match change {
        Change::CreateTable(it) => (it.table.columns.iter().map(|column| &column.column_type).collect(), None),
        Change::AddColumns(it) => (it.columns.iter().map(|column| &column.column_type).collect(), None),
        Change::FillColumn(it) => (vec![&it.column.column_type], None),
        Change::AlterColumnType(it) => (vec![&it.after.column_type], None),
        Change::CreateIndex(it) => (Vec::new(), Some(&it.index)),
        Change::ReplaceIndex(it) => (Vec::new(), Some(&it.after)),
        _ => (Vec::new(), None),
    }
}

fn newest(change: &Change) -> Option<Feature> {
    let (types, index) = brought(change);
    let types = types.into_iter().filter_map(|column_type| Feature::of_type(&column_type.element));
    types.chain(index.and_then(Feature::of_index)).max()
}

fn qualifier_of(element: &ElementType) -> Option<&Qualifier> {
    if let ElementType::Vector(_, _, qualifier) = element { Some(qualifier) } else { None }
}

fn qualifiers(change: &Change) -> Vec<&Qualifier> {
    let (types, index) = brought(change);
    let mut found: Vec<&Qualifier> =
        types.into_iter().filter_map(|column_type| qualifier_of(&column_type.element)).collect();
    for column in index.into_iter().flat_map(|index| &index.columns) {
        match &column.operator_class {
            Some(OperatorClass::Named { qualifier, .. }) => found.push(qualifier),
            Some(OperatorClass::Raw(_)) | None => {}
        }
        match &column.expression {
            Some(IndexExpression::Cast(element)) => found.extend(qualifier_of(element)),
            Some(IndexExpression::BinaryQuantize { qualifier, .. }) => found.push(qualifier),
            None => {}
        }
    }
    found
}
