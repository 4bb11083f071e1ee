//! What a new migration is called: its timestamp, and a name that is given or tells what changes.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::change::{Change, Subject};
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
    let created: BTreeSet<&ObjectName> = changes.iter().filter_map(|change| change.as_kind().new_table()).collect();
    let new: Vec<&Change> = changes.iter().copied().filter(|change| change.as_kind().new_table().is_some()).collect();
    let rest: Vec<&Change> = changes.iter().copied().filter(|change| !is_part_of_new(change, &created)).collect();
    let tables: BTreeSet<ObjectName> =
        rest.iter().filter_map(|change| change.as_kind().subject().table().cloned()).collect();
    let fallback = match (created.len(), tables.len()) {
        (0, 0) => "change_types".to_owned(),
        (0, 1) => "change_table".to_owned(),
        (1, 0) => "create_table".to_owned(),
        (created, 0) => format!("create_{created}_tables"),
        (0, changed) => format!("change_{changed}_tables"),
        (created, changed) => format!("create_{created}_and_change_{changed}_tables"),
    };
    let is_short = |name: &String| !name.is_empty() && name.len() <= LONGEST_DERIVED;
    let choices = [all_titles(&new, &rest, &tables), names_of_tables(&created, &tables)];
    choices.into_iter().flatten().map(|name| snake_case(&name)).find(is_short).unwrap_or(fallback)
}

/// What is done to each table, and to what is no table: `create_visits_and_add_phone_to_patients`. `None` where there is no
/// good name for something of it.
fn all_titles(new: &[&Change], rest: &[&Change], tables: &BTreeSet<ObjectName>) -> Option<String> {
    let mut titles = Vec::new();
    if !new.is_empty() {
        titles.push(title(new)?);
    }
    let table_of = |change: &&Change| change.as_kind().subject().table().cloned();
    let others: Vec<&Change> = rest.iter().copied().filter(|change| table_of(change).is_none()).collect();
    // what is no table and makes up the whole change may have many parts
    for other in others.chunk_by(|one, next| title(&[*one, *next]).is_some()) {
        titles.push(title(other)?);
    }
    for table in tables {
        let of_table: Vec<&Change> =
            rest.iter().copied().filter(|change| table_of(change).as_ref() == Some(table)).collect();
        titles.push(title_of_table(&of_table).unwrap_or_else(|| format!("change_{}", table.name)));
    }
    (!titles.is_empty()).then(|| titles.join("_and_"))
}

/// `create_visits_and_change_patients_and_notes`.
fn names_of_tables(created: &BTreeSet<&ObjectName>, changed: &BTreeSet<ObjectName>) -> Option<String> {
    let joined = |verb: &str, names: Vec<&str>| (!names.is_empty()).then(|| format!("{verb}_{}", names.join("_and_")));
    let created = joined("create", created.iter().map(|table| table.name.as_str()).collect());
    let changed = joined("change", changed.iter().map(|table| table.name.as_str()).collect());
    let parts: Vec<String> = created.into_iter().chain(changed).collect();
    (!parts.is_empty()).then(|| parts.join("_and_"))
}

/// What comes with new tables need not be said: what is in them, and the schemas, extensions, types and
/// sequences that are made for them.
fn is_part_of_new(change: &Change, created: &BTreeSet<&ObjectName>) -> bool {
    let kind = change.as_kind();
    match kind.subject() {
        Subject::Table(table)
        | Subject::Column(table, _)
        | Subject::Constraint(table, _)
        | Subject::Index(table, _) => created.contains(&table),
        Subject::Schema(_) | Subject::Extension(_) | Subject::Type(_) | Subject::Sequence(_) => {
            !created.is_empty() && !kind.creates().is_empty() && kind.drops().is_empty()
        }
        Subject::Label(..) | Subject::Object(..) => false,
    }
}

/// Where there is only one change.
fn title_of_one(changes: &[&Change]) -> Option<String> {
    let [change] = changes else { return None };
    change.as_kind().title().map(|title| title.text())
}

/// Where all changes are in one table: indexes go without saying beside others.
fn title_of_table(changes: &[&Change]) -> Option<String> {
    let is_index = |change: &&Change| change.as_kind().subject().index_name().is_some();
    let main: Vec<&Change> = changes.iter().copied().filter(|change| !is_index(change)).collect();
    if main.is_empty() { title_of_one(changes) } else { title(&main) }
}

/// Where all changes do the same to several things.
fn title(changes: &[&Change]) -> Option<String> {
    let mut titles = changes.iter().map(|change| change.as_kind().title());
    let first = titles.next()??;
    titles.try_fold(first, |so_far, next| so_far.with(next?)).map(|title| title.text())
}

/// The name of a file after the first of a series.
#[must_use]
pub fn name_in_series(name: &str, purpose: &str) -> String {
    let name = format!("{name}_{}", snake_case(purpose));
    cut(&name, LONGEST_GIVEN).trim_end_matches('_').to_owned()
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
        let value = AddEnumValue { enumeration, label: "draft".to_owned(), previous: None, after: None, before: None };
        let value = Change::from(value);
        assert_eq!(derived([&value]), "add_draft_to_status");
        let other = AddEnumValue {
            enumeration: ObjectName::new("public", "kind"),
            label: "x".to_owned(),
            previous: None,
            after: None,
            before: None,
        };
        assert_eq!(derived([&value, &other.into()]), "add_draft_to_status_and_add_x_to_kind");
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
