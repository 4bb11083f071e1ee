//! Publications and the tables that they publish: <https://www.postgresql.org/docs/current/sql-createpublication.html>.

use super::object_words::words;
use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{MadeObject, NamedObject, NewName, OnObject};
use crate::sql::{Cursor, Read, WrittenName};

/// Reads what follows `CREATE PUBLICATION`.
pub(super) fn create(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    let name = cursor.written_name()?;
    let published = if cursor.accept("FOR") { listed(cursor) } else { Vec::new() };
    let (kind, says, body, may_be_there) = (ObjectKind::Publication, String::new(), String::new(), false);
    let made = MadeObject {
        kind,
        name: name.clone(),
        table: None,
        says,
        body,
        statement: words(start),
        may_be_there,
        routine: None,
    };
    let tables = published.into_iter().filter_map(|part| published_table(&name, part));
    Ok([OnObject::Makes(made)].into_iter().chain(tables).collect())
}

/// Reads what follows `ALTER PUBLICATION`.
pub(super) fn alter(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    let name = cursor.written_name()?;
    let of = || NamedObject::Own { kind: ObjectKind::Publication, name: name.clone() };
    let made =
        |list: Vec<Cursor<'_>>| list.into_iter().filter_map(|part| published_table(&name, part)).collect::<Vec<_>>();
    if cursor.accept("RENAME TO") {
        let new_name = NewName::Name(cursor.name()?);
        return Ok(vec![OnObject::Renames { of: of(), new_name, statement: words(start) }]);
    }
    if cursor.accept("ADD") {
        return Ok(made(listed(cursor)));
    }
    if cursor.accept("DROP") {
        let tables = listed(cursor).into_iter().filter_map(|mut part| {
            let (_, table) = table(&mut part)?;
            let (kind, name) = (ObjectKind::PublishedTable, name.name.clone());
            Some(OnObject::Drops { of: NamedObject::OfTable { kind, name, table }, cascades: false })
        });
        return Ok(tables.collect());
    }
    if cursor.sees("SET TABLE") || cursor.sees("SET TABLES") || cursor.sees("SET ALL") {
        cursor.accept("SET");
        return Ok([OnObject::Unpublishes(name.clone())].into_iter().chain(made(listed(cursor))).collect());
    }
    Ok(vec![OnObject::Says { of: of(), kind: ObjectKind::Publication, columns: Vec::new(), statement: words(start) }])
}

/// The tables of a list, each with its columns and rows. `TABLE` counts until `TABLES IN SCHEMA` comes.
fn listed<'t>(cursor: &Cursor<'t>) -> Vec<Cursor<'t>> {
    let mut list = cursor.clone();
    // the options
    let list = list.until(|cursor| cursor.sees("WITH ("));
    let mut are_tables = false;
    let mut tables = Vec::new();
    for mut part in list.split_at_commas() {
        are_tables = part.accept("TABLE") || are_tables && !part.sees("TABLES IN");
        tables.extend(are_tables.then_some(part));
    }
    tables
}

/// A name, and whether it is meant without the tables that inherit from it.
fn table(part: &mut Cursor<'_>) -> Option<(bool, WrittenName)> {
    let is_only = part.accept("ONLY");
    let name = part.written_name().ok()?;
    part.accept_symbol("*");
    Some((is_only, name))
}

/// One table of a publication: the words are what stands after its name.
fn published_table(publication: &WrittenName, mut part: Cursor<'_>) -> Option<OnObject> {
    let (is_only, table) = table(&mut part)?;
    let says = part.without_comments();
    // without `ONLY` it would be another one where tables inherit from it
    let statement = if is_only { None } else { SqlStatement::new(says.clone()).ok() };
    let (kind, name, body) = (ObjectKind::PublishedTable, publication.clone(), String::new());
    Some(OnObject::Makes(MadeObject {
        kind,
        name,
        table: Some(table),
        says,
        body,
        statement,
        may_be_there: false,
        routine: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{alter, create};
    use crate::replay::statement::{MadeObject, NamedObject, OnObject};
    use crate::sql::{Cursor, tokens};

    fn read(text: &str) -> String {
        let found = tokens(text);
        let mut cursor = Cursor::new(text, &found.tokens);
        let start = cursor.clone();
        let read = match cursor.accept_one(&["CREATE PUBLICATION", "ALTER PUBLICATION"]) {
            Some("CREATE PUBLICATION") => create(&start, &mut cursor),
            _ => alter(&start, &mut cursor),
        };
        let said = |on_object: OnObject| match on_object {
            OnObject::Makes(MadeObject { table: None, .. }) => "made".to_owned(),
            OnObject::Makes(MadeObject { table: Some(table), statement, .. }) => {
                let words = statement.map(|words| words.as_str().to_owned());
                format!("+{} {}", table.name, words.unwrap_or_default())
            }
            OnObject::Drops { of: NamedObject::OfTable { table, .. }, .. } => format!("-{}", table.name),
            OnObject::Unpublishes(_) => "emptied".to_owned(),
            OnObject::Says { .. } => "said".to_owned(),
            OnObject::Drops { .. }
            | OnObject::SaysOfAll { .. }
            | OnObject::Renames { .. }
            | OnObject::SwitchesTriggers { .. }
            | OnObject::Validates { .. } => String::new(),
        };
        read.unwrap().into_iter().map(said).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn each_table_of_a_publication_is_read_with_its_columns_and_rows() {
        let cases = [
            ("CREATE PUBLICATION p", "made"),
            ("CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'insert')", "made"),
            (
                "CREATE PUBLICATION p FOR TABLE a, s.\"B\" (x, y) WHERE (x > 0), ONLY c (z), TABLES IN SCHEMA e, f, TABLE d WITH (publish = 'insert')",
                "made; +a ; +B (x, y) WHERE (x > 0); +c ; +d ",
            ),
            ("ALTER PUBLICATION p ADD TABLE a /* b */ (x), TABLE b", "+a (x); +b "),
            ("ALTER PUBLICATION p DROP TABLE a, ONLY b", "-a; -b"),
            ("ALTER PUBLICATION p SET TABLE a * (x)", "emptied; +a (x)"),
            ("ALTER PUBLICATION p SET (publish = 'insert')", "said"),
            ("ALTER PUBLICATION p OWNER TO someone", "said"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
