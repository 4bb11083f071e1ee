//! A state under other names.

use std::collections::BTreeMap;

use super::NewNames;
use crate::physical::{
    Column, ColumnDefault, Database, ElementType, Index, Literal, ObjectName, Predicate, SqlText, Table,
};
use crate::sql::{self, Token, TokenKind};

/// The state with everything under its new name; what depends on it follows, but keeps its own name.
pub fn apply(before: &Database, new: &NewNames) -> Database {
    let mut renamed = before.clone();
    renamed.enums = std::mem::take(&mut renamed.enums)
        .into_values()
        .map(|mut declared| {
            declared.name = in_new_words(&new.enums, &declared.name);
            let labels = new.labels.get(&declared.name);
            declared.labels.iter_mut().for_each(|value| follow(labels, &mut value.label));
            (declared.name.clone(), declared)
        })
        .collect();
    renamed.tables = std::mem::take(&mut renamed.tables)
        .into_values()
        .map(|mut table| {
            new.table(&mut table);
            (table.name.clone(), table)
        })
        .collect();
    renamed
}

fn in_new_words(names: &BTreeMap<ObjectName, ObjectName>, name: &ObjectName) -> ObjectName {
    names.get(name).unwrap_or(name).clone()
}

fn follow(names: Option<&BTreeMap<String, String>>, name: &mut String) {
    if let Some(new) = names.and_then(|names| names.get(name)) {
        name.clone_from(new);
    }
}

impl NewNames {
    fn table(&self, table: &mut Table) {
        let new = in_new_words(&self.tables, &table.name);
        let old = std::mem::replace(&mut table.name, new);
        let names = self.columns.get(&table.name);
        for column in &mut table.columns {
            self.column(column, (&old, &table.name));
        }
        // labels in predicates go by the type of their column
        let types: BTreeMap<String, ObjectName> = table
            .columns
            .iter()
            .filter_map(|column| Some((column.name.clone(), column.enum_type()?.clone())))
            .collect();
        for index in table.indexes.values_mut() {
            self.index(index, names, &types);
        }
        for column in &mut table.columns {
            follow(names, &mut column.name);
        }
        if let Some(key) = &mut table.primary_key {
            key.columns.iter_mut().for_each(|column| follow(names, column));
        }
        for key in table.foreign_keys.values_mut() {
            key.columns.iter_mut().for_each(|column| follow(names, column));
            key.referenced_table = in_new_words(&self.tables, &key.referenced_table);
            let names = self.columns.get(&key.referenced_table);
            key.referenced_columns.iter_mut().for_each(|column| follow(names, column));
        }
    }

    fn column(&self, column: &mut Column, (old, new): (&ObjectName, &ObjectName)) {
        if let ElementType::Enum(name) = &mut column.column_type.element {
            *name = in_new_words(&self.enums, name);
        }
        let labels = column.enum_type().and_then(|name| self.labels.get(name));
        match &mut column.default {
            Some(ColumnDefault::Literal(literal)) => follow_label(labels, literal),
            Some(ColumnDefault::List(literals)) => {
                literals.iter_mut().for_each(|literal| follow_label(labels, literal));
            }
            // a sequence moves with its table
            Some(ColumnDefault::Autoincrement { sequence }) if sequence.schema == old.schema => {
                sequence.schema.clone_from(&new.schema);
            }
            _ => {}
        }
    }

    fn index(&self, index: &mut Index, names: Option<&BTreeMap<String, String>>, types: &BTreeMap<String, ObjectName>) {
        match &mut index.predicate {
            Some(Predicate::All(conditions)) => {
                for condition in conditions {
                    let labels = types.get(&condition.column).and_then(|name| self.labels.get(name));
                    condition.value.iter_mut().for_each(|value| match value {
                        Literal::String(label) | Literal::EnumLabel(label) => follow(labels, label),
                        Literal::Number(_) | Literal::Boolean(_) => {}
                    });
                    follow(names, &mut condition.column);
                }
            }
            Some(Predicate::Raw(text)) => {
                if let Some(new) = names.and_then(|names| in_text(text.as_str(), names)) {
                    *text = new;
                }
            }
            None => {}
        }
        index.columns.iter_mut().for_each(|column| follow(names, &mut column.name));
    }
}

fn follow_label(labels: Option<&BTreeMap<String, String>>, literal: &mut Literal) {
    match literal {
        Literal::EnumLabel(label) => follow(labels, label),
        Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => {}
    }
}

/// The text with other names of columns. A name before or behind a point, before a bracket, of a type or of a collation
/// is no column's, and neither is a word that PostgreSQL keeps for itself.
fn in_text(text: &str, names: &BTreeMap<String, String>) -> Option<SqlText> {
    let tokens = sql::tokens(text).tokens;
    let words: Vec<&str> = tokens.iter().map(|token| &text[token.range.clone()]).collect();
    let mut renamed = String::new();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let new = column_at(&tokens, &words, at).and_then(|column| names.get(&column));
        if let Some(new) = new {
            renamed.push_str(&text[end..token.range.start]);
            renamed.push_str(&sql::written_like(token.kind, new));
            end = token.range.end;
        }
    }
    renamed.push_str(&text[end..]);
    SqlText::new(renamed).ok()
}

/// Words behind which a name is that of a type or a collation.
const BEFORE_TYPES: [&str; 3] = ["::", "as", "collate"];

/// Second words of a type or an operator: `double precision`, `AT TIME ZONE`.
const SECOND_WORDS: [(&str, &str); 9] = [
    ("double", "precision"),
    ("character", "varying"),
    ("char", "varying"),
    ("bit", "varying"),
    ("at", "time"),
    ("at", "local"),
    ("with", "time"),
    ("without", "time"),
    ("time", "zone"),
];

/// The column that a token names, if it may be one.
fn column_at(tokens: &[Token], words: &[&str], at: usize) -> Option<String> {
    let before = at.checked_sub(1).map_or("", |before| words[before]).to_ascii_lowercase();
    let behind = words.get(at + 1).copied().unwrap_or_default();
    let is_of_type =
        tokens.get(at + 1).is_some_and(|next| matches!(next.kind, TokenKind::String | TokenKind::DollarString));
    let word = words[at].to_ascii_lowercase();
    let is_kept = tokens[at].kind == TokenKind::Word
        && (!sql::may_name_column(&word) || SECOND_WORDS.contains(&(&before, &word)));
    let is_field = before == "(" && at > 1 && words[at - 2].eq_ignore_ascii_case("extract");
    let is_column = !(is_kept
        || is_field
        || is_of_type
        || before == "."
        || BEFORE_TYPES.contains(&before.as_str())
        || matches!(behind, "(" | "."));
    if is_column { sql::identifier(tokens[at].kind, words[at], '\\') } else { None }
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn only_what_names_the_column_gets_the_new_name() {
        let names = [
            ("x".to_owned(), "newX".to_owned()),
            ("Y".to_owned(), "y".to_owned()),
            ("time".to_owned(), "at".to_owned()),
        ];
        let names = names.into();
        for (text, renamed) in [
            ("x > 1 AND X < 2", "\"newX\" > 1 AND \"newX\" < 2"),
            ("\"x\" = \"X\"", "\"newX\" = \"X\""),
            ("\"Y\" = Y", "\"y\" = Y"),
            (r"t = E'it\'s x' AND x = 1", "t = E'it\\'s x' AND \"newX\" = 1"),
            (
                "t = $$x$$ OR t = 'x''x' OR t = U&'x' OR t = $a$ x $a$",
                "t = $$x$$ OR t = 'x''x' OR t = U&'x' OR t = $a$ x $a$",
            ),
            ("x(x) AND x.x AND a.x", "x(\"newX\") AND x.x AND a.x"),
            ("x::x AND CAST(x AS x) AND t COLLATE x", "\"newX\"::x AND CAST(\"newX\" AS x) AND t COLLATE x"),
            ("x '1' > time", "x '1' > at"),
            (
                "d AT TIME ZONE 'x' AND d::timestamp with time zone > time",
                "d AT TIME ZONE 'x' AND d::timestamp with time zone > at",
            ),
            ("extract(x FROM x) > 1", "extract(x FROM \"newX\") > 1"),
        ] {
            assert_eq!(in_text(text, &names).unwrap().as_str(), renamed);
        }
        assert_eq!(
            in_text("null IS NOT NULL", &[("null".to_owned(), "a".to_owned())].into()).unwrap().as_str(),
            "null IS NOT NULL"
        );
        assert_eq!(
            in_text("\"null\" > 1", &[("null".to_owned(), "a".to_owned())].into()).unwrap().as_str(),
            "\"a\" > 1"
        );
    }
}
