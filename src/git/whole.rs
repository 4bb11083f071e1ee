//! Whether a repository can be read at all, and whether all of it is on disk.

use super::{Absent, Oid, Repository, command, failed};
use crate::diagnostic::Failure;

impl Repository {
    /// Why there is no commit where HEAD names one; `None` where no commit was made yet.
    pub(super) fn broken_head(&self) -> Option<Absent> {
        let run = |arguments: &[&str]| self.git.run(arguments).ok();
        let named = run(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
        if named.status.success() {
            let oid = String::from_utf8_lossy(&named.stdout).trim().to_owned();
            return Some(Absent::Refused(format!("HEAD names the commit {}, which is missing", Oid(oid).short())));
        }
        let branch = run(&["symbolic-ref", "--quiet", "HEAD"])?;
        let branch = String::from_utf8_lossy(&branch.stdout).trim().to_owned();
        let listed = run(&["for-each-ref", &branch])?;
        (!listed.stderr.is_empty()).then(|| Absent::Refused(command::complaint(&listed.stderr)))
    }

    /// The files of a folder that the index has, and a sparse checkout does not write to disk.
    ///
    /// # Errors
    /// When git fails.
    pub fn not_checked_out(&self, folder: &str) -> Result<Vec<String>, Failure> {
        if !self.sparse {
            return Ok(Vec::new());
        }
        let spec = format!(":(top,literal){folder}");
        let output = self.run(&["ls-files", "-t", "--full-name", "-z", "--", &spec])?;
        if !output.status.success() {
            return Err(failed(command::complaint(&output.stderr)));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.split('\0').filter_map(|record| record.strip_prefix("S ")).map(str::to_owned).collect())
    }
}
