//! Columns: what of one is nobody's to change, and what its change of type would lose.

use crate::physical::{Column, ColumnExtras, ColumnType, ElementType, SequenceUse};

/// Whether the default of a column is nobody's to set or to drop: a generated column has none.
#[must_use]
pub fn satisfies_any_default(column: &Column) -> bool {
    column.extras.generated.is_some()
}

/// What PostgreSQL forgets when the column gets another type, as far as the new type can have it.
#[must_use]
pub fn carried_over(column: &Column, after: &ColumnType) -> ColumnExtras {
    // a field that is added to ColumnExtras must be thought of here
    let ColumnExtras { identity: _, generated: _, collation, storage, compression, not_null_name: _, sequence: _ } =
        column.extras.as_ref();
    let kept = |text: &Option<_>, can_have: bool| text.clone().filter(|_| can_have);
    ColumnExtras {
        identity: None,
        generated: None,
        collation: kept(collation, has_collation(&after.element)),
        storage: kept(storage, is_of_any_length(after)),
        compression: kept(compression, is_of_any_length(after)),
        not_null_name: None,
        sequence: SequenceUse::default(),
    }
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
