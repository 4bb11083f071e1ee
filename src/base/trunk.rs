//! The branches that work is merged into.

use crate::config::glob_matches;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::git::{Oid, Repository};
use crate::project::Project;

/// A branch that work is merged into.
pub(super) struct Trunk {
    /// As git shows it, such as `origin/main`.
    pub name: String,
    pub tip: Oid,
}

/// Whether a branch is one that work is merged into. `default` is what the service takes for that.
pub(super) fn is_trunk(project: &Project, repository: &Repository, default: Option<&str>, branch: &str) -> bool {
    if !project.config.trunk.is_empty() {
        return project.config.trunk.iter().any(|trunk| glob_matches(without_remote(trunk), branch));
    }
    match repository.origin_head().map(without_remote).or(default) {
        Some(name) => name == branch,
        None => matches!(branch, "main" | "master"),
    }
}

fn without_remote(name: &str) -> &str {
    name.strip_prefix("origin/").unwrap_or(name)
}

/// The branches that work is merged into, as the server has them, or else as they are here.
pub(super) fn trunks(project: &Project, repository: &Repository, default: Option<&str>) -> Result<Vec<Trunk>, Failure> {
    if !project.config.trunk.is_empty() {
        return configured(project, repository);
    }
    if let Some(name) = repository.origin_head() {
        let tip = repository.oids(&[format!("refs/remotes/{name}")])?.into_iter().flatten().next();
        return Ok(tip.map(|tip| Trunk { name: name.to_owned(), tip }).into_iter().collect());
    }
    match default {
        Some(default) => first_of(repository, &[default]),
        None => first_of(repository, &["main", "master"]),
    }
}

/// The first of some branches that there is, on the server or else here.
fn first_of(repository: &Repository, names: &[&str]) -> Result<Vec<Trunk>, Failure> {
    for name in names {
        for place in ["refs/remotes/origin/", "refs/heads/", "refs/remotes/"] {
            let full_name = format!("{place}{name}");
            if let Some(tip) = repository.oids(std::slice::from_ref(&full_name))?.into_iter().flatten().next() {
                return Ok(vec![trunk(&full_name, tip)]);
            }
        }
    }
    Ok(Vec::new())
}

fn trunk(full_name: &str, tip: Oid) -> Trunk {
    let name = full_name.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
    Trunk { name: name.to_owned(), tip }
}

fn configured(project: &Project, repository: &Repository) -> Result<Vec<Trunk>, Failure> {
    let names: Vec<&str> = project.config.trunk.iter().map(|name| without_remote(name)).collect();
    let mut trunks: Vec<Trunk> = Vec::new();
    if names.iter().all(|name| !name.contains(['*', '?'])) {
        for name in names {
            trunks.extend(first_of(repository, &[name])?);
        }
        return Ok(trunks);
    }
    let branches = repository.branches()?;
    let matching = |prefix: &str| -> Vec<(String, Trunk)> {
        let named = branches.iter().filter_map(|(full, oid)| Some((full, full.strip_prefix(prefix)?, oid)));
        let named =
            named.filter(|(_, branch, _)| *branch != "HEAD" && names.iter().any(|name| glob_matches(name, branch)));
        named.map(|(full, branch, oid)| (branch.to_owned(), trunk(full, oid.clone()))).collect()
    };
    let remote = matching("refs/remotes/origin/");
    let local = matching("refs/heads/");
    let only_local =
        local.into_iter().filter(|(name, _)| remote.iter().all(|(other, _)| other != name)).collect::<Vec<_>>();
    trunks.extend(remote.into_iter().chain(only_local).map(|(_, trunk)| trunk));
    Ok(trunks)
}

pub(super) fn no_trunk(names: &[String]) -> Failure {
    let message = format!("there is no branch {}, which refract.toml names as the trunk", names.join(" or "));
    Diagnostic::error(Code::RevisionUnknown, message)
        .help("git fetch origin '+refs/heads/*:refs/remotes/origin/*', or fix `trunk` in refract.toml")
        .into()
}
