//! Giving migrations another timestamp: all of them or none.

use std::fs;
use std::path::PathBuf;

use super::checksum::{Verdict, stamped, unstamped, verdict};
use super::{MigrationOnDisk, timestamp};
use crate::atomic::{Kind, TemporaryFile};
use crate::diagnostic::{Code, Diagnostic};

/// A migration that gets another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restamped {
    /// Its folder, or its file in a flat layout, as it is.
    pub from: PathBuf,
    /// As it will be.
    pub to: PathBuf,
    /// Both, for people.
    pub shown: [String; 2],
}

/// The name of a migration with another timestamp.
#[must_use]
pub fn with_timestamp(migration: &MigrationOnDisk, new: &str) -> String {
    let rest = timestamp(&migration.name).map_or(migration.name.as_str(), |old| &migration.name[old.len()..]);
    let gap = if rest.starts_with(['_', '-']) { "" } else { "_" };
    format!("{new}{gap}{rest}")
}

/// Renames all, or none.
///
/// # Errors
/// When one cannot be renamed; those that were are called again what they were called before.
pub fn restamp(all: &[Restamped]) -> Result<(), Diagnostic> {
    for (done, one) in all.iter().enumerate() {
        let [from, to] = &one.shown;
        let result = match one.to.symlink_metadata() {
            Ok(_) => Err("that is there already".to_owned()),
            Err(_) => fs::rename(&one.from, &one.to).map_err(|error| error.to_string()),
        };
        if let Err(why) = result {
            let back = all[..done].iter().rev().filter(|one| fs::rename(&one.to, &one.from).is_err());
            let left: Vec<&str> = back.map(|one| one.shown[1].as_str()).collect();
            let left = if left.is_empty() {
                "nothing was renamed".to_owned()
            } else {
                format!("these were: {}", left.join(", "))
            };
            return Err(Diagnostic::error(Code::FileSystem, format!("cannot rename {from} to {to}: {why}")).help(left));
        }
    }
    all.iter().for_each(fix_header);
    Ok(())
}

/// The head of a flat file says how to run it, by its name. Nothing depends on it.
fn fix_header(one: &Restamped) {
    let names = [&one.from, &one.to].map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let [old, new] = names;
    let Ok(text) = fs::read_to_string(&one.to) else { return };
    if verdict(text.as_bytes()) != Verdict::Untouched || !text.contains(&old) {
        return;
    }
    let Some((_, without_stamp)) = unstamped(&text) else { return };
    let fixed = stamped(&without_stamp.replacen(&format!(" -f {old},"), &format!(" -f {new},"), 1));
    // as it is, it is only less handy
    let _ = TemporaryFile::write(&one.to, fixed.as_bytes(), Kind::Text).and_then(TemporaryFile::replace);
}
