//! Real git repositories in temporary folders.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has to stop")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use refract::base::Base;
use refract::diagnostic::{Failure, Severity};
use refract::project::{Overrides, Project};
use refract::sources::{Snapshot, Source};
use tempfile::TempDir;

/// A folder, usually with a repository in it.
pub struct Sandbox {
    _temporary: TempDir,
    pub folder: PathBuf,
    /// For git, whoever runs it.
    pub environment: Vec<(OsString, OsString)>,
    clock: std::cell::Cell<u32>,
}

/// The head of every schema.
pub const DATASOURCE: &str = "datasource db {\n  provider = \"postgresql\"\n  url      = env(\"DATABASE_URL\")\n}\n";

/// A schema with some models that have nothing but an id.
pub fn schema(models: &[&str]) -> String {
    let models = models.iter().map(|model| format!("\nmodel {model} {{\n  id Int @id\n}}\n"));
    format!("{DATASOURCE}{}", models.collect::<String>())
}

impl Sandbox {
    /// A folder that is in no repository.
    #[must_use]
    pub fn outside_git() -> Sandbox {
        let temporary = TempDir::new().unwrap();
        let folder = fs::canonicalize(temporary.path()).unwrap();
        let environment = [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "tests"),
            ("GIT_AUTHOR_EMAIL", "tests@localhost"),
            ("GIT_COMMITTER_NAME", "tests"),
            ("GIT_COMMITTER_EMAIL", "tests@localhost"),
        ];
        let mut environment: Vec<(OsString, OsString)> =
            environment.iter().map(|(name, value)| (name.into(), value.into())).collect();
        environment.push(("GIT_CEILING_DIRECTORIES".into(), folder.parent().unwrap().into()));
        Sandbox { _temporary: temporary, folder, environment, clock: std::cell::Cell::new(0) }
    }

    /// A repository on branch `main`, without any commit.
    #[must_use]
    pub fn repository() -> Sandbox {
        let sandbox = Sandbox::outside_git();
        sandbox.git(&["init", "--quiet", "--initial-branch=main", "."]);
        sandbox
    }

    /// Runs git in the folder, and gives what it printed.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.folder, arguments)
    }

    /// Runs git in another folder. Each commit is a minute after the one before.
    #[track_caller]
    pub fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        self.clock.set(self.clock.get() + 60);
        let date = format!("{} +0000", 1_700_000_000 + self.clock.get());
        let output = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .envs(self.environment.iter().cloned())
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Sandbox {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Takes a file or a folder away.
    pub fn remove(&self, path: &str) -> &Sandbox {
        let path = self.folder.join(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap()
        } else {
            fs::remove_file(path).unwrap()
        }
        self
    }

    /// Writes a migration as Prisma lays it out, into its usual folder.
    pub fn migration(&self, name: &str) -> &Sandbox {
        self.write(&format!("prisma/migrations/{name}/migration.sql"), format!("-- {name}\n"))
    }

    /// Writes a schema with these models at the usual place.
    pub fn models(&self, models: &[&str]) -> &Sandbox {
        self.write("prisma/schema.prisma", schema(models))
    }

    /// Commits everything, and gives the commit.
    #[track_caller]
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// What the command line would pass.
    #[must_use]
    pub fn overrides(&self) -> Overrides {
        Overrides { git_environment: self.environment.clone(), ..Overrides::default() }
    }

    /// The project, from the top.
    #[track_caller]
    pub fn project(&self) -> Project {
        self.project_in("")
    }

    /// The project, from a folder in it.
    #[track_caller]
    pub fn project_in(&self, folder: &str) -> Project {
        match Project::find(&self.folder.join(folder), &self.overrides()) {
            Ok(project) => project,
            Err(failure) => panic!("{}", said(&failure)),
        }
    }
}

/// The base of the one target of a project.
#[track_caller]
pub fn base(project: &Project) -> Result<Base, Failure> {
    refract::base::resolve(project, project.config.targets.values().next().unwrap(), None)
}

/// Reads a source as the user writes it.
pub fn read(project: &Project, spec: &str) -> Result<Snapshot, Failure> {
    refract::sources::read(project, &Source::parse(spec, project)?)
}

/// The paths of the texts of a snapshot.
pub fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.texts.iter().map(|(_, file)| file.path.as_str()).collect()
}

/// The names of the models in the texts of a snapshot.
pub fn models_of(snapshot: &Snapshot) -> Vec<String> {
    let lines = snapshot.texts.iter().flat_map(|(_, file)| file.text.lines());
    lines.filter_map(|line| Some(line.strip_prefix("model ")?.split(' ').next()?.to_owned())).collect()
}

/// What a failure says: for each problem its place, code, message and help.
#[must_use]
pub fn said(failure: &Failure) -> String {
    let mut lines = Vec::new();
    for diagnostic in failure.diagnostics.clone().sorted() {
        let place = diagnostic.primary.as_ref().map_or(String::new(), |label| {
            let (line, column) = failure.texts.line_and_column(label.span);
            format!("{}:{line}:{column}: ", failure.texts.file(label.span.file).path)
        });
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        lines.push(format!("{place}{severity}[{}]: {}", diagnostic.code.as_str(), diagnostic.message));
        lines.extend(diagnostic.help.map(|help| format!("  help: {help}")));
    }
    lines.join("\n")
}
