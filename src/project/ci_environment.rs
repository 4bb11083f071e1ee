//! What a continuous integration service says about why it runs us, as it says it.

use std::collections::BTreeMap;

/// The environment that a service makes, as far as anybody here asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CiEnvironment {
    /// Those of [`CiEnvironment::VARIABLES`] that are set.
    pub variables: BTreeMap<String, String>,
    /// What is in the file that [`CiEnvironment::PAYLOAD`] names.
    pub payload: String,
}

impl CiEnvironment {
    /// The variables that say something.
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
    /// The variable with the path of the file that has the rest.
    pub const PAYLOAD: &'static str = "GITHUB_EVENT_PATH";

    /// A variable that is set to something.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}
