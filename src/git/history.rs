//! Questions about history; a process of its own only where objects alone cannot answer.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::entry_kind::EntryKind;
use super::objects::{Object, Oid};
use super::{Repository, command, entries, failed};
use crate::diagnostic::Failure;

/// How many steps back are looked at through the running process before `git log` is asked.
const STEPS: usize = 24;
/// Those steps in portions: most often the answer is near, and names that there are not cost git the most.
const PORTIONS: [Range<usize>; 4] = [0..4, 4..8, 8..16, 16..STEPS];

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

impl Repository {
    pub(super) fn run(&self, arguments: &[&str]) -> Result<std::process::Output, Failure> {
        self.git.run(arguments).map_err(|error| failed(error.to_string()))
    }

    pub(super) fn output(&self, arguments: &[&str]) -> Result<String, Failure> {
        let output = self.run(arguments)?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(failed(command::complaint(&output.stderr)))
        }
    }

    /// The object of each name, without failing on names that there are not.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn oids(&self, names: &[String]) -> Result<Vec<Option<Oid>>, Failure> {
        let objects = self.objects_of(names).map_err(failed)?;
        let oids = objects.iter().map(|object| object.as_ref().map(|object| object.oid.clone())).collect();
        // git has sent what is in them, too
        let seen = objects.into_iter().flatten().map(|object| (object.oid.clone(), Rc::new(object)));
        self.seen.borrow_mut().extend(seen);
        Ok(oids)
    }

    /// The first parent of a commit; an error inside means that the clone lacks it.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn parent(&self, commit: &Oid) -> Result<Parent, Failure> {
        let pair = self.objects_of(&[format!("{commit}~1"), commit.to_string()]).map_err(failed)?;
        Ok(match pair.as_slice() {
            [Some(parent), _] => Parent::Is(parent.oid.clone()),
            [None, Some(commit)] if !parents_in(commit).is_empty() => Parent::CutOff,
            _ => Parent::None,
        })
    }

    /// The parents that a commit names, whether the clone has them or not.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn parents(&self, commit: &Oid) -> Result<Vec<Oid>, Failure> {
        let commit = self.objects_of(&[commit.to_string()]).map_err(failed)?.into_iter().next().flatten();
        Ok(commit.map(|commit| parents_in(&commit)).unwrap_or_default())
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
        for steps in PORTIONS {
            let names: Vec<String> = steps.map(|back| format!("{commit}~{back}")).collect();
            if self.oids(&names)?.iter().flatten().any(|ancestor| ancestor == other) {
                return Ok(Some(other.clone()));
            }
        }
        Ok(None)
    }

    /// Whether the index differs from `HEAD` in any file.
    ///
    /// # Errors
    /// When git cannot be started.
    pub fn has_staged(&self) -> Result<bool, Failure> {
        Ok(self.run(&["diff", "--cached", "--quiet"])?.status.code() == Some(1))
    }

    /// The branch on the server that the branch which is checked out follows.
    ///
    /// # Errors
    /// When git fails.
    pub fn upstream(&self) -> Result<Option<(String, Oid)>, Failure> {
        let Some(name) = self.upstream.as_deref().filter(|name| name.starts_with("refs/")) else { return Ok(None) };
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

    /// The last commit, from `start` back along first parents, that added a migration to a folder.
    ///
    /// # Errors
    /// When git fails.
    pub fn last_added(&self, start: &Oid, folder: &str) -> Result<Added, Failure> {
        let mut newer: Option<Option<Object>> = None;
        for steps in PORTIONS {
            for (back, older) in steps.clone().zip(self.folder_at(start, folder, steps)?) {
                if let Some(newer) = &newer
                    && self.adds_migration(older.as_ref(), newer.as_ref())?
                {
                    return self.unless_cut_off(&format!("{start}~{}", back - 1));
                }
                newer = Some(older);
            }
        }
        match self.commit(&format!("{start}~{}", STEPS - 1)).map_err(failed)? {
            Some(rest) => self.last_added_by_log(&rest, folder),
            None => Ok(Added::Never),
        }
    }

    /// The commit that is being merged, in a merge that is not committed yet.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn merging(&self) -> Result<Option<Oid>, Failure> {
        Ok(self.oids(&["MERGE_HEAD".to_owned()])?.into_iter().next().flatten())
    }

    /// Whether nothing was merged since a commit, or is being merged: each commit has the one before it for its only parent.
    /// False where that is too far back to tell.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn is_linear_since(&self, since: &Oid) -> Result<bool, Failure> {
        if self.merging()?.is_some() {
            return Ok(false);
        }
        for steps in PORTIONS {
            let names: Vec<String> = steps.map(|back| format!("HEAD~{back}")).collect();
            for commit in self.objects_of(&names).map_err(failed)?.into_iter().flatten() {
                if commit.oid == *since {
                    return Ok(true);
                }
                if parents_in(&commit).len() > 1 {
                    return Ok(false);
                }
            }
        }
        Ok(false)
    }

    /// The commit that added each of some files since a commit, where one did.
    ///
    /// # Errors
    /// When git fails.
    pub fn added_since(&self, since: &Oid, paths: &[String]) -> Result<Vec<Option<Oid>>, Failure> {
        let range = format!("{since}..HEAD");
        let specs: Vec<String> = paths.iter().map(|path| format!(":(top,literal){path}")).collect();
        let mut arguments = vec!["log", "--no-merges", "--no-renames", "--diff-filter=A", "--no-show-signature"];
        let merging = self.merging()?;
        arguments.extend(["--format=commit %H", "--name-only", "-z", &range]);
        arguments.extend(merging.iter().map(Oid::as_str));
        arguments.push("--");
        arguments.extend(specs.iter().map(String::as_str));
        let text = self.output(&arguments)?;
        let mut commit = None;
        let mut added: Vec<Option<Oid>> = vec![None; paths.len()];
        for part in text.split(['\0', '\n']).filter(|part| !part.is_empty()) {
            match (part.strip_prefix("commit "), paths.iter().position(|path| path == part)) {
                (Some(oid), _) => commit = Some(Oid(oid.to_owned())),
                (None, Some(at)) => added[at].clone_from(&commit),
                (None, None) => {}
            }
        }
        Ok(added)
    }

    /// A folder as it was some steps back.
    fn folder_at(&self, start: &Oid, folder: &str, steps: Range<usize>) -> Result<Vec<Option<Object>>, Failure> {
        let names: Vec<String> = steps.map(|back| format!("{start}~{back}:{folder}")).collect();
        self.objects_of(&names).map_err(failed)
    }

    fn adds_migration(&self, older: Option<&Object>, newer: Option<&Object>) -> Result<bool, Failure> {
        if older.map(|tree| &tree.oid) == newer.map(|tree| &tree.oid) {
            return Ok(false);
        }
        let older = candidates(older);
        for (name, oid) in candidates(newer) {
            // The same content under another name is a rename.
            let is_new = !older.contains_key(&name) && older.values().all(|old| *old != oid);
            if is_new && self.is_migration(&name, &oid)? {
                return Ok(true);
            }
        }
        Ok(false)
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
            Some(oid) => self.unless_cut_off(oid),
            None => Ok(Added::Never),
        }
    }

    /// In a shallow clone the oldest commit seems to add everything that is there.
    fn unless_cut_off(&self, revision: &str) -> Result<Added, Failure> {
        let commit = self.commit(revision).map_err(failed)?;
        let Some(commit) = commit else { return Ok(Added::Never) };
        let cut_off = self.shallow && self.parent(&commit)? == Parent::CutOff;
        Ok(if cut_off { Added::CutOff } else { Added::At(commit) })
    }

    fn is_migration(&self, name: &str, oid: &Oid) -> Result<bool, Failure> {
        Ok(name.ends_with(".sql") || self.tree(oid)?.iter().any(|entry| entry.name == "migration.sql"))
    }
}

fn parents_in(commit: &Object) -> Vec<Oid> {
    let text = String::from_utf8_lossy(&commit.content);
    let head = text.lines().take_while(|line| !line.is_empty());
    head.filter_map(|line| line.strip_prefix("parent ")).map(|oid| Oid(oid.to_owned())).collect()
}

/// What may be a migration in a folder, each with the object that tells whether it is the same.
fn candidates(folder: Option<&Object>) -> BTreeMap<String, Oid> {
    let entries = folder.into_iter().flat_map(entries);
    let entries = entries.filter(|entry| match entry.kind {
        EntryKind::Folder => true,
        EntryKind::File => entry.name.ends_with(".sql"),
        EntryKind::Link | EntryKind::Submodule => false,
    });
    entries.map(|entry| (entry.name, entry.oid)).collect()
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

/// A path that stands for itself in a pathspec with globs.
fn escaped(path: &str) -> String {
    path.chars().flat_map(|c| if "*?[\\".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}
