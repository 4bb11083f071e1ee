//! What a statement names of the things that the schema language cannot express.

use super::function;
use crate::physical::ObjectKind;
use crate::replay::statement::NamedObject;
use crate::sql::{Cursor, Read, WrittenName};

/// Kinds that have a statement `CREATE` of their own; `DROP` and `ALTER` have the same words.
const KINDS: [(&str, ObjectKind); 13] = [
    ("MATERIALIZED VIEW", ObjectKind::MaterializedView),
    ("VIEW", ObjectKind::View),
    ("RULE", ObjectKind::Rule),
    ("POLICY", ObjectKind::Policy),
    ("TRIGGER", ObjectKind::Trigger),
    ("STATISTICS", ObjectKind::Statistics),
    ("PUBLICATION", ObjectKind::Publication),
    ("FUNCTION", ObjectKind::Function),
    ("PROCEDURE", ObjectKind::Function),
    ("ROUTINE", ObjectKind::Function),
    ("DOMAIN", ObjectKind::Domain),
    ("INDEX", ObjectKind::Index),
    ("TYPE", ObjectKind::Type),
];

pub(super) fn made_kind(cursor: &mut Cursor<'_>) -> Option<ObjectKind> {
    KINDS.into_iter().find(|(words, _)| cursor.accept(words)).map(|(_, kind)| kind)
}

/// What a name is of, with the `ON table` after it.
pub(super) fn named(kind: ObjectKind, name: WrittenName, cursor: &mut Cursor<'_>) -> Read<NamedObject> {
    if kind == ObjectKind::Function {
        return Ok(function::named(name, cursor));
    }
    if !kind.is_named_by_table() {
        return Ok(NamedObject::Own { kind, name });
    }
    cursor.expect("ON")?;
    Ok(NamedObject::OfTable { kind, name: name.name, table: cursor.written_name()? })
}
