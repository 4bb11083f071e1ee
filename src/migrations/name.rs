//! What a new migration is called: its timestamp, and a name that is given or tells what changes.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::change::{Change, ObjectRef};
use crate::diagnostic::{Code, Diagnostic};
use crate::naming::cut;
use crate::physical::ObjectName;

/// Longest name that is derived from changes.
const LONGEST_DERIVED: usize = 50;
/// Longest name that is taken: with timestamp and ending, it has to be a file name, and fit into Prisma's ledger.
const LONGEST_GIVEN: usize = 200;
const FORMAT: &str = "%Y%m%d%H%M%S";

/// Brings a name that was given into lower snake case.
///
/// # Errors
/// When no folder can be called so.
pub fn slug(name: &str) -> Result<String, Diagnostic> {
    let refused = |why: &str| {
        Err(Diagnostic::error(Code::BadMigrationName, format!("`{}` {why}", cut(name, 60).escape_debug()))
            .help("name the migration after what it does, such as add_visit_notes"))
    };
    if name.contains(['/', '\\']) {
        return refused("has a slash in it, and the name becomes that of a folder");
    }
    if name.chars().any(char::is_control) {
        return refused("has a control character in it, and the name becomes that of a folder");
    }
    let slug = snake_case(name);
    if slug.is_empty() {
        return refused("has no letter or digit in it");
    }
    if slug.len() > LONGEST_GIVEN {
        return refused(&format!("... is too long: {} bytes are, of {LONGEST_GIVEN}", slug.len()));
    }
    Ok(slug)
}

/// `addVisit Notes` is `add_visit_notes`.
fn snake_case(name: &str) -> String {
    let mut slug = String::new();
    let mut previous: Option<char> = None;
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            let begins_word = letter.is_uppercase() && previous.is_some_and(|c| c.is_lowercase() || c.is_numeric());
            if begins_word {
                slug.push('_');
            }
            slug.extend(letter.to_lowercase());
        } else if previous.is_some() && !slug.ends_with('_') {
            slug.push('_');
        }
        previous = Some(letter);
    }
    slug.trim_matches('_').to_owned()
}

/// A name that tells what changes.
#[must_use]
pub fn derived<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    let changes: Vec<&Change> = changes.into_iter().collect();
    let created: BTreeSet<&ObjectName> = changes.iter().filter_map(|change| created_table(change)).collect();
    let rest: Vec<&Change> = changes.iter().copied().filter(|change| !is_part_of_new(change, &created)).collect();
    let tables: BTreeSet<ObjectName> = rest.iter().filter_map(|change| table_of(change)).collect();
    let first_choice = match (created.len(), tables.len()) {
        (0, 0) => of_types(&rest),
        (0, 1) => of_one_table(&rest, tables.first().map_or("", |table| &table.name)),
        (_, 0) => format!("create_{}", list(created.iter().map(|table| table.name.as_str()), "tables")),
        _ => String::new(),
    };
    let fallback = match (created.len(), tables.len()) {
        (0, 0) => "change_types".to_owned(),
        (0, 1) => "change_table".to_owned(),
        (1, 0) => "create_table".to_owned(),
        (created, 0) => format!("create_{created}_tables"),
        (created, changed) => format!("change_{}_tables", created + changed),
    };
    [snake_case(&first_choice)]
        .into_iter()
        .find(|name| !name.is_empty() && name.len() <= LONGEST_DERIVED)
        .unwrap_or(fallback)
}

fn created_table(change: &Change) -> Option<&ObjectName> {
    if let Change::CreateTable(create) = change { Some(&create.table.name) } else { None }
}

/// What comes along with new tables goes without saying.
fn is_part_of_new(change: &Change, created: &BTreeSet<&ObjectName>) -> bool {
    let is_preparation = matches!(
        change,
        Change::CreateSchema(_) | Change::CreateExtension(_) | Change::CreateEnum(_) | Change::CreateSequence(_)
    );
    table_of(change).map_or(is_preparation && !created.is_empty(), |table| created.contains(&table))
}

/// The name of a file behind the first of a series.
#[must_use]
pub fn name_in_series(name: &str, purpose: &str) -> String {
    let name = format!("{name}_{}", snake_case(purpose));
    cut(&name, LONGEST_GIVEN).trim_end_matches('_').to_owned()
}

/// The table that a change is about.
fn table_of(change: &Change) -> Option<ObjectName> {
    let kind = change.as_kind();
    let objects = [kind.creates(), kind.drops(), kind.alters(), kind.needs(), kind.releases()];
    objects.into_iter().flatten().find_map(|object| match object {
        ObjectRef::Table(table)
        | ObjectRef::Column(table, _)
        | ObjectRef::Constraint(table, _)
        | ObjectRef::AllColumns(table)
        | ObjectRef::Unique(table, _) => Some(table),
        ObjectRef::Schema(_)
        | ObjectRef::Extension(_)
        | ObjectRef::EnumType(_)
        | ObjectRef::EnumName(_)
        | ObjectRef::Label(..)
        | ObjectRef::Sequence(_)
        | ObjectRef::Index(_) => None,
    })
}

fn of_one_table(changes: &[&Change], table: &str) -> String {
    let main: Vec<&&Change> = changes.iter().filter(|change| !is_index(change)).collect();
    match main.as_slice() {
        [] if changes.len() == 1 => format!("{}_index_{table}", verb(changes[0])),
        [Change::AddColumns(add)] => {
            format!("add_{}_to_{table}", list(add.columns.iter().map(|column| column.name.as_str()), "columns"))
        }
        [Change::FillColumn(fill)] => format!("add_{}_to_{table}", fill.column.name),
        [Change::DropTable(_)] => format!("drop_{table}"),
        _ if main.iter().all(|change| matches!(change, Change::DropColumn(_))) && !main.is_empty() => {
            let columns = main.iter().filter_map(|change| match change {
                Change::DropColumn(drop) => Some(drop.column.name.as_str()),
                _ => None,
            });
            format!("drop_{}_from_{table}", list(columns, "columns"))
        }
        _ => format!("change_{table}"),
    }
}

fn is_index(change: &Change) -> bool {
    matches!(change, Change::CreateIndex(_) | Change::DropIndex(_) | Change::RenameIndex(_) | Change::ReplaceIndex(_))
}

fn verb(change: &Change) -> &'static str {
    match change {
        Change::CreateIndex(_) => "add",
        Change::DropIndex(_) => "drop",
        _ => "change",
    }
}

fn of_types(changes: &[&Change]) -> String {
    match changes {
        [Change::AddEnumValue(value)] => format!("add_{}_to_{}", value.label, value.enumeration.name),
        [Change::RebuildEnum(rebuild)] => {
            format!(
                "remove_{}_from_{}",
                list(rebuild.removed.iter().map(String::as_str), "values"),
                rebuild.enumeration.name
            )
        }
        [Change::CreateEnum(create)] => format!("create_{}", create.enumeration.name.name),
        [Change::DropEnum(drop)] => format!("drop_{}", drop.enumeration.name.name),
        [Change::DropIndex(drop)] => format!("drop_{}", drop.name.name),
        _ => String::new(),
    }
}

fn list<'n>(names: impl Iterator<Item = &'n str>, things: &str) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!("{one}_and_{two}"),
        more => format!("{}_{things}", more.len()),
    }
}

/// The timestamp of a new migration: the later of now and a second past the newest.
///
/// # Errors
/// When no timestamp comes after the newest.
pub fn next_timestamp(now: DateTime, newest: Option<&str>) -> Result<String, Diagnostic> {
    let now = now.strftime(FORMAT).to_string();
    let Some(newest) = newest.filter(|newest| *newest >= now.as_str()) else { return Ok(now) };
    let by_date = DateTime::strptime(FORMAT, newest).ok().and_then(|newest| newest.checked_add(1.second()).ok());
    // some people number their migrations
    let next = match by_date {
        Some(next) => next.strftime(FORMAT).to_string(),
        None => format!("{:014}", newest.parse::<u64>().unwrap_or(u64::MAX).saturating_add(1)),
    };
    if next.len() == newest.len() {
        return Ok(next);
    }
    let message = format!("the newest migration is of {newest}, and nothing can come after that");
    Err(Diagnostic::error(Code::BadDate, message).help("give that migration another timestamp"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::{derived, next_timestamp, slug};
    use crate::change::{AddEnumValue, Change, CreateSchema};
    use crate::physical::ObjectName;

    #[test]
    fn a_name_becomes_lower_snake_case() {
        let slugs = [
            ("add_visit_notes", "add_visit_notes"),
            ("Add Visit-Notes!", "add_visit_notes"),
            ("addVisitNotes2Go", "add_visit_notes2_go"),
            ("..__x__..", "x"),
            ("Größe ändern", "größe_ändern"),
        ];
        for (name, expected) in slugs {
            assert_eq!(slug(name).ok().as_deref(), Some(expected), "{name}");
        }
        let long = "x".repeat(201);
        for wrong in ["", "..", "a/b", "a\\b", "a\nb", "a\0", long.as_str()] {
            assert!(slug(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_tells_what_changes() {
        let enumeration = ObjectName::new("public", "status");
        let value = AddEnumValue { enumeration, label: "draft".to_owned(), after: None, before: None };
        let value = Change::from(value);
        assert_eq!(derived([&value]), "add_draft_to_status");
        assert_eq!(derived([&value, &value]), "change_types");
        assert_eq!(derived([]), "change_types");
        let schema = Change::from(CreateSchema { name: "app".to_owned() });
        assert_eq!(derived([&schema]), "change_types");
    }

    #[test]
    fn a_timestamp_comes_after_the_newest() {
        let now: DateTime = "2026-01-28T09:30:00".parse().unwrap();
        let next = |newest| next_timestamp(now, newest).unwrap_or_else(|error| error.message);
        assert_eq!(next(None), "20260128093000");
        assert_eq!(next(Some("20260128092959")), "20260128093000");
        assert_eq!(next(Some("20260128093000")), "20260128093001");
        assert_eq!(next(Some("20261231235959")), "20270101000000");
        assert_eq!(next(Some("20269999999999")), "20270000000000");
        assert_eq!(
            next(Some("99999999999999")),
            "the newest migration is of 99999999999999, and nothing can come after that"
        );
    }
}
