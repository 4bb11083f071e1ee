//! What a command works on: the configuration, the schema, and the repository they are in.
//!
//! Paths inside a project are text, relative to its [`Project::top`], with forward slashes.

mod ci_environment;
mod elsewhere;
mod find;
mod literal;
mod paths;
mod prisma;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::config::{BaseKind, Config, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::disk::{Disk, unreadable};
use crate::git::{Absent, IndexEntry, Oid, Repository, folder_with_git};
use crate::path;
pub use ci_environment::CiEnvironment;
pub use prisma::{PrismaPaths, paths_in_prisma_config};

/// What the command line says about where things are. Paths are relative to where the user stands.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--schema`.
    pub schema: Option<PathBuf>,
    /// `--migrations`: the folder of the one target, or the folder that holds those of several.
    pub migrations: Option<PathBuf>,
    /// Environment variables for git besides those of the process.
    pub git_environment: Vec<(OsString, OsString)>,
    /// What the service that runs us says, if one does.
    pub service: CiEnvironment,
    /// Whether what counts is what is staged for the next commit.
    pub staged: bool,
    /// Whether all states are named by their paths: neither git nor a schema is looked for.
    pub states_named: bool,
}

/// Where the schema is today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaPlace {
    /// At this path.
    At {
        /// A file or a folder, which may be gone.
        path: String,
        /// Whether a person named it, or it was found.
        named: bool,
    },
    /// Nowhere.
    Missing,
    /// One of these, and nothing says which.
    Several(Vec<String>),
}

/// The commit that some work began at, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchPoint {
    /// The commit.
    pub commit: Oid,
    /// Such as `origin/main` or `HEAD~1`.
    pub name: String,
}

/// What a command works on.
pub struct Project {
    start: PathBuf,
    top: PathBuf,
    root: String,
    repository: Result<Repository, Absent>,
    /// The folder of migrations that was found where none are at the usual place.
    migrations_found: Option<String>,
    /// What refract.toml says today, or what holds without one.
    pub config: Config,
    /// The refract.toml, if there is one.
    pub config_file: Option<String>,
    /// Whether `--schema` was given, which goes before what any configuration says.
    pub schema_given: bool,
    /// Where the schema is.
    pub schema: SchemaPlace,
    /// Where the work on each target began, by the name of the target, once it was looked up.
    pub branch_points: RefCell<BTreeMap<String, Option<BranchPoint>>>,
    /// Whether what is looked at is about to be committed on top of HEAD.
    pub awaits_commit: bool,
    /// What the service that runs us says, if one does.
    pub service: CiEnvironment,
    /// What there is to know about how the schema was found.
    pub notes: Diagnostics,
}

impl Project {
    /// The same project under another configuration, which would be at this path.
    #[must_use]
    pub fn under(self, file: &str, config: Config) -> Project {
        Project { root: path::parent(file).to_owned(), config, config_file: Some(file.to_owned()), ..self }
    }

    /// The top of the repository; outside of one, the folder of refract.toml or the one where the schema was found.
    #[must_use]
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The folder that paths in the configuration are relative to.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.top.join(&self.root)
    }

    /// A path of the configuration as a path of the project.
    #[must_use]
    pub fn from_root(&self, configured: &str) -> String {
        path::join(&self.root, configured)
    }

    /// Its files, by their paths in the project.
    #[must_use]
    pub fn disk(&self) -> Disk {
        Disk::below(&self.top)
    }

    /// Where a path of the project is on disk, or would be, to write there.
    ///
    /// # Errors
    /// When a link leads out of the project.
    pub fn place(&self, path: &str) -> Result<PathBuf, Failure> {
        self.disk().place(path).map_err(|error| {
            let message = format!("cannot write {}: {error}", self.shown(path));
            Diagnostic::error(Code::FileSystem, message)
                .help("nothing was changed; see that every part of the path is a folder of the repository")
                .into()
        })
    }

    /// Whether there is a file at a path of the project.
    ///
    /// # Errors
    /// When that cannot be told.
    pub fn is_file(&self, path: &str) -> Result<bool, Failure> {
        self.disk().is_file(path).map_err(|error| unreadable(&self.shown(path), &error).into())
    }

    /// Where git has what is at a path of the project: links on the way to it are followed.
    #[must_use]
    pub fn in_git(&self, path: &str) -> String {
        paths::followed(&self.top, path).unwrap_or_else(|| path.to_owned())
    }

    /// A path of the project as the user would write it from where they stand.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        let shown = match paths::relative_to(&self.top, &self.start) {
            Some(start) => path::relative(&start, path),
            None => paths::absolute(&self.top, path),
        };
        if shown.is_empty() { ".".to_owned() } else { shown }
    }

    /// Fails where one of these files is in conflict in the git index: what it will say is not decided yet.
    ///
    /// # Errors
    /// When one of the files is.
    pub fn expect_solved<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f String, &'f IndexEntry)>,
    ) -> Result<(), Failure> {
        let Some((file, _)) = files.into_iter().find(|(_, entry)| entry.is_in_conflict) else { return Ok(()) };
        let shown = self.shown(file);
        let diagnostic = Diagnostic::error(Code::InConflict, format!("{shown} is in conflict in the index"));
        Err(diagnostic.help(format!("solve the conflict, git add {shown}, and run this again")).into())
    }

    /// A path that the user wrote as a path of the project.
    #[must_use]
    pub fn entered(&self, path: &Path) -> String {
        paths::entered(&self.start, &self.top, path)
    }

    /// Where the user stands.
    #[must_use]
    pub fn start(&self) -> &Path {
        &self.start
    }

    /// The folder of a target's migrations.
    #[must_use]
    pub fn migrations(&self, target: &Target) -> String {
        self.from_root(&target.migrations)
    }

    /// The file in which a target keeps the script that repairs its database, if it keeps one.
    #[must_use]
    pub fn repair(&self, target: &Target) -> Option<String> {
        target.repair.as_ref().map(|path| self.from_root(path))
    }

    /// The folder that Prisma Migrate takes for its own; `None` where there is no schema.
    #[must_use]
    pub fn prisma_migrations(&self) -> Option<String> {
        match &self.schema {
            SchemaPlace::At { path, named: _ } => {
                let usual = || find::prisma_migrations(&self.top, path).folder;
                Some(self.migrations_found.clone().unwrap_or_else(usual))
            }
            SchemaPlace::Missing | SchemaPlace::Several(_) => None,
        }
    }

    /// The repository.
    ///
    /// # Errors
    /// When there is none, with what to do instead.
    pub fn repository(&self) -> Result<&Repository, Failure> {
        self.repository.as_ref().map_err(|absent| absent.diagnostic().into())
    }

    /// The repository, if there is one.
    #[must_use]
    pub fn repository_if_any(&self) -> Option<&Repository> {
        self.repository.as_ref().ok()
    }

    /// Why a repository that is there is not read.
    #[must_use]
    pub fn unread_repository(&self) -> Option<&Absent> {
        match self.repository.as_ref().err()? {
            Absent::Outside => None,
            refused @ Absent::Refused(_) => Some(refused),
            missing @ Absent::NotInstalled => folder_with_git(&self.start).map(|_| missing),
        }
    }

    /// What a configuration without targets does not say is as without one: where the migrations are, and the base.
    ///
    /// # Errors
    /// When that cannot be told.
    pub fn complete(&self, config: &mut Config) -> Result<(), Failure> {
        if config.has_targets {
            return Ok(());
        }
        let said = (!config.migrations.is_empty()).then(|| self.from_root(&config.migrations));
        let folder = said.or_else(|| self.prisma_migrations()).unwrap_or_else(|| self.from_root("migrations"));
        let has_lock = self.is_file(&path::join(&folder, "migration_lock.toml"))?;
        let base = if has_lock { BaseKind::History } else { BaseKind::Git };
        config.take_everything(path::relative(&self.root, &folder), base);
        Ok(())
    }

    /// The path of the schema, and whether a person named it.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn schema(&self) -> Result<(&str, bool), Failure> {
        match &self.schema {
            SchemaPlace::At { path, named } => Ok((path, *named)),
            SchemaPlace::Missing => Err(self.with_notes(
                Diagnostic::error(Code::SchemaMissing, "there is no schema.prisma with a PostgreSQL datasource here")
                    .help("say where it is with `--schema PATH`, or `schema = \"...\"` in refract.toml"),
            )),
            SchemaPlace::Several(paths) => {
                let shown: Vec<String> = paths.iter().map(|path| self.shown(path)).collect();
                let message = format!("there are several schemas with a PostgreSQL datasource: {}", shown.join(", "));
                let first = shown.first().map_or("PATH", String::as_str);
                Err(self.with_notes(
                    Diagnostic::error(Code::SchemaSeveral, message)
                        .help(format!("say which one with `--schema {first}`")),
                ))
            }
        }
    }

    /// An error about the schema, with what there is to know about how it was looked for.
    pub(crate) fn with_notes(&self, error: Diagnostic) -> Failure {
        let mut failure = Failure::from(error);
        failure.diagnostics.append(self.notes.clone());
        failure
    }
}
