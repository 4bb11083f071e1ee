//! A migration that is about to be written.

use std::borrow::Cow;

use jiff::civil::DateTime;

use crate::change::{LostData, OnlineRecipes};
use crate::config::{Layout, Online, Target};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, NewFile, next_timestamp};
use crate::path;
use crate::pending::Pending;
use crate::plan::{LOOKS_AT_BUILT, Plan};
use crate::project::Project;
use crate::render::{Header, RenderError, RenderOptions, Renderer};

use super::scope::is_prismas;
use super::warnings;

/// A migration that is about to be written.
pub(crate) struct MigrationDraft {
    pub(crate) target: Target,
    /// `<timestamp>_<name>`.
    pub(crate) folder: String,
    pub(crate) file: NewFile,
    /// One line for each change.
    pub(crate) summary: Vec<String>,
    /// What is lost by it.
    pub(crate) losses: Vec<LostData>,
}

/// What all migrations of one run have in common.
pub(crate) struct MigrationWriter<'p> {
    project: &'p Project,
    renderer: Renderer,
    now: DateTime,
    timestamp: String,
}

impl<'p> MigrationWriter<'p> {
    /// The timestamp comes after every migration of every target.
    pub(crate) fn new(project: &'p Project, now: DateTime) -> Result<MigrationWriter<'p>, Failure> {
        let mut newest: Option<String> = None;
        for target in project.config.targets.values() {
            let on_disk = migrations::on_disk(project, target)?;
            newest = newest.max(migrations::newest(&on_disk).map(str::to_owned));
        }
        let timestamp = next_timestamp(now, newest.as_deref())?;
        Ok(MigrationWriter { project, renderer: renderer()?, now, timestamp })
    }

    /// The file of a target, or the files that run one after the other.
    pub(crate) fn drafts(
        &self,
        target: &Target,
        pending: &Pending,
        name: &str,
    ) -> Result<Vec<MigrationDraft>, Failure> {
        let series = series(self.project, &pending.plan);
        let mut timestamp = self.timestamp.clone();
        let mut drafts = Vec::new();
        for (position, plan) in series.iter().enumerate() {
            let mut header = self.header(target, name);
            if position == 0 {
                header.notes = warnings::notes(pending);
            } else {
                header.name = migrations::name_in_series(name, &plan.purpose_in_series());
                timestamp = next_timestamp(self.now, Some(&timestamp))?;
            }
            header.part = (series.len() > 1).then_some((position + 1, series.len()));
            drafts.push(self.draft(target, plan, header, &timestamp)?);
        }
        Ok(drafts)
    }

    fn header(&self, target: &Target, name: &str) -> Header {
        Header {
            name: name.to_owned(),
            target: target.name.clone(),
            date: self.now.strftime("%Y-%m-%d").to_string(),
            file: "migration.sql".to_owned(),
            is_prismas: is_prismas(self.project, target),
            part: None,
            notes: Vec::new(),
        }
    }

    fn draft(
        &self,
        target: &Target,
        plan: &Plan,
        mut header: Header,
        timestamp: &str,
    ) -> Result<MigrationDraft, Failure> {
        let stem = format!("{timestamp}_{}", header.name);
        let has_own_folder = self.project.config.layout == Layout::Prisma;
        let place = if has_own_folder { format!("{stem}/{}", header.file) } else { format!("{stem}.sql") };
        if !has_own_folder {
            header.file.clone_from(&place);
        }
        let path = path::join(&self.project.migrations(target), &place);
        let sql = self.renderer.migration(plan, &header, &care(self.project)).map_err(not_writable)?;
        let file = NewFile {
            path: self.project.place(&path)?,
            shown: self.project.shown(&path),
            has_own_folder,
            content: migrations::stamped(&sql),
        };
        let mut summary: Vec<String> = plan.changes().map(|change| change.as_kind().summary()).collect();
        if summary.is_empty() {
            summary.push(LOOKS_AT_BUILT.to_owned());
        }
        Ok(MigrationDraft { target: target.clone(), folder: stem, file, summary, losses: plan.losses() })
    }
}

/// The files that make a plan, as the configuration wants it.
pub(crate) fn series<'p>(project: &Project, plan: &'p Plan) -> Vec<Cow<'p, Plan>> {
    let safety = &project.config.safety;
    let recipes = match safety.online {
        Online::Off => OnlineRecipes::default(),
        Online::Indexes => OnlineRecipes { indexes: true, constraints: false },
        Online::Full => OnlineRecipes { indexes: true, constraints: true },
    };
    plan.series(recipes, safety.verify)
}

pub(crate) fn care(project: &Project) -> RenderOptions {
    let safety = &project.config.safety;
    RenderOptions { verify: safety.verify, lock_timeout: safety.lock_timeout.clone() }
}

pub(crate) fn renderer() -> Result<Renderer, Diagnostic> {
    Renderer::new().map_err(not_writable)
}

pub(crate) fn not_writable(error: RenderError) -> Diagnostic {
    Diagnostic::error(Code::NotWritable, format!("this cannot be written in SQL: {error}"))
        .help("give it a name or a text that PostgreSQL takes, with @map or @@map")
}
