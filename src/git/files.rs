//! Lists of files: in the index, in a commit, and which were renamed. Each is a process of its own.

use std::collections::BTreeMap;

use super::Repository;
use super::objects::Oid;
use super::tree::{EntryKind, kind_of_mode};
use crate::diagnostic::Failure;

/// A file in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Its content.
    pub oid: Oid,
}

impl Repository {
    /// What is in the index at or below some paths, by path.
    ///
    /// # Errors
    /// When git fails.
    pub fn index(&self, paths: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let specs: Vec<String> = paths.iter().map(|path| format!(":(top,literal){path}")).collect();
        self.staged(&specs)
    }

    /// The .prisma files in the index, and those at some paths.
    ///
    /// # Errors
    /// When git fails.
    pub fn index_of_schemas(&self, paths: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let literal = paths.iter().map(|path| format!(":(top,literal){path}"));
        let specs: Vec<String> = literal.chain([":(top,glob)**/*.prisma".to_owned()]).collect();
        self.staged(&specs)
    }

    fn staged(&self, specs: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let mut arguments = vec!["ls-files", "--stage", "--full-name", "-z", "--"];
        arguments.extend(specs.iter().map(String::as_str));
        let text = self.output(&arguments)?;
        let mut files = BTreeMap::new();
        for record in text.split('\0') {
            // `<mode> <oid> <stage>\t<path>`; a file in conflict has no stage 0, and its second is ours.
            let Some((head, path)) = record.split_once('\t') else { continue };
            let words: Vec<&str> = head.split(' ').collect();
            let &[mode, oid, "0" | "2"] = words.as_slice() else { continue };
            files.insert(path.to_owned(), IndexEntry { kind: kind_of_mode(mode), oid: Oid(oid.to_owned()) });
        }
        Ok(files)
    }

    /// The files that git tracks under one of these names, and those it does not know yet when asked for.
    ///
    /// # Errors
    /// When git fails.
    pub fn files_named(&self, globs: &[&str], untracked: bool) -> Result<Vec<String>, Failure> {
        let specs: Vec<String> = globs.iter().map(|glob| format!(":(top,glob)**/{glob}")).collect();
        let mut arguments = vec!["ls-files", "--full-name", "-z"];
        if untracked {
            arguments.extend(["--cached", "--others", "--exclude-standard"]);
        }
        arguments.push("--");
        arguments.extend(specs.iter().map(String::as_str));
        let text = self.output(&arguments)?;
        let mut files: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// All files of a commit with this ending.
    ///
    /// # Errors
    /// When git fails.
    pub fn files_at(&self, commit: &Oid, ending: &str) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let text = self.output(&["ls-tree", "-r", "-z", "--full-tree", commit.as_str()])?;
        let mut files = BTreeMap::new();
        for record in text.split('\0') {
            let Some((head, path)) = record.split_once('\t') else { continue };
            let words: Vec<&str> = head.split(' ').collect();
            let &[mode, _, oid] = words.as_slice() else { continue };
            if path.ends_with(ending) {
                files.insert(path.to_owned(), IndexEntry { kind: kind_of_mode(mode), oid: Oid(oid.to_owned()) });
            }
        }
        Ok(files)
    }

    /// Which .prisma files were renamed since a commit, as (before, now).
    ///
    /// # Errors
    /// When git fails.
    pub fn renames_since(&self, commit: &Oid, staged: bool) -> Result<Vec<(String, String)>, Failure> {
        let mut arguments =
            vec!["diff", "--no-ext-diff", "--no-textconv", "--name-status", "-M", "-z", "--no-relative"];
        if staged {
            arguments.push("--cached");
        }
        arguments.extend([commit.as_str(), "--", ":(top,glob)**/*.prisma"]);
        let text = self.output(&arguments)?;
        let mut words = text.split('\0');
        let mut renames = Vec::new();
        while let Some(status) = words.next().filter(|status| !status.is_empty()) {
            let Some(before) = words.next() else { break };
            if status.starts_with('R') || status.starts_with('C') {
                let Some(now) = words.next() else { break };
                renames.push((before.to_owned(), now.to_owned()));
            }
        }
        Ok(renames)
    }
}
