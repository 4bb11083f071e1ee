//! Which targets a command is about, and whose migrations they are.

use crate::config::{Layout, Target};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::project::Project;

/// The targets that `--target` names, or all.
pub(crate) fn chosen_targets(project: &Project, names: &[String]) -> Result<Vec<Target>, Failure> {
    let targets = &project.config.targets;
    if let Some(unknown) = names.iter().find(|name| !targets.contains_key(*name)) {
        let known: Vec<&str> = targets.keys().map(String::as_str).collect();
        return Err(Diagnostic::error(Code::UnknownTarget, format!("there is no target `{}`", unknown.escape_debug()))
            .help(format!("the targets are: {}", known.join(", ")))
            .into());
    }
    Ok(targets.values().filter(|target| names.is_empty() || names.contains(&target.name)).cloned().collect())
}

/// Whether Prisma Migrate takes the target's folder for its own.
pub(crate) fn is_prismas(project: &Project, target: &Target) -> bool {
    project.config.layout == Layout::Prisma
        && project.prisma_migrations().is_some_and(|folder| folder == project.migrations(target))
}
