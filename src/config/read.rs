//! refract.toml, from text to [`Config`].
//!
//! The tree is walked by hand, so that several mistakes are reported in one run, each at its place.
//! Nothing here touches the disk.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::defaults::{DEFAULT_SCHEMA, MIGRATIONS};
use super::value::{Reader, Text, closest, quoted};
use super::{Config, JsonIndex, Layout, Online, Safety, VectorDefaults, paths, secrets, targets};
use crate::diagnostic::{Code, Diagnostics, Failure, unsolved_conflict};
use crate::text::Texts;

const KEYS: &[&str] =
    &["schema", "default_schema", "migrations", "layout", "trunk", "targets", "vector", "json", "safety"];
/// The operator classes of pgvector for columns of type `vector`.
const OPERATOR_CLASSES: &[&str] = &["vector_cosine_ops", "vector_l2_ops", "vector_ip_ops", "vector_l1_ops"];
/// PostgreSQL keeps lock_timeout in milliseconds, in 32 bits.
const LONGEST_TIMEOUT_MS: f64 = 2_147_483_647.0;

/// What reading one refract.toml gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Only where nothing was wrong.
    pub config: Option<Config>,
    /// The file, with everything that must not be printed starred out.
    pub texts: Texts,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

impl Parsed {
    /// The configuration, or why there is none.
    ///
    /// # Errors
    /// When anything was wrong with the file.
    pub fn into_result(self) -> Result<Config, Failure> {
        self.config.ok_or(Failure { texts: self.texts, diagnostics: self.diagnostics })
    }
}

/// Reads a refract.toml, wherever it lies in its repository. `path_shown` is what messages call it.
#[must_use]
pub fn parse(path_shown: &str, text: &str) -> Parsed {
    parse_in(path_shown, text, usize::MAX)
}

/// Reads a refract.toml that lies `depth` folders below the top of its repository.
#[must_use]
pub fn parse_in(path_shown: &str, text: &str, depth: usize) -> Parsed {
    let mut texts = Texts::default();
    let file = texts.add(path_shown, text);
    // The offsets of the tree are those of the text without its byte order mark.
    let text = texts.file(file).text.clone();
    if let Some(conflict) = unsolved_conflict(&texts, file) {
        let Failure { diagnostics, .. } = conflict.into();
        return Parsed { config: None, texts, diagnostics };
    }
    let mut reader = Reader { file, diagnostics: Diagnostics::default(), secrets: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(&text);
    let document = document.get_ref();
    secrets::find(document, &mut reader.secrets);
    let config = if errors.is_empty() {
        report_secrets(&mut reader);
        Some(read_document(&mut reader, document, depth))
    } else {
        for error in &errors {
            let range = error.span().unwrap_or(0..0);
            report_syntax(&mut reader, error.message(), &range);
        }
        None
    };
    let shown = texts.with_text(file, secrets::masked(&text, &reader.secrets));
    let config = config.filter(|_| !reader.diagnostics.has_errors());
    Parsed { config, texts: shown, diagnostics: reader.diagnostics }
}

fn report_syntax(reader: &mut Reader, message: &str, range: &Range<usize>) {
    let span = reader.span(range);
    let help = "strings are in quotes, lists in brackets; https://toml.io has the rest";
    reader.error(Code::ConfigSyntax, span, format!("not TOML: {message}"), help);
}

fn report_secrets(reader: &mut Reader) {
    for range in reader.secrets.clone() {
        let span = reader.span(&range);
        let message = "refract.toml is no place for a URL or a password".to_owned();
        let help = "put it into an environment variable, and name that: env = [\"DATABASE_URL\"]";
        reader.error(Code::ConfigSecret, span, message, help);
    }
}

fn read_document(reader: &mut Reader, document: &DeTable<'_>, depth: usize) -> Config {
    reader.check_keys(document, KEYS, "refract.toml");
    let schema = reader.string(document, "schema", "\"prisma/schema.prisma\"");
    let schema = schema.and_then(|schema| paths::check(reader, "schema", &schema, depth));
    let migrations = reader.string(document, "migrations", "\"migrations\"");
    let migrations = migrations.and_then(|migrations| paths::check(reader, "migrations", &migrations, depth));
    let has_targets = document.get("targets").and_then(|targets| targets.get_ref().as_table());
    let has_targets = has_targets.is_some_and(|targets| !targets.is_empty());
    // without [targets], the rest is as without a file
    let usual = if has_targets { MIGRATIONS } else { "" };
    let migrations = migrations.unwrap_or_else(|| usual.to_owned());
    let default_schema = read_default_schema(reader, document);
    let layouts = [("prisma", Layout::Prisma), ("flat", Layout::Flat)];
    let layout = reader.choice(document, "layout", &layouts).unwrap_or(Layout::Prisma);
    let trunk = read_trunk(reader, document);
    let (targets, places) = targets::read(reader, document, &migrations, depth);
    let vector = read_vector(reader, document, has_targets);
    let json_index = read_json(reader, document, has_targets);
    let safety = read_safety(reader, document);
    let config =
        Config { schema, default_schema, migrations, layout, trunk, targets, has_targets, vector, json_index, safety };
    let own = |target: &Spanned<DeValue<'_>>| target.get_ref().get("migrations").is_some();
    let targets = document.get("targets").and_then(|targets| targets.get_ref().as_table());
    let chosen = document.contains_key("migrations") || targets.is_some_and(|targets| targets.values().any(own));
    paths::check_nesting(reader, &config, &places, chosen);
    config
}

fn read_default_schema(reader: &mut Reader, document: &DeTable<'_>) -> String {
    let Some(name) = reader.string(document, "default_schema", "\"app\"") else { return DEFAULT_SCHEMA.to_owned() };
    let is_taken = name.value.starts_with("pg_") || name.value == "information_schema";
    if name.value.is_empty() || is_taken || name.value.chars().any(char::is_control) {
        let message = format!("`{}` is no schema for tables", name.value.escape_debug());
        reader.error(Code::ConfigBadValue, name.span, message, "write what `?schema=` in Prisma's URL says");
    }
    name.value
}

fn read_trunk(reader: &mut Reader, document: &DeTable<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in reader.string_or_strings(document, "trunk", "[\"main\"]").unwrap_or_default() {
        if name.value.is_empty() || name.value.chars().any(|c| c.is_whitespace() || c.is_control()) {
            let message = format!("`{}` is not the name of a branch", name.value.escape_debug());
            reader.error(
                Code::ConfigBadValue,
                name.span,
                message,
                "write a name or a glob, such as \"main\" or \"release/*\"",
            );
        } else {
            names.push(name.value);
        }
    }
    names
}

fn read_vector(reader: &mut Reader, document: &DeTable<'_>, has_targets: bool) -> VectorDefaults {
    let mut vector = VectorDefaults { index_every_column: has_targets, ..VectorDefaults::default() };
    let Some(table) = reader.table(document, "vector") else { return vector };
    reader.check_keys(table, &["index", "ops", "m", "ef_construction"], "`[vector]`");
    if let Some(index) = reader.choice(table, "index", &[("hnsw", true), ("none", false)]) {
        vector.index_every_column = index;
    }
    if let Some(ops) = reader.string(table, "ops", "\"vector_cosine_ops\"") {
        check_operator_class(reader, &ops);
        vector.operator_class = ops.value;
    }
    let m = reader.integer(table, "m", (2, 100));
    let ef_construction = reader.integer(table, "ef_construction", (4, 1000));
    let place = ef_construction.as_ref().or(m.as_ref()).map(|number| number.span);
    let all_read =
        m.is_some() == table.contains_key("m") && ef_construction.is_some() == table.contains_key("ef_construction");
    vector.m = m.map_or(vector.m, |m| m.value);
    vector.ef_construction = ef_construction.map_or(vector.ef_construction, |ef| ef.value);
    if let Some(span) = place.filter(|_| all_read && vector.ef_construction < 2 * vector.m) {
        let message = format!("`ef_construction` ({}) is less than twice `m` ({})", vector.ef_construction, vector.m);
        let help = format!("pgvector takes {} to 1000 with this `m`", 2 * vector.m);
        reader.error(Code::ConfigBadValue, span, message, help);
    }
    vector
}

fn check_operator_class(reader: &mut Reader, ops: &Text) {
    if OPERATOR_CLASSES.contains(&ops.value.as_str()) {
        return;
    }
    let allowed = quoted(OPERATOR_CLASSES);
    let help = match closest(&ops.value, OPERATOR_CLASSES) {
        Some(close) => format!("did you mean \"{close}\"? It can be {allowed}"),
        None => format!("it can be {allowed}"),
    };
    let message = format!("`ops` cannot be \"{}\"", ops.value.escape_debug());
    reader.error(Code::ConfigBadValue, ops.span, message, help);
}

fn read_json(reader: &mut Reader, document: &DeTable<'_>, has_targets: bool) -> JsonIndex {
    let usual = if has_targets { JsonIndex::Gin } else { JsonIndex::BTree };
    let Some(table) = reader.table(document, "json") else { return usual };
    reader.check_keys(table, &["index"], "`[json]`");
    reader.choice(table, "index", &[("gin", JsonIndex::Gin), ("btree", JsonIndex::BTree)]).unwrap_or(usual)
}

fn read_safety(reader: &mut Reader, document: &DeTable<'_>) -> Safety {
    let mut safety = Safety::default();
    let Some(table) = reader.table(document, "safety") else { return safety };
    reader.check_keys(table, &["verify", "online", "lock_timeout"], "`[safety]`");
    safety.verify = reader.boolean(table, "verify").unwrap_or(safety.verify);
    let recipes = [("off", Online::Off), ("indexes", Online::Indexes), ("full", Online::Full)];
    safety.online = reader.choice(table, "online", &recipes).unwrap_or(safety.online);
    if let Some(timeout) = reader.string(table, "lock_timeout", "\"5s\"") {
        if is_duration(&timeout.value) {
            safety.lock_timeout = timeout.value;
        } else {
            let message = format!("`lock_timeout` cannot be \"{}\"", timeout.value.escape_debug());
            let help = "write a number with us, ms, s, min, h or d, such as \"5s\", or \"0\" to wait for ever";
            reader.error(Code::ConfigBadValue, timeout.span, message, help);
        }
    }
    safety
}

/// Whether PostgreSQL takes this for lock_timeout, with its unit said.
fn is_duration(text: &str) -> bool {
    if text == "0" {
        return true;
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let milliseconds = match unit.trim_start_matches(' ') {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        "min" => 60_000.0,
        "h" => 3_600_000.0,
        "d" => 86_400_000.0,
        _ => return false,
    };
    let starts_well = number.starts_with(|c: char| c.is_ascii_digit());
    starts_well && number.parse::<f64>().is_ok_and(|number| number * milliseconds <= LONGEST_TIMEOUT_MS)
}
