//! Files that a killed run has left. This run holds the lock of the project, so no other run is writing them.

use std::fs;

use super::timestamp;
use crate::atomic::is_temporary;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::disk::{DiskEntryKind, unreadable};
use crate::path;
use crate::project::Project;

/// Removes files that were never put in their place, and the folders that were made for them. What only a person can put
/// right is named when that is done, all of it.
///
/// # Errors
/// When something cannot be read or removed, or migrations are left that were about to be replaced.
pub fn clear_leftovers(project: &Project) -> Result<(), Failure> {
    let mut named = Diagnostics::default();
    for target in project.config.targets.values() {
        let folder = project.migrations(target);
        for (name, kind) in entries(project, &folder)? {
            let path = path::join(&folder, &name);
            match kind {
                DiskEntryKind::Folder if timestamp(&name).is_some() && !name.ends_with(".sql") => {
                    clear_folder(project, &path, &mut named)?
                }
                DiskEntryKind::File => clear_file(project, &path, &mut named)?,
                DiskEntryKind::Folder | DiskEntryKind::Link => {}
            }
        }
    }
    let repairs = project.config.targets.values().filter_map(|target| project.repair(target));
    for file in repairs.chain(project.config_file.clone()) {
        let folder = path::parent(&file);
        let start = format!(".{}.", path::name(&file));
        let left = entries(project, folder)?.into_iter().filter(|(name, _)| name.starts_with(&start));
        left.map(|(name, _)| path::join(folder, &name)).try_for_each(|path| clear_file(project, &path, &mut named))?;
    }
    if named.has_errors() { Err(named.into()) } else { Ok(()) }
}

fn entries(project: &Project, folder: &str) -> Result<Vec<(String, DiskEntryKind)>, Failure> {
    let entries = project.disk().entries(folder).map_err(|error| unreadable(&project.shown(folder), &error))?;
    Ok(entries.into_iter().map(|entry| (entry.name, entry.kind)).collect())
}

/// The folder of one migration; it goes when nothing else is in it, also when it was made and nothing put there yet.
fn clear_folder(project: &Project, folder: &str, named: &mut Diagnostics) -> Result<(), Failure> {
    let inside = entries(project, folder)?;
    inside.iter().try_for_each(|(name, _)| clear_file(project, &path::join(folder, name), named))?;
    if inside.iter().all(|(name, _)| is_temporary(name)) {
        fs::remove_dir(project.place(folder)?).map_err(|error| not_removed(project, folder, &error))?;
    }
    Ok(())
}

fn clear_file(project: &Project, path: &str, named: &mut Diagnostics) -> Result<(), Failure> {
    if let Some(replaced) = path.strip_suffix(".sql.replaced") {
        let message = format!("there is {} from a run that was cut off", project.shown(path));
        let help = format!(
            "if the new migration is there, remove it; if not, call it {}.sql again, and run this again",
            path::name(replaced)
        );
        named.push(Diagnostic::error(Code::FileExists, message).help(help));
        return Ok(());
    }
    if !is_temporary(path::name(path)) {
        return Ok(());
    }
    fs::remove_file(project.place(path)?).map_err(|error| not_removed(project, path, &error))
}

fn not_removed(project: &Project, path: &str, error: &std::io::Error) -> Failure {
    let message = format!("cannot remove {}, which a run that was cut off has left: {error}", project.shown(path));
    Diagnostic::error(Code::FileSystem, message).help("remove it by hand").into()
}
