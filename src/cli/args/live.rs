//! What the commands take that go to a database.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

/// Where the database is.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct Connection {
    /// The variable with the address, in place of those in refract.toml
    #[arg(long, value_name = "NAME", conflicts_with_all = ["url_file", "url"])]
    pub url_env: Option<String>,
    /// A file that holds the address and nothing else, such as a mounted secret
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub url_file: Option<PathBuf>,
    /// The address itself; whoever may list the processes of this machine can read it, and the shell keeps it
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// A file of variables to look in where the environment has none
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LiveFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// `refract apply`.
#[derive(Args, Debug, Default)]
pub(in crate::cli) struct Apply {
    /// Where the database is
    #[command(flatten)]
    pub connection: Connection,
    /// The last migration to run
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Print what is pending, and run nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Stop before the first migration that loses data, or gives something another name
    #[arg(long)]
    pub no_loss: bool,
    /// How long to wait for a server that starts, and for others who migrate the database
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "10m")]
    pub wait: Duration,
    /// How often in all a migration is tried again that did not get its locks
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub retries: u32,
    /// How long a statement waits for a table, where its file does not say
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub lock_timeout: Option<Duration>,
    /// How long a statement may take
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub statement_timeout: Option<Duration>,
    /// Print values of rows in errors, also where no terminal is
    #[arg(long)]
    pub show_values: bool,
    /// text or json
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, hide_possible_values = true)]
    pub format: LiveFormat,
}

/// `refract status`.
#[derive(Args, Debug, Default)]
pub(in crate::cli) struct Status {
    /// Where the database is
    #[command(flatten)]
    pub connection: Connection,
    /// Wait so long until every migration has run
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
    /// text or json
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, hide_possible_values = true)]
    pub format: LiveFormat,
}

/// `refract resolve`.
#[derive(Args, Debug, Default)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["applied", "rolled_back"]))]
pub(in crate::cli) struct Resolve {
    /// Where the database is
    #[command(flatten)]
    pub connection: Connection,
    /// The database has all that this migration does
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    pub applied: Option<Option<String>>,
    /// With --applied: so have all migrations up to this one
    #[arg(long, value_name = "NAME", requires = "applied", conflicts_with = "rolled_back")]
    pub to: Option<String>,
    /// What this migration did was taken back, or may be done again
    #[arg(long, value_name = "NAME")]
    pub rolled_back: Option<String>,
    /// How long to wait for a server that starts, and for others who migrate the database
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "10s")]
    pub wait: Duration,
}

/// `500ms`, `30s`, `10m`, `1h`, or seconds without a unit.
fn duration(text: &str) -> Result<Duration, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u32 = text[..end].parse().map_err(|_| "write a number with its unit, such as 30s or 10m".to_owned())?;
    let number = u64::from(number);
    match &text[end..] {
        "ms" => Ok(Duration::from_millis(number)),
        "" | "s" => Ok(Duration::from_secs(number)),
        "m" | "min" => Ok(Duration::from_secs(60 * number)),
        "h" => Ok(Duration::from_secs(3600 * number)),
        _ => Err("write a number with its unit: ms, s, m or h".to_owned()),
    }
}
