//! Questions about history and the index, each a process of its own where objects alone cannot answer.

use std::collections::BTreeMap;

use super::objects::{Object, Oid};
use super::tree::{EntryKind, kind_of_mode};
use super::{Repository, command, entries, failed};
use crate::diagnostic::Failure;

/// How many steps back are looked at through the running process before `git log` is asked.
const STEPS: usize = 24;

/// What the walk back along first parents found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// The last commit that added a migration.
    At(Oid),
    /// No commit did.
    Never,
    /// History is cut off before the answer.
    CutOff,
}

/// A file in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Its content.
    pub oid: Oid,
}

impl Repository {
    fn run(&self, arguments: &[&str]) -> Result<std::process::Output, Failure> {
        self.git.run(arguments).map_err(|error| failed(error.to_string()))
    }

    fn output(&self, arguments: &[&str]) -> Result<String, Failure> {
        let output = self.run(arguments)?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(failed(command::complaint(&output.stderr)))
        }
    }

    /// The object behind each name, without failing on names that there are not.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn commits(&self, names: &[String]) -> Result<Vec<Option<Oid>>, Failure> {
        let objects = self.objects_of(names).map_err(failed)?;
        Ok(objects.into_iter().map(|object| object.map(|object| object.oid)).collect())
    }

    /// The first parent of a commit; an error inside means that the clone lacks it.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn parent(&self, commit: &Oid) -> Result<Parent, Failure> {
        let pair = self.objects_of(&[format!("{commit}~1"), commit.to_string()]).map_err(failed)?;
        let has_parent = |object: &Object| {
            String::from_utf8_lossy(&object.content)
                .lines()
                .take_while(|line| !line.is_empty())
                .any(|line| line.starts_with("parent "))
        };
        Ok(match pair.as_slice() {
            [Some(parent), _] => Parent::Is(parent.oid.clone()),
            [None, Some(commit)] if has_parent(commit) => Parent::CutOff,
            _ => Parent::None,
        })
    }

    /// The last commit that `HEAD` and any of the others have in common; `None` where there is none.
    ///
    /// # Errors
    /// When git fails.
    pub fn merge_base(&self, commit: &Oid, others: &[Oid]) -> Result<Option<Oid>, Failure> {
        if let Some(near) = self.near_ancestor(commit, others)? {
            return Ok(Some(near));
        }
        let mut arguments = vec!["merge-base", commit.as_str()];
        arguments.extend(others.iter().map(Oid::as_str));
        let output = self.run(&arguments)?;
        match output.status.code() {
            Some(0) => Ok(String::from_utf8_lossy(&output.stdout).lines().next().map(|oid| Oid(oid.to_owned()))),
            Some(1) => Ok(None),
            _ => Err(failed(command::complaint(&output.stderr))),
        }
    }

    /// The usual case without another process: the trunk did not move on, and is a few commits back.
    fn near_ancestor(&self, commit: &Oid, others: &[Oid]) -> Result<Option<Oid>, Failure> {
        let [other] = others else { return Ok(None) };
        let names: Vec<String> = (0..STEPS).map(|back| format!("{commit}~{back}")).collect();
        Ok(self.commits(&names)?.into_iter().flatten().find(|ancestor| ancestor == other))
    }

    /// The branch on the server that the branch which is checked out follows.
    ///
    /// # Errors
    /// When git fails.
    pub fn upstream(&self) -> Result<Option<(String, Oid)>, Failure> {
        let output = self.run(&["rev-parse", "--symbolic-full-name", "@{upstream}"])?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let Some(name) = text.lines().next().filter(|name| output.status.success() && name.starts_with("refs/")) else {
            return Ok(None);
        };
        let oid = self.commit(name).map_err(failed)?;
        let shown = name.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
        Ok(oid.map(|oid| (shown.to_owned(), oid)))
    }

    /// All branches, here and on `origin`, by their full names.
    ///
    /// # Errors
    /// When git fails.
    pub fn branches(&self) -> Result<Vec<(String, Oid)>, Failure> {
        let format = "--format=%(refname) %(objectname)";
        let text = self.output(&["for-each-ref", format, "refs/remotes/origin", "refs/heads"])?;
        let pairs = text.lines().filter_map(|line| line.rsplit_once(' '));
        Ok(pairs.map(|(name, oid)| (name.to_owned(), Oid(oid.to_owned()))).collect())
    }

    /// What is in the index below some paths (all of it without any), by path.
    ///
    /// # Errors
    /// When git fails.
    pub fn index(&self, paths: &[String]) -> Result<BTreeMap<String, IndexEntry>, Failure> {
        let paths: Vec<String> = paths.iter().map(|path| pathspec(path)).collect();
        let mut arguments = vec!["ls-files", "--stage", "--full-name", "-z", "--"];
        arguments.extend(paths.iter().map(String::as_str));
        if paths.is_empty() {
            arguments.push(":(top)");
        }
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

    /// The last commit, from `start` back along first parents, that added a migration to a folder.
    ///
    /// # Errors
    /// When git fails.
    pub fn last_added(&self, start: &Oid, folder: &str) -> Result<Added, Failure> {
        let names: Vec<String> = (0..=STEPS).map(|back| format!("{start}~{back}:{folder}")).collect();
        let mut trees = self.objects_of(&names).map_err(failed)?.into_iter().map(|tree| self.migrations_in(tree));
        let mut newer = trees.next().unwrap_or(Ok(BTreeMap::new()))?;
        for (back, older) in trees.enumerate() {
            let older = older?;
            let mut new =
                newer.iter().filter(|(name, oid)| !older.contains_key(*name) && !older.values().any(|old| old == *oid));
            if new.try_fold(false, |found, (name, oid)| Ok::<_, Failure>(found || self.is_migration(name, oid)?))? {
                return self.unless_cut_off(format!("{start}~{back}"));
            }
            newer = older;
        }
        let rest = self.commit(&format!("{start}~{STEPS}")).map_err(failed)?;
        match rest {
            Some(rest) => self.last_added_by_log(&rest, folder),
            None => Ok(Added::Never),
        }
    }

    fn last_added_by_log(&self, start: &Oid, folder: &str) -> Result<Added, Failure> {
        let folder = escaped(folder);
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let (files, flat) = (format!(":(top,glob){folder}*/migration.sql"), format!(":(top,glob){folder}*.sql"));
        let text = self.output(&[
            "log",
            "-1",
            "--first-parent",
            "-m",
            "--diff-filter=A",
            "-M100%",
            "--no-show-signature",
            "--format=%H",
            start.as_str(),
            "--",
            &files,
            &flat,
        ])?;
        match text.lines().next().filter(|line| !line.is_empty()) {
            Some(oid) => self.unless_cut_off(oid.to_owned()),
            None => Ok(Added::Never),
        }
    }

    /// In a shallow clone the oldest commit seems to add everything that is there.
    fn unless_cut_off(&self, revision: String) -> Result<Added, Failure> {
        let commit = self.commit(&revision).map_err(failed)?;
        let Some(commit) = commit else { return Ok(Added::Never) };
        let cut_off = self.shallow && self.parent(&commit)? == Parent::CutOff;
        Ok(if cut_off { Added::CutOff } else { Added::At(commit) })
    }

    fn is_migration(&self, name: &str, oid: &Oid) -> Result<bool, Failure> {
        Ok(name.ends_with(".sql") || self.tree(oid)?.iter().any(|entry| entry.name == "migration.sql"))
    }

    /// What may be a migration in a folder, each with the object that tells whether it is the same.
    fn migrations_in(&self, folder: Option<Object>) -> Result<BTreeMap<String, Oid>, Failure> {
        let mut found = BTreeMap::new();
        for entry in folder.iter().flat_map(entries) {
            match entry.kind {
                EntryKind::Folder => drop(found.insert(entry.name, entry.oid)),
                EntryKind::File if entry.name.ends_with(".sql") => drop(found.insert(entry.name, entry.oid)),
                EntryKind::File | EntryKind::Link | EntryKind::Submodule => {}
            }
        }
        Ok(found)
    }
}

/// What comes before a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parent {
    /// This commit.
    Is(Oid),
    /// Nothing: it is the first.
    None,
    /// A commit that a shallow clone lacks.
    CutOff,
}

fn pathspec(path: &str) -> String {
    format!(":(top,literal){path}")
}

/// A path that stands for itself in a pathspec with globs.
fn escaped(path: &str) -> String {
    path.chars().flat_map(|c| if "*?[\\".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}
