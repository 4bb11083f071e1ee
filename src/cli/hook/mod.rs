//! `refract hook`: git hooks that run `refract check`.

mod block;
mod keeper;
mod write;

use std::path::Path;

use super::args::{Hook, HookName as Name};
use super::scope::chosen_targets;
use super::{Context, Exit, Outcome, Refusal, here, shell};
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::{self, Disk};
use crate::git::{Absent, Git, Repository};
use crate::path;
use crate::project::Project;
use block::{HookProblem, Rest};
use keeper::{Folder, Keeper, Tool};
use write::Rewrite;

const PRE_COMMIT: &str = include_str!("pre_commit.sh");
const PRE_PUSH: &str = include_str!("pre_push.sh");
/// What a check looks at: where a commit touches none of these, there is nothing to check.
const FILES: &[&str] = &["**/*.prisma", "**/*.sql", "**/migration_lock.toml", "**/prisma.config.*", "**/refract.toml"];
const AFTERWARDS: &str =
    "commit as usual; `git commit --no-verify` goes round the hook, `refract hook uninstall` takes it out";
const HUSKY_AFTERWARDS: &str = "npx husky; no hook runs before husky is set up in this clone";

impl Name {
    /// The name of the hook, which is that of its file.
    const fn as_str(self) -> &'static str {
        match self {
            Name::PreCommit => "pre-commit",
            Name::PrePush => "pre-push",
        }
    }

    const fn when(self) -> &'static str {
        match self {
            Name::PreCommit => "checks what is staged, when a commit touches a schema or migrations",
            Name::PrePush => "checks the commit that is pushed, when new commits touch a schema or migrations",
        }
    }
}

const NAMES: [Name; 2] = [Name::PreCommit, Name::PrePush];

pub(super) fn run(context: &Context, command: &Hook) -> Result<Outcome, Refusal> {
    match command {
        Hook::Install { hooks } if hooks.is_empty() => install(context, &NAMES),
        Hook::Install { hooks } => {
            install(context, &NAMES.into_iter().filter(|name| hooks.contains(name)).collect::<Vec<_>>())
        }
        Hook::Uninstall => uninstall(),
    }
}

fn install(context: &Context, names: &[Name]) -> Result<Outcome, Refusal> {
    // what the hook would trip over is said now
    let project = context.project()?;
    chosen_targets(&project, &context.common.target)?;
    if project.repository_if_any().is_none() {
        repository()?;
    }
    let repository = project.repository()?;
    let _lock = project.disk().lock();
    let options = Options::of(context, &project);
    match keeper::keeper(repository.top(), &repository.hooks()?)? {
        Keeper::Folder(folder) => install_in(&project, &folder, names, &options),
        Keeper::Tool(tool) => Ok(tell(context, &project, &tool, names, &options)),
    }
}

/// What the hooks pass on to the check, from the top of the repository.
struct Options {
    arguments: String,
    /// A configuration of another name is looked at too.
    config: Option<String>,
}

impl Options {
    fn of(context: &Context, project: &Project) -> Options {
        let common = &context.common;
        let mut arguments = String::new();
        let entered = |path: &Path| {
            let path = project.entered(path);
            if path.is_empty() { ".".to_owned() } else { path }
        };
        let paths = [("--config", &common.config), ("--schema", &common.schema), ("--migrations", &common.migrations)];
        for (option, path) in paths {
            if let Some(path) = path {
                arguments.push_str(&format!(" {option} {}", shell::quoted(&entered(path))));
            }
        }
        for target in &common.target {
            arguments.push_str(&format!(" --target {}", shell::quoted(target)));
        }
        Options { arguments, config: common.config.as_deref().map(entered) }
    }

    fn block(&self, name: Name) -> String {
        let script = match name {
            Name::PreCommit => PRE_COMMIT,
            Name::PrePush => PRE_PUSH,
        };
        let config = self.config.iter().map(|config| format!(":(top,literal){config}"));
        let files = FILES.iter().map(|file| format!(":(top){file}")).chain(config);
        let files: Vec<String> = files.map(|file| format!("'{}'", file.replace('\'', r"'\''"))).collect();
        script.replacen("@FILES@", &files.join(" "), 1).replacen("@OPTIONS@", &self.arguments, 1)
    }
}

fn install_in(project: &Project, folder: &Folder, names: &[Name], options: &Options) -> Result<Outcome, Refusal> {
    let (mut rewrites, mut output) = (Vec::new(), String::new());
    for name in names {
        let path = folder.path.join(name.as_str());
        let shown = shown(project.start(), project.top(), &path);
        reach(project.top(), &path, &shown)?;
        let before = write::content(&path, &shown)?;
        if before.is_some() && folder.is_gits && !write::is_executable(&path) {
            return Err(not_executable(&shown).into());
        }
        let content = block::with_block(before.as_deref(), &options.block(*name))
            .map_err(|obstacle| blocked(&obstacle, &shown, *name, options))?;
        let what = match &before {
            None => format!("written; {}", name.when()),
            Some(before) if *before == content => "nothing to do, the hook is installed".to_owned(),
            Some(before) if block::without_block(before).is_ok_and(|rest| rest.is_some()) => {
                "refract's block brought up to date".to_owned()
            }
            Some(_) => format!("refract's block added to what is there; {}", name.when()),
        };
        output.push_str(&format!("{shown}: {what}\n"));
        if before.as_ref() != Some(&content) {
            rewrites.push(Rewrite { path, shown, content: Some(content) });
        }
    }
    write::apply(&rewrites)?;
    let next = match (folder.is_asleep, rewrites.is_empty()) {
        (true, _) => HUSKY_AFTERWARDS,
        (false, false) => AFTERWARDS,
        (false, true) => "",
    };
    Ok(Outcome::done(output).and_next(next))
}

/// Another tool's file is not edited: what to write into it is printed.
fn tell(context: &Context, project: &Project, tool: &Tool, names: &[Name], options: &Options) -> Outcome {
    let file = shown(project.start(), project.top(), &project.top().join(&tool.file));
    if tool.runs_check(project.top()) {
        return Outcome::done(format!("{file}: nothing to do, it runs refract check\n"));
    }
    let message = format!("{file} says which hooks run here, so none was written");
    let help = format!("add the lines below to it, and run: {}", tool.set_up(names));
    context.reporter.print(&Diagnostic::error(Code::HooksKeptElsewhere, message).help(help).into());
    Outcome { code: Exit::Refused, ..Outcome::done(tool.lines(names, &options.arguments)) }
}

/// Needs neither a configuration nor a schema.
fn uninstall() -> Result<Outcome, Refusal> {
    let (start, repository) = (here()?, repository()?);
    let hooks = repository.hooks()?;
    let top = repository.top();
    let _lock = Disk::below(top).lock();
    let (mut rewrites, mut output) = (Vec::new(), String::new());
    for path in keeper::all_folders(top, &hooks).iter().flat_map(|folder| NAMES.map(|name| folder.join(name.as_str())))
    {
        let shown = shown(&start, top, &path);
        reach(top, &path, &shown)?;
        let Some(before) = write::content(&path, &shown)? else { continue };
        let rest = block::without_block(&before).map_err(|_| broken(&shown))?;
        let (what, content) = match rest {
            None => continue,
            Some(Rest::Nothing) => ("removed", None),
            Some(Rest::Content(rest)) => ("refract's block taken out", Some(rest)),
        };
        output.push_str(&format!("{shown}: {what}\n"));
        rewrites.push(Rewrite { path, shown, content });
    }
    write::apply(&rewrites)?;
    if let Some(tool) = keeper::tool(top).filter(|tool| tool.runs_check(top)) {
        output.push_str(&format!("{}: runs refract check; take that out by hand\n", tool.file));
    }
    Ok(Outcome::done(if output.is_empty() {
        "nothing to do, no hook of refract is installed\n".into()
    } else {
        output
    }))
}

/// The repository that the user stands in.
fn repository() -> Result<Repository, Diagnostic> {
    let git = Git { folder: here()?, environment: Vec::new() };
    Repository::discover(git).map_err(|absent| match absent {
        Absent::Outside => absent.diagnostic().help("go to the repository whose commits are to be checked"),
        Absent::NotInstalled => absent.diagnostic().help("install git"),
        Absent::Refused(_) => absent.diagnostic(),
    })
}

/// Hooks that lie among the files of the repository, as husky's do, are reached as these are.
fn reach(top: &Path, path: &Path, shown: &str) -> Result<(), Diagnostic> {
    let inside = path.strip_prefix(top).ok().map(|path| path.to_string_lossy().replace('\\', "/"));
    match inside.filter(|inside| !path::leads_into_gits(inside)) {
        Some(inside) => Disk::below(top).place(&inside).map(drop).map_err(|error| disk::unreadable(shown, &error)),
        None => Ok(()),
    }
}

/// A path as the user would write it; hooks of a linked work tree lie elsewhere.
fn shown(start: &Path, top: &Path, path: &Path) -> String {
    let text = |path: &Path| path.to_string_lossy().replace('\\', "/");
    match (path.strip_prefix(top), start.strip_prefix(top)) {
        (Ok(path), Ok(start)) => path::relative(&text(start), &text(path)),
        _ => text(path),
    }
}

fn not_executable(shown: &str) -> Diagnostic {
    Diagnostic::error(Code::HookNotOurs, format!("{shown} is not executable, so git does not run it"))
        .help(format!("chmod +x {0} if it is to run, else remove it; then run this again", shell::quoted(shown)))
}

fn blocked(obstacle: &HookProblem, shown: &str, name: Name, options: &Options) -> Diagnostic {
    match obstacle {
        HookProblem::Marks => broken(shown),
        HookProblem::Language(program) => {
            let message = if program.is_empty() {
                format!("{shown} is no shell script, so nothing was added to it")
            } else {
                format!("{shown} is no shell script but for {program}, so nothing was added to it")
            };
            let staged = match name {
                Name::PreCommit => " --staged",
                Name::PrePush => "",
            };
            Diagnostic::error(Code::HookNotOurs, message).help(format!(
                "let it run `refract check{staged}{}` and fail when that does; the other hook: refract hook install {}",
                options.arguments,
                other(name).as_str()
            ))
        }
    }
}

fn other(name: Name) -> Name {
    match name {
        Name::PreCommit => Name::PrePush,
        Name::PrePush => Name::PreCommit,
    }
}

fn broken(shown: &str) -> Diagnostic {
    let message = format!("the lines that mark refract's block in {shown} were changed, so it was left alone");
    Diagnostic::error(Code::HookMarksBroken, message)
        .help("remove the block by hand, from `# >>> refract >>>` to `# <<< refract <<<`, and run this again")
}
