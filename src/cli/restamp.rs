//! `refract restamp`: says which migrations have other names now.

use super::args::Restamp;
use super::{Context, Outcome, clock};
use crate::commands::Refusal;
use crate::commands::restamp::{Request, restamp};

/// What becomes of databases that know a migration by its old name.
const ALREADY_RUN: &str = "commit this. A database that has run one of these files already knows it under the old name, and would \
                           run it again. For each such database, say that it is done: npx prisma migrate resolve --applied \
                           NEW_NAME. There, prisma migrate dev still finds the old name and asks to reset the database";

pub(super) fn run(context: &Context, arguments: &Restamp) -> Result<Outcome, Refusal> {
    let now = clock::now(&arguments.date)?;
    let (project, _lock) = context.project_to_write()?;
    let renamed = restamp(&project, &Request { targets: context.common.target.clone(), now })?;
    let lines = renamed.iter().map(|one| format!("{} -> {}\n", one.shown[0], one.shown[1]));
    let output = match renamed.is_empty() {
        true if context.common.quiet => String::new(),
        true => "nothing to restamp: every new migration sorts after those of the base\n".to_owned(),
        false => lines.collect(),
    };
    let outcome = Outcome::done(output);
    Ok(if renamed.is_empty() { outcome } else { outcome.and_next(ALREADY_RUN) })
}
