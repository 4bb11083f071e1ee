//! The plain statements, as a linter sees them.

use sqlparser::ast::Statement;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use crate::diff::cases;

/// What sqlparser 0.63 cannot read, though every server can.
const UNREAD: [&str; 5] = ["ALTER EXTENSION", "ALTER SEQUENCE", "ALTER TYPE", "SET SCHEMA", "tsvector GENERATED"];

#[test]
fn every_plain_statement_parses_as_exactly_one() {
    for case in cases() {
        for (before, after) in
            [(&case.nothing, &case.before), (&case.before, &case.after), (&case.nothing, &case.after)]
        {
            for statement in case.plain(before, after).split_inclusive(";\n") {
                let statement = statement.trim();
                if statement.is_empty() || UNREAD.iter().any(|unread| statement.contains(unread)) {
                    continue;
                }
                let parsed = Parser::parse_sql(&PostgreSqlDialect {}, statement);
                let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}\n{statement}", case.name));
                assert_eq!(parsed.len(), 1, "{}: {statement}", case.name);
                assert!(!matches!(parsed[0], Statement::Query(_)) || statement.contains("setval"), "{statement}");
            }
        }
    }
}
