//! Trees: the folders of a commit.

use std::collections::BTreeMap;

use super::entry_kind::{EntryKind, kind_of_mode};
use super::objects::Oid;
use super::{IndexEntry, Repository};
use crate::diagnostic::Failure;
use crate::path;

/// One name in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Without its folder. Bytes that are no UTF-8 are replaced.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// Its object.
    pub oid: Oid,
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// What stands there, or the first link on the way.
    pub entry: Entry,
    /// The path of the folder that it stands in.
    pub folder: String,
    /// What of the path comes after the link.
    pub rest: String,
}

impl Repository {
    /// What a path leads to from a tree, up to the first link; `None` where it leads to nothing.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn reach(&self, tree: &Oid, path: &str) -> Result<Option<Reached>, Failure> {
        let mut entry = Entry { name: String::new(), kind: EntryKind::Folder, oid: tree.clone() };
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        for (at, part) in parts.iter().enumerate() {
            let inside = self.tree(&entry.oid)?;
            let Some(found) = inside.into_iter().find(|entry| entry.name == *part) else { return Ok(None) };
            entry = found;
            if entry.kind == EntryKind::Link {
                let (folder, rest) = (parts[..at].join("/"), parts[at + 1..].join("/"));
                return Ok(Some(Reached { entry, folder, rest }));
            }
        }
        let folder = parts.split_last().map_or(String::new(), |(_, folder)| folder.join("/"));
        Ok(Some(Reached { entry, folder, rest: String::new() }))
    }

    /// The entries of a folder, after the folders in it were read all at once: they will be looked into.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn tree_to_look_into(&self, oid: &Oid) -> Result<Vec<Entry>, Failure> {
        let entries = self.tree(oid)?;
        let folders = entries.iter().filter(|entry| entry.kind == EntryKind::Folder);
        self.read_ahead(&folders.map(|entry| &entry.oid).collect::<Vec<_>>())?;
        Ok(entries)
    }

    /// The files that a commit has at or below some paths; links are files here.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn files_below(&self, commit: &Oid, paths: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let root = self.root(commit)?;
        let mut files = BTreeMap::new();
        for path in paths {
            if let Some(Reached { entry, .. }) = self.reach(&root, path)?.filter(|reached| reached.rest.is_empty()) {
                self.collect(path, entry, &mut files)?;
            }
        }
        Ok(files)
    }

    fn collect(&self, path: &str, entry: Entry, files: &mut BTreeMap<String, IndexEntry>) -> Result<(), Failure> {
        let Entry { kind, oid, .. } = entry;
        if kind != EntryKind::Folder {
            files.insert(path.to_owned(), IndexEntry { kind, oid, is_in_conflict: false });
            return Ok(());
        }
        for inner in self.tree_to_look_into(&oid)? {
            self.collect(&path::join(path, &inner.name), inner, files)?;
        }
        Ok(())
    }
}

/// Reads a tree object: `<mode> <name>\0<binary oid>`, one after the other. `oid_bytes` is 20 or 32.
pub(super) fn parse(mut content: &[u8], oid_bytes: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(end) = content.iter().position(|&byte| byte == 0) {
        let head = String::from_utf8_lossy(&content[..end]).into_owned();
        let Some(oid) = content.get(end + 1..end + 1 + oid_bytes) else { break };
        if let Some((mode, name)) = head.split_once(' ') {
            let digit = |digit: u8| char::from(b"0123456789abcdef"[usize::from(digit)]);
            let oid = Oid(oid.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect());
            entries.push(Entry { name: name.to_owned(), kind: kind_of_mode(mode), oid });
        }
        content = &content[end + 1 + oid_bytes..];
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{EntryKind, parse};

    #[test]
    fn a_tree_is_read_for_both_hashes() {
        for length in [20, 32] {
            let mut content = b"40000 a folder\0".to_vec();
            content.extend(vec![0xab; length]);
            content.extend(b"120000 x\0");
            content.extend(vec![0; length]);
            let entries = parse(&content, length);
            assert_eq!(entries.len(), 2);
            assert_eq!((entries[0].name.as_str(), entries[0].kind), ("a folder", EntryKind::Folder));
            assert_eq!(entries[0].oid.as_str(), "ab".repeat(length));
            assert_eq!((entries[1].name.as_str(), entries[1].kind), ("x", EntryKind::Link));
        }
    }

    #[test]
    fn a_cut_tree_gives_what_is_whole() {
        assert!(parse(b"100644 x\0abc", 20).is_empty());
    }
}
