//! The commit that the work on a target began at: where its branch left the trunk, or what was there before a push.

use super::edited::is_edited;
use super::event::{Event, Merge, Occasion};
use super::trunk::{Trunk, is_trunk, no_trunk, trunks};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::git::{Oid, Parent, Repository};
use crate::project::{BranchPoint, Project};

/// The commit that the work began at; `None` where nothing was committed before it.
///
/// # Errors
/// When git cannot read, or history is cut off.
pub fn branch_point(project: &Project, target: &Target) -> Result<Option<BranchPoint>, Failure> {
    let repository = project.repository()?;
    let Some(head) = repository.head() else { return Ok(None) };
    if let Some(known) = project.branch_points.borrow().get(&target.name) {
        return Ok(known.clone());
    }
    let event = match Event::of(&project.service) {
        Some(event) if is_about(&event, repository, head)? => Some(event),
        Some(_) | None => None,
    };
    let point = Checkout { project, target, repository, head, event }.branch_point()?;
    project.branch_points.borrow_mut().insert(target.name.clone(), point.clone());
    Ok(point)
}

/// Whether an event is about the commit that is checked out here: that or one before it started the service. In a
/// submodule, in another clone and in the temporary repository of a test it is not.
fn is_about(event: &Event, repository: &Repository, head: &Oid) -> Result<bool, Failure> {
    let is_one = |commit: &Oid| event.heads.iter().any(|name| name == commit.as_str());
    if is_one(head) || repository.parents(head)?.iter().any(is_one) {
        return Ok(true);
    }
    for commit in repository.oids(&event.heads)?.into_iter().flatten() {
        if repository.merge_base(head, std::slice::from_ref(&commit))?.as_ref() == Some(&commit) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is checked out, and why.
struct Checkout<'w> {
    project: &'w Project,
    target: &'w Target,
    repository: &'w Repository,
    head: &'w Oid,
    event: Option<Event>,
}

impl Checkout<'_> {
    fn branch_point(&self) -> Result<Option<BranchPoint>, Failure> {
        if let Some(Occasion::Merge(merge)) = self.event.as_ref().map(|event| &event.occasion)
            && let Some(point) = self.before_the_merge(merge)?
        {
            return Ok(Some(point));
        }
        let default = self.event.as_ref().and_then(|event| event.default_branch.as_deref());
        let pushed = self.event.as_ref().and_then(|event| event.branch.as_deref());
        let branch = self.repository.branch().or(pushed);
        if branch.is_some_and(|branch| is_trunk(self.project, self.repository, default, branch)) {
            return self.on_trunk();
        }
        let trunks = trunks(self.project, self.repository, default)?;
        if trunks.is_empty() {
            if self.repository.is_shallow() {
                return Err(cut_off("the trunk that this branch left"));
            }
            if !self.project.config.trunk.is_empty() {
                return Err(no_trunk(&self.project.config.trunk));
            }
            // A repository without a trunk: the branch is its own.
            return self.on_trunk();
        }
        let point = self.where_branch_left(&trunks)?;
        if branch.is_none() && point.commit == *self.head {
            // No branch, but a commit of the trunk, as of a tag.
            return self.on_trunk();
        }
        Ok(Some(point))
    }

    fn where_branch_left(&self, trunks: &[Trunk]) -> Result<BranchPoint, Failure> {
        let tips: Vec<Oid> = trunks.iter().map(|trunk| trunk.tip.clone()).collect();
        let names: Vec<&str> = trunks.iter().map(|trunk| trunk.name.as_str()).collect();
        match self.in_common_with(&tips)? {
            Some(commit) => {
                let at_tip = trunks.iter().find(|trunk| trunk.tip == commit);
                let name = at_tip.map_or_else(|| names.join(", "), |trunk| trunk.name.clone());
                Ok(BranchPoint { commit, name })
            }
            None if self.repository.is_shallow() => {
                Err(cut_off(&format!("the commit at which this branch left {}", names.join(", "))))
            }
            None => Err(nothing_in_common(&names.join(", "))),
        }
    }

    /// The last commit that the branch has in common with one of the others; what is being merged counts as merged.
    fn in_common_with(&self, tips: &[Oid]) -> Result<Option<Oid>, Failure> {
        let head = self.repository.merge_base(self.head, tips)?;
        let Some(merging) = self.repository.merging()? else { return Ok(head) };
        let merged = self.repository.merge_base(&merging, tips)?;
        let (Some(head), Some(merged)) = (&head, &merged) else { return Ok(head.or(merged)) };
        let is_newer = self.repository.merge_base(merged, std::slice::from_ref(head))?.as_ref() == Some(head);
        Ok(Some(if is_newer { merged } else { head }.clone()))
    }

    /// Where the work of a pull request left the branch that it goes into.
    fn before_the_merge(&self, merge: &Merge) -> Result<Option<BranchPoint>, Failure> {
        let name = match &merge.into {
            Some(branch) => format!("origin/{branch}"),
            None => format!("before the {}", merge.what),
        };
        // What the service checks out may be its own merge of the work into that branch, as the branch is by now.
        let parents = self.repository.parents(self.head)?;
        let merged_into = match parents.as_slice() {
            [into, head] if merge.head.as_deref() == Some(head.as_str()) => Some(into.to_string()),
            _ => None,
        };
        let bases = merged_into.map_or_else(|| merge.bases.clone(), |into| vec![into]);
        let mut tips: Vec<Oid> = self.repository.oids(&bases)?.into_iter().flatten().collect();
        if let Some(tip) = self.tip_of(merge)? {
            tips.push(tip);
        }
        tips.dedup();
        let Some(first) = bases.first().filter(|_| tips.is_empty()) else {
            return if tips.is_empty() { Ok(None) } else { self.in_common(merge, &bases, &tips, name).map(Some) };
        };
        Err(self.lacks(&format!("the base of the {}, {}", merge.what, short(first)), Some(first)))
    }

    /// The tip of the branch that work goes into, unless that has the work already.
    fn tip_of(&self, merge: &Merge) -> Result<Option<Oid>, Failure> {
        let Some(branch) = &merge.into else { return Ok(None) };
        let tip = self.repository.oids(&[format!("refs/remotes/origin/{branch}")])?.into_iter().flatten().next();
        let Some(tip) = tip else { return Ok(None) };
        let in_common = self.repository.merge_base(self.head, std::slice::from_ref(&tip))?;
        Ok(Some(tip).filter(|_| in_common.as_ref() != Some(self.head)))
    }

    fn in_common(&self, merge: &Merge, bases: &[String], tips: &[Oid], name: String) -> Result<BranchPoint, Failure> {
        match self.repository.merge_base(self.head, tips)? {
            Some(commit) if commit != *self.head => Ok(BranchPoint { commit, name }),
            Some(commit) if is_edited(self.project, self.target, self.repository, self.head)? => {
                Ok(BranchPoint { commit, name })
            }
            Some(commit) => Err(nothing_to_compare(&commit, merge)),
            None if self.repository.is_shallow() => {
                let what = format!("the commit at which this {} left {name}", merge.what);
                Err(self.lacks(&what, bases.first()))
            }
            None => Err(nothing_in_common(&name)),
        }
    }

    /// On the trunk: what was there before the push, else what the server has, else the last commit while something
    /// is edited, else the one before.
    fn on_trunk(&self) -> Result<Option<BranchPoint>, Failure> {
        let before = match self.event.as_ref().map(|event| &event.occasion) {
            Some(Occasion::Push { before }) => Some(before),
            Some(Occasion::Merge(_) | Occasion::Other) | None => None,
        };
        if let Some(point) = before.map(|before| self.before_the_push(before)).transpose()?.flatten() {
            return Ok(Some(point));
        }
        if let Some((name, tip)) = self.repository.upstream()?.filter(|(_, tip)| tip != self.head)
            && let Some(commit) = self.repository.merge_base(self.head, &[tip])?
            && commit != *self.head
        {
            return Ok(Some(BranchPoint { commit, name }));
        }
        let is_edited = is_edited(self.project, self.target, self.repository, self.head)?;
        // asked last, because it takes a process of its own
        if is_edited || self.project.awaits_commit && self.repository.has_staged()? {
            return Ok(Some(BranchPoint { commit: self.head.clone(), name: "HEAD".to_owned() }));
        }
        match self.repository.parent(self.head)? {
            Parent::Is(commit) => Ok(Some(BranchPoint { commit, name: "HEAD~1".to_owned() })),
            Parent::None => Ok(None),
            Parent::CutOff => Err(self.lacks("the commit before HEAD", None)),
        }
    }

    /// What a push left of what was there; `None` where that is gone from the server, as after a force push.
    fn before_the_push(&self, before: &str) -> Result<Option<BranchPoint>, Failure> {
        let lacks = || self.lacks(&format!("the commit before the push, {}", short(before)), None);
        let Some(tip) = self.repository.oids(&[before.to_owned()])?.into_iter().flatten().next() else {
            return if self.repository.is_shallow() { Err(lacks()) } else { Ok(None) };
        };
        match self.repository.merge_base(self.head, &[tip])? {
            None if self.repository.is_shallow() => Err(lacks()),
            commit => Ok(commit
                .filter(|commit| commit != self.head)
                .map(|commit| BranchPoint { commit, name: "before the push".to_owned() })),
        }
    }

    /// Says how to get what the clone lacks; all of history, because who knows how far back the last migration is.
    fn lacks(&self, what: &str, commit: Option<&String>) -> Failure {
        let Some(event) = &self.event else { return cut_off(what) };
        let commit = commit.map(|commit| format!(" {commit}")).unwrap_or_default();
        let (clone, unshallow) = match self.repository.is_shallow() {
            true => ("this is a shallow clone, and it", " --unshallow"),
            false => ("this clone", ""),
        };
        Diagnostic::error(Code::ShallowClone, format!("{clone} lacks {what}"))
            .help(format!("git fetch --no-tags{unshallow} origin{commit}, or {}", event.deepen))
            .into()
    }
}

fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

fn nothing_in_common(with: &str) -> Failure {
    Diagnostic::error(Code::RevisionUnknown, format!("this branch has no commit in common with {with}"))
        .help("say which branch it will be merged into with `trunk` in refract.toml, or what to compare with: `--base git:REV`")
        .into()
}

/// An answer that holds whatever the work is would be worse than none.
fn nothing_to_compare(commit: &Oid, merge: &Merge) -> Failure {
    let message =
        format!("what is checked out, {}, is the base of the {} and not its work", commit.short(), merge.what);
    Diagnostic::error(Code::NothingToCompare, message)
        .help("check out the work (`ref` of actions/checkout), or say what to compare with: `--base git:REV`")
        .into()
}

/// Says how to get the history that a shallow clone lacks.
pub(super) fn cut_off(what: &str) -> Failure {
    Diagnostic::error(Code::ShallowClone, format!("this is a shallow clone, and it lacks {what}"))
        .help("git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'")
        .into()
}
