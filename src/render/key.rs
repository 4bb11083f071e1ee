//! What the schema language cannot express, of keys that are created again.

use super::quote::{Unwritable, identifier, literal, qualified};
use super::sql::index_roles;
use crate::physical::{Deferral, ForeignKey, Index, ObjectName, PrimaryKey, Validity};

type Sql = Result<String, Unwritable>;

/// ` INCLUDE (a) DEFERRABLE`, after the columns of a primary key.
pub(super) fn primary_key_attributes(key: &PrimaryKey) -> Sql {
    let include = in_parentheses(&key.extras.index.include)?;
    let include = if include.is_empty() { include } else { format!(" INCLUDE{include}") };
    Ok(include + deferral(key.extras.deferral))
}

/// ` MATCH FULL`, after what a foreign key refers to.
pub(super) fn match_of(key: &ForeignKey) -> &'static str {
    if key.extras.is_match_full { " MATCH FULL" } else { "" }
}

/// ` (a)`, after `ON DELETE SET NULL`.
pub(super) fn columns_set_on_delete(key: &ForeignKey) -> Sql {
    in_parentheses(&key.extras.set_on_delete)
}

/// ` DEFERRABLE NOT VALID`, at the end of a foreign key.
pub(super) fn foreign_key_attributes(key: &ForeignKey, is_validated_later: bool) -> String {
    let validity = match key.extras.validity {
        Validity::NotEnforced => " NOT ENFORCED",
        Validity::NotValid => " NOT VALID",
        Validity::Valid | Validity::ToBeValidated if is_validated_later => " NOT VALID",
        Validity::Valid | Validity::ToBeValidated => "",
    };
    format!("{}{validity}", deferral(key.extras.deferral))
}

/// What statements of their own say of a primary key that was created again.
pub(super) fn primary_key_roles(key: &PrimaryKey, table: &ObjectName) -> Result<Vec<String>, Unwritable> {
    let mut statements = index_roles(&key.extras.index, table, &table.sibling(key.name.clone()))?;
    statements.extend(comment(&key.name, key.extras.comment.as_deref(), table)?);
    Ok(statements)
}

/// What statements of their own say of a foreign key that was created again.
pub(super) fn foreign_key_roles(key: &ForeignKey, table: &ObjectName) -> Result<Vec<String>, Unwritable> {
    Ok(comment(&key.name, key.extras.comment.as_deref(), table)?.into_iter().collect())
}

/// The statement that puts a unique constraint on an index that belonged to one, and was created again.
pub(super) fn unique_constraint(index: &Index, table: &ObjectName) -> Result<Option<String>, Unwritable> {
    let Some(when) = index.extras.constraint.filter(|_| index.may_be_constraint()) else { return Ok(None) };
    let (name, table) = (identifier(&index.name)?, qualified(table)?);
    Ok(Some(format!("ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}{}", deferral(when))))
}

fn comment(name: &str, comment: Option<&str>, table: &ObjectName) -> Result<Option<String>, Unwritable> {
    let Some(comment) = comment else { return Ok(None) };
    let (name, table) = (identifier(name)?, qualified(table)?);
    Ok(Some(format!("COMMENT ON CONSTRAINT {name} ON {table} IS {}", literal(comment)?)))
}

fn deferral(deferral: Deferral) -> &'static str {
    match deferral {
        Deferral::NotDeferrable => "",
        Deferral::Deferrable => " DEFERRABLE",
        Deferral::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// ` (a, b)`; nothing for none.
fn in_parentheses(names: &[String]) -> Sql {
    if names.is_empty() {
        return Ok(String::new());
    }
    let names: Vec<_> = names.iter().map(|name| identifier(name)).collect::<Result<_, _>>()?;
    Ok(format!(" ({})", names.join(", ")))
}
