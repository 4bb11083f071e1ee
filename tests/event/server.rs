//! A server, clones of it as services make them, and what these set.

use std::fs;

use crate::cli::{Run, command, ran};
use crate::support_git::Sandbox;

pub const ZEROS: &str = "0000000000000000000000000000000000000000";

/// The repository on the server: `main` with one model, and `side`, which adds two more in two commits.
pub struct Server {
    pub sandbox: Sandbox,
    pub trunk: &'static str,
    pub main: String,
    pub side: String,
}

impl Server {
    pub fn new() -> Server {
        let sandbox = Sandbox::repository();
        sandbox.models(&["A"]).commit("nought");
        let main = sandbox.models(&["A", "B"]).commit("one");
        sandbox.git(&["switch", "--quiet", "--create", "side"]);
        sandbox.models(&["A", "B", "C"]).commit("two");
        let side = sandbox.models(&["A", "B", "C", "D"]).commit("three");
        sandbox.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        Server { sandbox, trunk: "main", main, side }
    }

    /// What the service makes of a pull request to see how it would be: a merge that is on no branch.
    pub fn test_merge(&self, reference: &str) -> String {
        self.sandbox.git(&["switch", "--quiet", "--detach", "main"]);
        self.sandbox.git(&["merge", "--quiet", "--no-ff", "--no-edit", "side"]);
        self.sandbox.git(&["update-ref", reference, "HEAD"]);
        let merge = self.sandbox.git(&["rev-parse", "HEAD"]);
        self.sandbox.git(&["switch", "--quiet", "side"]);
        merge
    }

    pub fn url(&self) -> String {
        format!("file://{}", self.sandbox.folder.display())
    }

    /// A clone with a branch checked out, as people have it.
    pub fn laptop(&self, branch: &str) -> Sandbox {
        let sandbox = Sandbox::outside_git();
        sandbox.git(&["clone", "--quiet", &self.url(), "."]);
        // the server has another branch checked out, so that one can push to this one
        sandbox.git(&["remote", "set-head", "origin", self.trunk]);
        sandbox.git(&["switch", "--quiet", branch]);
        sandbox
    }

    /// A clone with what `git fetch` brings, and a commit checked out.
    pub fn runner(&self, fetch: &[&str], commit: &str) -> Sandbox {
        let sandbox = Sandbox::repository();
        sandbox.git(&["remote", "add", "origin", &self.url()]);
        sandbox.git(&[&["fetch", "--quiet", "--no-tags", "origin"], fetch].concat());
        sandbox.git(&["checkout", "--quiet", "--detach", commit]);
        sandbox
    }
}

pub const ALL: &str = "+refs/heads/*:refs/remotes/origin/*";

/// What a service sets.
#[derive(Clone)]
pub struct Event {
    pub variables: Vec<(&'static str, String)>,
    pub payload: String,
}

impl Event {
    pub fn github(name: &str, commit: &str, payload: String) -> Event {
        let variables = vec![
            ("CI", "true".to_owned()),
            ("GITHUB_ACTIONS", "true".to_owned()),
            ("GITHUB_EVENT_NAME", name.to_owned()),
            ("GITHUB_SHA", commit.to_owned()),
        ];
        Event { variables, payload }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Event {
        self.variables.push((name, value.to_owned()));
        self
    }

    pub fn pull_request(base: &str, head: &str, merge: &str) -> Event {
        let payload = format!(
            "{{\"pull_request\": {{\"base\": {{\"sha\": \"{base}\", \"ref\": \"main\"}}, \"head\": {{\"sha\": \"{head}\"}}}}}}"
        );
        Event::github("pull_request", merge, payload).with("GITHUB_BASE_REF", "main")
    }

    pub fn push(branch: &str, before: &str, after: &str) -> Event {
        let payload = format!(
            "{{\"before\": \"{before}\", \"after\": \"{after}\", \"repository\": {{\"default_branch\": \"main\"}}}}"
        );
        Event::github("push", after, payload).with("GITHUB_REF", &format!("refs/heads/{branch}"))
    }

    pub fn gitlab(commit: &str) -> Event {
        let variables = vec![("GITLAB_CI", "true".to_owned()), ("CI_COMMIT_SHA", commit.to_owned())];
        Event { variables, payload: String::new() }.with("CI_DEFAULT_BRANCH", "main")
    }

    /// Runs `check` where the service does.
    pub fn check(&self, sandbox: &Sandbox, arguments: &[&str]) -> Run {
        let payload = sandbox.folder.join(".git/event.json");
        fs::write(&payload, &self.payload).unwrap();
        let mut command = command(sandbox, "", &[&["check"], arguments].concat());
        command.envs(self.variables.iter().cloned()).env("GITHUB_EVENT_PATH", payload);
        ran(command)
    }

    pub fn said(&self, sandbox: &Sandbox) -> String {
        self.check(sandbox, &[]).to_string()
    }
}

/// What `check` says where no service is.
pub fn said(sandbox: &Sandbox) -> String {
    ran(command(sandbox, "", &["check"])).to_string()
}

/// Does what an error says.
#[track_caller]
pub fn mend(sandbox: &Sandbox, run: &Run) {
    let all = run.to_string();
    let help = all.split_once("help: ").unwrap_or_else(|| panic!("{run}")).1;
    let fetch = help.lines().next().unwrap().split(", or ").next().unwrap().replace('\'', "");
    let words: Vec<&str> = fetch.split(' ').collect();
    assert_eq!(words[..2], ["git", "fetch"], "{run}");
    sandbox.git(&words[1..]);
}
