//! Where the walk back begins: what was there before the work that is being looked at.

use super::edited::is_edited;
use crate::config::{Target, glob_matches};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::git::{Oid, Parent, Repository};
use crate::project::Project;

/// A commit, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The commit.
    pub commit: Oid,
    /// Such as `origin/main` or `HEAD~1`.
    pub name: String,
}

/// A branch that work is merged into.
struct Trunk {
    /// As git shows it, such as `origin/main`.
    name: String,
    tip: Oid,
}

/// The commit that the work began at; `None` where nothing was committed before it.
///
/// # Errors
/// When git cannot read, or history is cut off.
pub fn starting_point(project: &Project, target: &Target) -> Result<Option<Start>, Failure> {
    let repository = project.repository()?;
    let Some(head) = repository.head() else { return Ok(None) };
    if let Some(start) = before_the_event() {
        return Ok(Some(start));
    }
    if let Some(branch) = repository.branch()
        && is_trunk(project, repository, branch)
    {
        return on_trunk(project, target, repository, head);
    }
    let trunks = trunks(project, repository)?;
    if trunks.is_empty() {
        if repository.is_shallow() {
            return Err(cut_off("the trunk that this branch left"));
        }
        if !project.config.trunk.is_empty() {
            return Err(no_trunk(&project.config.trunk));
        }
        // A repository with no trunk to speak of: the branch is its own.
        return on_trunk(project, target, repository, head);
    }
    where_branch_left(repository, head, &trunks).map(Some)
}

/// What the service that runs us says was there before a push or a pull request.
// The place for reading CI's event.
fn before_the_event() -> Option<Start> {
    None
}

fn where_branch_left(repository: &Repository, head: &Oid, trunks: &[Trunk]) -> Result<Start, Failure> {
    let tips: Vec<Oid> = trunks.iter().map(|trunk| trunk.tip.clone()).collect();
    let names: Vec<&str> = trunks.iter().map(|trunk| trunk.name.as_str()).collect();
    match repository.merge_base(head, &tips)? {
        Some(commit) => {
            let at_tip = trunks.iter().find(|trunk| trunk.tip == commit);
            let name = at_tip.map_or_else(|| names.join(", "), |trunk| trunk.name.clone());
            Ok(Start { commit, name })
        }
        None if repository.is_shallow() => Err(cut_off(&format!("the commit at which this branch left {}", names.join(", ")))),
        None => Err(Diagnostic::error(
            Code::RevisionUnknown,
            format!("this branch has no commit in common with {}", names.join(", ")),
        )
        .help("say which branch it will be merged into with `trunk` in refract.toml, or what to compare with: `--base git:REV`")
        .into()),
    }
}

/// On the trunk: what the server has, else the last commit while something is edited, else the one before.
fn on_trunk(project: &Project, target: &Target, repository: &Repository, head: &Oid) -> Result<Option<Start>, Failure> {
    if let Some((name, tip)) = repository.upstream()?.filter(|(_, tip)| tip != head)
        && let Some(commit) = repository.merge_base(head, &[tip])?
        && commit != *head
    {
        return Ok(Some(Start { commit, name }));
    }
    if is_edited(project, target, repository, head)? {
        return Ok(Some(Start { commit: head.clone(), name: "HEAD".to_owned() }));
    }
    match repository.parent(head)? {
        Parent::Is(commit) => Ok(Some(Start { commit, name: "HEAD~1".to_owned() })),
        Parent::None => Ok(None),
        Parent::CutOff => Err(cut_off("the commit before HEAD")),
    }
}

/// Whether a branch that is checked out is one that work is merged into.
fn is_trunk(project: &Project, repository: &Repository, branch: &str) -> bool {
    if !project.config.trunk.is_empty() {
        return project.config.trunk.iter().any(|trunk| glob_matches(without_remote(trunk), branch));
    }
    match repository.origin_head() {
        Some(name) => without_remote(name) == branch,
        None => matches!(branch, "main" | "master"),
    }
}

fn without_remote(name: &str) -> &str {
    name.strip_prefix("origin/").unwrap_or(name)
}

/// The branches that work is merged into, as the server has them, or else as they are here.
fn trunks(project: &Project, repository: &Repository) -> Result<Vec<Trunk>, Failure> {
    if !project.config.trunk.is_empty() {
        return configured(project, repository);
    }
    if let Some(name) = repository.origin_head() {
        let tip = repository.oids(&[format!("refs/remotes/{name}")])?.into_iter().flatten().next();
        return Ok(tip.map(|tip| Trunk { name: name.to_owned(), tip }).into_iter().collect());
    }
    first_of(repository, &["main", "master"])
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

fn no_trunk(names: &[String]) -> Failure {
    let message = format!("there is no branch {}, which refract.toml names as the trunk", names.join(" or "));
    Diagnostic::error(Code::RevisionUnknown, message)
        .help("git fetch origin '+refs/heads/*:refs/remotes/origin/*', or mend `trunk` in refract.toml")
        .into()
}

/// Says how to get the history that a shallow clone lacks.
pub(super) fn cut_off(what: &str) -> Failure {
    Diagnostic::error(Code::ShallowClone, format!("this is a shallow clone, and it lacks {what}"))
        .help("git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'")
        .into()
}
