//! A second opinion on the reader: sqlparser, on text that both can read.

use std::collections::BTreeSet;

use refract::physical::Database;
use refract::sql::{TokenKind, identifier, string_value, tokens};
use sqlparser::ast::{ColumnDef, CreateTable, ObjectName, Statement, UserDefinedTypeRepresentation};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::diff::{TARGET, cases};
use crate::replay::in_memory;
use crate::support::schema::migration;

/// Names, constants and semicolons, in order: what decides where a statement ends, and what it names.
fn ours(text: &str) -> Vec<String> {
    let read = tokens(text).tokens;
    let seen = read.iter().filter_map(|token| {
        let written = &text[token.range.clone()];
        match token.kind {
            TokenKind::Word => Some(format!("word {}", written.to_lowercase())),
            TokenKind::QuotedName => identifier(token.kind, written, '\\').map(|name| format!("name {name}")),
            TokenKind::String | TokenKind::DollarString => Some(format!("text {}", string_value(written, '\\')?)),
            TokenKind::Symbol if written == ";" => Some(written.to_owned()),
            TokenKind::Symbol | TokenKind::Number | TokenKind::PsqlCommand => None,
        }
    });
    seen.collect()
}

fn theirs(text: &str) -> Vec<String> {
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, text).tokenize().unwrap();
    let seen = tokens.into_iter().filter_map(|token| match token {
        Token::Word(word) if word.quote_style.is_some() => Some(format!("name {}", word.value)),
        Token::Word(word) => Some(format!("word {}", word.value.to_lowercase())),
        Token::SingleQuotedString(text) | Token::EscapedStringLiteral(text) => Some(format!("text {text}")),
        Token::DollarQuotedString(text) => Some(format!("text {}", text.value)),
        Token::SemiColon => Some(";".to_owned()),
        _ => None,
    });
    seen.collect()
}

#[test]
fn tokens_are_those_that_another_reader_sees() {
    let mut texts: Vec<String> = cases().iter().map(|case| migration(TARGET, &case.before, &case.after).1).collect();
    for entry in std::fs::read_dir("fixtures/replay").unwrap() {
        texts.push(std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    for text in texts {
        let (ours, theirs) = (ours(&text), theirs(&text));
        let place = ours.iter().zip(&theirs).position(|(one, other)| one != other);
        assert!(
            ours == theirs,
            "at {place:?}: {:?} {:?}\n{text}",
            place.map(|at| &ours[at]),
            place.map(|at| &theirs[at])
        );
        assert!(!ours.is_empty());
    }
}

fn last(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map(|name| name.value.clone()).unwrap_or_default()
}

/// Tables with their columns, indexes, and enums with their labels, as sqlparser sees them made.
fn made(statements: &[Statement]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for statement in statements {
        match statement {
            Statement::CreateTable(CreateTable { name, columns, .. }) => {
                let columns: Vec<&str> = columns.iter().map(|ColumnDef { name, .. }| name.value.as_str()).collect();
                seen.insert(format!("table {} {}", last(name), columns.join(",")));
            }
            Statement::CreateIndex(index) => {
                let name = index.name.as_ref().map(last).unwrap_or_default();
                seen.insert(format!(
                    "index {name} on {}{}",
                    last(&index.table_name),
                    if index.unique { " unique" } else { "" }
                ));
            }
            Statement::CreateType { name, representation: Some(UserDefinedTypeRepresentation::Enum { labels }) } => {
                let labels: Vec<&str> = labels.iter().map(|label| label.value.as_str()).collect();
                seen.insert(format!("enum {} {}", last(name), labels.join(",")));
            }
            _ => {}
        }
    }
    seen
}

fn held(database: &Database) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for table in database.tables.values() {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        seen.insert(format!("table {} {}", table.name.name, columns.join(",")));
        for index in table.indexes.values() {
            let unique = if index.is_unique { " unique" } else { "" };
            seen.insert(format!("index {} on {}{unique}", index.name, table.name.name));
        }
    }
    for declared in database.enums.values() {
        let labels: Vec<&str> = declared.labels.iter().map(|label| label.label.as_str()).collect();
        seen.insert(format!("enum {} {}", declared.name.name, labels.join(",")));
    }
    seen
}

#[test]
fn what_is_made_is_what_another_reader_sees_made() {
    let mut count = 0;
    for case in cases() {
        let sql = case.plain(&case.nothing, &case.after);
        let Ok(statements) = Parser::parse_sql(&PostgreSqlDialect {}, &sql) else { continue };
        count += 1;
        let found = in_memory(&Database::default(), &[&sql]).unwrap();
        assert_eq!(held(&found), made(&statements), "{}\n{sql}", case.name);
    }
    assert!(count > 20, "{count}");
}
