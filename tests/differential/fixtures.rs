//! Cases that once failed, as small as they could be made: `fixtures/differential/<name>/{before,after}.prisma`.

use std::fs;

use super::judge::Case;
use crate::support::schema::fixture;

const FOLDER: &str = "differential";

/// Every case that was kept, with its name.
pub fn all() -> Vec<(String, Case)> {
    let mut names: Vec<String> = fs::read_dir(fixture(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), read(&name))).collect()
}

/// What every case of `fixtures/diff` leads to, with its name.
pub fn kinds_of_change() -> Vec<(String, String)> {
    let mut folders: Vec<_> = fs::read_dir(fixture("diff")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let read = |path: std::path::PathBuf| fs::read_to_string(&path).unwrap();
    folders.iter().map(|folder| (folder.display().to_string(), read(folder.join("after.prisma")))).collect()
}

fn read(name: &str) -> Case {
    let folder = fixture(FOLDER).join(name);
    let after = fs::read_to_string(folder.join("after.prisma")).unwrap_or_else(|error| panic!("{name}: {error}"));
    Case { before: fs::read_to_string(folder.join("before.prisma")).ok(), after }
}

/// Keeps a case, to be given a name that says what it shows.
pub fn keep(name: &str, case: &Case) {
    let folder = fixture(FOLDER).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("after.prisma"), &case.after).unwrap();
    if let Some(before) = &case.before {
        fs::write(folder.join("before.prisma"), before).unwrap();
    }
}
