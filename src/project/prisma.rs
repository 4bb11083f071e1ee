//! Where Prisma looks for the schema and the migrations, by its configuration: `prisma.config.*` and package.json.

use serde_json::Value;

use super::literal::Script;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::files::View;
use crate::path;

/// The configuration of a folder, in Prisma's order.
const CONFIGS: &[&str] =
    &["prisma7.config", ".config/prisma7", "prisma.config", ".config/prisma", ".config/prisma.config"];
const ENDINGS: &[&str] = &["js", "ts", "mjs", "cjs", "mts", "cts"];

/// What the configuration of Prisma in one folder says. Paths are relative to the top of the project.
#[derive(Debug, Default)]
pub struct PrismaPaths {
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

/// What the configuration in a folder says: its prisma.config, and package.json where that does not name the schema.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn prisma_paths_in(view: &View<'_>, folder: &str) -> Result<PrismaPaths, Failure> {
    let mut paths = PrismaPaths::default();
    for name in CONFIGS.iter().flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}.{ending}"))) {
        let file = path::join(folder, &name);
        if let Some(text) = view.read(&file)? {
            paths = paths_in_prisma_config(&file, &String::from_utf8_lossy(&text));
            break;
        }
    }
    let package = view.read(&path::join(folder, "package.json"))?;
    paths.is_package = paths.has_config || package.is_some();
    if let (None, Some(text)) = (&paths.schema, package) {
        let package: Value = serde_json::from_slice(&text).unwrap_or_default();
        let schema = package.pointer("/prisma/schema").and_then(Value::as_str);
        paths.schema = schema.and_then(|schema| inside(folder, schema));
    }
    Ok(paths)
}

/// What a prisma.config file says, as far as it is written out: nothing of it is run.
#[must_use]
pub fn paths_in_prisma_config(file: &str, text: &str) -> PrismaPaths {
    let mut paths = PrismaPaths { has_config: true, ..PrismaPaths::default() };
    let script = Script::read(text);
    let Some(configuration) = script.configuration() else {
        if script.mentions("schema") {
            paths.notes.push(passed_over(file, "what it exports"));
        }
        return paths;
    };
    if let Some(schema) = configuration.get("schema") {
        paths.schema = schema.path().and_then(|path| inside(path::parent(file), &path));
        if paths.schema.is_none() {
            paths.notes.push(passed_over(file, "`schema`"));
        }
    }
    if let Some(migrations) = configuration.get("migrations").and_then(|value| value.properties().remove("path")) {
        paths.migrations = migrations.path().and_then(|path| inside(path::parent(file), &path));
        if paths.migrations.is_none() {
            paths.notes.push(passed_over(file, "`migrations.path`"));
        }
    }
    paths
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
        format!("{what} in {file} is not written out as a path in the project, and is ignored: no JavaScript is run");
    Diagnostic::note(Code::PrismaConfig, message).help(
        "write it as \"a/b\" or path.join(\"a\", \"b\"), or say it with `schema` and `migrations` in refract.toml",
    )
}
