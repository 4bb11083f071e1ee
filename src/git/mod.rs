//! Git, through the `git` command and nothing else.
//!
//! A [`Repository`] is found with one process and read with another that keeps running; the few questions
//! that those cannot answer cost a process each. Nothing here writes.

mod command;
mod entry_kind;
mod files;
mod history;
mod hooks;
mod objects;
mod tree;
mod whole;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::rc::Rc;

pub use command::Git;
pub use entry_kind::EntryKind;
pub use files::{IndexEntry, Listed, Listing};
pub use history::{Added, Parent};
pub use hooks::{Hooks, HooksPath};
pub use objects::Oid;
pub use tree::{Entry, Reached};

use crate::diagnostic::{Code, Diagnostic, Failure};
use objects::{Kind, Object, Objects};

/// A repository with a work tree.
pub struct Repository {
    git: Git,
    /// The top of the work tree.
    top: PathBuf,
    /// The folder that git was asked in, relative to the top.
    prefix: String,
    shallow: bool,
    /// Whether parts of it may not be on disk: a partial clone.
    sparse: bool,
    head: Option<Oid>,
    branch: Option<String>,
    origin_head: Option<String>,
    /// By its full name.
    upstream: Option<String>,
    /// What of the index was listed before.
    listed: Listed,
    /// What the index has below folders that were asked for.
    indexed: RefCell<BTreeMap<String, Rc<BTreeMap<String, IndexEntry>>>>,
    /// Folders of the index that will be asked for.
    listings: RefCell<BTreeMap<String, Child>>,
    /// What was read before, by name: trees and files are looked at more than once.
    seen: RefCell<BTreeMap<Oid, Rc<Object>>>,
    objects: RefCell<Objects>,
}

/// Why there is no repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The folder is in none.
    Outside,
    /// There is no `git`.
    NotInstalled,
    /// Git will not read it, and says why.
    Refused(String),
}

impl Absent {
    /// What to say where a repository is needed.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Absent::Outside => Diagnostic::error(Code::NoRepository, "this folder is in no git repository")
                .help("say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`"),
            Absent::NotInstalled => Diagnostic::error(Code::NoRepository, "git is needed, but there is no `git` to run")
                .help("install git, or say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`"),
            Absent::Refused(reason) => {
                let help = if reason.contains("dubious ownership") {
                    let folder = reason.split('\'').nth(1).unwrap_or("<folder>");
                    format!(
                        "the repository belongs to another user; if you trust it: \
                         git config --global --add safe.directory {folder}"
                    )
                } else {
                    "see what `git status` says in this folder".to_owned()
                };
                Diagnostic::error(Code::NoRepository, format!("git refuses to read this repository: {reason}")).help(help)
            }
        }
    }
}

const UPSTREAM: &str = "@{upstream}";

const DISCOVER: &[&str] = &[
    "rev-parse",
    "--show-toplevel",
    "--show-prefix",
    "--is-shallow-repository",
    "--git-path",
    "info/sparse-checkout",
    "--symbolic-full-name",
    "HEAD",
    // A pattern may match nothing.
    "--glob=refs/remotes/origin/HEA[D]",
    // Last, because git stops at a name that it does not know.
    UPSTREAM,
];

/// This folder or the first above it that has a repository in it, whether git reads it or not.
#[must_use]
pub fn folder_with_git(start: &Path) -> Option<&Path> {
    start.ancestors().find(|folder| folder.join(".git").exists())
}

impl Repository {
    /// The repository that a folder is in.
    ///
    /// # Errors
    /// When it is in none, or git cannot say.
    pub fn discover(git: Git) -> Result<Repository, Absent> {
        // Both processes start before the first one is waited for.
        let found = git.start(DISCOVER).map_err(|error| not_started(&error))?;
        let objects = Objects::start(&git).map_err(|error| not_started(&error))?;
        let output = found.wait_with_output().map_err(|error| Absent::Refused(error.to_string()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let &[top, prefix, shallow, sparse, ref refs @ ..] = lines.as_slice() else {
            let reason = command::complaint(&output.stderr);
            // git calls a repository none, too, when it makes nothing of what is in it
            let has_git = folder_with_git(&git.folder).is_some();
            let outside = reason.starts_with("not a git repository") && !has_git;
            return Err(if outside { Absent::Outside } else { Absent::Refused(reason) });
        };
        let after =
            |name: Option<&&str>, start: &str| name.and_then(|name| name.strip_prefix(start)).map(str::to_owned);
        let (head, others) = (refs.first(), refs.get(1..).unwrap_or_default());
        let (upstream, others) = match others.split_last() {
            Some((name, others)) if output.status.success() => (Some(*name), others),
            _ => (None, others),
        };
        let mut repository = Repository {
            top: PathBuf::from(top),
            prefix: prefix.trim_end_matches('/').to_owned(),
            shallow: shallow == "true",
            sparse: git.folder.join(sparse).is_file(),
            head: None,
            branch: after(head, "refs/heads/"),
            origin_head: after(others.first(), "refs/remotes/").filter(|name| name != "origin/HEAD"),
            upstream: upstream.map(str::to_owned),
            seen: RefCell::new(BTreeMap::new()),
            listed: Listed::default(),
            indexed: RefCell::default(),
            listings: RefCell::default(),
            objects: RefCell::new(objects),
            git,
        };
        let head = repository.commit("HEAD").map_err(Absent::Refused)?;
        if head.is_none()
            && let Some(broken) = repository.broken_head()
        {
            return Err(broken);
        }
        repository.head = head;
        Ok(repository)
    }

    /// The same, which knows a part of its index already.
    #[must_use]
    pub fn with_listed(self, listed: Listed) -> Repository {
        Repository { listed, ..self }
    }

    /// The top of the work tree.
    #[must_use]
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The folder that the user stands in, relative to the top.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The commit that is checked out, if there is one yet.
    #[must_use]
    pub fn head(&self) -> Option<&Oid> {
        self.head.as_ref()
    }

    /// The branch that is checked out, if one is.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// The branch that `origin/HEAD` stands for, such as `origin/main`.
    #[must_use]
    pub fn origin_head(&self) -> Option<&str> {
        self.origin_head.as_deref()
    }

    /// Whether history is cut off.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    fn object(&self, name: &str) -> Result<Option<Object>, String> {
        Ok(self.objects_of(&[name.to_owned()])?.into_iter().next().flatten())
    }

    fn objects_of(&self, names: &[String]) -> Result<Vec<Option<Object>>, String> {
        let mut objects = self.objects.borrow_mut();
        let answer = objects.read(names);
        if answer.is_err() {
            // Some names end the process, such as `@{upstream}` of a branch without one.
            if let Ok(fresh) = Objects::start(&self.git) {
                *objects = fresh;
            }
        }
        answer
    }

    /// The commit of a name that git understands, through tags; `None` where there is none.
    fn commit(&self, revision: &str) -> Result<Option<Oid>, String> {
        let mut found = self.object(revision)?;
        while let Some(object) = found {
            match object.kind {
                Kind::Commit => return Ok(Some(object.oid)),
                Kind::Tag => {
                    let text = String::from_utf8_lossy(&object.content).into_owned();
                    let Some(target) = text.lines().next().and_then(|line| line.strip_prefix("object ")) else { break };
                    found = self.object(target)?;
                }
                Kind::Tree | Kind::Blob => break,
            }
        }
        Ok(None)
    }

    /// Whether git takes this for a commit.
    #[must_use]
    pub fn knows(&self, revision: &str) -> bool {
        !revision.is_empty() && matches!(self.commit(revision), Ok(Some(_)))
    }

    /// The commit of a revision.
    ///
    /// # Errors
    /// When git knows no such commit.
    pub fn resolve(&self, revision: &str) -> Result<Oid, Failure> {
        let reason = match self.commit(revision) {
            Ok(Some(oid)) => return Ok(oid),
            Ok(None) => None,
            Err(reason) => Some(reason),
        };
        let shown = revision.escape_debug();
        let message = match (&reason, self.object(revision)) {
            (Some(reason), _) => format!("git cannot resolve the revision `{shown}`: {reason}"),
            (None, Ok(Some(_))) => format!("`{shown}` is no commit"),
            (None, _) => format!("git knows no revision `{shown}`"),
        };
        let help = if self.shallow {
            "this is a shallow clone, which may lack it: git fetch --unshallow".to_owned()
        } else {
            "see `git log` and `git branch --all` for what there is; a branch of the server may need `git fetch` first"
                .to_owned()
        };
        let code = if self.shallow { Code::ShallowClone } else { Code::RevisionUnknown };
        Err(Diagnostic::error(code, message).help(help).into())
    }

    /// An object by its own name, which git is asked for only once.
    fn seen(&self, oid: &Oid) -> Result<Rc<Object>, Failure> {
        if let Some(object) = self.seen.borrow().get(oid) {
            return Ok(Rc::clone(object));
        }
        let object = self.object(oid.as_str()).map_err(failed)?;
        let object = Rc::new(object.ok_or_else(|| failed(format!("object {oid} is missing")))?);
        self.seen.borrow_mut().insert(oid.clone(), Rc::clone(&object));
        Ok(object)
    }

    /// Reads objects that will be asked for, all at once.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn read_ahead(&self, oids: &[&Oid]) -> Result<(), Failure> {
        let unseen = oids.iter().filter(|oid| !self.seen.borrow().contains_key(oid));
        let names: Vec<String> = unseen.map(ToString::to_string).collect();
        let objects = self.objects_of(&names).map_err(failed)?.into_iter().flatten();
        self.seen.borrow_mut().extend(objects.map(|object| (object.oid.clone(), Rc::new(object))));
        Ok(())
    }

    /// The content of a file.
    ///
    /// # Errors
    /// When git cannot read it.
    pub fn blob(&self, oid: &Oid) -> Result<Vec<u8>, Failure> {
        Ok(self.seen(oid)?.content.clone())
    }

    /// The content of several files.
    ///
    /// # Errors
    /// When git cannot read one.
    pub fn blobs(&self, oids: &[&Oid]) -> Result<Vec<Vec<u8>>, Failure> {
        self.read_ahead(oids)?;
        oids.iter().map(|oid| self.blob(oid)).collect()
    }

    /// The entries of a folder; none where the object is no folder.
    ///
    /// # Errors
    /// When git cannot read it.
    pub fn tree(&self, oid: &Oid) -> Result<Vec<Entry>, Failure> {
        Ok(entries(&*self.seen(oid)?))
    }

    /// The tree at the top of a commit.
    ///
    /// # Errors
    /// When git cannot read it.
    pub fn root(&self, commit: &Oid) -> Result<Oid, Failure> {
        let object = self.object(&format!("{commit}^{{tree}}")).map_err(failed)?;
        object.map(|object| object.oid).ok_or_else(|| failed(format!("commit {commit} has no tree")))
    }
}

fn entries(object: &Object) -> Vec<Entry> {
    match object.kind {
        Kind::Tree => tree::parse(&object.content, object.oid.as_str().len() / 2),
        Kind::Commit | Kind::Blob | Kind::Tag => Vec::new(),
    }
}

fn not_started(error: &std::io::Error) -> Absent {
    if error.kind() == std::io::ErrorKind::NotFound { Absent::NotInstalled } else { Absent::Refused(error.to_string()) }
}

fn failed(reason: String) -> Failure {
    Diagnostic::error(Code::GitFailed, format!("git failed: {reason}"))
        .help("see whether `git status` and `git fsck` work in this repository")
        .into()
}
