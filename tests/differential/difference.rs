//! Which differences between Prisma and refract are meant to be, as narrow as they can be told.

use std::collections::BTreeSet;

use refract::diagnostic::Code;

/// What there is to say of two catalogs.
pub enum Explained {
    Equal,
    No(String),
}

/// Compares the catalog that we built with the one that Prisma did; `before` is the catalog that a change started from.
pub fn explain(before: &str, ours: &str, theirs: &str) -> Explained {
    let (ours, theirs) = (objects(ours), objects(theirs));
    let before = objects(before);
    let more: BTreeSet<&String> = ours.difference(&theirs).collect();
    let fewer: BTreeSet<&String> = theirs.difference(&ours).collect();
    // a schema is never dropped: it may hold what nobody here knows of
    let is_left_schema = |line: &&String| line.starts_with("schema ") && before.contains(*line);
    if fewer.is_empty() && more.iter().all(is_left_schema) {
        return Explained::Equal;
    }
    Explained::No(listed(&more, &fewer))
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

/// The lines of a catalog. The order of labels that were there is nobody's business.
fn objects(catalog: &str) -> BTreeSet<String> {
    catalog.lines().map(with_sorted_labels).collect()
}

fn with_sorted_labels(line: &str) -> String {
    match line.strip_prefix("enum ").and_then(|rest| rest.split_once(" ('")) {
        Some((name, labels)) => {
            let mut labels: Vec<&str> = labels.trim_end_matches("')").split("', '").collect();
            labels.sort_unstable();
            format!("enum {name} ('{}')", labels.join("', '"))
        }
        None => line.to_owned(),
    }
}

/// What Prisma lets pass and refract does not, because PostgreSQL refuses it or gets it wrong.
pub fn stricter(codes: &[Code]) -> Option<String> {
    const STRICTER: &[Code] = &[];
    codes.iter().all(|code| STRICTER.contains(code)).then(|| {
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

/// No database can hold it.
pub fn impossible(message: &str) -> Option<&'static str> {
    message.starts_with("ERROR:  invalid enum label").then_some("PostgreSQL takes no label of more than 63 bytes")
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
