//! What can be written on the command line. The only place that knows clap.

pub(super) mod live;

use std::path::PathBuf;

use crate::commands::renames::NameFlags;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// Everything that was written.
#[derive(Debug, Parser)]
#[command(
    name = "refract",
    version,
    about = "Idempotent SQL migrations from schema.prisma, one for each PostgreSQL database",
    after_help = "refract compares schema.prisma with what is already migrated, and writes the SQL that is missing. \
                  Only apply, status and resolve need a database. It never asks anything.\n\nExample:\n  refract init                       propose a refract.toml\n  \
                  refract generate add_visit_notes   write what the last edit of schema.prisma needs\n\n\
                  Exit codes: 0 done, 1 error or refusal, 2 differences (check, status, diff --exit-code)",
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// What all commands take.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Common {
    /// The configuration; else refract.toml is searched upward
    #[arg(long, global = true, value_name = "FILE", help_heading = "Common options")]
    pub config: Option<PathBuf>,
    /// The schema: a .prisma file, or a folder of them
    #[arg(long, global = true, value_name = "PATH", help_heading = "Common options")]
    pub schema: Option<PathBuf>,
    /// The folder of the migrations; with several targets, the one that holds theirs
    #[arg(long, global = true, value_name = "PATH", help_heading = "Common options")]
    pub migrations: Option<PathBuf>,
    /// Only this target; may be given several times
    #[arg(long, global = true, value_name = "NAME", help_heading = "Common options")]
    pub target: Vec<String>,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Common options"
    )]
    pub color: Color,
    /// Print results and errors only: no warnings, notes or next steps
    #[arg(short, long, global = true, help_heading = "Common options")]
    pub quiet: bool,
}

/// When there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Propose a refract.toml for this project
    #[command(after_help = "Example:\n  refract init\n\nAn existing refract.toml is never overwritten.")]
    Init,
    /// Write the migrations that the schema needs
    #[command(
        after_help = "Writes, for every target, one migration with what the schema has that the target's base has \
                      not; all files or none. The base is the state at the commit before the edit (see `base` in \
                      refract.toml). Without NAME, the name tells what changes.\n\nExamples:\n  refract generate add_visit_notes\n  refract generate --dry-run --target pgvector\n  \
                      refract generate --replace      after another edit: one new file in place of the one \
                      that is not in the base yet"
    )]
    Generate(Generate),
    /// Fail when the schema has changes that no migration makes
    #[command(
        after_help = "For every target, compares the schema with what its migrations do, in memory, without a database. \
                      Ends with the one command that fixes what it finds.\n\nExamples:\n  refract check                    in CI, or before a push\n  \
                      refract check --staged           in a pre-commit hook: the index, whatever lies in the work tree\n  \
                      refract check --format github    annotations on the lines of a pull request\n\n\
                      Exit codes: 0 in sync, 1 on errors, 2 when something has no migration"
    )]
    Check(Check),
    /// Give new migrations names that sort behind those of the base
    #[command(
        after_help = "After a merge, a migration of the branch may sort before one that the trunk got meanwhile, and \
                      databases that have that one would run it too late. Only folders that are not in the base yet \
                      are renamed.\n\nExample:\n  refract restamp"
    )]
    Restamp(Restamp),
    /// Write the whole schema as the first migration of a target
    #[command(
        after_help = "Writes the whole schema as one idempotent migration of each target, and makes the target's \
                      migrations its base from then on (base = \"history\" in refract.toml). A new database gets \
                      everything from it; on one that has everything it changes nothing.\n\nExample:\n  refract baseline --target pgvector"
    )]
    Baseline(Baseline),
    /// Print a script that takes a database in any partial state to the schema
    #[command(
        after_help = "Creates what is missing (tables, columns, enum values, indexes, constraints, defaults), builds invalid indexes \
                      again, and drops no row, no column and no table; what it cannot put right without losing data it \
                      names, and changes nothing. It may be run any number of times. `repair = \"sql/repair.sql\"` in \
                      [targets.T] of refract.toml names a file that `refract generate` keeps up to date, and `refract \
                      check` holds to the schema.\n\nExample:\n  refract repair --target main > repair.sql"
    )]
    Repair,
    /// Compare two states of the schema
    #[command(
        after_help = "Compares two states of the schema, for every target. A state is `worktree` (the files on disk), \
                      `staged`, `empty`, a git revision, or the path of a .prisma file or of a folder of them; \
                      `git:REV` and `file:PATH` where a name is both.\n\nExamples:\n  refract diff                                       since the base, as generate does\n  \
                      refract diff --from origin/main --format sql\n  \
                      refract diff --from old.prisma --to new.prisma     without git or refract.toml\n\n\
                      Exit codes: 0, or 2 on differences with --exit-code; 1 on errors"
    )]
    Diff(Diff),
    /// Run the pending migrations in the database of each target
    #[command(
        after_help = "Runs each file in one transaction with its row in the table of migrations, which is Prisma's own, so \
                      that prisma migrate agrees. The database is that of the first variable of `env` in [targets.T] that \
                      is set; a .env is read only where --env-file names it.\n\nExamples:\n  refract apply                       as a step of a deployment\n  \
                      refract apply --dry-run             what would run\n  refract apply --env-file .env --target main"
    )]
    Apply(live::Apply),
    /// Show which migrations a database has run
    #[command(
        after_help = "Examples:\n  refract status\n  refract status --wait 10m    before an app starts, beside a job that migrates\n\n\
                      Exit codes: 0 when every migration of this folder has run, 2 when one has not, 1 on errors"
    )]
    Status(live::Status),
    /// Correct what a database says it has run
    #[command(
        after_help = "Examples:\n  refract resolve --rolled-back NAME    a migration that failed is to run again\n  \
                      refract resolve --applied NAME        it is all there, so it counts as run\n  \
                      refract resolve --applied --to NAME   the same for all migrations up to that one"
    )]
    Resolve(live::Resolve),
    /// Show which model goes to which target, and why
    #[command(after_help = "Example:\n  refract targets --format json")]
    Targets(Targets),
    /// Install the git hooks that run check, or take them out
    #[command(
        disable_help_subcommand = true,
        after_help = "Example:\n  refract hook install               pre-commit and pre-push\n  refract hook uninstall"
    )]
    Hook {
        /// What to do
        #[command(subcommand)]
        command: Hook,
    },
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  refract completions bash > ~/.local/share/bash-completion/completions/refract")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// What the user wants to compare with.
    #[must_use]
    pub(super) fn base(&self) -> Option<&str> {
        match self {
            Command::Generate(arguments) => arguments.base.as_deref(),
            Command::Check(arguments) => arguments.base.as_deref(),
            Command::Diff(arguments) => arguments.from.as_deref(),
            Command::Init
            | Command::Restamp(_)
            | Command::Baseline(_)
            | Command::Repair
            | Command::Apply(_)
            | Command::Status(_)
            | Command::Resolve(_)
            | Command::Targets(_)
            | Command::Hook { .. }
            | Command::Completions { .. } => None,
        }
    }
}

/// `refract generate`.
#[derive(Args, Debug, Default)]
pub(super) struct Generate {
    /// The migration's name, such as add_visit_notes
    pub name: Option<String>,
    /// Print the SQL and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write one new migration in place of those that are not in the base yet and were not edited
    #[arg(long)]
    pub replace: bool,
    /// Compare with this state instead of the target's base: a revision, a path, `empty`
    #[arg(long, value_name = "SOURCE")]
    pub base: Option<String>,
    /// Also write what loses data
    #[arg(long)]
    pub allow_destructive: bool,
    /// How many rows a model has, roughly, to tell whether a vector index fits the memory for its build; may be given
    /// several times
    #[arg(long, value_name = "MODEL=NUMBER")]
    pub rows: Vec<String>,
    /// What has another name
    #[command(flatten)]
    pub names: RenameFlags,
    /// When it is
    #[command(flatten)]
    pub date: Date,
}

/// `--rename` and `--no-rename`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct RenameFlags {
    /// This is a rename: Model.old=new, Enum.OLD=NEW, or Old=New for a model or enum; may be given several times
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// This is none, although it looks so: Model.field, Enum.VALUE, Model or Enum, by the new name
    #[arg(long, value_name = "NEW")]
    pub no_rename: Vec<String>,
}

impl RenameFlags {
    /// What is said about names.
    pub(super) fn request(&self) -> NameFlags {
        NameFlags { rename: self.rename.clone(), no_rename: self.no_rename.clone() }
    }
}

/// `--date`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Date {
    /// The date of the migration, as 2026-01-28 or 2026-01-28T09:30:00Z; else SOURCE_DATE_EPOCH, else now
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// `refract check`.
#[derive(Args, Debug, Default)]
pub(super) struct Check {
    /// Compare with this state instead of the target's base: a revision, a path, `empty`
    #[arg(long, value_name = "SOURCE")]
    pub base: Option<String>,
    /// Look at what is staged for the next commit, not at the work tree
    #[arg(long)]
    pub staged: bool,
    /// Also fail on what a commit before this branch left without a migration
    #[arg(long)]
    pub strict: bool,
    /// Record in refract.toml that old migrations may be what they are now
    #[arg(long)]
    pub accept_history_change: bool,
    /// Also print the SQL that is missing
    #[arg(long)]
    pub sql: bool,
    /// text, json, github (workflow commands) or sarif
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, hide_possible_values = true)]
    pub format: CheckFormat,
}

/// How to print findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// Workflow commands for GitHub's runners
    Github,
    /// SARIF 2.1.0
    Sarif,
}

/// `refract hook`.
#[derive(Debug, Subcommand)]
pub(super) enum Hook {
    /// Install the hooks; what is there is kept
    #[command(
        after_help = "Writes the hooks where git looks for them (core.hooksPath, husky), and adds to the shell scripts \
                      that are there. Where lefthook or pre-commit keep the hooks, the lines to add to their file are \
                      printed, and the exit code is 1. --config, --schema, --migrations and --target are passed on to \
                      the check.\n\nExamples:\n  refract hook install\n  refract hook install pre-push"
    )]
    Install {
        /// pre-commit, pre-push; else both
        #[arg(value_enum, value_name = "HOOK", hide_possible_values = true)]
        hooks: Vec<HookName>,
    },
    /// Take out of the hooks what install wrote, and nothing else
    #[command(after_help = "Example:\n  refract hook uninstall")]
    Uninstall,
}

/// A git hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum HookName {
    /// Before a commit
    PreCommit,
    /// Before a push
    PrePush,
}

/// `refract restamp`.
#[derive(Args, Debug, Default)]
pub(super) struct Restamp {
    /// When it is
    #[command(flatten)]
    pub date: Date,
}

/// `refract baseline`.
#[derive(Args, Debug, Default)]
pub(super) struct Baseline {
    /// The migration's name
    #[arg(default_value = "baseline")]
    pub name: String,
    /// When it is
    #[command(flatten)]
    pub date: Date,
}

/// `refract diff`.
#[derive(Args, Debug, Default)]
pub(super) struct Diff {
    /// What to compare with; else the base of each target, as generate has it
    #[arg(long, value_name = "SOURCE")]
    pub from: Option<String>,
    /// What is compared
    #[arg(long, value_name = "SOURCE", default_value = "worktree")]
    pub to: String,
    /// What has another name
    #[command(flatten)]
    pub names: RenameFlags,
    /// text, sql (idempotent, as in a migration), ddl (the plain statements) or json
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, hide_possible_values = true)]
    pub format: DiffFormat,
    /// Exit with 2 when there are differences
    #[arg(long)]
    pub exit_code: bool,
}

/// How to print differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// One line for each change
    #[default]
    Text,
    /// Idempotent SQL, as in a migration
    Sql,
    /// The plain statements, for reading and for linters
    Ddl,
    /// For programs
    Json,
}

/// `refract targets`.
#[derive(Args, Debug, Default)]
pub(super) struct Targets {
    /// text or json
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, hide_possible_values = true)]
    pub format: TargetsFormat,
}

/// How to print targets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum TargetsFormat {
    /// Aligned text
    #[default]
    Text,
    /// For programs
    Json,
}

/// Something that is to be printed instead of running a command: help, the version, or what is wrong.
pub(super) struct Message {
    /// With colours, if they are wanted.
    pub text: String,
    /// Whether the usage is wrong.
    pub is_error: bool,
}

/// Understands a command line.
///
/// # Errors
/// When it is wrong, or asks for help.
pub(super) fn parse(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    colored: bool,
) -> Result<Arguments, Message> {
    let colors = if colored { clap::ColorChoice::Always } else { clap::ColorChoice::Never };
    let matches = Arguments::command().color(colors).try_get_matches_from(arguments);
    matches.and_then(|matches| clap::FromArgMatches::from_arg_matches(&matches)).map_err(|error| {
        let text = error.render();
        Message { text: if colored { text.ansi().to_string() } else { text.to_string() }, is_error: error.use_stderr() }
    })
}

/// A completion script.
#[must_use]
pub(super) fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "refract", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
