//! Where Prisma is told to look: prisma.config files and package.json.

use serde_json::Value;

use super::literal::Script;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::files::View;
use crate::path;

/// The configuration of a folder, in Prisma's order.
const CONFIGS: &[&str] =
    &["prisma7.config", ".config/prisma7", "prisma.config", ".config/prisma", ".config/prisma.config"];
const ENDINGS: &[&str] = &["js", "ts", "mjs", "cjs", "mts", "cts"];

/// What Prisma is told in one folder. Paths are those of the project.
#[derive(Debug, Default)]
pub struct Told {
    /// Where the schema is.
    pub schema: Option<String>,
    /// The folder of the migrations.
    pub migrations: Option<String>,
    /// Whether there is a prisma.config.
    pub has_config: bool,
    /// Whether there is that or a package.json: what is below the folder belongs to it.
    pub is_package: bool,
    /// What could not be read.
    pub notes: Diagnostics,
}

/// What Prisma is told in a folder: by its prisma.config, and by package.json where that says nothing of the schema.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn told_in(view: &View<'_>, folder: &str) -> Result<Told, Failure> {
    let mut told = Told::default();
    for name in CONFIGS.iter().flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}.{ending}"))) {
        let file = path::join(folder, &name);
        if let Some(text) = view.read(&file)? {
            told = told_by(&file, &String::from_utf8_lossy(&text));
            break;
        }
    }
    let package = view.read(&path::join(folder, "package.json"))?;
    told.is_package = told.has_config || package.is_some();
    if let (None, Some(text)) = (&told.schema, package) {
        let package: Value = serde_json::from_slice(&text).unwrap_or_default();
        let schema = package.pointer("/prisma/schema").and_then(Value::as_str);
        told.schema = schema.and_then(|schema| inside(folder, schema));
    }
    Ok(told)
}

/// What a prisma.config file says, as far as it is written out: nothing of it is run.
#[must_use]
pub fn told_by(file: &str, text: &str) -> Told {
    let mut told = Told { has_config: true, ..Told::default() };
    let script = Script::read(text);
    let Some(configuration) = script.configuration() else {
        if script.mentions("schema") {
            told.notes.push(passed_over(file, "what it exports"));
        }
        return told;
    };
    if let Some(schema) = configuration.get("schema") {
        told.schema = schema.path().and_then(|path| inside(path::parent(file), &path));
        if told.schema.is_none() {
            told.notes.push(passed_over(file, "`schema`"));
        }
    }
    if let Some(migrations) = configuration.get("migrations").and_then(|value| value.properties().remove("path")) {
        told.migrations = migrations.path().and_then(|path| inside(path::parent(file), &path));
        if told.migrations.is_none() {
            told.notes.push(passed_over(file, "`migrations.path`"));
        }
    }
    told
}

/// A path as one of the project, unless it leads out of it.
fn inside(folder: &str, path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.is_empty() || path.starts_with(['/', '~']) || drive || path.contains(char::is_control) {
        return None;
    }
    Some(path::join(folder, &path)).filter(|path| path.split('/').next() != Some(".."))
}

fn passed_over(file: &str, what: &str) -> Diagnostic {
    let message =
        format!("{what} in {file} is not written out as a path in the project, and passed over: no JavaScript is run");
    Diagnostic::note(Code::PrismaConfig, message).help(
        "write it as \"a/b\" or path.join(\"a\", \"b\"), or say it with `schema` and `migrations` in refract.toml",
    )
}
