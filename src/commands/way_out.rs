//! Commands that a report names, as values: their words are for whoever shows it.

/// A command that fixes what stands in the way. Paths are as the user would write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Old migrations are put back as a commit has them: `git checkout`.
    PutBack {
        /// The short name of the commit; empty where there is none.
        commit: String,
        /// The migrations.
        paths: Vec<String>,
    },
    /// New migrations that stop are written anew: `refract generate --replace`.
    WriteAnew {
        /// The targets that it is for; empty where it is for all that were checked.
        targets: Vec<String>,
    },
    /// New migrations get names that sort behind those of the base: `refract restamp`.
    Restamp,
    /// Files that are right on disk are staged: `git add`.
    Stage {
        /// The files.
        paths: Vec<String>,
    },
    /// What is missing is written: `refract generate`.
    Generate {
        /// The targets that it is for; empty where it is for all that were checked.
        targets: Vec<String>,
        /// What the targets are compared with, where that is not their base.
        base: Option<String>,
        /// What to do with the migrations that the base does not have yet, and with names.
        how: GenerateHow,
    },
}

/// How `generate` fixes what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GenerateHow {
    /// One new migration comes in place of those that the base does not have: so nothing is lost.
    Replace,
    /// One more migration. What may have another name is said to have it: `Model.old=new`.
    Add(Vec<String>),
}

impl WayOut {
    /// Writes what is missing, for all targets.
    pub(crate) fn generate() -> WayOut {
        WayOut::Generate { targets: Vec::new(), base: None, how: GenerateHow::Add(Vec::new()) }
    }
}
