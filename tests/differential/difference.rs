//! Which differences between Prisma and refract are meant to be, as narrow as they can be told.

use std::collections::BTreeSet;

use refract::diagnostic::Code;

/// What there is to say of two catalogs.
pub enum Explained {
    Equal,
    Intended(&'static str),
    No(String),
}

/// Compares the catalog that we built with the one that Prisma did; `before` is the catalog that a change started from,
/// and `schema` the text of the new schema.
pub fn explain(schema: &str, before: &str, ours: &str, theirs: &str) -> Explained {
    let (ours, theirs) = (objects(ours), objects(theirs));
    let before = objects(before);
    let more: BTreeSet<&String> = ours.difference(&theirs).collect();
    let fewer: BTreeSet<&String> = theirs.difference(&ours).collect();
    // a schema is never dropped: it may hold what nobody here knows of
    let more: BTreeSet<&String> =
        more.into_iter().filter(|line| !(line.starts_with("schema ") && before.contains(*line))).collect();
    match (more.is_empty(), fewer.is_empty()) {
        (true, true) => Explained::Equal,
        (false, false) if pairs(&more, &fewer).all(|(ours, theirs)| is_open_default(schema, ours, theirs)) => {
            Explained::Intended("`dbgenerated()` is whatever default there is")
        }
        _ => Explained::No(listed(&more, &fewer)),
    }
}

/// The lines of both sides, which are about the same objects if they are as many.
fn pairs<'a>(more: &'a BTreeSet<&String>, fewer: &'a BTreeSet<&String>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let missing = more.len().max(fewer.len());
    let lines =
        |side: &'a BTreeSet<&String>| side.iter().map(|line| line.as_str()).chain(std::iter::repeat("")).take(missing);
    lines(more).zip(lines(fewer))
}

/// The schema says that there is some default, and not which.
fn is_open_default(schema: &str, ours: &str, theirs: &str) -> bool {
    ours.starts_with(&format!("{theirs} default ")) && schema.contains("@default(dbgenerated())")
}

fn listed(more: &BTreeSet<&String>, fewer: &BTreeSet<&String>) -> String {
    let more = more.iter().map(|line| format!("only refract: {line}\n"));
    more.chain(fewer.iter().map(|line| format!("only Prisma:  {line}\n"))).collect()
}

/// The lines in which two catalogs differ.
pub fn lines(first: &str, second: &str) -> String {
    let (first, second) = (objects(first), objects(second));
    let gone = first.difference(&second).map(|line| format!("first run:  {line}\n"));
    gone.chain(second.difference(&first).map(|line| format!("second run: {line}\n"))).collect()
}

/// The lines of a catalog. The order of labels that were there does not count.
fn objects(catalog: &str) -> BTreeSet<String> {
    catalog.lines().map(with_sorted_labels).collect()
}

fn with_sorted_labels(line: &str) -> String {
    // how a label is quoted does not matter
    let line = line.replace(" E'", " '").replace("(E'", "('");
    match line.strip_prefix("enum ").and_then(|rest| rest.split_once(" ('")) {
        Some((name, labels)) => {
            let mut labels: Vec<&str> = labels.trim_end_matches("')").split("', '").collect();
            labels.sort_unstable();
            format!("enum {name} ('{}')", labels.join("', '"))
        }
        None => line,
    }
}

/// What Prisma lets pass and refract refuses, because PostgreSQL refuses it or gets it wrong.
pub fn stricter(codes: &[Code], fails_in_postgresql: bool) -> Option<String> {
    // a server takes these, and does not do what they seem to say
    const WRONG: &[Code] =
        &[Code::VectorIndexImpossible, Code::TableNameTaken, Code::SqlNotClosed, Code::BlankExpression];
    const REFUSED: &[Code] = &[
        Code::InvalidPredicate,
        Code::FunctionMismatch,
        Code::DuplicateLabel,
        Code::EmptyDatabaseName,
        Code::EmptyUnsupported,
        Code::NameTooLong,
        Code::NoOperatorClass,
        Code::IndexShape,
        Code::TypeOutOfRange,
        Code::DefaultOutOfRange,
        Code::SequenceImpossible,
        Code::ForeignKeyImpossible,
        Code::DatabaseNameTaken,
        Code::DatabaseNameReserved,
    ];
    let is_meant = |code: &Code| WRONG.contains(code) || (fails_in_postgresql && REFUSED.contains(code));
    // Prisma forgets whatever stands behind an opening brace, closing brace and all; the rest is what comes of it
    let is_forgotten = codes.contains(&Code::BraceOnLine);
    (is_forgotten || codes.iter().all(is_meant)).then(|| {
        let codes: BTreeSet<&str> = codes.iter().map(|code| code.as_str()).collect();
        format!("only refract refuses it: {}", codes.into_iter().collect::<Vec<_>>().join(" "))
    })
}

/// Ways in which SQL of Prisma's is known to fail, or its engine to give up.
pub fn known_failure(schema: &str, message: &str) -> Option<&'static str> {
    let maps = schema.match_indices("map(\"").chain(schema.match_indices("map: \""));
    let has_quote = maps.map(|(at, _)| &schema[at..]).any(|rest| {
        let name = rest.lines().next().unwrap_or_default().split(')').next().unwrap_or_default();
        name.contains('\'') || name.contains("\\\"")
    });
    let is_long_link_table = message.contains("relation \"_") && message.contains("already exists");
    match () {
        () if has_quote => Some("Prisma does not escape quotes in names"),
        // it counts characters where PostgreSQL counts bytes, which cuts the name of the key to that of its table
        () if is_long_link_table && !schema.is_ascii() => Some("Prisma's name of a link table is too long"),
        // what is written is the value's name, where the database knows its label
        () if message.contains("invalid input value for enum") && schema.contains("where: {") => {
            Some("Prisma looks for an enum value by its name in the schema")
        }
        () => None,
    }
}

/// What Prisma lets pass, and no PostgreSQL can hold.
pub fn impossible(message: &str) -> Option<&'static str> {
    let line = message.lines().next().unwrap_or_default();
    let all = [
        ("invalid enum label", "PostgreSQL takes no label of more than 63 bytes"),
        ("has no default operator class for access method", "PostgreSQL cannot index the type"),
        ("does not support ASC/DESC options", "PostgreSQL sorts only in btree indexes"),
        ("does not exist for access method", "PostgreSQL has no such operator class there"),
        ("does not accept data type", "PostgreSQL has the operator class for another type"),
        ("access method \"hash\" does not support multicolumn indexes", "PostgreSQL hashes one column only"),
        ("there is no unique constraint matching given keys", "PostgreSQL takes no partial unique for a foreign key"),
        ("is not a valid binary digit", "PostgreSQL cannot compare the column with the text of the predicate"),
        ("invalid input syntax for type", "PostgreSQL cannot compare the column with the text of the predicate"),
        ("cannot be implemented", "PostgreSQL cannot compare the two ends of the relation"),
    ];
    all.into_iter().find(|(part, _)| line.contains(part)).map(|(_, why)| why)
}

/// A message of the server without the names in it.
pub fn shape(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let words: String = line.split('"').step_by(2).collect::<Vec<_>>().join("_");
    words
        .split_whitespace()
        .take(12)
        .filter(|word| word.is_ascii() && !word.contains(char::is_numeric))
        .collect::<Vec<_>>()
        .join(" ")
}
