//! One row: one attempt at one migration.

/// A row of the table, as far as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A UUID.
    pub id: String,
    /// The migration: the name of its folder, or of its file where the layout is flat.
    pub name: String,
    /// Of the file that was run.
    pub checksum: String,
    /// What came of it.
    pub state: EntryState,
    /// When it began, as the server prints it.
    pub started_at: String,
}

/// What came of an attempt, by Prisma's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// `finished_at` is set.
    Applied,
    /// Neither time is set and nothing was logged: it runs, or whoever ran it died.
    Unfinished,
    /// Neither time is set, and this was logged.
    Failed(String),
    /// `rolled_back_at` is set: it does not count any more.
    RolledBack,
}

/// The columns that [`entry`] reads.
pub(super) const COLUMNS: &str =
    "id, migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, logs, started_at";

/// Reads a row of [`COLUMNS`], every value as the server prints it.
pub(super) fn entry(row: Vec<Option<String>>) -> Option<Entry> {
    let [id, name, checksum, is_finished, is_rolled_back, logs, started_at] =
        <[Option<String>; 7]>::try_from(row).ok()?;
    let is = |value: &Option<String>| value.as_deref() == Some("t");
    let state = match logs.filter(|logs| !logs.is_empty()) {
        _ if is(&is_rolled_back) => EntryState::RolledBack,
        _ if is(&is_finished) => EntryState::Applied,
        Some(logs) => EntryState::Failed(logs),
        None => EntryState::Unfinished,
    };
    Some(Entry {
        id: id?,
        name: name?,
        checksum: checksum.unwrap_or_default(),
        state,
        started_at: started_at.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::{EntryState, entry};

    #[test]
    fn states_are_those_of_prisma() {
        for (finished, rolled_back, logs, state) in [
            ("f", "f", None, EntryState::Unfinished),
            ("f", "f", Some("ERROR"), EntryState::Failed("ERROR".to_owned())),
            ("f", "f", Some(""), EntryState::Unfinished),
            ("t", "f", Some("{}"), EntryState::Applied),
            ("f", "t", Some("ERROR"), EntryState::RolledBack),
            ("t", "t", None, EntryState::RolledBack),
        ] {
            let row = [Some("id"), Some("1_a"), Some("0"), Some(finished), Some(rolled_back), logs, Some("now")];
            let row = row.map(|value| value.map(str::to_owned)).to_vec();
            assert_eq!(entry(row).unwrap().state, state);
        }
        assert_eq!(entry(Vec::new()), None);
    }
}
