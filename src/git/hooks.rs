//! Where git looks for hooks.

use std::path::PathBuf;

use super::{Git, Repository, command, failed};
use crate::diagnostic::Failure;

/// Where git looks for hooks, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hooks {
    /// The folder that git runs hooks from; it need not be there.
    pub folder: PathBuf,
    /// The folder that it would be without `core.hooksPath`.
    pub usual: PathBuf,
    /// Whether `core.hooksPath` is set.
    pub path: HooksPath,
}

/// `core.hooksPath`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HooksPath {
    /// It is not set.
    Unset,
    /// It is set for this repository.
    Here,
    /// It is set for all repositories of the user or the machine.
    Everywhere,
}

impl Repository {
    /// Where git looks for hooks.
    ///
    /// # Errors
    /// When git fails.
    pub fn hooks(&self) -> Result<Hooks, Failure> {
        let folder = self.top.join(self.at_top(&["rev-parse", "--git-path", "hooks"])?.unwrap_or_default());
        let common = self.top.join(self.at_top(&["rev-parse", "--git-common-dir"])?.unwrap_or_default());
        let scope = self.at_top(&["config", "--show-scope", "--get", "core.hooksPath"])?;
        let path = match scope.as_deref().map(|line| line.split('\t').next().unwrap_or_default()) {
            None => HooksPath::Unset,
            Some("global" | "system") => HooksPath::Everywhere,
            Some(_) => HooksPath::Here,
        };
        Ok(Hooks { folder, usual: common.join("hooks"), path })
    }

    /// What git prints at the top, where hooks run and a relative `core.hooksPath` starts; `None` for exit code 1.
    fn at_top(&self, arguments: &[&str]) -> Result<Option<String>, Failure> {
        let git = Git { folder: self.top.clone(), environment: self.git.environment.clone() };
        let output = git.run(arguments).map_err(|error| failed(error.to_string()))?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned())),
            Some(1) => Ok(None),
            _ => Err(failed(command::complaint(&output.stderr))),
        }
    }
}
