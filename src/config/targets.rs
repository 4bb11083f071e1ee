//! `[targets.*]`.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::value::{Reader, Text};
use super::{BaseKind, LedgerKind, Target, paths, session};
use crate::diagnostic::Code;
use crate::path;
use crate::text::Span;

const KEYS: &[&str] = &[
    "schemas",
    "models",
    "exclude",
    "extensions",
    "migrations",
    "base",
    "env",
    "foreign_keys",
    "accepted_history",
    "repair",
    "maintenance_work_mem",
    "role",
    "set",
    "ledger",
];

/// The targets, and where the folder of each is said.
pub(super) type Targets = (BTreeMap<String, Target>, BTreeMap<String, Span>);

/// Reads all targets; one that takes everything where there is none.
pub(super) fn read(reader: &mut Reader, document: &DeTable<'_>, migrations: &str, depth: usize) -> Targets {
    let (mut targets, mut places) = (BTreeMap::new(), BTreeMap::new());
    let tables = reader.table(document, "targets");
    for (key, value) in tables.into_iter().flatten() {
        let name = Text { value: key.get_ref().to_string(), span: reader.span(&key.span()) };
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("`{}` in `[targets]` must be a table", name.value);
            reader.error(
                Code::ConfigWrongType,
                name.span,
                message,
                "each target is a section, such as `[targets.main]`",
            );
            continue;
        };
        check_name(reader, &name);
        let (target, place) = read_one(reader, table, &name, migrations, depth);
        places.insert(target.name.clone(), place);
        targets.insert(target.name.clone(), target);
    }
    if tables.is_none_or(|tables| tables.is_empty()) {
        let target = Target::taking_everything(migrations.to_owned());
        targets.insert(target.name.clone(), target);
    }
    (targets, places)
}

fn read_one(reader: &mut Reader, table: &DeTable<'_>, name: &Text, migrations: &str, depth: usize) -> (Target, Span) {
    reader.check_keys(table, KEYS, &format!("`[targets.{}]`", name.value));
    let folder = reader.string(table, "migrations", "\"migrations/main\"");
    let place = folder.as_ref().map_or(name.span, |folder| folder.span);
    let folder = folder.and_then(|folder| paths::check(reader, "migrations", &folder, depth));
    let bases = [("history", BaseKind::History), ("git", BaseKind::Git)];
    let ledgers = [("prisma", LedgerKind::Prisma), ("refract", LedgerKind::Refract)];
    let target = Target {
        name: name.value.clone(),
        schemas: globs(reader, table, "schemas", "[\"public\"]"),
        models: globs(reader, table, "models", "[\"Llm*\"]"),
        exclude: globs(reader, table, "exclude", "[\"Legacy*\"]"),
        extensions: Some(extensions(reader, table)),
        migrations: folder.unwrap_or_else(|| path::join(migrations, &name.value)),
        base: reader.choice(table, "base", &bases).unwrap_or(BaseKind::Git),
        env: env(reader, table),
        repair: repair(reader, table, depth),
        foreign_keys: reader.boolean(table, "foreign_keys").unwrap_or(true),
        accepted_history: reader.string(table, "accepted_history", "what refract check wrote").map(|text| text.value),
        maintenance_work_mem: memory(reader, table),
        role: session::role(reader, table),
        set: session::parameters(reader, table),
        ledger: reader.choice(table, "ledger", &ledgers).unwrap_or(LedgerKind::Prisma),
    };
    (target, place)
}

/// A file that no tool takes for a migration.
fn repair(reader: &mut Reader, table: &DeTable<'_>, depth: usize) -> Option<String> {
    let text = reader.string(table, "repair", "\"sql/repair.sql\"")?;
    let path = paths::check(reader, "repair", &text, depth)?;
    if !path.ends_with(".sql") || path::name(&path) == "migration.sql" {
        let help = "name a file for it, such as \"sql/repair.sql\"";
        reader.error(Code::ConfigBadPath, text.span, "`repair` is no script of its own".to_owned(), help);
        return None;
    }
    Some(path)
}

/// The name becomes a folder, on every operating system.
fn check_name(reader: &mut Reader, name: &Text) {
    let usable = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let first = name.value.chars().next();
    let starts_well = first.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !starts_well || !name.value.chars().all(usable) || name.value.ends_with('.') {
        let help = "use letters, digits, `_`, `-` and `.`, and start with a letter: it is the name of a folder";
        let message = format!("`{}` cannot be the name of a target", name.value.escape_debug());
        reader.error(Code::ConfigBadValue, name.span, message, help);
    }
}

fn globs(reader: &mut Reader, table: &DeTable<'_>, key: &str, example: &str) -> Vec<String> {
    let Some(globs) = reader.strings(table, key, example) else { return Vec::new() };
    if globs.is_empty() && key != "exclude" && table.get(key).is_some_and(is_empty_list) {
        let span = table.get(key).map(|value| reader.span(&value.span()));
        if let Some(span) = span {
            let help = "leave the key out, or write [\"*\"], to take everything";
            reader.error(
                Code::ConfigBadValue,
                span,
                format!("`{key}` is empty, so the target would hold nothing"),
                help,
            );
        }
    }
    let mut names = Vec::new();
    for glob in globs {
        if glob.value.is_empty() {
            reader.error(
                Code::ConfigBadValue,
                glob.span,
                format!("a name in `{key}` is empty"),
                "write a name or a glob",
            );
        } else {
            names.push(glob.value);
        }
    }
    names
}

fn is_empty_list(value: &toml::Spanned<toml::de::DeValue<'_>>) -> bool {
    value.get_ref().as_array().is_some_and(|items| items.is_empty())
}

fn extensions(reader: &mut Reader, table: &DeTable<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in reader.strings(table, "extensions", "[\"vector\"]").unwrap_or_default() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if !name.value.is_empty() && name.value.chars().all(plain) {
            names.push(name.value);
        } else {
            let message = format!("`{}` is not the name of an extension", name.value.escape_debug());
            let help = "write the name that CREATE EXTENSION takes, such as \"vector\" or \"uuid-ossp\"";
            reader.error(Code::ConfigBadValue, name.span, message, help);
        }
    }
    names
}

fn memory(reader: &mut Reader, table: &DeTable<'_>) -> Option<u64> {
    let text = reader.string(table, "maintenance_work_mem", "\"2GB\"")?;
    let bytes = bytes(&text.value);
    if bytes.is_none() {
        let message = format!("`maintenance_work_mem` cannot be \"{}\"", text.value.escape_debug());
        let help = "write a number with its unit, as PostgreSQL takes it: \"64MB\", \"2GB\"";
        reader.error(Code::ConfigBadValue, text.span, message, help);
    }
    bytes
}

/// What PostgreSQL makes of an amount of memory, with its unit said.
fn bytes(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let unit = match unit.trim_start() {
        "kB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        "TB" => 1_u64 << 40,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

fn env(reader: &mut Reader, table: &DeTable<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in reader.string_or_strings(table, "env", "[\"DATABASE_URL\"]").unwrap_or_default() {
        let mut chars = name.value.chars();
        let starts_well = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if starts_well && chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
            names.push(name.value);
        } else {
            // It may be a password, so it is not repeated.
            reader.secrets.push(name.span.start as usize..name.span.end as usize);
            let message = "`env` takes only names of environment variables".to_owned();
            reader.error(Code::ConfigBadValue, name.span, message, "write a name such as \"DATABASE_URL\"");
        }
    }
    names
}
