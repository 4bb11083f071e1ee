//! The header of a file that uses pgvector: whether the extension is there, new enough and where it is looked for.

use serde::Serialize;

use super::quote::{Unwritable, identifier};
use crate::change::{Change, ExtensionChange};
use crate::pgvector::Feature;
use crate::physical::{ColumnType, Index, IndexExpression, OperatorClass, Qualifier};

/// For `_pgvector.sql`.
#[derive(Serialize)]
pub(super) struct Context {
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
pub(super) fn context(changes: &[&Change]) -> Result<Option<Context>, Unwritable> {
    let Some(newest) = changes.iter().filter_map(|change| newest(change)).max() else { return Ok(None) };
    let schema = changes.iter().flat_map(|change| qualifiers(change)).find_map(|Qualifier(schema)| schema.clone());
    let type_name = match &schema {
        Some(schema) => format!("{}.vector", identifier(schema)?),
        None => "vector".to_owned(),
    };
    let extensions: Vec<ExtensionChange<'_>> = changes
        .iter()
        .filter_map(|change| change.as_kind().changes_extension())
        .filter(|extension| extension.name == "vector")
        .collect();
    Ok(Some(Context {
        feature: Needed { since: [newest.since.0, newest.since.1], name: newest.name },
        creates: extensions.iter().any(|extension| extension.is_new),
        checks_version: newest.since > FIRST && extensions.iter().all(|extension| extension.version.is_none()),
        moves: extensions.iter().any(|extension| !extension.is_new && extension.schema.is_some()),
        schema,
        type_name,
    }))
}

/// The types and the index that a change brings.
fn brought(change: &Change) -> (impl Iterator<Item = &ColumnType>, Option<&Index>) {
    let kind = change.as_kind();
    (kind.writes_columns().iter().map(|column| &column.column_type), kind.builds_index())
}

fn newest(change: &Change) -> Option<Feature> {
    let (types, index) = brought(change);
    let types = types.filter_map(|column_type| Feature::of_type(&column_type.element));
    types.chain(index.and_then(Feature::of_index)).max()
}

fn qualifiers(change: &Change) -> Vec<&Qualifier> {
    let (types, index) = brought(change);
    let mut found: Vec<&Qualifier> = types.filter_map(|column_type| column_type.element.vector_qualifier()).collect();
    for column in index.into_iter().flat_map(|index| &index.columns) {
        match &column.operator_class {
            Some(OperatorClass::Named { qualifier, .. }) => found.push(qualifier),
            Some(OperatorClass::Raw(_)) | None => {}
        }
        match &column.expression {
            Some(IndexExpression::Cast(element)) => found.extend(element.vector_qualifier()),
            Some(IndexExpression::BinaryQuantize { qualifier, .. }) => found.push(qualifier),
            None => {}
        }
    }
    found
}
