//! Columns: what of one refract does not change, and what its change of type would lose.

use crate::physical::{Column, ColumnExtras, ColumnType, ElementType, Table};

/// Whether refract leaves the default of a column as it is: a generated column has none that could be set or dropped.
#[must_use]
pub fn satisfies_any_default(column: &Column) -> bool {
    column.extras.generated.is_some()
}

/// What PostgreSQL forgets when the column gets another type, as far as the new type can have it.
#[must_use]
pub fn carried_over(column: &Column, after: &ColumnType) -> ColumnExtras {
    // a field that is added to ColumnExtras must be thought of here
    let ColumnExtras {
        identity: _,
        generated: _,
        collation,
        storage,
        compression,
        not_null_name: _,
        not_null_comment: _,
        is_optional_counter: _,
        owned_sequences: _,
        sequence: _,
    } = column.extras.as_ref();
    let kept = |text: &Option<_>, can_have: bool| text.clone().filter(|_| can_have);
    ColumnExtras {
        collation: kept(collation, has_collation(&after.element)),
        storage: kept(storage, is_of_any_length(after)),
        compression: kept(compression, is_of_any_length(after)),
        ..ColumnExtras::default()
    }
}

/// What is dropped together with a column, in words, and is neither an index nor an object of its own.
#[must_use]
pub fn goes_along(table: &Table, column: &Column) -> Vec<String> {
    let ColumnExtras { not_null_name, owned_sequences, .. } = column.extras.as_ref();
    let not_null = not_null_name.iter().map(|name| format!("NOT NULL {name} of {}", table.name));
    let sequences = owned_sequences.iter().map(|sequence| format!("SEQUENCE {sequence}"));
    let key = table.primary_key.iter().filter(|key| key.extras.index.include.contains(&column.name));
    let included = key.map(|key| format!("INCLUDE of PRIMARY KEY {} of {}", key.name, table.name));
    not_null.chain(sequences).chain(included).collect()
}

/// What a column loses of its own when another one of its name comes in its place, in words: in the
/// schema it is the same column.
#[must_use]
pub fn lost_when_replaced(column: &Column) -> Vec<String> {
    // a field that is added to ColumnExtras must be thought of here
    let ColumnExtras {
        identity,
        generated,
        collation,
        storage,
        compression,
        not_null_name: _,
        not_null_comment,
        is_optional_counter: _,
        owned_sequences: _,
        sequence: _,
    } = column.extras.as_ref();
    let said = [
        identity.map(|_| "IDENTITY".to_owned()),
        generated.as_ref().map(|of| format!("GENERATED ALWAYS AS ({})", of.expression.as_str())),
        collation.as_ref().map(|name| format!("COLLATE {}", name.as_str())),
        storage.as_ref().map(|storage| format!("STORAGE {}", storage.as_str())),
        compression.as_ref().map(|method| format!("COMPRESSION {}", method.as_str())),
        not_null_comment.as_ref().map(|_| "the comment on its NOT NULL".to_owned()),
    ];
    said.into_iter().flatten().collect()
}

/// Whether values of the type are in an order that depends on a collation:
/// <https://www.postgresql.org/docs/current/collation.html>.
fn has_collation(element: &ElementType) -> bool {
    matches!(element, ElementType::Text | ElementType::VarChar(_) | ElementType::Char(_) | ElementType::Citext)
}

/// Whether values of the type may be stored outside of the row, or compressed.
fn is_of_any_length(column_type: &ColumnType) -> bool {
    let element = &column_type.element;
    column_type.is_list
        || has_collation(element)
        || matches!(
            element,
            ElementType::Bytea
                | ElementType::Json
                | ElementType::Jsonb
                | ElementType::Xml
                | ElementType::Decimal(_)
                | ElementType::Bit(_)
                | ElementType::VarBit(_)
                | ElementType::Vector(..)
        )
}
