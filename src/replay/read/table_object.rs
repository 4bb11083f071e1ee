//! What `CREATE TABLE` and `ALTER TABLE` say that the schema language cannot express, beside constraints: generated
//! columns, row level security, the owner, triggers and rules that are switched, settings.

use super::table_setting::settings;
use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{MadeObject, NamedObject, OnObject};
use crate::sql::{Cursor, Read, WrittenName};

/// Generated columns of a new table.
pub(super) fn create_table(cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    cursor.accept("IF NOT EXISTS");
    let table = cursor.written_name()?;
    let Ok(inside) = cursor.parentheses() else { return Ok(Vec::new()) };
    Ok(inside.split_at_commas().into_iter().filter_map(|part| generated_column(&table, part)).collect())
}

/// `k TEXT GENERATED ALWAYS AS (expression)`.
fn generated_column(table: &WrittenName, mut part: Cursor<'_>) -> Option<OnObject> {
    let name = WrittenName { schema: table.schema.clone(), name: part.name().ok()?, range: table.range.clone() };
    part.until_words(&["GENERATED ALWAYS AS"]);
    if !part.accept("GENERATED ALWAYS AS") {
        return None;
    }
    let says = part.parentheses().ok()?.without_comments();
    let (kind, table, body, may_be_there) = (ObjectKind::GeneratedColumn, Some(table.clone()), String::new(), true);
    Some(OnObject::Makes(MadeObject { kind, name, table, says, body, statement: None, may_be_there, routine: None }))
}

/// Each action by itself.
pub(super) fn alter_table(cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    cursor.accept("IF EXISTS");
    cursor.accept("ONLY");
    let start = cursor.clone();
    let table = cursor.written_name()?;
    let written = start.rest_until(cursor);
    let actions = cursor.split_at_commas().into_iter();
    let of_action = |part: Cursor<'_>| match action(&table, written.rest(), part.clone()) {
        Some(found) => vec![found],
        None => settings(&table, written.rest(), &part),
    };
    Ok(actions.flat_map(of_action).collect())
}

fn action(table: &WrittenName, written: &str, mut part: Cursor<'_>) -> Option<OnObject> {
    let all = part.clone();
    let statement = || SqlStatement::new(format!("ALTER TABLE {written} {}", all.without_comments())).ok();
    let says = |of, kind| Some(OnObject::Says { of, kind, columns: Vec::new(), statement: statement() });
    let is_row_security =
        ["ENABLE ROW", "DISABLE ROW", "FORCE ROW", "NO FORCE ROW"].iter().any(|words| part.sees(words));
    if is_row_security {
        return says(NamedObject::Relation(table.clone()), ObjectKind::RowSecurity);
    }
    if part.sees("OWNER TO") {
        return says(NamedObject::Relation(table.clone()), ObjectKind::Privileges);
    }
    if part.accept("VALIDATE CONSTRAINT") {
        return Some(OnObject::Validates { table: table.clone(), name: part.name().ok()? });
    }
    if part.accept("ADD") {
        part.accept("COLUMN");
        part.accept("IF NOT EXISTS");
        return generated_column(table, part);
    }
    let switch = part.accept_one(&["ENABLE", "DISABLE"])?;
    if let Some(which) = part.accept_one(&["TRIGGER ALL", "TRIGGER USER"]) {
        let (table, before) = (table.clone(), format!("ALTER TABLE {written} {switch} TRIGGER"));
        let (with_keys, is_off) = (which == "TRIGGER ALL", switch == "DISABLE");
        return Some(OnObject::SwitchesTriggers { table, with_keys, is_off, before });
    }
    part.accept_one(&["REPLICA", "ALWAYS"]);
    let kind = match part.accept_one(&["TRIGGER", "RULE"])? {
        "TRIGGER" => ObjectKind::Trigger,
        _ => ObjectKind::Rule,
    };
    let name = part.name().ok()?;
    says(NamedObject::OfTable { kind, name, table: table.clone() }, kind)
}
