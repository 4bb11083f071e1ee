//! The environment variables in which a CI service says why it runs a job, as they are set.

use std::collections::BTreeMap;

/// What is set by the CI service that runs this job; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CiEnvironment {
    /// Those of [`CiEnvironment::VARIABLES`] that are set.
    pub variables: BTreeMap<String, String>,
    /// What is in the file that [`CiEnvironment::PAYLOAD`] names.
    pub payload: String,
}

impl CiEnvironment {
    /// The variables that are read.
    pub const VARIABLES: &'static [&'static str] = &[
        "GITHUB_ACTIONS",
        "GITHUB_BASE_REF",
        "GITHUB_EVENT_NAME",
        "GITHUB_REF",
        "GITHUB_SHA",
        "GITLAB_CI",
        "CI_COMMIT_BEFORE_SHA",
        "CI_COMMIT_BRANCH",
        "CI_COMMIT_SHA",
        "CI_DEFAULT_BRANCH",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA",
    ];
    /// The variable with the path of a JSON file that has the rest: the payload of the event on GitHub.
    pub const PAYLOAD: &'static str = "GITHUB_EVENT_PATH";

    /// The value of a variable, unless it is empty.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}
