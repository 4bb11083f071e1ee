//! The command line: arguments in, an exit code out. Only this touches arguments, the environment, standard
//! output and exit codes.

mod apply;
mod args;
mod baseline;
mod check;
mod clock;
mod completions;
mod diff;
mod format;
mod generate;
mod hook;
mod init;
mod init_history;
mod init_text;
mod interrupt;
mod live;
mod next_steps;
mod output;
mod refused_document;
mod repair;
mod report;
mod resolve;
mod restamp;
mod secrets;
mod status;
mod targets;
mod unified_diff;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::commands::generate::{build_memory, dropped_by_prisma, refusals, trial_run, unused_directives};
use crate::commands::{Answer, Refusal};
use crate::commands::{compare, config_edit, draft, renames, scope, shell, squash, states, unmanaged, warnings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::disk::Lock;
use crate::migrations;
use crate::project::{CiEnvironment, Overrides, Project};
use args::{Arguments, Color, Command, Common};
use format::entry::{self, DiagnosticEntry};
use output::{Output, Page};
use report::Reporter;

/// What a command came to.
struct Outcome {
    /// For standard output.
    output: Output,
    /// What to do next, for standard error, where the output itself does not say it.
    next: &'static str,
    code: Exit,
}

impl Outcome {
    /// With a text for people.
    fn done(output: impl AsRef<str>) -> Outcome {
        let mut page = Page::default();
        page.push(output.as_ref());
        Outcome::page(page)
    }

    fn page(page: Page) -> Outcome {
        Outcome { output: Output::Page(page), next: "", code: Exit::Done }
    }

    /// With what programs read.
    fn document(output: String) -> Outcome {
        Outcome { output: Output::Document(output), next: "", code: Exit::Done }
    }

    fn and_next(self, next: &'static str) -> Outcome {
        Outcome { next, ..self }
    }
}

/// As Prisma, sqldef and terraform have them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exit {
    Done = 0,
    Refused = 1,
    Differs = 2,
    /// By Ctrl-C: 128 and the number of the signal.
    Interrupted = 130,
    /// By SIGTERM.
    Terminated = 143,
}

/// What a command works with.
struct Context {
    common: Common,
    reporter: Reporter,
    /// What the service that runs us says; nothing where the user says what to compare with.
    service: CiEnvironment,
    /// Whether what counts is what is staged for the next commit.
    staged: bool,
}

impl Context {
    fn project(&self) -> Result<Project, Refusal> {
        Ok(Project::find(&here()?, &self.overrides())?)
    }

    /// The project for a command that writes: one at a time, and without what one that was killed has left.
    fn project_to_write(&self) -> Result<(Project, Option<Lock>), Refusal> {
        let project = self.project()?;
        let lock = project.disk().lock();
        // who wrote in the meantime may have written refract.toml
        let project = if lock.as_ref().is_some_and(|lock| lock.has_waited) { self.project()? } else { project };
        migrations::clear_leftovers(&project)?;
        Ok((project, lock))
    }

    fn overrides(&self) -> Overrides {
        let Common { config, schema, migrations, target: _, color: _, quiet: _ } = self.common.clone();
        Overrides {
            config,
            schema,
            migrations,
            git_environment: Vec::new(),
            service: self.service.clone(),
            staged: self.staged,
            states_named: false,
        }
    }

    /// Says what there is to say beside a report, and goes on with it.
    fn hear<R>(&self, Answer { remarks, result }: Answer<R>) -> Result<R, Refusal> {
        remarks.iter().for_each(|remark| self.remark(remark));
        result
    }

    /// Says what is no reason to stop.
    fn remark(&self, failure: &Failure) {
        if !self.common.quiet {
            self.reporter.print(failure);
        }
    }

    fn remark_all(&self, diagnostics: Diagnostics) {
        self.remark(&diagnostics.into());
    }
}

/// What the service that runs us says in its environment. Its payload is large, and read for nobody else.
fn service() -> CiEnvironment {
    let variables =
        CiEnvironment::VARIABLES.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)));
    let variables: BTreeMap<String, String> = variables.collect();
    let payload = std::env::var_os(CiEnvironment::PAYLOAD).filter(|_| variables.contains_key("GITHUB_ACTIONS"));
    let payload = payload.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    CiEnvironment { variables, payload }
}

fn here() -> Result<PathBuf, Diagnostic> {
    std::env::current_dir().map_err(|error| {
        Diagnostic::error(Code::Unreadable, format!("the folder that this runs in cannot be read: {error}"))
            .help("change to a folder that is there")
    })
}

/// Runs a command line.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let wanted = color_wanted(&arguments);
    let Arguments { command, common } = match args::parse(arguments.clone(), wants_color(wanted, &io::stdout())) {
        Ok(arguments) => arguments,
        Err(message) if message.is_error => {
            let _ = io::stderr().write_all(output::without_commands(&message.text).as_bytes());
            let told = refused_document::asked_for(&arguments).and_then(|command| {
                refused_document::document(&command, vec![DiagnosticEntry::of_usage(&message.text)])
            });
            return refused(told, &Reporter::new(false));
        }
        Err(message) => return print(Outcome::document(message.text), &Reporter::new(false)),
    };
    let reporter = Reporter::new(wants_color(common.color, &io::stderr()));
    let service = if command.base().is_some() { CiEnvironment::default() } else { service() };
    let staged = matches!(&command, Command::Check(arguments) if arguments.staged);
    let context = Context { common, reporter, service, staged };
    match dispatch(&context, &command) {
        Ok(outcome) => {
            let next = outcome.next;
            let code = print(outcome, &context.reporter);
            if !context.common.quiet && !next.is_empty() {
                let _ = writeln!(io::stderr(), "\nNext: {next}");
            }
            code
        }
        Err(refusal) => {
            refusal.0.iter().for_each(|failure| context.reporter.print(failure));
            let start = here().unwrap_or_default();
            refused(refused_document::document(&command, entry::refusal(&start, &refusal)), &context.reporter)
        }
    }
}

/// Ends a run that was refused; programs get the document that they asked for all the same.
fn refused(document: Option<String>, reporter: &Reporter) -> ExitCode {
    let output = document.map_or_else(|| Output::Page(Page::default()), Output::Document);
    print(Outcome { output, next: "", code: Exit::Refused }, reporter)
}

fn dispatch(context: &Context, command: &Command) -> Result<Outcome, Refusal> {
    match command {
        Command::Init => init::run(context),
        Command::Generate(arguments) => generate::run(context, arguments),
        Command::Check(arguments) => check::run(context, arguments),
        Command::Restamp(arguments) => restamp::run(context, arguments),
        Command::Baseline(arguments) => baseline::run(context, arguments),
        Command::Repair => repair::run(context),
        Command::Diff(arguments) => diff::run(context, arguments),
        Command::Apply(arguments) => apply::run(context, arguments),
        Command::Status(arguments) => status::run(context, arguments),
        Command::Resolve(arguments) => resolve::run(context, arguments),
        Command::Targets(arguments) => targets::run(context, arguments),
        Command::Hook { command } => hook::run(context, command),
        Command::Completions { shell } => Ok(completions::run(*shell)),
    }
}

/// Nobody who reads only the first lines (`| head`) has to see an error.
fn print(outcome: Outcome, reporter: &Reporter) -> ExitCode {
    let mut stdout = io::stdout().lock();
    let output = outcome.output.into_text(stdout.is_terminal());
    match stdout.write_all(output.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let message = format!("cannot write to standard output: {error}");
            let help = "see whether the disk is full, or where the output goes";
            reporter.print(&Diagnostic::error(Code::FileSystem, message).help(help).into());
            exit(Exit::Refused)
        }
        Ok(()) | Err(_) => exit(outcome.code),
    }
}

fn exit(code: Exit) -> ExitCode {
    ExitCode::from(code as u8)
}

/// `--color` must be known before the command line is, because help and usage errors have colours too.
fn color_wanted(arguments: &[OsString]) -> Color {
    let mut words = arguments.iter().map(|argument| argument.to_string_lossy());
    let mut wanted = Color::Auto;
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--color", value)) => value.to_owned(),
            _ if word == "--color" => words.next().unwrap_or_default().into_owned(),
            _ => continue,
        };
        wanted = match value.as_str() {
            "always" => Color::Always,
            "never" => Color::Never,
            _ => wanted,
        };
    }
    wanted
}

/// <https://no-color.org>: set and not empty.
fn wants_color(color: Color, stream: &impl IsTerminal) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb,
    }
}
