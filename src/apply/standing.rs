//! The files of a target beside the rows of a database.

use std::collections::{BTreeMap, BTreeSet};

use super::file::MigrationFile;
use crate::ledger::{Entry, EntryState};

/// How a file stands in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It ran to its end.
    Applied {
        /// Whether the file is another by now.
        is_edited: bool,
    },
    /// It did not run, or what it did was taken back.
    Pending,
    /// It runs, or whoever ran it died.
    Unfinished(Entry),
    /// It failed after a part of it.
    Failed(Entry),
}

/// How all files of a target stand, and what the database has run besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By the files, in their order.
    pub files: Vec<FileState>,
    /// What ran to its end and has no file, in order.
    pub unknown: Vec<String>,
    /// What did not end and has no file.
    pub unfinished_unknown: Vec<Entry>,
}

impl Standing {
    /// Puts files and rows beside each other.
    #[must_use]
    pub fn of(files: &[MigrationFile], entries: &[Entry]) -> Standing {
        let mut by_name: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.state != EntryState::RolledBack) {
            by_name.entry(&entry.name).or_default().push(entry);
        }
        let states = files.iter().map(|file| state(file, by_name.get(file.name.as_str()).map_or(&[], Vec::as_slice)));
        let names: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let mut standing = Standing { files: states.collect(), ..Standing::default() };
        for entry in by_name.into_iter().filter(|(name, _)| !names.contains(name)).flat_map(|(_, entries)| entries) {
            match entry.state {
                EntryState::Applied => standing.unknown.push(entry.name.clone()),
                EntryState::Unfinished | EntryState::Failed(_) => standing.unfinished_unknown.push(entry.clone()),
                EntryState::RolledBack => {}
            }
        }
        standing.unknown.dedup();
        standing
    }

    /// The places of the files that are to be run.
    pub fn pending(&self) -> impl Iterator<Item = usize> {
        let is_pending = |(at, state): (usize, &FileState)| (*state == FileState::Pending).then_some(at);
        self.files.iter().enumerate().filter_map(is_pending)
    }

    /// The places of the pending files before which a later one has run.
    pub fn late(&self) -> impl Iterator<Item = usize> {
        let newest = self.files.iter().rposition(|state| matches!(state, FileState::Applied { .. }));
        self.pending().filter(move |at| newest.is_some_and(|newest| *at < newest))
    }

    /// Whether every file has run.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.files.iter().all(|state| matches!(state, FileState::Applied { .. }))
    }

    /// What began and did not end, whether it has a file or not.
    pub fn unfinished(&self) -> impl Iterator<Item = &Entry> {
        let of_files = self.files.iter().filter_map(|state| match state {
            FileState::Unfinished(entry) | FileState::Failed(entry) => Some(entry),
            FileState::Applied { .. } | FileState::Pending => None,
        });
        of_files.chain(&self.unfinished_unknown)
    }
}

/// An attempt that did not end counts before one that did, as with Prisma.
fn state(file: &MigrationFile, entries: &[&Entry]) -> FileState {
    let mut state = FileState::Pending;
    for entry in entries {
        state = match (&entry.state, state) {
            (EntryState::Failed(_), _) => return FileState::Failed((*entry).clone()),
            (EntryState::Unfinished, _) => FileState::Unfinished((*entry).clone()),
            (EntryState::Applied | EntryState::RolledBack, unfinished @ FileState::Unfinished(_)) => unfinished,
            (EntryState::Applied, _) => FileState::Applied { is_edited: !file.is_of(&entry.checksum) },
            (EntryState::RolledBack, state) => state,
        };
    }
    state
}

#[cfg(test)]
mod tests {
    use super::{FileState, Standing};
    use crate::apply::MigrationFile;
    use crate::ledger::{Entry, EntryState};

    fn file(name: &str) -> MigrationFile {
        MigrationFile { name: name.to_owned(), path: name.to_owned(), content: name.as_bytes().to_vec() }
    }

    fn entry(name: &str, state: EntryState) -> Entry {
        let checksum = file(name).checksum();
        Entry { id: "0".to_owned(), name: name.to_owned(), checksum, state, started_at: String::new() }
    }

    #[test]
    fn every_state_of_a_file_is_told() {
        let files = ["1", "2", "3", "4", "5"].map(file);
        let failed = entry("4", EntryState::Failed("x".to_owned()));
        let edited = Entry { checksum: "0".to_owned(), ..entry("3", EntryState::Applied) };
        let entries = [
            entry("1", EntryState::Applied),
            entry("2", EntryState::RolledBack),
            edited,
            entry("4", EntryState::Applied),
            failed.clone(),
            entry("9", EntryState::Applied),
            entry("8", EntryState::Unfinished),
        ];
        let standing = Standing::of(&files, &entries);
        let applied = |is_edited| FileState::Applied { is_edited };
        let states = [applied(false), FileState::Pending, applied(true), FileState::Failed(failed), FileState::Pending];
        assert_eq!(standing.files, states);
        assert_eq!(standing.pending().collect::<Vec<_>>(), [1, 4]);
        assert_eq!(standing.late().collect::<Vec<_>>(), [1]);
        assert_eq!(standing.unknown, ["9"]);
        assert_eq!(standing.unfinished().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["4", "8"]);
        assert!(!standing.is_complete());
    }
}
