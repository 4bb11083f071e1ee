//! Whether the indexes that are built fit into the memory that a target has for it.

use std::collections::BTreeMap;

use crate::change::Change;
use crate::commands::compare::Compared;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::pgvector::{BuildMemory, build_memory};
use crate::physical::{Database, Index, ObjectName, TableOrigin};
use crate::psl::directive::DirectiveKind;
use crate::state::State;

/// PostgreSQL's default for `maintenance_work_mem`.
const DEFAULT_MEMORY: u64 = 64 * MEGABYTE;
const MEGABYTE: u64 = 1 << 20;
const GIGABYTE: u64 = 1 << 30;
/// What a parallel build keeps for itself.
const MARGIN: u64 = 4 * MEGABYTE;

/// How many rows the tables of models have, as far as somebody said.
pub(crate) type Rows = BTreeMap<String, u64>;

/// What the directives say, and `--rows Model=1000000`, which counts before them.
pub(crate) fn rows(flags: &[String], after: &State) -> Result<Rows, Failure> {
    let mut rows = Rows::new();
    for model in &after.schema.models {
        for directive in &model.directives {
            if let DirectiveKind::Rows(count) = directive.kind {
                rows.insert(model.name.clone(), count);
            }
        }
    }
    for flag in flags {
        let said = flag.split_once('=').and_then(|(model, count)| {
            let is_there = after.schema.models.iter().any(|known| known.name == model.trim());
            let count = count.trim().replace(['_', ','], "").parse().ok()?;
            is_there.then(|| (model.trim().to_owned(), count))
        });
        let Some((model, count)) = said else {
            let message = format!("`--rows {}` names no model of the schema with a number", flag.escape_debug());
            return Err(Diagnostic::error(Code::RowsUnknown, message).help("write it as --rows Model=1000000").into());
        };
        rows.insert(model, count);
    }
    Ok(rows)
}

/// What a target's indexes take that is more than it has.
pub(crate) fn warnings(compared: &Compared, rows: &Rows, after: &Database) -> Vec<Diagnostic> {
    let plan = &compared.pending.plan;
    let is_new = |table: &ObjectName, index: &Index| {
        // nothing is in a new column before it is filled
        plan.added_columns(table).any(|column| index.columns.iter().any(|part| part.name == column.name))
    };
    let built = plan.changes().map(Change::as_kind).filter(|kind| !kind.is_implied()).filter_map(|kind| {
        let (index, subject) = (kind.builds_index()?, kind.subject());
        let (table, name) = (subject.table()?, subject.index_name()?);
        (!is_new(table, index)).then_some((table, name, index))
    });
    let found = built.filter_map(|(table, name, index)| {
        let (rows, memory) = needed(after, table, index, rows)?;
        let given = compared.target.maintenance_work_mem.unwrap_or(DEFAULT_MEMORY);
        (memory.bytes > given).then(|| warning(compared, &name, index, (rows, memory, given)))
    });
    found.collect()
}

fn needed(database: &Database, table: &ObjectName, index: &Index, rows: &Rows) -> Option<(u64, BuildMemory)> {
    let table = database.tables.get(table)?;
    let TableOrigin::Model(model) = &table.origin else { return None };
    let rows = *rows.get(model)?;
    let column = table.column(&index.columns.first()?.name)?;
    Some((rows, build_memory(index, &column.column_type.element, rows)?))
}

fn warning(
    compared: &Compared,
    name: &ObjectName,
    index: &Index,
    (rows, memory, given): (u64, BuildMemory, u64),
) -> Diagnostic {
    let target = &compared.target.name;
    let (needs, has, rows) = (size(memory.bytes), size(given), grouped(rows));
    let parameters: Vec<String> =
        index.parameters.iter().map(|parameter| format!("{} = {}", parameter.name, parameter.value)).collect();
    let parameters = parameters.join(", ");
    let message = match memory.bytes_per_row {
        Some(bytes) => format!(
            "{target}: {name} takes {needs} to build ({rows} rows of {} bytes, {parameters}) and maintenance_work_mem \
             is {has}: the rest is built on disk, many times slower",
            grouped(bytes)
        ),
        None => format!(
            "{target}: {name} takes {needs} to build ({rows} rows, {parameters}) and maintenance_work_mem is {has}: \
             pgvector refuses to build it"
        ),
    };
    let enough = enough(memory.bytes);
    let less = if memory.is_required { "; fewer lists take less" } else { "; halfvec, or a smaller m, takes less" };
    let help = format!(
        "if the machine has it, run this file with PGOPTIONS=\"-c maintenance_work_mem={enough}\" before psql; for Prisma, \
         ALTER ROLE ... SET maintenance_work_mem = '{enough}' first; in a container give it as much --shm-size. Where \
         the database has it already, write maintenance_work_mem = \"{enough}\" in [targets.{target}]{less}"
    );
    Diagnostic::warning(Code::BuildMemory, message).help(help)
}

/// As people write it, rounded up to three digits or so.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| (bytes * 10).div_ceil(unit);
    match bytes {
        GIGABYTE.. => format!("{}.{} GB", tenths(GIGABYTE) / 10, tenths(GIGABYTE) % 10).replace(".0 GB", " GB"),
        _ => format!("{} MB", bytes.div_ceil(MEGABYTE)),
    }
}

/// What to set, with what a parallel build keeps for itself.
fn enough(bytes: u64) -> String {
    let bytes = bytes + MARGIN;
    if bytes > GIGABYTE { format!("{}GB", bytes.div_ceil(GIGABYTE)) } else { format!("{}MB", bytes.div_ceil(MEGABYTE)) }
}

/// `1,000,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
