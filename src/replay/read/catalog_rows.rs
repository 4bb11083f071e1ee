//! `EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '...' AND ...)`: which rows are asked for.

use crate::replay::statement::{CatalogRelation, CatalogValue, Comparison, RowCondition, Test};
use crate::sql::{Cursor, TokenKind};

/// What stands in the parentheses after `EXISTS`; `None` where more is asked than is understood.
#[must_use]
pub(super) fn rows(mut query: Cursor<'_>) -> Option<Test> {
    query.expect("SELECT").ok()?;
    query.until_words(&["FROM"]);
    query.expect("FROM").ok()?;
    let name = query.written_name().ok()?;
    let relation = CatalogRelation::named(name.schema.as_deref(), &name.name)?;
    query.accept("AS");
    let alias = if query.sees("WHERE") { name.name } else { query.name().ok()? };
    query.expect("WHERE").ok()?;
    let mut conditions = Vec::new();
    while !query.is_at_end() {
        let part = query.until_words(&["AND", "OR", "GROUP", "HAVING", "LIMIT", "UNION"]);
        conditions.push(condition(part, &alias)?);
        if !query.is_at_end() {
            query.expect("AND").ok()?;
        }
    }
    Some(Test::HasRow { relation, conditions })
}

fn condition(mut part: Cursor<'_>, alias: &str) -> Option<RowCondition> {
    let name = part.written_name().ok()?;
    if name.schema.is_some_and(|before| before != alias) {
        return None;
    }
    let comparison = comparison(&mut part)?;
    part.is_at_end().then_some(RowCondition { column: name.name, comparison })
}

fn comparison(part: &mut Cursor<'_>) -> Option<Comparison> {
    if part.accept("IS NOT NULL") {
        return Some(Comparison::IsNotNull);
    }
    if part.accept("IS NULL") {
        return Some(Comparison::IsNull);
    }
    if part.accept("IN") {
        let listed = part.parentheses().ok()?.split_at_commas();
        return listed.into_iter().map(whole_value).collect::<Option<_>>().map(Comparison::OneOf);
    }
    let sign = match part.take_token()? {
        (TokenKind::Symbol, sign) => sign,
        _ => return None,
    };
    let sign = match sign {
        "<" if part.accept_symbol(">") => "<>",
        "!" if part.accept_symbol("=") => "<>",
        "<" | ">" if part.peek() == Some((TokenKind::Symbol, "=")) => return None,
        other => other,
    };
    let value = value(part)?;
    match (sign, value) {
        ("=", value) => Some(Comparison::OneOf(vec![value])),
        ("<>" | "!=", value) => Some(Comparison::Differs(value)),
        ("<", CatalogValue::Number(number)) => Some(Comparison::Less(number)),
        (">", CatalogValue::Number(number)) => Some(Comparison::Greater(number)),
        _ => None,
    }
}

fn whole_value(mut cursor: Cursor<'_>) -> Option<CatalogValue> {
    value(&mut cursor).filter(|_| cursor.is_at_end())
}

fn value(cursor: &mut Cursor<'_>) -> Option<CatalogValue> {
    if cursor.accept("current_schema") {
        if let Ok(inside) = cursor.parentheses() {
            return inside.is_at_end().then_some(CatalogValue::CurrentSchema);
        }
        return Some(CatalogValue::CurrentSchema);
    }
    if let Some((TokenKind::Number, digits)) = cursor.peek() {
        cursor.take_token();
        return digits.parse().ok().map(CatalogValue::Number);
    }
    let text = cursor.string().ok()?;
    if !cursor.accept_symbol("::") {
        return Some(CatalogValue::Text(text));
    }
    match cursor.accept_one(&["regclass", "name", "text"])? {
        "regclass" => Some(CatalogValue::Relation(text)),
        _ => Some(CatalogValue::Text(text)),
    }
}
