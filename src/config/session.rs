//! How a target's migrations run in its database: `role` and `set`.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::value::Reader;
use crate::diagnostic::Code;

/// The role that runs migrations.
pub(super) fn role(reader: &mut Reader, table: &DeTable<'_>) -> Option<String> {
    let role = reader.string(table, "role", "\"app_owner\"")?;
    if role.value.is_empty() || role.value.chars().any(char::is_control) {
        let message = "`role` is no name of a role".to_owned();
        reader.error(Code::ConfigBadValue, role.span, message, "write the role that owns the tables");
        return None;
    }
    Some(role.value)
}

/// PostgreSQL's parameters, with their values as PostgreSQL takes them.
pub(super) fn parameters(reader: &mut Reader, table: &DeTable<'_>) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::new();
    for (key, value) in reader.table(table, "set").into_iter().flatten() {
        let name = key.get_ref().to_string();
        let is_name = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let written = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            DeValue::Boolean(is_on) => Some(if *is_on { "on" } else { "off" }.to_owned()),
            DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
        };
        let is_text = |text: &String| !text.chars().any(char::is_control);
        match written.filter(is_text) {
            Some(written) if name.split('.').all(is_name) => drop(parameters.insert(name, written)),
            Some(_) | None => {
                let span = reader.span(&key.span());
                let message = format!("`{}` in `set` is no parameter with its value", name.escape_debug());
                let help = "write what SET takes, such as set = { maintenance_work_mem = \"2GB\" }";
                reader.error(Code::ConfigBadValue, span, message, help);
            }
        }
    }
    parameters
}
