//! What a definition needs beside what it makes, changes or drops: the table of a policy, the policy that is altered.

use super::{column, object, relation};
use crate::physical::ObjectKind;
use crate::replay::read::named_object::{made_kind, named};
use crate::replay::read::privileges;
use crate::replay::statement::{NamedObject, Need};
use crate::sql::{Cursor, Read, TokenKind, WrittenName};

pub(super) fn created(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    if cursor.accept_one(&["UNIQUE INDEX", "INDEX"]).is_some() {
        return indexed(cursor);
    }
    let replaces = cursor.accept("OR REPLACE");
    cursor.accept("CONSTRAINT");
    let Some(kind) = made_kind(&mut cursor) else { return Ok(Vec::new()) };
    let may_be_there = replaces || cursor.accept("IF NOT EXISTS");
    if is_of_table(kind) {
        of_table(kind, cursor, may_be_there)
    } else if kind == ObjectKind::Statistics {
        statistics(cursor)
    } else if kind == ObjectKind::Publication {
        cursor.name()?;
        Ok(if cursor.accept("FOR TABLE") { published(&cursor) } else { Vec::new() })
    } else {
        Ok(Vec::new())
    }
}

/// Kinds that belong to a table, and are named after `ON`.
fn is_of_table(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Policy | ObjectKind::Trigger | ObjectKind::Rule)
}

/// A new policy, trigger or rule.
fn of_table(kind: ObjectKind, mut cursor: Cursor<'_>, may_be_there: bool) -> Read<Vec<Need>> {
    let place = cursor.not_understood().0;
    let name = cursor.name()?;
    let events = cursor.until_words(if kind == ObjectKind::Rule { &["TO"] } else { &["ON"] });
    cursor.take_token();
    let table = cursor.written_name()?;
    let mut needs = vec![Need::Relation(table.clone())];
    needs.extend(updated_columns(events).into_iter().map(|name| column(name, &table)));
    needs.extend(conditions(kind, cursor, &table));
    if !may_be_there {
        needs.push(object(NamedObject::OfTable { kind, name, table }, false, place));
    }
    Ok(needs)
}

fn statistics(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    cursor.until_words(&["ON"]);
    cursor.expect("ON")?;
    let listed = cursor.until_words(&["FROM"]).split_at_commas();
    cursor.expect("FROM")?;
    let of = cursor.written_name()?;
    let named = listed.into_iter().filter_map(|mut item| item.name().ok().filter(|_| item.is_at_end()));
    let columns = named.map(|name| column(name, &of));
    Ok(std::iter::once(Need::Relation(of.clone())).chain(columns).collect())
}

/// The expressions of an index, and the condition of a partial one.
fn indexed(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    cursor.until_words(&["ON"]);
    cursor.expect("ON")?;
    cursor.accept("ONLY");
    let of = cursor.written_name()?;
    let expression = |part: Cursor<'_>| {
        let (of, words, place) = (of.clone(), part.rest().to_owned(), part.range_of_rest());
        Need::Expression { of, words, place }
    };
    cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "(")));
    let mut needs = Vec::new();
    for element in cursor.parentheses()?.split_at_commas() {
        let mut rest = element.clone();
        if let Ok(inside) = rest.parentheses() {
            needs.push(expression(inside));
        } else if rest.written_name().is_ok() && rest.parentheses().is_ok() {
            needs.push(expression(element.rest_until(&rest)));
        }
    }
    cursor.until_words(&["WHERE"]);
    if cursor.accept("WHERE") {
        needs.push(expression(cursor));
    }
    Ok(needs)
}

/// The columns after `UPDATE OF`.
fn updated_columns(mut events: Cursor<'_>) -> Vec<String> {
    events.until_words(&["UPDATE OF"]);
    if !events.accept("UPDATE OF") {
        return Vec::new();
    }
    events.until_words(&["OR"]).split_at_commas().into_iter().filter_map(|mut item| item.name().ok()).collect()
}

/// The conditions of a policy, and that of a trigger, over the rows of their table.
fn conditions(kind: ObjectKind, mut cursor: Cursor<'_>, table: &WrittenName) -> Vec<Need> {
    let before: &[&'static str] = if kind == ObjectKind::Policy {
        &["USING", "WITH CHECK"]
    } else if kind == ObjectKind::Trigger {
        &["WHEN"]
    } else {
        &[]
    };
    let mut needs = Vec::new();
    while !before.is_empty() && !cursor.is_at_end() {
        cursor.until_words(before);
        let _ = cursor.accept_one(before);
        let Ok(inside) = cursor.parentheses() else { break };
        let (of, words, place) = (table.clone(), inside.rest().to_owned(), inside.range_of_rest());
        needs.push(Need::Expression { of, words, place });
    }
    needs
}

/// `t (a) WHERE (...), u, TABLES IN SCHEMA a, b, TABLE v`: what stands without words is of the kind before it.
fn published(cursor: &Cursor<'_>) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut is_table = true;
    for mut one in cursor.clone().until_words(&["WITH"]).split_at_commas() {
        match one.accept_one(&["TABLES IN SCHEMA", "TABLE"]) {
            Some("TABLE") => is_table = true,
            Some(_) => is_table = false,
            None => {}
        }
        needs.extend(relation(one).filter(|_| is_table));
    }
    needs
}

/// `ENABLE TRIGGER name` and `INHERIT parent`.
fn altered_table(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    if cursor.accept("IF EXISTS") {
        return Ok(Vec::new());
    }
    cursor.accept("ONLY");
    let table = cursor.written_name()?;
    let mut needs = Vec::new();
    for mut action in cursor.split_at_commas() {
        if action.accept("INHERIT") {
            needs.extend(relation(action));
            continue;
        }
        const STATES: [&str; 4] =
            ["DISABLE TRIGGER", "ENABLE ALWAYS TRIGGER", "ENABLE REPLICA TRIGGER", "ENABLE TRIGGER"];
        if action.accept_one(&STATES).is_none() || action.sees("ALL") || action.sees("USER") {
            continue;
        }
        let place = action.not_understood().0;
        let trigger = NamedObject::OfTable { kind: ObjectKind::Trigger, name: action.name()?, table: table.clone() };
        needs.push(object(trigger, true, place));
    }
    Ok(needs)
}

pub(super) fn changed(mut cursor: Cursor<'_>, drops: bool) -> Read<Vec<Need>> {
    if !drops && cursor.accept("TABLE") {
        return altered_table(cursor);
    }
    let Some(kind) = made_kind(&mut cursor) else { return Ok(Vec::new()) };
    if cursor.accept("IF EXISTS") {
        return Ok(Vec::new());
    }
    if is_of_table(kind) {
        let place = cursor.not_understood().0;
        let name = cursor.name()?;
        cursor.expect("ON")?;
        let table = cursor.written_name()?;
        let it = object(NamedObject::OfTable { kind, name, table: table.clone() }, true, place);
        let needs = [Need::Relation(table.clone()), it].into_iter();
        return Ok(needs.chain(conditions(kind, cursor, &table)).collect());
    }
    let is_publication = kind == ObjectKind::Publication;
    if is_publication && !drops {
        let mut needs: Vec<Need> = owned(kind)(cursor.clone()).into_iter().collect();
        cursor.name()?;
        if cursor.accept_one(&["ADD TABLE", "SET TABLE", "DROP TABLE"]).is_some() {
            needs.extend(published(&cursor));
        }
        return Ok(needs);
    }
    if is_publication || kind == ObjectKind::Statistics {
        return Ok(cursor.split_at_commas().into_iter().filter_map(owned(kind)).collect());
    }
    let alters_view = kind.is_relation() && !drops && !cursor.sees("ALL IN TABLESPACE");
    Ok(if alters_view { relation(cursor).into_iter().collect() } else { Vec::new() })
}

/// A thing with a name of its own that has to be there.
fn owned(kind: ObjectKind) -> impl Fn(Cursor<'_>) -> Option<Need> {
    move |mut cursor| {
        let name = cursor.written_name().ok()?;
        let place = name.range.clone();
        Some(object(NamedObject::Own { kind, name }, true, place))
    }
}

pub(super) fn commented(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    const RELATIONS: [&str; 6] = ["TABLE", "MATERIALIZED VIEW", "VIEW", "SEQUENCE", "FOREIGN TABLE", "INDEX"];
    if cursor.accept("COLUMN") {
        let (of, name) = privileges::column(&mut cursor)?;
        return Ok(vec![Need::Relation(of.clone()), column(name, &of)]);
    }
    if cursor.accept_one(&RELATIONS).is_some() {
        return Ok(relation(cursor).into_iter().collect());
    }
    let Some(kind) = made_kind(&mut cursor) else { return Ok(Vec::new()) };
    let place = cursor.not_understood().0;
    let name = cursor.written_name()?;
    match named(kind, name, &mut cursor)? {
        of @ NamedObject::OfTable { .. } => Ok(vec![object(of, true, place)]),
        NamedObject::Relation(_) | NamedObject::Type(_) | NamedObject::Routine { .. } | NamedObject::Own { .. } => {
            Ok(Vec::new())
        }
    }
}

pub(super) fn granted(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    let privileges = cursor.until_words(&["ON"]);
    cursor.expect("ON")?;
    const OTHERS: [&str; 18] = [
        "ALL",
        "DATABASE",
        "DOMAIN",
        "FOREIGN",
        "FUNCTION",
        "FUNCTIONS",
        "LANGUAGE",
        "LARGE",
        "PARAMETER",
        "PROCEDURE",
        "ROUTINE",
        "ROUTINES",
        "SCHEMA",
        "SEQUENCES",
        "TABLES",
        "TABLESPACE",
        "TYPE",
        "TYPES",
    ];
    if OTHERS.iter().any(|word| cursor.sees(word)) {
        return Ok(Vec::new());
    }
    let is_sequence = cursor.accept_one(&["SEQUENCE", "TABLE"]) == Some("SEQUENCE");
    let listed = cursor.until_words(&["TO", "FROM"]).split_at_commas();
    let relations: Vec<WrittenName> = listed.into_iter().filter_map(|mut one| one.written_name().ok()).collect();
    let columns = if is_sequence { Vec::new() } else { privileges::columns(&privileges) };
    let of_each = |of: &WrittenName| columns.iter().map(|name| column(name.clone(), of)).collect::<Vec<_>>();
    let columns: Vec<Need> = relations.iter().flat_map(of_each).collect();
    Ok(relations.into_iter().map(Need::Relation).chain(columns).collect())
}
