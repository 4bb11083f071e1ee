//! Which files make up a schema, told from their text alone.
//!
//! Finding a schema must not need a parse of every .prisma file of a repository, so this looks for a
//! datasource block and for the names that are declared, and nothing else.

use std::collections::BTreeSet;

use super::view::View;
use crate::diagnostic::Failure;
use crate::path;
use crate::text;

/// A schema: the path that stands for it, and its files in path order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFiles {
    /// A file, or the folder that holds all files.
    pub path: String,
    /// At least one.
    pub files: Vec<String>,
}

/// Folders whose .prisma files can be one schema without any configuration.
const SCHEMA_FOLDERS: &[&str] = &["prisma", "schema"];

/// Whether a text has a datasource for PostgreSQL.
#[must_use]
pub fn has_postgresql(text: &str) -> bool {
    datasources(text).iter().any(|provider| matches!(provider.as_str(), "postgresql" | "postgres"))
}

/// The providers of the datasource blocks of a text; empty for one that has none.
fn datasources(text: &str) -> Vec<String> {
    let mut providers = Vec::new();
    let mut inside = false;
    for line in text.lines().map(without_comment) {
        let mut line = line.trim();
        if !inside && line.strip_prefix("datasource").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            providers.push(String::new());
            inside = true;
            line = line.split_once('{').map_or("", |(_, rest)| rest.trim());
        }
        if !inside {
            continue;
        }
        let value = line.strip_prefix("provider").map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        if let (Some(value), Some(last)) = (value, providers.last_mut()) {
            *last = value.split('"').nth(1).unwrap_or_default().to_owned();
        }
        if line.contains('}') {
            inside = false;
        }
    }
    providers
}

/// A `//` inside a string is no comment, as in `url = "postgresql://..."`.
fn without_comment(line: &str) -> &str {
    if !line.contains("//") {
        return line;
    }
    let mut in_string = false;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if previous != '\\' => in_string = !in_string,
            '/' if previous == '/' && !in_string => return &line[..at - 1],
            _ => {}
        }
        previous = c;
    }
    line
}

/// What a text declares.
fn names(text: &str) -> BTreeSet<&str> {
    let declared = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let keyword = words.next()?;
        matches!(keyword, "model" | "enum" | "type" | "view").then(|| words.next()).flatten()
    });
    declared.collect()
}

/// The schema at a path that the user named, if anything is there. A file that was not named but found may
/// turn out to be one of a folder.
///
/// # Errors
/// When it cannot be read.
pub fn schema_at(view: &View<'_>, path: &str, named: bool) -> Result<Option<SchemaFiles>, Failure> {
    if view.is_file(path)? {
        return if named { Ok(Some(alone(path))) } else { around(view, path).map(Some) };
    }
    let files = view.prisma_files(path)?;
    Ok((!files.is_empty()).then(|| SchemaFiles { path: path.to_owned(), files }))
}

fn alone(path: &str) -> SchemaFiles {
    SchemaFiles { path: path.to_owned(), files: vec![path.to_owned()] }
}

/// The schema that a file with a datasource belongs to: its folder, when the others there only make sense with it.
fn around(view: &View<'_>, path: &str) -> Result<SchemaFiles, Failure> {
    let folder = path::parent(path);
    if !SCHEMA_FOLDERS.contains(&path::name(folder)) {
        return Ok(alone(path));
    }
    let files = view.prisma_files(folder)?;
    let Some(text) = text_of(view, path)? else { return Ok(alone(path)) };
    let own = names(&text);
    for other in files.iter().filter(|other| *other != path) {
        let other = text_of(view, other)?.unwrap_or_default();
        // Another schema, or the parts from which some tool has put this file together.
        if !datasources(&other).is_empty() || names(&other).iter().any(|name| own.contains(name)) {
            return Ok(alone(path));
        }
    }
    Ok(if files.len() > 1 { SchemaFiles { path: folder.to_owned(), files } } else { alone(path) })
}

fn text_of(view: &View<'_>, path: &str) -> Result<Option<String>, Failure> {
    Ok(view.read(path)?.map(|bytes| text::from_bytes(&bytes).into_owned()))
}

/// Whether one of the files has a datasource for PostgreSQL.
///
/// # Errors
/// When one cannot be read.
pub fn is_postgresql(view: &View<'_>, files: &[String]) -> Result<bool, Failure> {
    for file in files {
        if text_of(view, file)?.is_some_and(|text| has_postgresql(&text)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The PostgreSQL schemas among some files.
///
/// # Errors
/// When one cannot be read.
pub fn schemas_among(view: &View<'_>, files: &[String]) -> Result<Vec<SchemaFiles>, Failure> {
    let mut schemas: Vec<SchemaFiles> = Vec::new();
    for file in files {
        if text_of(view, file)?.is_some_and(|text| has_postgresql(&text)) {
            let schema = around(view, file)?;
            if !schemas.contains(&schema) {
                schemas.push(schema);
            }
        }
    }
    Ok(schemas)
}

#[cfg(test)]
mod tests {
    use super::has_postgresql;

    #[test]
    fn a_postgresql_datasource_is_found() {
        assert!(has_postgresql("datasource db {\n  url = \"postgresql://x\" // }\n  provider = \"postgresql\"\n}"));
        assert!(has_postgresql("datasource db { provider=\"postgres\" }"));
        assert!(has_postgresql("datasource\tdb\n{\n provider = \"postgresql\"\n}"));
    }

    #[test]
    fn other_datasources_and_comments_are_not() {
        assert!(!has_postgresql("datasource db {\n  provider = \"sqlite\"\n}"));
        assert!(!has_postgresql("// datasource db {\n//  provider = \"postgresql\"\n// }"));
        assert!(!has_postgresql("generator c {\n  provider = \"postgresql\"\n}"));
        assert!(!has_postgresql("datasource db {\n  // provider = \"postgresql\"\n  provider = \"mysql\"\n}"));
    }
}
