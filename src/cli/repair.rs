//! `refract repair`: prints the script.

use super::{Context, Outcome};
use crate::commands::Refusal;
use crate::commands::repair::{Request, repair};

pub(super) fn run(context: &Context) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let script = context.hear(repair(&project, &Request { targets: context.common.target.clone() }))?;
    Ok(Outcome::document(script).and_next("read it, and run it with psql -v ON_ERROR_STOP=1"))
}
