//! Why the service that runs us does so: a push, or work that is to be merged. Facts in, an event out.
//!
//! GitHub: <https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows>;
//! GitLab: <https://docs.gitlab.com/ci/variables/predefined_variables/>.

use serde_json::Value;

use crate::project::CiEnvironment;

/// What a service says about the commits that it runs us for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// Commits that the event is about: a repository whose HEAD does not come from one of them is another one.
    pub heads: Vec<String>,
    /// The branch that the service takes for the trunk; a checkout in CI has no `origin/HEAD`.
    pub default_branch: Option<String>,
    /// The branch that was pushed, where HEAD is on none.
    pub branch: Option<String>,
    pub occasion: Occasion,
    /// How the service is told to fetch all of history.
    pub deepen: &'static str,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// Something is to be merged.
    Merge(Merge),
    /// A branch that was there before has moved.
    Push { before: String },
    /// Anything else, such as a new branch, a tag, a timer or a button.
    Other,
}

/// A pull request, a merge request, or a part of a merge queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    /// In the words of the service.
    pub what: &'static str,
    /// Commits of the branch that it goes into, the one to fetch first.
    pub bases: Vec<String>,
    /// The branch that it goes into.
    pub into: Option<String>,
    /// What the service merges into that branch to see how that would be.
    pub head: Option<String>,
}

impl Event {
    /// The event, if a service says any.
    pub(super) fn of(service: &CiEnvironment) -> Option<Event> {
        let is = |name: &str| service.variable(name).is_some_and(|value| value == "true");
        if is("GITHUB_ACTIONS") {
            Some(github(service))
        } else if is("GITLAB_CI") {
            Some(gitlab(service))
        } else {
            None
        }
    }
}

fn github(service: &CiEnvironment) -> Event {
    let payload: Value = serde_json::from_str(&service.payload).unwrap_or_default();
    let text = |path: &str| payload.pointer(path).and_then(Value::as_str);
    let sha = |path: &str| text(path).and_then(commit);
    let run_for = service.variable("GITHUB_SHA").and_then(commit);
    let pushed = service.variable("GITHUB_REF").and_then(|name| name.strip_prefix("refs/heads/")).and_then(branch);
    let (occasion, head) = match service.variable("GITHUB_EVENT_NAME") {
        Some("pull_request" | "pull_request_target") => {
            let head = sha("/pull_request/head/sha");
            let merge = Merge {
                what: "pull request",
                bases: sha("/pull_request/base/sha").into_iter().collect(),
                into: service.variable("GITHUB_BASE_REF").or(text("/pull_request/base/ref")).and_then(branch),
                head: head.clone(),
            };
            (Occasion::Merge(merge), head)
        }
        Some("merge_group") => {
            let bases = sha("/merge_group/base_sha").into_iter().collect();
            let merge = Merge { what: "merge group", bases, into: None, head: None };
            (Occasion::Merge(merge), sha("/merge_group/head_sha"))
        }
        Some("push") => {
            let before = sha("/before").map_or(Occasion::Other, |before| Occasion::Push { before });
            (before, sha("/after"))
        }
        _ => (Occasion::Other, None),
    };
    let is_push = service.variable("GITHUB_EVENT_NAME") == Some("push");
    Event {
        heads: run_for.into_iter().chain(head).collect(),
        default_branch: text("/repository/default_branch").and_then(branch),
        branch: pushed.filter(|_| is_push),
        occasion,
        deepen: "`fetch-depth: 0` for actions/checkout",
    }
}

fn gitlab(service: &CiEnvironment) -> Event {
    let sha = |name: &str| service.variable(name).and_then(commit);
    let named = |name: &str| service.variable(name).and_then(branch);
    let head = sha("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    let bases = ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"];
    let bases: Vec<String> = bases.into_iter().filter_map(sha).collect();
    let into = named("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
    let occasion = if into.is_some() || !bases.is_empty() {
        Occasion::Merge(Merge { what: "merge request", bases, into, head: head.clone() })
    } else {
        sha("CI_COMMIT_BEFORE_SHA").map_or(Occasion::Other, |before| Occasion::Push { before })
    };
    Event {
        heads: sha("CI_COMMIT_SHA").into_iter().chain(head).collect(),
        default_branch: named("CI_DEFAULT_BRANCH"),
        branch: named("CI_COMMIT_BRANCH"),
        occasion,
        deepen: "`GIT_DEPTH: 0` in .gitlab-ci.yml",
    }
}

/// The full name of a commit. All zeros stand for none, as where a branch is new.
fn commit(text: &str) -> Option<String> {
    let is_name = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_name && text.bytes().any(|byte| byte != b'0')).then(|| text.to_ascii_lowercase())
}

/// A name that git can be asked about.
fn branch(text: &str) -> Option<String> {
    let is_name = !text.is_empty() && !text.contains(|c: char| c.is_control() || c.is_whitespace());
    is_name.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{CiEnvironment, Event, Merge, Occasion};

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    const ZEROS: &str = "0000000000000000000000000000000000000000";

    fn event(variables: &[(&str, &str)], payload: &str) -> Option<Event> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Event::of(&CiEnvironment { variables, payload: payload.to_owned() })
    }

    #[test]
    fn without_a_service_there_is_no_event() {
        assert_eq!(event(&[("GITHUB_EVENT_NAME", "push"), ("GITHUB_SHA", A)], ""), None);
        assert_eq!(event(&[("GITHUB_ACTIONS", "false")], ""), None);
    }

    #[test]
    fn a_payload_that_says_nothing_leaves_the_variables() {
        let variables = [
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_SHA", A),
            ("GITHUB_BASE_REF", "main"),
        ];
        for payload in
            ["", "not JSON", "[]", "{\"pull_request\": 1}", "{\"pull_request\": {\"base\": {\"sha\": \"--x\"}}}"]
        {
            let event = event(&variables, payload).unwrap();
            assert_eq!(event.heads, [A]);
            let merge = Merge { what: "pull request", bases: Vec::new(), into: Some("main".to_owned()), head: None };
            assert_eq!(event.occasion, Occasion::Merge(merge));
        }
    }

    #[test]
    fn zeros_are_no_commit() {
        let payload = format!("{{\"before\": \"{ZEROS}\", \"after\": \"{A}\"}}");
        let github = [("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", "push"), ("GITHUB_REF", "refs/heads/a")];
        let new = event(&github, &payload).unwrap();
        assert_eq!((new.occasion, new.branch.as_deref()), (Occasion::Other, Some("a")));
        let gitlab = [("GITLAB_CI", "true"), ("CI_COMMIT_BEFORE_SHA", ZEROS), ("CI_COMMIT_SHA", A)];
        assert_eq!(event(&gitlab, "").unwrap().occasion, Occasion::Other);
        let gitlab = [("GITLAB_CI", "true"), ("CI_COMMIT_BEFORE_SHA", B), ("CI_COMMIT_SHA", A)];
        assert_eq!(event(&gitlab, "").unwrap().occasion, Occasion::Push { before: B.to_owned() });
    }
}
