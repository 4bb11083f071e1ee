//! Lists of files: in the index, in a commit, and which were renamed. Each is a process of its own.

use std::collections::BTreeMap;
use std::process::Child;
use std::rc::Rc;

use super::entry_kind::{EntryKind, kind_of_mode};
use super::objects::Oid;
use super::{Git, Repository};
use crate::diagnostic::Failure;
use crate::path;

/// A file in the index, or in a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Its content.
    pub oid: Oid,
    /// Whether a merge has left it in conflict.
    pub is_in_conflict: bool,
}

/// A list of files in the index that git is making while something else is done.
pub struct Listing {
    git: Child,
    /// Whether it has all that is looked at in the index.
    is_of_staged: bool,
}

/// The usual name of the folder of migrations.
const MIGRATIONS: &str = "migrations";

impl Listing {
    /// Starts listing the files with a name, and where `is_of_staged` the .prisma files and what is in folders of migrations.
    /// `None` where git does not start.
    #[must_use]
    pub fn start(git: &Git, name: &str, is_of_staged: bool) -> Option<Listing> {
        let [name, migrations] = [format!(":(top,glob)**/{name}"), format!(":(top,glob)**/{MIGRATIONS}/**")];
        let specs = [name.as_str(), SCHEMAS, migrations.as_str()];
        let specs = if is_of_staged { &specs[..] } else { &specs[..1] };
        git.start(&[INDEX, specs].concat()).ok().map(|git| Listing { git, is_of_staged })
    }

    /// The files; `None` where git failed, as it does outside of a repository.
    #[must_use]
    pub fn finish(self) -> Option<Listed> {
        let output = self.git.wait_with_output().ok().filter(|output| output.status.success())?;
        let files = staged_files(&String::from_utf8_lossy(&output.stdout));
        Some(Listed { files, is_of_staged: self.is_of_staged })
    }
}

/// Files in the index.
#[derive(Default)]
pub struct Listed {
    files: BTreeMap<String, IndexEntry>,
    is_of_staged: bool,
}

impl Listed {
    /// The paths of the files with a name.
    #[must_use]
    pub fn called(&self, name: &str) -> Vec<String> {
        self.files.keys().filter(|path| path::name(path) == name).cloned().collect()
    }

    /// Whether it has all files in a folder.
    fn has_all_in(&self, folder: &str) -> bool {
        self.is_of_staged && folder.split('/').any(|part| part == MIGRATIONS)
    }

    /// The .prisma files and those at some paths; `None` where others were not listed.
    fn schemas(&self, paths: &[String]) -> Option<BTreeMap<String, IndexEntry>> {
        if !self.is_of_staged || paths.iter().any(|path| !self.files.contains_key(path)) {
            return None;
        }
        let is_one = |path: &String| path.ends_with(".prisma") || paths.contains(path);
        Some(self.files.iter().filter(|(path, _)| is_one(path)).map(|(path, it)| (path.clone(), it.clone())).collect())
    }
}

fn paths(text: &str) -> Vec<String> {
    let mut files: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    files
}

const SCHEMAS: &str = ":(top,glob)**/*.prisma";
const INDEX: &[&str] = &["ls-files", "--stage", "--full-name", "-z", "--"];

fn below(folder: &str) -> String {
    format!(":(top,literal){folder}")
}

fn staged_files(text: &str) -> BTreeMap<String, IndexEntry> {
    let mut files = BTreeMap::new();
    for record in text.split('\0') {
        // `<mode> <oid> <stage>\t<path>`; a file in conflict has no stage 0, but one of the others
        let Some((head, path)) = record.split_once('\t') else { continue };
        let words: Vec<&str> = head.split(' ').collect();
        let &[mode, oid, stage] = words.as_slice() else { continue };
        let is_in_conflict = stage != "0";
        files
            .insert(path.to_owned(), IndexEntry { kind: kind_of_mode(mode), oid: Oid(oid.to_owned()), is_in_conflict });
    }
    files
}

impl Repository {
    /// The file that the index has at each path, if it has one that is not in conflict.
    ///
    /// # Errors
    /// When git fails.
    pub fn indexed(&self, paths: &[&String]) -> Result<Vec<Option<Oid>>, Failure> {
        let names: Vec<String> = paths.iter().map(|path| format!(":0:{path}")).collect();
        self.oids(&names)
    }

    /// The .prisma files in the index, and those at some paths.
    ///
    /// # Errors
    /// When git fails.
    pub fn index_of_schemas(&self, paths: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        if let Some(known) = self.listed.schemas(paths) {
            return Ok(known);
        }
        let literal = paths.iter().map(|path| format!(":(top,literal){path}"));
        let specs: Vec<String> = literal.chain([SCHEMAS.to_owned()]).collect();
        self.index(&specs)
    }

    /// The files in the index that lie in a folder.
    ///
    /// # Errors
    /// When git fails.
    pub fn index_below(&self, folder: &str) -> Result<Rc<BTreeMap<String, IndexEntry>>, Failure> {
        if let Some(known) = self.indexed.borrow().get(folder) {
            return Ok(Rc::clone(known));
        }
        let listed = self.listings.borrow_mut().remove(folder).and_then(|listing| listing.wait_with_output().ok());
        let files = Rc::new(match listed.filter(|output| output.status.success()) {
            Some(output) => staged_files(&String::from_utf8_lossy(&output.stdout)),
            None if self.listed.has_all_in(folder) => {
                let is_inside = |path: &str| path == folder || path::below(folder, path).is_some();
                let inside = self.listed.files.iter().filter(|(path, _)| is_inside(path));
                inside.map(|(path, entry)| (path.clone(), entry.clone())).collect()
            }
            None => self.index(&[below(folder)])?,
        });
        self.indexed.borrow_mut().insert(folder.to_owned(), Rc::clone(&files));
        Ok(files)
    }

    /// Starts listing the files in the index that lie in a folder, to be used later.
    pub fn list_ahead(&self, folder: &str) {
        if self.listed.has_all_in(folder) {
            return;
        }
        if let Ok(listing) = self.git.start(&[INDEX, &[&below(folder)]].concat()) {
            self.listings.borrow_mut().insert(folder.to_owned(), listing);
        }
    }

    fn index(&self, specs: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let specs: Vec<&str> = specs.iter().map(String::as_str).collect();
        Ok(staged_files(&self.output(&[INDEX, &specs].concat())?))
    }

    /// The .prisma files that git tracks, and those that it does not know yet.
    ///
    /// # Errors
    /// When git fails.
    pub fn prisma_files(&self) -> Result<Vec<String>, Failure> {
        let which = ["--cached", "--others", "--exclude-standard", "--", SCHEMAS];
        let arguments = [&["ls-files", "--full-name", "-z"][..], &which].concat();
        Ok(paths(&self.output(&arguments)?))
    }

    /// The files of Prisma's migrations that git tracks.
    ///
    /// # Errors
    /// When git fails.
    pub fn migration_files(&self) -> Result<Vec<String>, Failure> {
        let which = ["ls-files", "--full-name", "-z", "--", ":(top,glob)**/*/migration.sql"];
        Ok(paths(&self.output(&which)?))
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
                let kind = kind_of_mode(mode);
                files.insert(path.to_owned(), IndexEntry { kind, oid: Oid(oid.to_owned()), is_in_conflict: false });
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
        arguments.extend([commit.as_str(), "--", SCHEMAS]);
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
