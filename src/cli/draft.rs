//! A migration that is about to be written.

use jiff::civil::DateTime;

use crate::config::{Layout, Target};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, NewFile, next_timestamp};
use crate::path;
use crate::pending::Pending;
use crate::project::Project;
use crate::render::{Care, Header, RenderError, Renderer};

use super::warnings;

/// A migration that is about to be written.
pub(super) struct Draft {
    pub(super) target: Target,
    /// `<timestamp>_<name>`.
    pub(super) folder: String,
    pub(super) file: NewFile,
    /// One line for each change.
    pub(super) summary: Vec<String>,
}

/// What all migrations of one run have in common.
pub(super) struct Press<'p> {
    project: &'p Project,
    renderer: Renderer,
    now: DateTime,
    timestamp: String,
}

impl<'p> Press<'p> {
    /// The timestamp comes after every migration of every target.
    pub(super) fn new(project: &'p Project, now: DateTime) -> Result<Press<'p>, Failure> {
        let mut newest: Option<String> = None;
        for target in project.config.targets.values() {
            let on_disk = migrations::on_disk(project, target)?;
            newest = newest.max(migrations::newest(&on_disk).map(str::to_owned));
        }
        let timestamp = next_timestamp(now, newest.as_deref())?;
        Ok(Press { project, renderer: renderer()?, now, timestamp })
    }

    pub(super) fn draft(&self, target: &Target, pending: &Pending, name: &str) -> Result<Draft, Failure> {
        let stem = format!("{}_{name}", self.timestamp);
        let (place, file, has_own_folder) = match self.project.config.layout {
            Layout::Prisma => (format!("{stem}/migration.sql"), "migration.sql".to_owned(), true),
            Layout::Flat => (format!("{stem}.sql"), format!("{stem}.sql"), false),
        };
        let path = path::join(&self.project.migrations(target), &place);
        let header = Header {
            name: name.to_owned(),
            target: target.name.clone(),
            date: self.now.strftime("%Y-%m-%d").to_string(),
            file,
            notes: warnings::notes(pending),
        };
        let sql = self.renderer.migration(&pending.plan, &header, &care(self.project)).map_err(not_writable)?;
        let file = NewFile {
            path: self.project.absolute(&path),
            shown: self.project.shown(&path),
            has_own_folder,
            content: migrations::stamped(&sql),
        };
        let summary = pending.plan.changes().map(|change| change.as_kind().summary()).collect();
        Ok(Draft { target: target.clone(), folder: stem, file, summary })
    }
}

pub(super) fn care(project: &Project) -> Care {
    let safety = &project.config.safety;
    Care { verify: safety.verify, lock_timeout: safety.lock_timeout.clone() }
}

pub(super) fn renderer() -> Result<Renderer, Diagnostic> {
    Renderer::new().map_err(not_writable)
}

pub(super) fn not_writable(error: RenderError) -> Diagnostic {
    Diagnostic::error(Code::NotWritable, format!("this cannot be written in SQL: {error}"))
        .help("give it a name or a text that PostgreSQL takes, with @map or @@map")
}
